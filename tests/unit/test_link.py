"""The link to a channel: what it carries, and what it lets go when it is too long."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_plugins.escalation.link import (
    DROPPED_FIRST,
    PLACEHOLDERS,
    URL_LENGTH,
    Context,
    build_link,
    make_plan,
    plain_target,
    unknown_placeholders,
)

LABELS = {"url": "Article", "level": "Level", "product": "Product", "language": "Language"}
FORM = "https://example.org/new?t={title}&u={url}&l={level}&p={product}&g={language}"
KEYS = ("title", "url", "level", "product", "language")
NAMES = {"t": "title", "u": "url", "l": "level", "p": "product", "g": "language"}
CONTEXT = Context(
    title="Où est ma facture & pourquoi?",
    url="https://kb.example.org/a/?b=1#c",
    level="1 Ticket",
    product="Invoicer",
    language="fr",
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LONG = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
CONTEXTS = st.builds(Context, title=TEXT, url=TEXT, level=TEXT, product=TEXT, language=TEXT)
LONG_CONTEXTS = st.builds(
    Context, title=LONG, url=LONG | TEXT, level=TEXT, product=TEXT, language=TEXT
)


def link(url: str, context: Context, limit: int = URL_LENGTH) -> str:
    return build_link(make_plan(plain_target(url), LABELS, limit), asdict(context)).url


def form(address: str) -> Context:
    """Read a link to FORM as its server would (but without turning plus signs into blanks)."""
    pairs = (pair.partition("=") for pair in address.partition("?")[2].split("&"))
    return Context(**{NAMES[name]: unquote(value, errors="strict") for name, _, value in pairs})


def mail(address: str) -> tuple[str, dict[str, str]]:
    """Read a mailto: link as a mail program would: subject, and lines of the body."""
    pairs = (pair.partition("=") for pair in address.partition("?")[2].split("&"))
    found = {name: unquote(value, errors="strict") for name, _, value in pairs}
    lines = found.get("body", "").split("\r\n")
    return found.get("subject", ""), dict(line.split(": ", 1) for line in lines if ": " in line)


def test_a_form():
    assert link(FORM, CONTEXT) == (
        "https://example.org/new?t=O%C3%B9%20est%20ma%20facture%20%26%20pourquoi%3F"
        "&u=https%3A%2F%2Fkb.example.org%2Fa%2F%3Fb%3D1%23c&l=1%20Ticket&p=Invoicer&g=fr"
    )


def test_a_mail():
    assert link("mailto:help@example.org", CONTEXT) == (
        "mailto:help@example.org?subject=O%C3%B9%20est%20ma%20facture%20%26%20pourquoi%3F"
        "&body=%0D%0A%0D%0A--%20%0D%0AArticle%3A%20https%3A%2F%2Fkb.example.org%2Fa%2F%3Fb%3D1"
        "%23c%0D%0ALevel%3A%201%20Ticket%0D%0AProduct%3A%20Invoicer%0D%0ALanguage%3A%20fr"
    )


def test_a_mail_has_lines_for_what_is_known_only():
    assert link("mailto:a@example.org", Context(url="u")) == (
        "mailto:a@example.org?body=%0D%0A%0D%0A--%20%0D%0AArticle%3A%20u"
    )
    assert link("mailto:a@example.org", Context(title="t")) == "mailto:a@example.org?subject=t"
    assert link("MAILTO:a@example.org", Context()) == "MAILTO:a@example.org"


def test_a_mail_with_a_query_of_its_own():
    assert link("mailto:a@example.org?subject=KB:%20{title}", CONTEXT) == (
        "mailto:a@example.org?subject=KB:%20O%C3%B9%20est%20ma%20facture%20%26%20pourquoi%3F"
    )


def test_a_mail_label_in_another_script():
    plan = make_plan(plain_target("mailto:a@example.org"), {"url": "Артикул & {title}"})
    address = build_link(plan, {"url": "u"}).url
    assert mail(address) == ("", {"Артикул & {title}": "u"})


@given(CONTEXTS)
def test_a_phone_carries_nothing(context: Context):
    assert link("tel:+39-06-1", context) == "tel:+39-06-1"


def test_an_address_without_placeholders_stays():
    assert link("https://example.org/new", CONTEXT) == "https://example.org/new"


@pytest.mark.parametrize(
    ("url", "unknown"),
    [
        (FORM, []),
        ("https://example.org/{titel}/{url}/{x}", ["titel", "x"]),
        ("tel:1", []),
        ("https://example.org/{}/{a b}", []),
    ],
)
def test_unknown_placeholders(url: str, unknown: list[str]):
    assert unknown_placeholders(url) == unknown
    assert {field.name for field in fields(Context)} == PLACEHOLDERS


def test_values_are_not_templates():
    """A title that looks like a placeholder is a title."""
    assert form(link(FORM, Context(title="{url}", url="{title}"))) == Context(
        title="{url}", url="{title}"
    )


@settings(max_examples=300)
@given(CONTEXTS)
def test_a_form_decodes_to_what_was_put_in(context: Context):
    address = link(FORM, context, 10_000)
    assert form(address) == context
    assert address.isascii()
    # The standard parser of servers agrees, and sees no further fields.
    fields_ = parse_qs(urlsplit(address).query, keep_blank_values=True, strict_parsing=True)
    found = {NAMES[name]: value[0] for name, value in fields_.items()}
    assert found == {name: value for name, value in asdict(context).items() if name in found}
    assert found.keys() == set(NAMES.values())


@settings(max_examples=300)
@given(CONTEXTS)
def test_a_mail_decodes_to_what_was_put_in(context: Context):
    address = link("mailto:help@example.org", context, 10_000)
    assert address.startswith("mailto:help@example.org")
    assert address.isascii()
    expected = quote(context.title, safe="")
    assert ("subject=" in address) is bool(context.title)
    subject = address.partition("subject=")[2].partition("&")[0]
    assert subject == expected
    body = address.partition("body=")[2]
    rows = body.split("%0D%0A--%20%0D%0A")[1] if body else ""
    assert rows == "%0D%0A".join(
        f"{label}%3A%20{quote(getattr(context, name), safe='')}"
        for name, label in LABELS.items()
        if getattr(context, name)
    )


@settings(max_examples=500)
@given(LONG_CONTEXTS, st.integers(0, 2_500), st.sampled_from([FORM, "mailto:help@example.org"]))
def test_the_budget_is_kept_and_the_order_of_dropping(context: Context, limit: int, url: str):
    address = link(url, context, limit)
    bare = link(url, Context())
    assert len(address) <= max(limit, len(bare))
    whole = link(url, context, 1_000_000)
    if len(whole) <= limit:
        assert address == whole
        return
    # 1. language, product, level go, one after the other, and no more than needed.
    shorter = context
    for name in DROPPED_FIRST:
        shorter = replace(shorter, **{name: ""})
        candidate = link(url, shorter, 1_000_000)
        if len(candidate) <= limit:
            assert address == candidate
            return
    # 2. The title gets shorter from its end; 3. the URL goes, and the title has its room.
    for rest in (shorter, replace(shorter, url="")):
        fits = [
            title
            for title in shortened(context.title)
            if len(link(url, replace(rest, title=title), 1_000_000)) <= limit
        ]
        if fits:
            assert address == link(url, replace(rest, title=fits[0]), 1_000_000)
            return
    assert address == bare


def shortened(title: str) -> list[str]:
    """All ways to shorten a title, the longest first."""
    cuts = (title[:length].rstrip(" \t\r\n") for length in range(len(title) - 1, 0, -1))
    return [title, *dict.fromkeys(f"{cut}…" for cut in cuts if cut), ""]


def test_the_order_of_dropping_in_an_example():
    sizes = {}
    for limit in range(250, 40, -1):
        found = form(link(FORM, CONTEXT, limit))
        lost = tuple(name for name, value in asdict(found).items() if not value and name in KEYS)
        cut = found.title.endswith("…")
        sizes.setdefault((lost, cut), limit)
    assert list(sizes) == [
        ((), False),
        (("language",), False),
        (("product", "language"), False),
        (("level", "product", "language"), False),
        (("level", "product", "language"), True),
        (("title", "level", "product", "language"), False),
        (("url", "level", "product", "language"), True),
        (("title", "url", "level", "product", "language"), False),
    ]


def test_a_title_that_fits_without_the_url_is_whole():
    found = form(link(FORM, Context(title="Short", url="https://example.org/" + "x" * 300), 100))
    assert found == Context(title="Short")


def test_the_default_budget():
    assert URL_LENGTH == 1800
    assert len(link(FORM, replace(CONTEXT, title="ü" * 1_000))) <= 1800
