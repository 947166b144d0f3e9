"""The links of a Markdown text: other addresses, and not a word changed."""

from __future__ import annotations

import re
from collections.abc import Callable

_LINK = re.compile(
    r"(?P<mark>!?)\[(?P<text>(?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*\](?:\([^()\s]*\))?)*)\]"
    r"\(\s*(?P<href><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?P<title>\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)(?P<attributes>\{[^{}\n]*\})?"
)
_DEFINITION = re.compile(r"^(?P<lead>\s{0,3}\[[^\]\n]+\]:\s*)(?P<href><[^>\n]*>|\S+)", re.M)


def relink(text: str, mapped: Callable[[str], str | None]) -> str:
    """Give every link its new address.

    `mapped` tells it by the old one; where there is none, the words of the link stay.
    """

    def inline(match: re.Match[str]) -> str:
        href = match["href"].strip("<>")
        target = mapped(href)
        shown = match["text"]
        if shown:
            shown = _LINK.sub(inline, shown)
        if target is None:
            return shown
        attributes = match["attributes"] or ""
        if attributes and match["mark"]:
            attributes = _size(attributes)
        title = match["title"] or ""
        return f"{match['mark']}[{shown}]({target}{title}){attributes}"

    def definition(match: re.Match[str]) -> str:
        target = mapped(match["href"].strip("<>"))
        return match["lead"] + (target if target is not None else match["href"])

    return _DEFINITION.sub(definition, _LINK.sub(inline, text))


def autolink(text: str) -> str:
    """Make links of bare addresses, as GitHub does."""
    bare = re.compile(
        r"(?P<before>^|[\s(*_>])(?P<url>https?://[^\s<>`\]\"'\\]*[^\s<>`\]\"'.,;:!?)*_\\])"
    )

    def link(match: re.Match[str]) -> str:
        url = match["url"]
        if url.count("(") < url.count(")"):
            return match[0]
        return f"{match['before']}<{url}>"

    if "://" not in text or ("](" in text and not bare.search(text)):
        return text
    parts = re.split(
        r"(<(?:a|code|pre|kbd)\b.*?</(?:a|code|pre|kbd)>|<[^<>\n]*>|\]\([^)\n]*\)|^\s{0,3}\[[^\]\n]+\]:[^\n]*)",
        text,
        flags=re.M | re.S,
    )
    return "".join(part if n % 2 else bare.sub(link, part) for n, part in enumerate(parts))


def _size(attributes: str) -> str:
    kept = re.findall(r"(width|height)=[\"']?(\d+%?)", attributes)
    return "{" + "".join(f' {key}="{value}"' for key, value in kept) + " }" if kept else ""
