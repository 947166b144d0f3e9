"""The link to a channel, carrying what is known, within a length budget.

A target is plain data, and `Plan` is all that it takes to make a link from named values (*items*).
`theme/assets/kb/escalate/link.js` does the same in the browser; a test holds them equal.

- Values are percent-encoded (RFC 3986: everything but unreserved characters, as UTF-8).
- `{text}` in a template is the whole ticket text: what the reader wrote, then a line an item.
- A parameter whose items are all empty is left out; one without items is constant.
- A link that is too long lets go of items in the order of DROPPED_FIRST, one after the other; then
  the text is cut, then the title, each with an ellipsis; then the URL goes; at last everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from urllib.parse import quote

from kb_plugins.model import Channel, Parameter, Target

URL_LENGTH = 1800
"""Encoded characters. Some servers and mail programs cut longer addresses off at 2,000."""

DROPPED_FIRST = (
    "browser",
    "language",
    "read",
    "product",
    "version",
    "level",
    "reason",
    "query",
)
"""What goes when a link is too long, in this order; the docstring of this module has the rest."""

SHORTENED = ("text", "title")
DROPPED_LAST = "url"
PERSONAL = ("name", "email")
"""Items that the text repeats only if no parameter carries them."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n?|\n")
_ELLIPSIS = "…"
_SEPARATOR = "-- "  # mail programs know the line before a signature by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a link may carry, all of it plain text.

    `title` is the subject, `text` what the reader wrote; the others are lines of the ticket text.
    `url` is the address of the page that the reader comes from, `level` the level of that page,
    `query` what was searched, `read` what was read in this visit, `reason` why an article did not
    help, `consent` the words that the reader has agreed to.
    """

    title: str = ""
    text: str = ""
    url: str = ""
    level: str = ""
    product: str = ""
    version: str = ""
    language: str = ""
    query: str = ""
    read: str = ""
    browser: str = ""
    reason: str = ""
    consent: str = ""
    name: str = ""
    email: str = ""

    def given(self) -> dict[str, str]:
        """Return what is not empty, by name."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value}


PLACEHOLDERS = frozenset(item.name for item in fields(Context))


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a link depends on but the items. `lines` are pairs of item and label."""

    target: Target
    lines: tuple[tuple[str, str], ...] = ()
    limit: int = URL_LENGTH

    def data(self) -> dict[str, Any]:
        """Return the plan as JSON can hold it, for the browser."""
        return {
            **asdict(self.target),
            "lines": self.lines,
            "limit": self.limit,
            "copy": "text" not in carried(self.target),
            "dropped": DROPPED_FIRST,
            "shortened": SHORTENED,
            "last": DROPPED_LAST,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """A link, and the items that it carries; some may have been dropped or cut."""

    url: str
    items: Mapping[str, str] = field(default_factory=dict)


def make_plan(target: Target, labels: Mapping[str, str], limit: int = URL_LENGTH) -> Plan:
    """Return the plan for a target. `labels` are the words for the lines of the text, in order."""
    own = carried(target)
    told = own & frozenset(PERSONAL)
    lines = tuple((name, label) for name, label in labels.items() if name not in told)
    return Plan(target, lines, limit)


def build_link(plan: Plan, items: Mapping[str, str]) -> Link:
    """Return the link for some items, at most `plan.limit` long unless nothing is left to drop."""
    rest = {name: _clean(value) for name, value in items.items() if value}

    def fits(candidate: Mapping[str, str]) -> bool:
        return len(_url(plan, candidate)) <= plan.limit

    for name in ("", *DROPPED_FIRST):
        rest = _without(rest, name)
        if fits(rest):
            return Link(_url(plan, rest), rest)
    for smaller in (rest, _without(rest, DROPPED_LAST)):
        if found := _cut(smaller, fits):
            return Link(_url(plan, found), found)
    return Link(_url(plan, {}), {})


def form_fields(plan: Plan, items: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return names and values of a form that is posted: the same as a link's, not encoded."""
    clean = {name: _clean(value) for name, value in items.items()}
    return tuple((p.name, fill(p, plan, clean, str)) for p in _parameters(plan, clean))


def ticket_text(plan: Plan, items: Mapping[str, str]) -> str:
    """Return the whole text of a ticket: what the reader wrote, then a line for each item."""
    newline = plan.target.newline
    words = _NEWLINE.sub(lambda _: newline, items.get("text", ""))
    lines = [f"{label}: {items[name]}" for name, label in plan.lines if items.get(name)]
    return words + newline.join(["", "", _SEPARATOR, *lines]) if lines else words


def plain_target(url: str) -> Target:
    """Return the target of an address alone: a template, or a mail that gets subject and body."""
    if url[:7].lower() != "mailto:" or "?" in url:
        return Target(base=url)
    parameters = (
        Parameter(name="subject", template="{title}"),
        Parameter(name="body", template="{text}"),
    )
    return Target(base=url, parameters=parameters, newline="\r\n")


def channel_target(channel: Channel) -> Target:
    """Return where a channel leads."""
    return channel.target or plain_target(channel.url)


def carried(target: Target) -> frozenset[str]:
    """Return the items for which a target has a place."""
    return frozenset(name for text in _templates(target) for name in _PLACEHOLDER.findall(text))


def placeholders(template: str) -> list[str]:
    """Return the names of the items in a template, in order."""
    return _PLACEHOLDER.findall(template)


def unknown_placeholders(*templates: str) -> list[str]:
    """Return the placeholders of templates that nobody fills, in order."""
    names = [name for template in templates for name in _PLACEHOLDER.findall(template)]
    return [name for name in names if name not in PLACEHOLDERS]


def _templates(target: Target) -> list[str]:
    return [target.base, *(parameter.template for parameter in target.parameters)]


def _clean(value: str) -> str:
    """Replace lone surrogates, which no encoding can hold."""
    return _SURROGATE.sub("\ufffd", value)


def _without(items: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in items.items() if key != name}


def _cut(items: dict[str, str], fits: Callable[[Mapping[str, str]], bool]) -> dict[str, str] | None:
    """Shorten the text, then the title, as little as needed. None if that is not enough."""
    if fits(items):
        return items
    for name in SHORTENED:
        letters = items.get(name, "")
        low, high = 0, len(letters) - 1
        best = None
        while low <= high:  # the length grows with what is kept, so halving finds the longest fit
            middle = (low + high) // 2
            kept = letters[:middle].rstrip(" \t\r\n")
            shorter = {**items, name: kept + _ELLIPSIS} if kept else _without(items, name)
            if fits(shorter):
                best, low = shorter, middle + 1
            else:
                high = middle - 1
        if best is not None:
            return best
        items = _without(items, name)
    return None


def _encode(text: str) -> str:
    return quote(text, safe="")


def _url(plan: Plan, items: Mapping[str, str]) -> str:
    target = plan.target
    base = _PLACEHOLDER.sub(lambda match: _encode(_value(match[1], plan, items)), target.base)
    pairs = [f"{_encode(p.name)}={fill(p, plan, items, _encode)}" for p in _parameters(plan, items)]
    joint = ("&" if "?" in base else "?") if pairs else ""
    return base + joint + "&".join(pairs) + (f"#{target.fragment}" if target.fragment else "")


def _parameters(plan: Plan, items: Mapping[str, str]) -> list[Parameter]:
    """The parameters that have something to say."""

    def says(parameter: Parameter) -> bool:
        names = _PLACEHOLDER.findall(parameter.template)
        return not names or any(_value(name, plan, items) for name in names)

    return [parameter for parameter in plan.target.parameters if says(parameter)]


def fill(
    parameter: Parameter, plan: Plan, items: Mapping[str, str], encode: Callable[[str], str]
) -> str:
    """Return the value of a parameter; the words of its template are encoded like the items."""
    parts = _PLACEHOLDER.split(parameter.template)
    filled = []
    for index, part in enumerate(parts):
        if index % 2:
            filled.append(encode(_escaped(_value(part, plan, items), parameter.escapes)))
        else:
            filled.append(encode(part))
    return "".join(filled)


def _escaped(value: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for old, new in escapes:  # ASCII, as the browser's twin compares letters
        plain = new.replace("\\", r"\\")
        value = re.sub(re.escape(old), plain, value, flags=re.IGNORECASE | re.ASCII)
    return value


def _value(name: str, plan: Plan, items: Mapping[str, str]) -> str:
    return ticket_text(plan, items) if name == "text" else items.get(name, "")
