"""Markdown to a digest: block and inline structure with lines, without rendering anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kb_plugins.quality.digest import Block, Code, Digest, Heading, Image, Link, Waiver
from kb_plugins.quality.similarity import sketch

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The blocks of Python-Markdown that CommonMark would take for code, because of their indentation.
_CONTAINER = re.compile(r"( *)(?:!!!|\?\?\?\+?|={3})(?:\s|$)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_FENCED_BLOCK = re.compile(r" *///")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^}]*)\}\s*$")
_ID = re.compile(r"#([^\s.}]+)")
_HTML_ID = re.compile(r"""<[^>]*\b(?:id|name)\s*=\s*["']?([^"'\s>]+)""")
_TEXT_ID = re.compile(r"\{:?\s*#([\w:.-]+)")
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_HTML_LINK = re.compile(r"""<a\b[^>]*\bhref\s*=\s*["']([^"']*)["'][^>]*>""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_HTML_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WAIVER = re.compile(r"<!--\s*kb-ignore\s+([\w.-]*)\s*(?::\s*(.*?))?\s*-->")
_CAPTION = re.compile(r"^\s*\{[^}]*\}\s*$")


def read_digest(body: str) -> Digest:
    """Take a Markdown text apart. Never raises for what is in it."""
    text = _unwrap(body)
    reader = _Reader()
    try:
        reader.read(_parser().parse(text))
    except RecursionError:  # nested so deep that no reader would follow it either
        return Digest()
    words = " ".join(block.text for block in reader.blocks)
    return Digest(
        tuple(reader.headings),
        tuple(reader.links),
        tuple(reader.images),
        tuple(reader.code),
        tuple(reader.blocks),
        tuple(_waivers(body, reader.code)),
        tuple(dict.fromkeys((*_HTML_ID.findall(body), *_TEXT_ID.findall(body)))),
        tuple(sorted(set(reader.filled))),
        len(words.split()),
        sketch(words),
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # here: most builds know all texts, and it loads slowly

    return MarkdownIt("commonmark").enable("table")


def _unwrap(body: str) -> str:
    """Take the indentation off admonitions and tabs, line by line, so that no line moves."""
    lines = body.split("\n")
    fence = ""
    inside: list[int] = []
    for number, line in enumerate(lines):
        if line.strip():
            indent = len(line) - len(line.lstrip(" "))
            while inside and not fence and indent < inside[-1] + 4:
                inside.pop()
        depth = 4 * len(inside)
        bare = line[depth:] if not line[:depth].strip() else line
        lines[number] = bare
        if mark := _FENCE.match(bare):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not bare.strip().strip(fence[0]):
                fence = ""
        elif not fence:
            if box := _CONTAINER.match(bare):
                if len(bare.strip()) > 3 or not bare.strip().startswith("="):
                    inside.append(depth + len(box[1]))
                    lines[number] = ""
            elif _FENCED_BLOCK.match(bare):
                lines[number] = ""
    return "\n".join(lines)


def _waivers(body: str, blocks: list[Code]) -> Iterator[Waiver]:
    if "kb-ignore" not in body:
        return
    lines = body.split("\n")
    in_code = {code.line - 1 + number for code in blocks for number in range(code.lines + 1)}
    for number, line in enumerate(lines):
        for found in _WAIVER.finditer(line):
            if number in in_code or line[: found.start()].count("`") % 2:
                continue
            last = number
            if not _WAIVER.sub("", line).strip():  # alone on its line: it covers the next block
                while last + 1 < len(lines) and not lines[last + 1].strip():
                    last += 1
                while last + 1 < len(lines) and lines[last + 1].strip():
                    last += 1
            yield Waiver(number + 1, last + 1, found[1], (found[2] or "").strip())


@dataclass
class _Reader:
    """Gathers what a stream of tokens holds."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)

    def read(self, tokens: list[Token]) -> None:
        lists: list[str] = []
        line, opener = 1, tokens[0] if tokens else None
        for token in tokens:
            if token.map:
                line = token.map[0] + 1
            if token.type in ("ordered_list_open", "bullet_list_open", "blockquote_open"):
                lists.append(
                    {"o": "ol", "b": "ul"}[token.type[0]] if token.tag != "blockquote" else "quote"
                )
            elif token.type in ("ordered_list_close", "bullet_list_close", "blockquote_close"):
                lists.pop()
            elif token.type == "fence":
                self.code.append(Code(line, token.info.strip(), token.content.count("\n")))
                self.filled.append(line)
            elif token.type in ("code_block", "hr"):
                self.filled.append(line)
            elif token.type == "html_block":
                self._html(token.content, line)
                if token.content.strip() and not token.content.lstrip().startswith("<!--"):
                    self.filled.append(line)
            elif token.type == "inline" and opener is not None:
                self._inline(token, opener, line, lists[-1] if lists else "p")
            if token.type != "inline":
                opener = token

    def _inline(self, token: Token, opener: Token, line: int, kind: str) -> None:
        text, prose = self._children(token.children or [], line)
        if opener.type == "heading_open":
            attributes = _ATTRIBUTES.search(text)
            anchor = _ID.search(attributes[1]) if attributes else None
            plain = _ATTRIBUTES.sub("", text).strip()
            self.headings.append(
                Heading(line, int(opener.tag[1:]), plain, anchor[1] if anchor else "")
            )
            return
        if not _CAPTION.match(text):
            self.filled.append(line)
        if text.strip():
            kind = "td" if opener.type in ("td_open", "th_open") else kind
            self.blocks.append(Block(line, kind, prose))

    def _children(self, children: list[Token], line: int) -> tuple[str, str]:
        """Read the inside of a paragraph; returns its words, plain and with code in backticks."""
        parts: list[str] = []
        marked: list[str] = []
        href, begun, pictured, begun_line = "", 0, False, line
        for child in children:
            if child.type in ("softbreak", "hardbreak"):
                parts.append("\n")
                marked.append("\n")
                line += 1
            elif child.type in ("text", "code_inline"):
                parts.append(child.content)
                marked.append(child.content if child.type == "text" else f"`{child.content}`")
            elif child.type == "image":
                self.images.append(Image(line, child.content, str(child.attrGet("src") or "")))
                pictured = True
            elif child.type == "html_inline":
                self._html(child.content, line)
            elif child.type == "link_open":
                href, begun, pictured = str(child.attrGet("href") or ""), len(parts), False
                begun_line = line
            elif child.type == "link_close":
                words = " ".join("".join(parts[begun:]).split())
                self.links.append(Link(begun_line, words, href, pictured))
        return "".join(parts), "".join(marked)

    def _html(self, html: str, line: int) -> None:
        for heading in _HTML_HEADING.finditer(html):
            at = line + html.count("\n", 0, heading.start())
            title = " ".join(_TAG.sub("", heading[1]).split())
            self.blocks.append(Block(at, "heading", title))
        for image in _HTML_IMAGE.finditer(html):
            alt, src = _ALT.search(image[0]), _SRC.search(image[0])
            words = None if alt is None else (alt[1] or alt[2] or "")
            at = line + html.count("\n", 0, image.start())
            self.images.append(Image(at, words, src[1] if src else ""))
        for link in _HTML_LINK.finditer(html):
            at = line + html.count("\n", 0, link.start())
            self.links.append(Link(at, "", link[1], True))
