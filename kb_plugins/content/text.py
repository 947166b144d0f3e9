"""What the text of an article says about itself: its first heading and its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

OPENING = 6_000
"""Characters that are looked at: titles and first sentences stand at the beginning."""
MAX_DESCRIPTION = 200
"""Characters: about what search engines show of a description."""

_markdown = MarkdownIt("commonmark")
# What other Markdown dialects put where CommonMark sees a paragraph: admonitions, tabs, blocks,
# snippets, macros, alerts, attribute lists, abbreviations.
_NOT_PROSE = re.compile(r"\s*(!!!|\?\?\?|===|///|--8<--|\{[%{:#]|\[!|!\[|>|\*\[|\|)")
_ATTRIBUTES = re.compile(r"\s*\{\s*[:#.][^}]*\}\s*$")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"»”’)]*(?=\s|$)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|z\.B|bzw|ca|es|ecc|p\.es|No|Nr|Dr)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a text begins. `heading` is its first level-one heading, `sentence` its first prose."""

    heading: str
    sentence: str


def read_opening(body: str) -> Opening:
    """Read heading and first sentence of a Markdown body, both as plain text, both maybe empty."""
    tokens = _markdown.parse(_cut(body))
    heading = sentence = ""
    for index, token in enumerate(tokens):
        if token.type != "inline" or token.level != 1:
            continue
        opener = tokens[index - 1]
        if opener.type == "heading_open" and opener.tag == "h1" and not heading:
            heading = _ATTRIBUTES.sub("", _text(token))
        elif opener.type == "paragraph_open" and not sentence and not _NOT_PROSE.match(token.content):
            sentence = first_sentence(_text(token))
        if heading and sentence:
            break
    return Opening(heading.strip(), sentence)


def first_sentence(text: str, limit: int = MAX_DESCRIPTION) -> str:
    """Return the first sentence of a plain text, cut at a word to at most `limit` characters."""
    text = " ".join(text.split())
    for end in _SENTENCE_END.finditer(text):
        candidate = text[: end.end()]
        if len(candidate) > 12 and not _ABBREVIATION.search(candidate):
            text = candidate
            break
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _cut(body: str) -> str:
    """Take the beginning of a text, without a torn last line."""
    if len(body) <= OPENING:
        return body
    return body[:OPENING].rpartition("\n")[0] or body[:OPENING]


def _text(token: Token) -> str:
    """Return the words of an inline token, without mark-up, images and HTML."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
