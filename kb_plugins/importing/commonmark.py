"""CommonMark as other systems understand it (markdown-it-py): the truth that we compare with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import groupby, pairwise

from markdown.extensions.toc import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from kb_plugins.importing.segments import outside_code

_full = (
    MarkdownIt("commonmark", {"html": True})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(deflist_plugin)
)
_blocks = (
    MarkdownIt("commonmark", {"html": True})
    .enable("table")
    .use(footnote_plugin)
    .use(deflist_plugin)
    .disable("inline")
)
# Every scheme may pass here: what is unsafe is judged, and reported, when links are looked at.
_full.validateLink = lambda url: True  # type: ignore[method-assign]
_MARKUP = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)|[`*]|<[^>]*>|(?<!\w)_|_(?!\w)")
_IMAGE = re.compile(r"<img\s[^<>]*>", re.IGNORECASE)
_IMAGE_LINE = re.compile(r"^\s*(?:<img\s[^<>]*>\s*)+$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_RAW_ADDRESS = re.compile(
    r"""<[^<>]*\b(?:href|src|poster)\s*=\s*["']?(?!https?:|mailto:|tel:|#)""", re.I
)


def to_html(text: str) -> str:
    """Render a Markdown text."""
    return str(_full.render(text))


def block_tokens(text: str) -> list[Token]:
    """Return the block tokens of a text, without looking into paragraphs."""
    return _blocks.parse(text)


def change_prose(text: str, change: Callable[[str], str]) -> str:
    """Change what is neither code, indented code included, nor a block of raw HTML."""
    lines = text.split("\n")
    fixed: set[int] = set()
    for token in block_tokens(text):
        if token.type in ("code_block", "fence", "html_block") and token.map:
            fixed.update(range(*token.map))
    parts = []
    for is_fixed, group in groupby(range(len(lines)), lambda number: number in fixed):
        part = "\n".join(lines[number] for number in group)
        parts.append(part if is_fixed else outside_code(part, change))
    return "\n".join(parts)


def pictures(text: str) -> str:
    """Write simple `<img>` elements as Markdown, so that MkDocs follows their addresses."""
    if "<img" not in text:
        return text
    lines = text.split("\n")
    for token in block_tokens(text):
        if token.type == "html_block" and token.map and token.map[1] - token.map[0] <= 2:
            start, end = token.map
            if all(not line.strip() or _IMAGE_LINE.match(line) for line in lines[start:end]):
                lines[start:end] = [_IMAGE.sub(_picture, line) for line in lines[start:end]]
    return change_prose("\n".join(lines), lambda part: _IMAGE.sub(_picture, part))


def _picture(match: re.Match[str]) -> str:
    found = {m[1].lower(): m[2] or m[3] or "" for m in _ATTRIBUTE.finditer(match[0])}
    src = found.get("src", "")
    if not src or re.search(r"[\s<>()\\]", src):
        return match[0]
    alt = re.sub(r"([\[\]])", r"\\\1", found.get("alt") or "")
    size = "".join(f' {key}="{found[key]}"' for key in ("width", "height")
                   if re.fullmatch(r"\d{1,5}%?", found.get(key, "")))  # fmt: skip
    return f"![{alt}]({src})" + (f"{{{size} }}" if size else "")


def has_raw_links(text: str) -> bool:
    """Say whether raw HTML in the text has addresses that MkDocs would not follow."""
    if not _RAW_ADDRESS.search(text):
        return False
    for token in _full.parse(text):
        inner = [token, *(token.children or [])]
        if any(
            t.type in ("html_block", "html_inline") and _RAW_ADDRESS.search(t.content)
            for t in inner
        ):
            return True
    return False


def anchors(text: str, wanted: frozenset[str]) -> str:
    """Name headings as GitHub does where a link needs that name and Python-Markdown has another."""
    lines = text.split("\n")
    seen: Counter[str] = Counter()
    tokens = block_tokens(text)
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or not token.map:
            continue
        plain = _MARKUP.sub(lambda match: match["text"] or "", inline.content)
        name = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        number = seen[name]
        seen[name] += 1
        name = f"{name}-{number}" if number else name
        line = token.map[0]
        if name in wanted and name != slugify(plain, "-") and "{" not in inline.content:
            lines[line] = f"{re.sub(r'[ #]+$', '', lines[line])} {{#{name}}}"
    return "\n".join(lines)
