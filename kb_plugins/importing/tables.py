"""Tables: which of them Markdown can hold, and HTML for those that it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from kb_plugins.importing.escape import escape_attribute, escape_html
from kb_plugins.importing.sanitise import BOX

_IN_CELL = frozenset(
    [
        "p",
        "br",
        "a",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "code",
        "kbd",
        "sub",
        "sup",
        "span",
        "s",
        "del",
        "img",
        "mark",
        "small",
    ]
)
_BLANKS = re.compile(r"\s+")


def raw_html(el: Tag, raw_address: Callable[[str], str]) -> str:
    """Write an element as HTML in one block without an empty line."""
    parts: list[str] = []
    _raw(el, parts, raw_address, pre=False)
    return re.sub(r"\n\s*\n+", "\n", "".join(parts)).strip()


def _raw(node: PageElement, parts: list[str], raw_address: Callable[[str], str], pre: bool) -> None:
    if isinstance(node, NavigableString):
        text = str(node) if pre else _BLANKS.sub(" ", str(node))
        text = escape_html(text)
        parts.append(text.replace("\n", "&#10;") if pre else text)
        return
    if not isinstance(node, Tag):
        return
    attributes = ""
    name = "p" if node.name in ("kb_box", BOX) else node.name
    for key, value in node.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if key in ("class", "closed", "kind", "heading") or (key == "id" and node.name != "a"):
            continue
        if key in ("href", "src"):
            text = raw_address(text)
        attributes += f' {key}="{escape_attribute(text)}"'
    own_line = name in ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
    parts.append(f"<{name}{attributes}>")
    if own_line and name not in ("td", "th", "caption"):
        parts.append("\n")
    if name in ("br", "img", "hr", "col", "wbr"):
        return
    for child in node.children:
        if own_line and name not in ("td", "th", "caption") and is_blank(child):
            continue
        _raw(child, parts, raw_address, pre or name == "pre")
    parts.append(f"</{name}>" + ("\n" if own_line else ""))


def simple_rows(table: Tag) -> list[list[Tag]] | None:
    """Return the cells of a table that Markdown can hold, or None if it cannot."""
    if table.find("table") is not None:
        return None
    rows = [list(row.find_all(["td", "th"], recursive=False)) for row in table.find_all("tr")]
    rows = [row for row in rows if row]
    if not rows or len({len(row) for row in rows}) != 1 or len(rows[0]) < 1:
        return None
    for row in rows:
        for cell in row:
            if _spans(cell) or any(tag.name not in _IN_CELL for tag in cell.find_all(True)):
                return None
            if len(cell.find_all("p")) > 1:
                return None
    if any(cell.name == "th" for row in rows[1:] for cell in row):
        return None
    return rows if _has_header(rows) else None


def _has_header(rows: list[list[Tag]]) -> bool:
    """Say whether the first row names the columns: head cells, bold, or short above others."""
    first = rows[0]
    if all(cell.name == "th" for cell in first):
        return True
    if any(cell.name == "th" for cell in first):
        return False
    bold = [cell.find(["b", "strong"]) for cell in first if cell.get_text(strip=True)]
    if bold and all(bold):
        return True
    short = all(0 < len(cell.get_text(strip=True)) <= 40 for cell in first)
    return (
        short and len(rows) > 2 and len(first) > 1 and not _table_has(first, ("img", "a", "code"))
    )


def _table_has(cells: list[Tag], names: tuple[str, ...]) -> bool:
    """Say whether any cell holds one of these elements."""
    return any(cell.find(list(names)) is not None for cell in cells)


def _spans(cell: Tag) -> bool:
    return any(str(cell.get(key) or "1") not in ("1", "0", "") for key in ("colspan", "rowspan"))


def is_blank(node: PageElement) -> bool:
    """Say whether a node is nothing but blanks."""
    return isinstance(node, NavigableString) and not str(node).strip()
