"""Each ticket system as customers meet it: from an article and from the get-help page.

One help centre has a level for each of them. With scripts on a desktop; with scripts on a phone,
dark and with the keyboard alone; without scripts on a phone, dark.
"""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

import pytest
import yaml
from help_sites import SYSTEMS, channel, make_site, pairs, preview
from playwright.sync_api import Page, Request, expect

from kb_plugins.escalation.link import channel_target, placeholders

pytestmark = pytest.mark.browser

WORDS = "The château's invoice & order #5 is “wrong”\n100 % of it: <b>مرحبا</b> 😀 a+b ^c"
TITLE = "Why does “it” cost 5 % + more & who pays?"
PRODUCT = "Shop & Co"
NUMBERS = {name: number for number, name in enumerate(SYSTEMS, start=1)}
EVERY_SYSTEM = pytest.mark.parametrize("name", SYSTEMS)
OPENED_ELSEWHERE = ("mailto", "tel")
"""Systems that a program of the reader's opens, so that no request can be seen."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    texts = {}
    for name, number in NUMBERS.items():
        level = {"name": f"Team {name}", "purpose": f"Asks {name}.", "channel": name}
        article = {"title": TITLE, "level": number, "product": PRODUCT}
        texts[f"levels/{number}-{slug(name)}.md"] = f"---\n{yaml.safe_dump(level)}---\n"
        texts[f"{slug(name)}.md"] = f"---\n{yaml.safe_dump(article)}---\nText.\n"
    channels = {name: {"provider": name, **SYSTEMS[name]} for name in SYSTEMS}
    return serve(make_site(tmp_path_factory.mktemp("desk"), texts, {"channels": channels}))


def slug(name: str) -> str:
    return name.replace(".", "-")


def expected(
    name: str, title: str, text: str, product: str = PRODUCT, browser: str = ""
) -> dict[str, str]:
    """The parameters that show exactly a title and a text, made from the plan by hand."""
    target = channel_target(channel(name))
    values = {"title": title, "text": text.replace("\n", target.newline), "product": product,
              "browser": browser}
    found = pairs(target.base) if not target.parameters else {}
    templates = [*found.items(), *((p.name, p.template) for p in target.parameters)]
    escapes = {old: new for p in target.parameters for old, new in p.escapes}
    made = {}
    for key, template in templates:
        wanted = [values.get(item, "") for item in placeholders(template)]
        if placeholders(template) and not any(wanted) and not found:
            continue
        for item in placeholders(template):
            value = values.get(item, "")
            for old, new in escapes.items():
                value = value.replace(old, new)
            template = template.replace(f"{{{item}}}", value)
        made[key] = template
    return made


def start_of(name: str) -> str:
    """The address of a system up to what links fill in."""
    target = channel_target(channel(name))
    return target.base.partition("?")[0]


def opened(page: Page, name: str, act, address: str) -> str:
    """The address that a click or a key opens, to the byte; a link of another program is read."""
    if name in OPENED_ELSEWHERE:
        return address
    with page.expect_request(lambda request: request.url.startswith(start_of(name))) as sent:
        act()
    request: Request = sent.value
    assert request.method == "GET"
    return request.url


@EVERY_SYSTEM
def test_from_an_article(visit, desk: str, name: str) -> None:
    tab = visit(site=desk)
    page = tab.go(f"{slug(name)}/")
    stuck = page.get_by_role("region", name="Still stuck?")
    button = stuck.locator(".kb-button")
    href = button.get_attribute("href") or ""
    if name == "form":
        assert href.endswith(f"#kb-level-{NUMBERS[name]}")
        button.click()
        page.wait_for_url("**/get-help/**")
        expect(page.locator("[data-kb-words]")).to_have_value(TITLE)
        assert page.locator("input[name=level]:checked").input_value() == str(NUMBERS[name])
        assert tab.outside == []
        return
    text = (
        f"\n\n-- \nArticle: https://help.example.com/{slug(name)}/\n"
        f"Level: {NUMBERS[name]} Team {name}\nProduct: {PRODUCT}\nLanguage: en"
    )
    assert pairs(href) == expected(name, TITLE, text)
    assert tab.outside == []  # nothing left the site before the reader acted
    assert opened(page, name, button.click, href) == href.partition("#")[0]
    assert len(tab.outside) == (name not in OPENED_ELSEWHERE)


@EVERY_SYSTEM
def test_from_the_page_with_the_keyboard_on_a_phone(visit, desk: str, name: str) -> None:
    tab = visit(site=desk, width=360, scheme="dark")
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page = tab.go(f"get-help/?product=Shop+%26+Co#kb-level-{NUMBERS[name]}")
    expect(page.locator("[data-kb-words]")).to_be_focused()
    expect(page.locator("[data-kb-plain]:visible")).to_have_count(0)  # what does without script
    page.keyboard.insert_text(WORDS)
    title, text = preview(page)
    assert title == WORDS.split("\n")[0]
    assert text.startswith(f"{WORDS}\n\n-- \nProduct: {PRODUCT}\nLanguage: en\n")
    note = page.locator("[data-kb-note]").inner_text()
    carries = "text" in str([p.template for p in channel_target(channel(name)).parameters])
    assert carries or name == "url" or "Copy it" in note
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-kb-go], [data-kb-send]')"):
            break
    assert tab.outside == []
    assert not [url for url in asked if "invoice" in unquote(url)]  # nor did the words go anywhere
    if name == "form":
        with page.expect_request("https://example.org/tickets") as sent:
            page.keyboard.press("Enter")
        fields = {key: value[0] for key, value in parse_qs(sent.value.post_data).items()}
        assert fields == expected(name, title, text)
        return
    href = page.locator("[data-kb-go]").get_attribute("href") or ""
    agent = page.evaluate("navigator.userAgent")
    assert pairs(href) == expected(name, title, text, browser=agent)
    assert opened(page, name, lambda: page.keyboard.press("Enter"), href) == href.partition("#")[0]


@EVERY_SYSTEM
def test_without_script_on_a_phone(visit, desk: str, name: str) -> None:
    tab = visit(site=desk, width=360, scheme="dark", scripts=False)
    page = tab.go(f"{slug(name)}/")
    page.locator(".kb-stuck").get_by_role("link", name="Write it together with us").click()
    page.wait_for_url("**/get-help/**")
    section = page.locator(f"#kb-level-{NUMBERS[name]}")
    assert f"Asks {name}." in section.inner_text()
    if link := section.locator("a.kb-button").locator("visible=true").all():
        href = link[0].get_attribute("href") or ""
        assert pairs(href) == expected(name, "", "\n\n-- \nLanguage: en", product="")
    form = section.locator("form")
    assert tab.outside == []
    if name in ("tel", "zammad", "osticket", "servicenow"):  # they take nothing, or no plain form
        assert form.count() == 0
        opened(page, name, link[0].click, href)
        return
    if name != "form":
        section.locator("summary").press("Enter")
    for label, words in (("Subject", "Help & me"), ("What is wrong?", "a+b\n100 %")):
        if (box := form.get_by_label(label)).count():
            box.fill(words)
    titled = form.get_by_label("Subject").count()
    if name == "mailto":
        assert form.get_attribute("action") == "mailto:help@example.org"
        return
    with page.expect_request(lambda request: request.url.startswith(start_of(name))) as sent:
        form.get_by_role("button").press("Enter")
    query = sent.value.post_data if name == "form" else sent.value.url.partition("?")[2]
    found = {key: value[0].replace("\r\n", "\n") for key, value in parse_qs(query).items()}
    filled = expected(name, "Help & me" if titled else "", "a+b\n100 %", product="").items()
    assert found == {key: value.replace("\r\n", "\n").strip() for key, value in filled if value}
