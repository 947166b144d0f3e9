"""Rewrites the layout of Markdown for Python-Markdown, and leaves the words as they were.

CommonMark takes lists indented by two, blocks without an empty line before them and unclosed
fences; Python-Markdown does not. Each block is found by a CommonMark parser and written again in
the layout that both understand.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

from kb_plugins.importing.commonmark import block_tokens
from kb_plugins.importing.sanitise import BOX
from kb_plugins.importing.segments import FENCE

_MARKER = re.compile(r"^(?P<lead> *)(?P<mark>[-+*]|\d{1,9}[.)])(?P<gap> +|$)")
_OPEN = re.compile(
    rf'^(?P<lead>\s*)<{BOX} kind="(?P<kind>[^"]*)"(?: heading="(?P<heading>[^"]*)")?'
    r'(?P<closed> closed="")?>\s*$'
)
_CLOSE = re.compile(rf"^\s*</{BOX}>\s*$")
_DEPTH = 12


def tidy(text: str, depth: int = 0) -> str:
    """Return the text in the layout of Python-Markdown."""
    if depth > _DEPTH:
        return text
    typed = text.split("\n")
    lines = [_tabs(line) for line in typed]
    out: list[str] = []
    at = 0
    tokens = block_tokens("\n".join(lines))
    ends = _ends(tokens)
    for index, token in enumerate(tokens):
        if token.level != 0 or not token.map or token.nesting == -1:
            continue
        start, end = token.map
        if start < at:
            continue
        out += _gap(lines[at:start])
        while end > start and not lines[end - 1].strip():
            end -= 1
        block = lines[start:end]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            items = [
                t.map
                for t in tokens[index : ends[index]]
                if t.type == "list_item_open" and t.level == 1 and t.map
            ]
            tight = any(t.hidden for t in tokens[index : ends[index]] if t.level == 2)
            block = _list(lines, items, tight, depth)
        elif token.type == "blockquote_open":
            block = _quote(block, depth)
        elif token.type == "fence":
            block = _fence(typed[start:end])
        elif token.type == "paragraph_open":
            block = [
                re.sub(r"(?<!\\)\\$", "  ", line) if n < len(block) - 1 else line
                for n, line in enumerate(block)
            ]
            block = [
                line.strip(" ") if n == 0 else line.lstrip(" ") for n, line in enumerate(block)
            ]
        elif token.type in ("heading_open", "table_open", "html_block"):
            block = [
                line[len(line) - len(line.lstrip(" ")) :] if n == 0 else line
                for n, line in enumerate(block)
            ]
        if out and out[-1].strip() and block:
            out.append("")
        out += block
        at = end
    out += _gap(lines[at:])
    return "\n".join(out)


def unbox(text: str) -> str:
    """Write boxes as Python-Markdown does: a line with the type, and everything else indented."""
    out: list[str] = []
    depth = 0
    for line in text.split("\n"):
        match = _OPEN.match(line)
        if match:
            if out and out[-1].strip():
                out.append("")
            heading = _unescape(match["heading"] or "")
            sign = "===" if match["kind"] == "tab" else "???" if match["closed"] else "!!!"
            words = [sign] if sign == "===" else [sign, match["kind"]]
            words += [f'"{heading}"'] if heading or sign == "===" else []
            out.append("    " * depth + match["lead"] + " ".join(words))
            depth += 1
        elif _CLOSE.match(line):
            depth = max(0, depth - 1)
        else:
            out.append("    " * depth + line if line.strip() else "")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)) if depth == 0 else text


def box(kind: str, heading: str = "", closed: bool = False, lead: str = "") -> str:
    """Return the line that opens a box."""
    named = f' heading="{_escape(heading)}"' if heading else ""
    return f'{lead}<{BOX} kind="{kind}"{named}{" closed=" + chr(34) * 2 if closed else ""}>'


def end_box(lead: str = "") -> str:
    """Return the line that closes a box."""
    return f"{lead}</{BOX}>"


def _escape(text: str) -> str:
    text = " ".join(text.split()).replace("&", "&amp;").replace('"', "&quot;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _unescape(text: str) -> str:
    return text.replace("&gt;", ">").replace("&quot;", "'").replace("&amp;", "&")


def _ends(tokens: list[Token]) -> dict[int, int]:
    """Map each opening token of the top level to the index after its closing one."""
    found: dict[int, int] = {}
    opened = None
    for index, token in enumerate(tokens):
        if token.level == 0:
            if token.nesting == 1:
                opened = index
            elif token.nesting == -1 and opened is not None:
                found[opened] = index + 1
            else:
                found[index] = index + 1
    return found


def _gap(lines: list[str]) -> list[str]:
    """Return what stands between blocks: empty lines as one, definitions as they are."""
    kept = [line.rstrip() if not line.strip() else line for line in lines]
    if kept and not any(line.strip() for line in kept):
        return [""]
    return kept


def _list(lines: list[str], items: list[list[int]], tight: bool, depth: int) -> list[str]:
    out: list[str] = []
    parted = False  # a blank line inside an item wants one behind it
    for start, end in items:
        match = _MARKER.match(lines[start])
        if match is None:
            return lines[items[0][0] : items[-1][1]]
        width = len(match["lead"]) + len(match["mark"])
        gap = len(match["gap"])
        offset = width + (gap if 1 <= gap <= 4 else 1)
        content = [lines[start][offset:]]
        content += [_dedent(line, offset) for line in lines[start + 1 : end]]
        inner = tidy("\n".join(content), depth + 1).strip("\n").split("\n")
        if tight:
            inner = _tighten(inner)
        mark = match["mark"].replace(")", ".")
        if not inner[0].strip() or FENCE.match(inner[0]) or _OPEN.match(inner[0]):
            inner = ["&nbsp;", "", *[line for n, line in enumerate(inner) if n or line.strip()]]
        block = [f"{mark} {inner[0]}"]
        block += ["    " + line if line.strip() else "" for line in inner[1:]]
        while block and not block[-1].strip():
            block.pop()
        if out and (not tight or "" in block or parted):
            out.append("")
        parted = "" in block
        out += block
    return out


def _tighten(lines: list[str]) -> list[str]:
    """Let a nested list follow its item without an empty line, as it did."""
    if len(lines) > 2 and not lines[1].strip() and _MARKER.match(lines[2]):
        return [lines[0], *lines[2:]]
    return lines


def _quote(block: list[str], depth: int) -> list[str]:
    content = [re.sub(r"^ {0,3}> ?", "", line) for line in block]
    inner = tidy("\n".join(content), depth + 1).strip("\n").split("\n")
    return [f"> {line}".rstrip() for line in inner]


def _fence(block: list[str]) -> list[str]:
    match = FENCE.match(block[0])
    if match is None:
        return block
    lead = len(block[0]) - len(block[0].lstrip(" "))
    fence = match["fence"]
    body = [_dedent(line, lead) for line in block[1:]]
    closed = bool(body) and re.fullmatch(rf"\s*{fence[0]}{{{len(fence)},}}\s*", body[-1])
    if closed:
        body.pop()
    return [f"{fence}{_info(match['info'])}", *body, fence]


def _info(info: str) -> str:
    """Return the words after a fence in the form of SuperFences."""
    info = info.strip()
    language = re.match(r"[\w+#.-]*", info)
    name = language[0] if language else ""
    if m := re.match(r"\{\.?([\w+#-]+)[^}]*\}$", info):
        name = m[1]
    words = [name] if name else []
    title = re.search(r"""\b(?:title|filename)=["']([^"'`]*)["']""", info)
    marked = re.search(r"\{([\d,\s-]+)\}", info)
    if title and name:
        words.append(f'title="{title[1]}"')
    if marked and name:
        words.append(f'hl_lines="{" ".join(marked[1].replace(",", " ").split())}"')
    if name and re.search(r"\b(?:showLineNumbers|linenos)\b", info):
        words.append('linenums="1"')
    return " ".join(words)


def _dedent(line: str, count: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, count) :]


def _tabs(line: str) -> str:
    """Return a line whose indentation is blanks only, in columns of four."""
    body = line.lstrip(" \t")
    lead = line[: len(line) - len(body)]
    return lead.expandtabs(4) + body if "\t" in lead else line
