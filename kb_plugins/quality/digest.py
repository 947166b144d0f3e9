"""What rules need of a text: its headings, links, pictures, blocks and words, as plain values.

Lines count within the text (the body of a document), from 1, so that a change in the front matter
leaves a digest as it is.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Heading(NamedTuple):
    """A heading. `anchor` is the id that the writer gave it, or empty."""

    line: int
    level: int
    text: str
    anchor: str


class Link(NamedTuple):
    """A link with the words that carry it; `text` is empty if only a picture does."""

    line: int
    text: str
    href: str
    pictured: bool


class Image(NamedTuple):
    """A picture; `alt` is None where HTML has no such attribute."""

    line: int
    alt: str | None
    src: str


class Code(NamedTuple):
    """A fenced block of code."""

    line: int
    language: str
    lines: int


class Block(NamedTuple):
    """A piece of prose: a paragraph (`p`), or one in a list (`ol`, `ul`), quote or table (`td`).

    Code inside of it stands between backticks. A heading written as HTML is a block (`heading`).
    """

    line: int
    kind: str
    text: str


class Waiver(NamedTuple):
    """`<!-- kb-ignore rule: reason -->`, which covers the lines `line` to `last`."""

    line: int
    last: int
    rule: str
    reason: str


class Digest(NamedTuple):
    """A text taken apart. `ids` are anchors other than headings; `sketch` is for comparisons.

    `filled` are the lines on which anything else than a heading begins: paragraphs, code, tables,
    pictures, HTML.
    """

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    code: tuple[Code, ...] = ()
    blocks: tuple[Block, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    ids: tuple[str, ...] = ()
    filled: tuple[int, ...] = ()
    words: int = 0
    sketch: tuple[int, ...] = ()


def unpack(rows: list[Any]) -> Digest:
    """Make a digest of what JSON keeps of one. Raises TypeError or ValueError for anything else."""
    headings, links, images, code, blocks, waivers, ids, filled, words, sketch = rows
    return Digest(
        tuple(Heading(*row) for row in headings),
        tuple(Link(*row) for row in links),
        tuple(Image(*row) for row in images),
        tuple(Code(*row) for row in code),
        tuple(Block(*row) for row in blocks),
        tuple(Waiver(*row) for row in waivers),
        tuple(ids),
        tuple(filled),
        int(words),
        tuple(sketch),
    )
