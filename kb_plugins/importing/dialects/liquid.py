"""Liquid and kramdown as Jekyll writes them (https://jekyllrb.com/docs/liquid/).

Text from `_config.yml` and `_includes` is put where it belongs. Logic and foreign tags cannot be
run; they are named in the report, and what stood between them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kb_plugins.importing.dom import KINDS
from kb_plugins.importing.model import Page, Weight
from kb_plugins.importing.segments import outside_code, outside_fences
from kb_plugins.importing.tidy import box, end_box

Include = Callable[[str], str | None]
"""Returns the text of an include by its name."""

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s+(?P<language>[\w+#.-]+)(?P<rest>[^%]*)-?%\}\n?(?P<code>.*?)"
    r"\n?[ \t]*\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL,
)
_TAG = re.compile(r"\{%-?\s*(?P<name>[\w-]+)\s*(?P<rest>(?:[^%]|%(?!\}))*?)\s*-?%\}")
_OUTPUT = re.compile(r"\{\{-?\s*(?P<code>[^{}]*?)\s*-?\}\}")
_PARAMETER = re.compile(r"(?P<key>[\w-]+)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>\S+))")
_BLOCK_ATTRIBUTES = re.compile(r"^[ \t]*(?:>[ \t]*)?\{:(?!:)\s*(?P<list>[^}\n]*)\}[ \t]*$")
_SPAN_ATTRIBUTES = re.compile(r"\{:(?!:)\s*(?P<list>[^}\n]*)\}")
_TOC = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+.*\n[ \t]*\{:\s*toc\b[^}]*\}[ \t]*$", re.MULTILINE)
_LOGIC = frozenset(
    [
        "if",
        "elsif",
        "else",
        "endif",
        "unless",
        "endunless",
        "case",
        "when",
        "endcase",
        "for",
        "endfor",
        "break",
        "continue",
        "cycle",
        "tablerow",
        "endtablerow",
    ]
)
_HELD = "\ue000{}\ue001"


def liquid(text: str, page: Page, site: Mapping[str, Any], include: Include, depth: int = 0) -> str:
    """Return the text without Liquid. `site` is what `_config.yml` says."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1])
        return _HELD.format(len(held) - 1)

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _RAW.sub(hold, text)
    text = _COMMENT.sub("", text)
    text = _HIGHLIGHT.sub(_fence, text)
    loops = {m[1] for m in re.finditer(r"\{%-?\s*(?:for|tablerow)\s+(\w+)\s+in\b", text)}
    text = _TAG.sub(lambda match: _tag(match, page, site, include, depth), text)
    text = _OUTPUT.sub(
        lambda match: "" if match[1].partition(".")[0] in loops else _output(match, page, site),
        text,
    )
    return re.sub("\ue000(\\d+)\ue001", lambda match: held[int(match[1])], text)


def kramdown(text: str, page: Page) -> str:
    """Return the text without the attribute lists and marks of kramdown."""
    text = _TOC.sub("", text)
    text = outside_fences(text, _block_attributes)

    def spans(part: str) -> str:
        def attributes(match: re.Match[str]) -> str:
            kept = re.findall(r"#[\w:-]+|(?:width|height)=[\"']?[\d%]+[\"']?", match["list"])
            return "{" + " ".join(kept) + "}" if kept else ""

        part = _SPAN_ATTRIBUTES.sub(attributes, part)
        return re.sub(r"\{::[^}]*/?\}|\{:/[^}]*\}", "", part)

    del page
    return outside_code(text, spans)


def _fence(match: re.Match[str]) -> str:
    linenos = " linenos" if "linenos" in match["rest"] else ""
    ticks = "`" * max(3, 1 + max((len(r) for r in re.findall(r"`+", match["code"])), default=0))
    return f"\n\n{ticks}{match['language']}{linenos}\n{match['code']}\n{ticks}\n\n"


def _tag(
    match: re.Match[str], page: Page, site: Mapping[str, Any], include: Include, depth: int
) -> str:
    name, rest = match["name"], match["rest"].strip()
    if name in ("include", "include_relative", "include_cached"):
        return _include(match, page, site, include, depth)
    if name == "link":
        return "/" + rest.strip("\"'").lstrip("/")
    if name == "post_url":
        return "/_posts/" + rest.strip("\"'").lstrip("/") + ".md"
    if name in ("youtube", "vimeo"):
        where = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
        page.lose("video-linked", f"an embedded player became a link: {rest}", Weight.NOTE)
        return f"[Video]({where[name]}{rest.strip(chr(34))})"
    if name in ("assign", "capture", "endcapture", "increment", "decrement"):
        page.lose("liquid-variable", match[0], Weight.LOST)
        return ""
    if name in _LOGIC:
        if name in ("if", "unless", "for", "case", "tablerow"):
            page.lose("liquid-logic", f"{match[0]}, whose text was kept", Weight.HAND)
        return ""
    page.lose("liquid-tag", match[0][:120], Weight.HAND)
    return ""


def _include(
    match: re.Match[str], page: Page, site: Mapping[str, Any], include: Include, depth: int
) -> str:
    words = match["rest"].split(None, 1)
    name = words[0] if words else ""
    text = include(name) if name and depth < 5 else None
    if text is None:
        page.lose("liquid-include", f"{match[0][:120]}, which is not in _includes", Weight.HAND)
        return ""
    values = {p["key"]: p["a"] or p["b"] or p["c"] or ""
              for p in _PARAMETER.finditer(words[1] if len(words) > 1 else "")}  # fmt: skip
    text = re.sub(
        r"\{\{-?\s*include\.([\w-]+)\s*(?:\|[^{}]*)?-?\}\}",
        lambda m: values.get(m[1], ""),
        text,
    )
    page.lose("liquid-include", f"{match[0][:120]}, whose text was put in its place", Weight.NOTE)
    return liquid(text, page, site, include, depth + 1)


def _output(match: re.Match[str], page: Page, site: Mapping[str, Any]) -> str:
    code = match["code"].strip()
    value, *filters = [part.strip() for part in code.split("|")]
    literal = re.fullmatch(r"([\"'])(.*)\1", value)
    if literal:
        return literal[2]
    if value in ("site.baseurl", "site.url", "site.github.url"):
        return ""  # links stay links to paths from the root, which are looked up
    found: Any = None
    if value.startswith("site."):
        found = _value(site, value[5:])
    elif value.startswith("page."):
        found = page.title if value == "page.title" else _value(page.meta, value[5:])
    if isinstance(found, (str, int, float)) and not isinstance(found, bool):
        return str(found)
    if any(name.startswith(("relative_url", "absolute_url", "link")) for name in filters):
        page.lose("liquid-output", match[0][:120], Weight.HAND)
        return ""
    if re.match(r"(?:site|page|include|content|layout|forloop|paginator)\b", value):
        page.lose("liquid-output", match[0][:120], Weight.HAND)
        return ""
    # Without a variable of Jekyll it is most often text about templates that nobody put in `raw`.
    page.lose("liquid-output", f"{match[0][:120]}, which was kept as text", Weight.LOST)
    return match[0]


def _value(data: Mapping[str, Any], path: str) -> Any:
    current: Any = data
    for part in path.split("."):
        if not isinstance(current, Mapping) or part not in current:
            return None
        current = current[part]
    return current


def _block_attributes(text: str) -> str:
    """Turn `{: .note }` beside a block into a box around it, and drop all others."""
    out: list[str] = []
    lines = text.split("\n")
    pending = ""
    at = 0
    while at < len(lines):
        match = _BLOCK_ATTRIBUTES.match(lines[at])
        if match is None:
            if pending and lines[at].strip():
                block, at = _block(lines, at)
                out += _boxed(pending, block)
                pending = ""
                continue
            out.append(lines[at])
            at += 1
            continue
        kinds = [KINDS[word] for word in re.findall(r"\.([\w-]+)", match["list"]) if word in KINDS]
        name = re.search(r"#([\w:-]+)", match["list"])
        if name and out and out[-1].startswith("#"):
            out[-1] += f" {{#{name[1]}}}"
        if kinds:
            start = len(out)
            while start and out[start - 1].strip():
                start -= 1
            if start < len(out):
                out[start:] = _boxed(kinds[0], out[start:])
            else:
                pending = kinds[0]
        at += 1
    return "\n".join(out)


def _block(lines: list[str], at: int) -> tuple[list[str], int]:
    end = at
    while end < len(lines) and lines[end].strip() and not _BLOCK_ATTRIBUTES.match(lines[end]):
        end += 1
    return lines[at:end], end


def _boxed(kind: str, block: list[str]) -> list[str]:
    if all(line.lstrip().startswith(">") for line in block):
        block = [re.sub(r"^\s*> ?", "", line) for line in block]
    return ["", box(kind), "", *block, "", end_box(), ""]
