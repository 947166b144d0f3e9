"""Counts what readers would miss in a piece of HTML: headings, tables, code, pictures, links, text.

Two inventories are compared: of what came in and of what our Markdown renders to. Blanks count for
nothing, because no browser shows them.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb_plugins.importing.sanitise import BOX

KINDS = ("heading", "table", "code", "image", "video", "link", "item", "box")
"""What is counted, by the names that reports use."""

_BLANK = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_TASK = re.compile(r"(<li>\s*(?:<p>)?\s*)\[[ xX]\]\s")
_WORD = re.compile(r"\w+")
_DECORATION = (
    f".admonition-title, {BOX} > summary, details > summary, .tabbed-labels, .footnote-backref,"
    " .footnote-ref, script, style, .headerlink"
)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is in a text. `found` counts things by (kind, what), `text` is it without blanks."""

    found: Counter[tuple[str, str]]
    text: str
    words: Counter[str]


def squeeze(text: str) -> str:
    """Return a text without any blank."""
    return _BLANK.sub("", text)


def take(html: str) -> Inventory:
    """Take the inventory of a piece of HTML."""
    html = _TASK.sub(r"\1", html)  # a task is a box to tick with us
    tree = LexborHTMLParser(f"<body>{html}</body>")
    found: Counter[tuple[str, str]] = Counter()
    for box in tree.css(f".admonition, details, {BOX}, .tabbed-block"):
        found["box", ""] += 1
        del box
    for node in tree.css(_DECORATION):
        node.decompose()
    for level in range(1, 7):
        for node in tree.css(f"h{level}"):
            found["heading", squeeze(node.text())] += 1
    for node in tree.css("table"):
        rows = node.css("tr")
        cells = sum(1 for cell in node.css("td, th") if squeeze(cell.text()))
        del rows
        found["table", str(cells)] += 1
    for node in tree.css("pre"):
        if code := squeeze(node.text()):
            found["code", code] += 1
    for node in tree.css("img"):
        if node.attributes.get("src"):
            found["image", address(node.attributes["src"])] += 1
    for node in tree.css("video[src], video source[src], audio[src], audio source[src]"):
        found["video", address(node.attributes["src"])] += 1
    for node in tree.css("a[href]"):
        found["link", address(node.attributes["href"])] += 1
    found["item", ""] += len(tree.css("li, kb_note_text"))
    found = Counter({key: count for key, count in found.items() if count})
    text = _text(tree.body)
    return Inventory(found, squeeze(text), Counter(_WORD.findall(text.casefold())))


def _text(body: LexborNode | None) -> str:
    return body.text(separator=" ") if body is not None else ""


def address(value: str | None) -> str:
    """Return an address so that two spellings of it are equal."""
    return unquote(entities.unescape(value or "")).strip()


def missing(before: Inventory, after: Inventory) -> list[tuple[str, str]]:
    """Return what the second inventory lacks, as pairs of kind and what, words last."""
    gone = before.found - after.found
    lost = [key for key, count in sorted(gone.items()) for _ in range(count)]
    words = before.words - after.words
    lost += [("word", word) for word in sorted(words)]
    return lost


def same(before: Inventory, after: Inventory) -> bool:
    """Say whether nothing is missing, nothing was added and the text is the same."""
    return before.found == after.found and before.text == after.text
