"""What the search knows of an article: its data, and the text of its sections as readers see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HIDDEN = "script,style,template,svg,[data-search-exclude],a.headerlink,nav.kb-toc"
_HEADINGS = "h1,h2,h3,h4,h5,h6"
# Neighbours without white space between them in real pages: tabs, line breaks, dense HTML.
_BLOCKS = "br,label,summary,td,th,dd,dt,li,p,div,pre"
_MARK = re.compile("\x02(\\d+)\x03")


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text under one heading. The text before the first heading has no anchor and heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article as the search sees it. `url` is relative to the root of the site."""

    url: str
    source: str
    title: str
    level: int
    level_name: str = ""
    type: str = ""
    type_label: str = ""
    product: tuple[str, ...] = ()
    topic: str = ""
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    description: str = ""
    sections: tuple[SectionText, ...] = ()


def record_sections(html: str) -> tuple[SectionText, ...]:
    """The rendered HTML of an article -> its text by sections, in the order of the page.

    Left out: scripts, styles, permalinks, and whatever `data-search-exclude` marks; a marked
    heading takes its whole section with it, as Material's search does. The `h1` is the title,
    which a record holds already, so only the text after it counts.
    """
    tree = LexborHTMLParser(html)
    root = tree.body
    if root is None:
        return ()
    headings: list[tuple[str, str] | None] = []
    for node in root.css(_HEADINGS):
        headings.append(_replace_heading(node, len(headings)))
    for node in root.css(_HIDDEN):
        node.decompose()
    for node in root.css(_BLOCKS):
        node.insert_before(" ")
    return tuple(_cut(root.text(), headings))


def _replace_heading(node: LexborNode, number: int) -> tuple[str, str] | None:
    """Put a mark where a heading stands; its (anchor, text), or None when it is excluded."""
    attributes = node.attributes
    for link in node.css("a.headerlink"):
        link.decompose()
    text = "" if node.tag == "h1" else " ".join(node.text().split())
    node.replace_with(f" \x02{number}\x03 ")
    if "data-search-exclude" in attributes:
        return None
    return attributes.get("id") or "", text


def _cut(text: str, headings: list[tuple[str, str] | None]) -> list[SectionText]:
    pieces = _MARK.split(text)
    sections = []
    first = " ".join(pieces[0].split())
    if first:
        sections.append(SectionText("", "", first))
    for number, body in zip(pieces[1::2], pieces[2::2], strict=True):
        heading = headings[int(number)]
        body = " ".join(body.split())
        if heading is not None and (heading[1] or body):
            anchor = heading[0] if heading[1] else ""
            sections.append(SectionText(anchor, heading[1], body))
    return sections
