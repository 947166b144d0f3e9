"""MDX as Docusaurus writes it: admonitions, tabs, imports, components and expressions.

https://docusaurus.io/docs/markdown-features. Components are programs; what they would have shown
cannot be known, so each is named in the report and what stood between its tags is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kb_plugins.importing.dom import KINDS
from kb_plugins.importing.model import Page, Weight
from kb_plugins.importing.segments import outside_code, outside_fences
from kb_plugins.importing.tidy import box, end_box

Partial = Callable[[str], str | None]
"""Returns the text of an imported Markdown file, by the path in the import."""

_OPEN = re.compile(
    r"^(?P<lead>[ \t]*):{3,}\s*(?P<kind>[A-Za-z][\w-]*)\s*(?:\[(?P<label>.*?)\])?"
    r"(?:\{(?P<props>[^}]*)\})?\s*(?P<title>.*?)\s*$"
)
_CLOSE = re.compile(r"^[ \t]*:{3,}\s*$")
_IMPORT = re.compile(
    r"^import\s+(?:(?P<name>\w+)\b[^'\"\n]*|[^'\"\n]*?(?:\n[^'\"\n]*){0,12}?)"
    r"(?:from\s+)?['\"](?P<path>[^'\"\n]+)['\"];?[ \t]*$",
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export\s+(?:const|default|let|var|function|async|class|\{|\*)[^\n]*"
                     r"(?:\n(?!\s*\n)[^\n]+)*", re.MULTILINE)  # fmt: skip
_WRAPPED = re.compile(
    r"^(?P<fence>`{3,})mdx-code-block[ \t]*\n(?P<body>.*?)\n(?P=fence)[ \t]*$", re.M | re.S
)
_HEADING_ID = re.compile(r"\{\s*/\*\s*#([^\s*{}]+)\s*\*/\s*\}[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"\{\s*/\*.*?\*/\s*\}", re.DOTALL)
_TRUNCATE = re.compile(r"<!--\s*truncate\s*-->")
_ATTRIBUTE = r"(?:\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^\"'{}>])*?"
_COMPONENT = re.compile(rf"<(?P<close>/?)(?P<name>[A-Z][\w.]*)(?P<props>{_ATTRIBUTE})(?P<self>/?)>")
_ELEMENT = re.compile(rf"<(?P<name>[a-z][\w-]*)(?P<props>\s{_ATTRIBUTE})(?P<self>/?)>")
_PROP = re.compile(
    r"(?P<key>[A-Za-z][\w-]*)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'"
    r"|\{(?P<c>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\})"
)
_EXPRESSION = re.compile(r"(?<![\\{$\])])\{(?!#)(?P<code>[^{}\n]*)\}")
_DIV_LINE = re.compile(
    r"^[ \t]*</?div(?![^\n]*(?:alert|admonition|callout))[^<>]*>[ \t]*$", re.MULTILINE
)
_FRAGMENT = re.compile(r"</?>")
_WRAPPERS = frozenset({"Tabs", "Admonition", "div", "React.Fragment", "Fragment", "BrowserWindow"})


def mdx(text: str, page: Page, partial: Partial, depth: int = 0) -> str:
    """Return the text without anything that only a program understands."""
    names: dict[str, str | None] = {}
    text = _WRAPPED.sub(lambda match: f"\n{match['body']}\n", text)

    def imported(match: re.Match[str]) -> str:
        if match["name"]:
            names[match["name"]] = partial(match["path"]) if depth < 4 else None
        return ""

    def statements(part: str) -> str:
        part = _EXPORT.sub("", _IMPORT.sub(imported, part))
        return _TRUNCATE.sub("", part)

    exports = len(_EXPORT.findall(text))
    text = outside_fences(text, statements)
    if exports and not _EXPORT.search(text):
        page.lose("mdx-export", f"{exports} export statement{'s' * (exports > 1)}")
    text = outside_code(text, lambda part: _COMMENT.sub("", _HEADING_ID.sub(r"{#\1}", part)))
    text = _code_blocks(text)
    text = admonitions(text)
    return outside_code(text, lambda part: _markup(part, page, names, partial, depth))


def admonitions(text: str) -> str:
    """Return the text with `:::note` blocks as boxes; other generators write them, too."""
    open_leads: list[str] = []

    def lines(part: str) -> str:
        out: list[str] = []
        for line in part.split("\n"):
            match = _OPEN.match(line)
            if match and match["kind"].lower() in KINDS:
                lead = match["lead"].expandtabs(4)
                heading = match["label"] or match["title"] or ""
                named = re.search(r"title=[\"']([^\"']*)", match["props"] or "")
                heading = heading or (named[1] if named else "")
                heading = re.sub(r"[*_`]", "", heading)
                out += ["", box(KINDS[match["kind"].lower()], heading, lead=lead), ""]
                open_leads.append(lead)
            elif _CLOSE.match(line) and open_leads:
                out += ["", end_box(open_leads.pop()), ""]
            else:
                out.append(line)
        return "\n".join(out)

    text = outside_fences(text, lines)
    while open_leads:
        text += "\n\n" + end_box(open_leads.pop()) + "\n"
    return text


def _code_blocks(text: str) -> str:
    """Write `<CodeBlock>` and `<pre>` in JSX as fences."""
    pattern = re.compile(
        rf"<CodeBlock(?P<props>{_ATTRIBUTE})>\s*(?:\{{`)?(?P<code>.*?)(?:`\}})?\s*</CodeBlock>",
        re.S,
    )

    def fence(match: re.Match[str]) -> str:
        props = _props(match["props"])
        title = f' title="{props["title"]}"' if props.get("title") else ""
        return f"\n\n```{props.get('language', 'text')}{title}\n{match['code']}\n```\n\n"

    return outside_fences(text, lambda part: pattern.sub(fence, part))


def _markup(
    text: str, page: Page, names: dict[str, str | None], partial: Partial, depth: int
) -> str:
    boxes: list[str] = []

    def component(match: re.Match[str]) -> str:
        name, props = match["name"], _props(match["props"])
        if match["close"]:
            if name in ("TabItem", "Admonition", "Details"):
                return f"\n\n{end_box()}\n\n"
            return "</a>" if name == "Link" else "\n\n"
        if name == "TabItem":
            return f"\n\n{box('tab', props.get('label') or props.get('value') or '-')}\n\n"
        if name == "Admonition":
            kind = KINDS.get(props.get("type", "note"), "note")
            return f"\n\n{box(kind, props.get('title', ''))}\n\n"
        if name == "Details":
            return f"\n\n{box('note', props.get('summary', ''), True)}\n\n"
        if name == "Link" and not match["self"]:
            return f'<a href="{props.get("to") or props.get("href") or ""}">'
        if match["self"] and props.get("id") and set(props) <= {"id", "className"}:
            return f'<a id="{props["id"]}"></a>'  # a place that links lead to
        video = props.get("id") or props.get("videoId") or props.get("youTubeId")
        if "youtube" in name.lower() and video and match["self"]:
            url = f"https://www.youtube.com/watch?v={video}"
            page.lose("video-linked", f"an embedded player became a link: {url}", Weight.NOTE)
            return f"[{props.get('title') or 'Video'}]({url})"
        if names.get(name) is not None:
            page.lose("mdx-partial", f"<{name} />, whose text was put in its place", Weight.NOTE)
            return "\n\n" + mdx(str(names[name]), page, partial, depth + 1) + "\n\n"
        if name in _WRAPPERS:
            return "\n\n"
        alone = bool(match["self"])
        shown = ", ".join(f"{key}={value}" for key, value in props.items())[:120]
        what = f"the component <{name}>" + (f" ({shown})" if shown else "")
        page.lose("mdx-component", what, Weight.HAND if alone else Weight.LOST)
        boxes.append(name)
        return "\n\n" if not alone else ""

    def element(match: re.Match[str]) -> str:
        if match["name"] == "kb-box" or ("{" not in match["props"] and "className" not in match[0]):
            return match[0]
        kept = ""
        for key, value in _props(match["props"]).items():
            key = {"className": "class", "htmlFor": "for"}.get(key, key)
            if key != "style" and value:
                kept += f' {key}="{value}"'
        return f"<{match['name']}{kept}{' /' if match['self'] else ''}>"

    def expression(match: re.Match[str]) -> str:
        code = match["code"].strip()
        literal = re.fullmatch(r"(['\"`])(.*)\1", code)
        if not code or literal:
            return literal[2] if literal else ""
        page.lose("mdx-expression", f"{{{code[:80]}}}", Weight.HAND)
        return f"`{{{code}}}`" if "`" not in code else code

    text = _FRAGMENT.sub("", text)
    lines = _DIV_LINE.findall(text)
    if len([line for line in lines if "/" in line.partition("div")[0]]) * 2 == len(lines):
        text = _DIV_LINE.sub("", text)  # only boxes for a style sheet that is not here
    text = _COMPONENT.sub(component, text)
    text = _ELEMENT.sub(element, text)
    text = text.replace("pathname://", "")
    parts = re.split(r"(<[^<>]*>|\]\([^)\n]*\))", text)
    return "".join(part if n % 2 else _EXPRESSION.sub(expression, part)
                   for n, part in enumerate(parts))  # fmt: skip


def _props(text: str) -> dict[str, str]:
    found = {}
    for match in _PROP.finditer(text):
        value = match["a"] or match["b"] or match["c"] or ""
        if match["c"] is not None:
            inner = re.search(r"['\"`]([^'\"`]*)['\"`]", match["c"])
            value = inner[1] if inner else ""
        found[match["key"]] = value.replace('"', "&quot;").replace("<", "&lt;")
    return found
