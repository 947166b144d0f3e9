"""What stands within a line, as Markdown: text, links, pictures, emphasis, code, keys."""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString, PageElement
from markdownify import ATX, MarkdownConverter

from kb_plugins.importing.escape import (
    escape_attribute,
    escape_html,
    escape_inline,
    escape_start,
)
from kb_plugins.importing.placement import borders_block, ends_block, starts_line

BLANKS = re.compile(r"\s+")


class InlineConverter(MarkdownConverter):
    """Writes what stands within a line; `convert.Converter` adds the blocks."""

    def __init__(self, raw_address: Any = None, **options: Any) -> None:
        super().__init__(heading_style=ATX, bullets="-", newline_style="backslash", **options)
        self._raw_address = raw_address or (lambda address: address)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Write a text node: escaped, blanks folded, unless it is code."""
        parent_tags = parent_tags or set()
        text = str(el)
        if "pre" in parent_tags:
            return text
        text = BLANKS.sub(" ", text.replace("\u200b", "").replace("\ufeff", ""))
        if "code" in parent_tags or "kbd" in parent_tags or "samp" in parent_tags:
            return text
        first = starts_line(el)
        if first or borders_block(el.previous_sibling):
            text = text.lstrip(" ")
        if borders_block(el.next_sibling) or (el.next_sibling is None and ends_block(el)):
            text = text.rstrip(" ")
        text = escape_inline(text)
        if "td" in parent_tags or "th" in parent_tags:
            text = text.replace("|", "\\|")
        return escape_start(text) if first else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Leave text alone: `process_text` has escaped it."""
        return text

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a line break: blanks at the end of a line, or HTML inside a table."""
        if "_inline" in parent_tags and ({"td", "th"} & parent_tags):
            return "<br>"
        if {"td", "th", "h1", "h2", "h3", "h4", "h5", "h6"} & parent_tags:
            return "<br>" if {"td", "th"} & parent_tags else " "
        return "  \n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link, or an anchor that others point to."""
        href = str(el.get("href") or "")
        lead, text, trail = _edges(text)
        anchor = f'<a id="{escape_attribute(str(el["id"]))}"></a>' if el.get("id") else ""
        if not href or not text:
            return f"{anchor}{lead}{text}{trail}"
        if "\n\n" in text:  # a link around blocks has no Markdown
            text = BLANKS.sub(" ", text)
        if el.get_text() == href and re.fullmatch(r"https?://[^\s<>`]+", href):
            return f"{anchor}{lead}<{href}>{trail}"
        title = str(el.get("title") or "").replace('"', "&quot;")
        title = f' "{BLANKS.sub(" ", escape_inline(title))}"' if title.strip() else ""
        return f"{anchor}{lead}[{text}]({link_target(href)}{title}){trail}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a picture with its size, which keeps the page from jumping."""
        src = str(el.get("src") or "")
        alt = escape_inline(BLANKS.sub(" ", str(el.get("alt") or "")).strip())
        alt = re.sub(r"(?<!\\)([\[\]])", r"\\\1", alt)
        if not src:
            return alt
        size = "".join(
            f' {key}="{el[key]}"'
            for key in ("width", "height")
            if re.fullmatch(r"\d{1,5}%?", str(el.get(key) or ""))
        )
        return f"![{alt}]({link_target(src)})" + (f"{{{size} }}" if size else "")

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write inline code between as many backticks as it needs."""
        if "pre" in parent_tags:
            return text
        if el.find("a", href=True) is not None:
            return "".join(self._code_or_link(node) for node in el.children)
        return _ticks(el.get_text())

    def _code_or_link(self, node: PageElement) -> str:
        """Write a part of inline code that has a link in it."""
        if isinstance(node, Tag) and node.name == "a" and node.get("href"):
            return f"[{_ticks(node.get_text())}]({link_target(str(node['href']))})"
        return _ticks(node.get_text())

    convert_samp = convert_code

    def convert_kbd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a key as HTML, which Material draws as a key."""
        return _wrap_html("kbd", escape_html(el.get_text()))

    def convert_u(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep inserted text as HTML: Markdown has no word for it."""
        return _wrap_html("ins", text)

    convert_ins = convert_u

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep subscript."""
        return _wrap_html("sub", text)

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep superscript."""
        return _wrap_html("sup", text)

    def convert_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep marked text."""
        return _wrap_html("mark", text)

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write bold text, which must touch its stars."""
        return _mark("**", text, el)

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write emphasis."""
        return _mark("*", text, el)

    convert_i = convert_em
    convert_cite = convert_em
    convert_dfn = convert_em
    convert_var = convert_em

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep struck text as HTML, which needs no extension."""
        return _wrap_html("del", text)

    convert_s = convert_del
    convert_strike = convert_del

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a short quotation with its quotation marks, as browsers show it."""
        return f"<q>{text}</q>"

    def convert_kb_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the mark of a footnote."""
        return f"[^{el['name']}]"


def link_target(address: str) -> str:
    """Return an address as it may stand between the brackets of a Markdown link."""
    for sign, code in (
        (" ", "%20"),
        ("(", "%28"),
        (")", "%29"),
        ("<", "%3C"),
        (">", "%3E"),
        ('"', "%22"),
        ("\\", "%5C"),
        ("`", "%60"),
        ("*", "%2A"),
        ("\t", "%09"),
        ("\n", ""),
        ("\r", ""),
        ("|", "%7C"),
        ("{", "%7B"),
        ("}", "%7D"),
        ("[", "%5B"),
        ("]", "%5D"),
        ("^", "%5E"),
    ):
        address = address.replace(sign, code)
    return address


def _ticks(text: str) -> str:
    """Write code between as many backticks as it needs."""
    code = BLANKS.sub(" ", text)
    if not code.strip():
        return code
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    ticks = "`" * (longest + 1)
    if code.startswith("`") or code.endswith("`"):
        code = f" {code} "
    return f"{ticks}{code}{ticks}"


def _edges(text: str) -> tuple[str, str, str]:
    """Part the blanks around a text from it."""
    inner = text.strip()
    if not inner:
        return text, "", ""
    at = text.index(inner)
    return text[:at], inner, text[at + len(inner) :]


def _mark(sign: str, text: str, el: Tag) -> str:
    """Put emphasis around a text, where Markdown sees it; else use HTML."""
    lead, inner, trail = _edges(text)
    if not inner or el.find_parent(["b", "strong"] if sign == "**" else ["i", "em"]):
        return text
    name = "strong" if sign == "**" else "em"
    if "\n\n" in inner:  # around blocks, which has no Markdown
        return text
    previous, following = el.previous_sibling, el.next_sibling
    glued = (
        (isinstance(previous, NavigableString) and not lead and str(previous)[-1:].isalnum())
        or (isinstance(following, NavigableString) and not trail and str(following)[:1].isalnum())
        or (isinstance(previous, Tag) and previous.name in ("b", "strong", "i", "em"))
        or (isinstance(following, Tag) and following.name in ("b", "strong", "i", "em"))
        or inner[0] in "*_"
        or inner[-1] in "*_\\"
        or (re.match(r"\W", inner) is not None and inner[0] not in "`[!<\"'“«(„¿¡/\\")
        or inner.startswith("**")
    )
    if glued or "<" in inner or "\n" in inner:
        return f"{lead}<{name}>{inner}</{name}>{trail}"
    return f"{lead}{sign}{inner}{sign}{trail}"


def _wrap_html(name: str, text: str) -> str:
    lead, inner, trail = _edges(text)
    return f"{lead}<{name}>{inner}</{name}>{trail}" if inner else text
