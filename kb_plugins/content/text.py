"""What the text of an article says about itself: its first heading and its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

OPENINGS = (500, 1_500, 12_000)
"""Characters that are looked at: most texts say what they are about in the first lines."""
MAX_DESCRIPTION = 200
"""Characters: about what search engines show of a description."""

_LINE = r"(?:\*\*)?[^\W\d_][^\r\n\0]*(?:\n|\Z)"
_PLAIN = re.compile(
    rf"\n*(?:#[ ](?P<heading>[^\W_][^\r\n\0#]*)\n+)?(?P<text>(?:{_LINE})+)(?:\n|\Z)"
)
"""A text that begins with one paragraph, maybe below a title.

Every line of it begins with a letter, so nothing but a paragraph can be meant.
"""
_INLINE = re.compile(r"[`*_\[\]<>&\\]")

# What other Markdown dialects put where CommonMark sees a paragraph: admonitions, tabs, blocks,
# snippets, macros, alerts, attribute lists, abbreviations.
_NOT_PROSE = re.compile(r"\s*(!!!|\?\?\?|===|///|--8<--|\{[%{:#]|\[!|!\[|>|\*\[|\|)")
_ATTRIBUTES = re.compile(r"\s*\{\s*[:#.][^}]*\}\s*$")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"»”’)]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|z\.B|bzw|ca|es|ecc|p\.es|No|Nr|Dr)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a text begins. `heading` is its first level-one heading, `sentence` its first prose."""

    heading: str
    sentence: str


class Openings:
    """What was read of texts, so that the next build need not read them again.

    `known` are rows by the hash of a text, as the last build kept them; `used` are those of this
    build.
    """

    def __init__(self) -> None:
        self.known: dict[str, list[str]] = {}
        self.used: dict[str, list[str]] = {}

    def of(self, body: str) -> Opening:
        """Return how a text begins."""
        key = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        row = self.used.get(key) or self.known.get(key)
        if not isinstance(row, list) or len(row) != 2:
            opening = _read_opening(body)
            row = [opening.heading, opening.sentence]
        self.used[key] = row
        return Opening(*row)


OPENINGS_KEPT = Openings()
"""Those of this process; a text that is the same begins the same."""


def read_opening(body: str) -> Opening:
    """Read heading and first sentence of a Markdown body, both as plain text, both maybe empty."""
    return OPENINGS_KEPT.of(body)


def _read_opening(body: str) -> Opening:
    found = _PLAIN.match(body, 0, OPENINGS[0])
    if found and found.end() < OPENINGS[0]:  # as most do, and the parser takes far longer
        return Opening(_title(found["heading"] or ""), first_sentence(_plain(found["text"])))
    opening = Opening("", "")
    for size in OPENINGS:
        opening, whole = _read(_cut(body, size))
        if (opening.sentence and whole) or len(body) <= size:
            break
    return opening


def _read(text: str) -> tuple[Opening, bool]:
    """Return how a text begins, and whether it goes on after the prose that says so."""
    tokens = _parser(inline=False).parse(text)
    heading = sentence = ""
    whole = False
    for opener, token in pairwise(tokens):
        if token.type != "inline" or token.level != 1:
            continue
        if opener.type == "heading_open" and opener.tag == "h1" and not heading:
            heading = _title(token.content)
        elif opener.type == "paragraph_open" and not _NOT_PROSE.match(token.content):
            sentence = first_sentence(_plain(token.content))
            whole = token is not tokens[-2]
        if sentence:  # a heading further down is not the title
            break
    return Opening(heading, sentence), whole


def first_sentence(text: str, limit: int = MAX_DESCRIPTION) -> str:
    """Return the first sentence of a plain text, cut at a word to at most `limit` characters."""
    text = " ".join(text.split())
    for end in _SENTENCE_END.finditer(text):
        candidate = text[: end.end()]
        if len(candidate) > 12 and not _ABBREVIATION.search(candidate, len(candidate) - 8):
            text = candidate
            break
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _title(markdown: str) -> str:
    return _ATTRIBUTES.sub("", _plain(markdown)).strip()


@cache
def _parser(inline: bool) -> MarkdownIt:
    """Return a parser. Blocks come first: only the few lines that matter are parsed inside."""
    from markdown_it import MarkdownIt  # here: most builds know all texts, and it loads slowly

    parser = MarkdownIt("commonmark")
    return parser if inline else parser.disable("inline")


def _cut(body: str, size: int) -> str:
    """Take the beginning of a text, without a torn last line."""
    if len(body) <= size:
        return body
    return body[:size].rpartition("\n")[0] or body[:size]


def _plain(markdown: str) -> str:
    """Return the words of inline Markdown, without mark-up, images and HTML."""
    if not _INLINE.search(markdown):
        return markdown
    parts = []
    for token in _parser(inline=True).parseInline(markdown):
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                parts.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                parts.append(" ")
    return "".join(parts)
