"""HTML to Markdown (markdownify), in the dialect that MkDocs renders.

Goes in: HTML that `sanitise.clean` made harmless and `dom.py` prepared. Lists are indented by four
blanks, tables that Markdown cannot hold stay HTML, and text that looks like Markdown is escaped.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markdownify import ATX, MarkdownConverter

from kb_plugins.importing.escape import (
    escape_attribute,
    escape_html,
    escape_inline,
    escape_start,
)
from kb_plugins.importing.sanitise import BOX
from kb_plugins.importing.tables import is_blank, raw_html, simple_rows

_BLOCK = frozenset(
    f"address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2"
    f" h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr"
    f" ul body kb_note_text [document] {BOX}".split()
)
_BLANKS = re.compile(r"\s+")
_PAGE_LINK = re.compile(r"^[^:#?]*\.md(?:#.*)?$")


class Converter(MarkdownConverter):
    """Writes one piece of HTML as Markdown. `raw_address` turns links for raw HTML."""

    def __init__(self, raw_address: Any = None, **options: Any) -> None:
        super().__init__(heading_style=ATX, bullets="-", newline_style="backslash", **options)
        self._raw_address = raw_address or (lambda address: address)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Write a text node: escaped, blanks folded, unless it is code."""
        parent_tags = parent_tags or set()
        text = str(el)
        if "pre" in parent_tags:
            return text
        text = _BLANKS.sub(" ", text.replace("\u200b", "").replace("\ufeff", ""))
        if "code" in parent_tags or "kbd" in parent_tags or "samp" in parent_tags:
            return text
        first = _starts_line(el)
        if first or _borders_block(el.previous_sibling):
            text = text.lstrip(" ")
        if _borders_block(el.next_sibling) or (el.next_sibling is None and _ends_block(el)):
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

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        """Write a heading in one line, with its id if it needs one."""
        text = _BLANKS.sub(" ", text).strip()
        if not text:
            return ""
        if {"td", "th", "li"} & parent_tags and {"td", "th"} & parent_tags:
            return f"**{text}**"
        name = f" {{ #{el['id']} }}" if el.get("id") else ""
        return f"\n\n{'#' * n} {text}{name}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link, or an anchor that others point to."""
        href = str(el.get("href") or "")
        lead, text, trail = _edges(text)
        anchor = f'<a id="{escape_attribute(str(el["id"]))}"></a>' if el.get("id") else ""
        if not href or not text:
            return f"{anchor}{lead}{text}{trail}"
        if "\n\n" in text:  # a link around blocks has no Markdown
            text = _BLANKS.sub(" ", text)
        if el.get_text() == href and re.fullmatch(r"https?://[^\s<>`]+", href):
            return f"{anchor}{lead}<{href}>{trail}"
        title = str(el.get("title") or "").replace('"', "&quot;")
        title = f' "{_BLANKS.sub(" ", escape_inline(title))}"' if title.strip() else ""
        return f"{anchor}{lead}[{text}]({link_target(href)}{title}){trail}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a picture with its size, which keeps the page from jumping."""
        src = str(el.get("src") or "")
        alt = escape_inline(_BLANKS.sub(" ", str(el.get("alt") or "")).strip())
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

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a rule."""
        return "\n\n---\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a fenced code block with its language."""
        code = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not code.strip():
            return ""
        longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quotation."""
        text = _tidy(text)
        if not text:
            return ""
        lines = [f"> {line}".rstrip() for line in text.split("\n")]
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_ul(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a list with items four blanks deep."""
        items = text.strip("\n")
        before = el.find_previous_sibling()
        if before is not None and before.name in ("ul", "ol") and not _text_between(before, el):
            items = f"<!-- -->\n\n{items}"  # else Python-Markdown takes both for one list
            return f"\n\n{items}\n\n"
        ends = "\n" if "li" in parent_tags else "\n\n"  # a list right below its item is tight
        return f"{ends}{items}{ends}" if items else ""

    convert_ol = convert_ul

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write one item of a list."""
        parent = el.parent
        mark = "-"
        if parent is not None and parent.name == "ol":
            before = sum(1 for node in el.find_previous_siblings("li"))
            start = str(parent.get("start") or "1")
            first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            mark = f"{first + before}."
        lines = _tidy(text).split("\n")
        body = "\n".join(
            line if n == 0 or not line else "    " + line for n, line in enumerate(lines)
        )
        if not body:
            return f"{mark} &nbsp;\n"
        if re.match(r"`{3}|!!!|\?\?\?|===|<(?:table|video|audio)|\| |&nbsp;|#", body):
            body = f"&nbsp;\n\n    {body}"  # these blocks cannot begin right behind a mark
        ends = "\n\n" if "\n\n" in body else "\n"
        return f"{ends}{mark} {body}{ends}"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph."""
        if {"td", "th"} & parent_tags:
            return f" {text.strip()} " if text.strip() else ""
        text = re.sub(r"(?:[ ]{2}\n)+$", "", text.strip("\n")).strip()
        return f"\n\n{text}\n\n" if text else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what was only a box around blocks."""
        text = text.strip("\n")
        return f"\n\n{text}\n\n" if text.strip() else ""

    convert_section = convert_div
    convert_article = convert_div
    convert_main = convert_div
    convert_header = convert_div
    convert_footer = convert_div
    convert_aside = convert_div
    convert_nav = convert_div
    convert_center = convert_div
    convert_address = convert_div
    convert_figure = convert_div
    convert_figcaption = convert_div
    convert_caption = convert_div
    convert_summary = convert_div
    convert_details = convert_div

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a list of definitions."""
        return f"\n\n{text.strip(chr(10))}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a term."""
        text = _BLANKS.sub(" ", text).strip()
        return f"\n\n{text}\n" if text else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a definition."""
        lines = _tidy(text).split("\n")
        if not lines[0]:
            return ""
        return (
            "\n:   "
            + "\n".join(
                line if n == 0 or not line else "    " + line for n, line in enumerate(lines)
            )
            + "\n"
        )

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a video of this site as an element, as the manual shows."""
        src = escape_attribute(self._raw_address(str(el.get("src") or "")))
        name = el.name
        return f'\n\n<{name} controls preload="metadata" src="{src}"></{name}>\n\n'

    convert_audio = convert_video

    def convert_kb_box(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an admonition, a folding box or a tab."""
        kind = str(el.get("kind") or "note")
        heading = _BLANKS.sub(" ", str(el.get("heading") or "")).strip()
        heading = heading.replace('"', "'").replace("<", "&lt;")
        if kind == "tab":
            opening = f'=== "{heading or "-"}"'
        else:
            sign = "???" if el.has_attr("closed") else "!!!"
            opening = f"{sign} {kind}" + (f' "{heading}"' if heading else "")
        body = "\n".join("    " + line if line else "" for line in _tidy(text).split("\n"))
        return (
            f"\n\n{opening}\n\n{body}\n\n" if body.strip() else f"\n\n{opening}\n\n    &nbsp;\n\n"
        )

    def convert_kb_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the mark of a footnote."""
        return f"[^{el['name']}]"

    def convert_kb_note_text(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the text of a footnote."""
        lines = _tidy(text).split("\n")
        body = "\n".join(line if n == 0 or not line else "    " + line
                         for n, line in enumerate(lines))  # fmt: skip
        return f"\n\n[^{el['name']}]: {body}\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a table in Markdown if it fits, else as HTML."""
        rows = simple_rows(el)
        if rows is None or {"td", "th"} & parent_tags:
            return f"\n\n{raw_html(el, self._raw_address)}\n\n"
        lines = []
        for number, row in enumerate(rows):
            cells = [self._cell(cell) for cell in row]
            if number == 0:
                cells = [re.sub(r"^\*\*([^*]+)\*\*$", r"\1", cell) for cell in cells]
            lines.append("| " + " | ".join(cells) + " |")
            if number == 0:
                lines.append("|" + " --- |" * len(row))
        caption = el.find("caption")
        above = f"{escape_inline(caption.get_text(' ', strip=True))}\n\n" if caption else ""
        return f"\n\n{above}" + "\n".join(lines) + "\n\n"

    def _cell(self, cell: Tag) -> str:
        text = "".join(
            self.process_element(node, {"td", "_inline"})  # type: ignore[attr-defined]
            for node in cell.children
        )
        text = re.sub(r"\s*<br>\s*$|^\s*<br>\s*", "", _BLANKS.sub(" ", text).strip())
        return text or " "

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write nothing of its own: `convert_table` writes rows."""
        return text

    convert_td = convert_tr
    convert_th = convert_tr
    convert_thead = convert_tr
    convert_tbody = convert_tr
    convert_tfoot = convert_tr


def to_markdown(soup: BeautifulSoup, raw_address: Any = None) -> str:
    """Return the Markdown of prepared HTML, ending with one newline."""
    for box in soup.find_all(BOX):
        box.name = "kb_box"
    text = Converter(raw_address=raw_address).convert_soup(soup)
    return _tidy(text) + "\n"


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


def _language(el: Tag) -> str:
    """Return the language of a code block, from the classes that editors write."""
    for node in (el, el.find("code"), el.parent):
        if not isinstance(node, Tag):
            continue
        named = node.get("data-language")
        classes: list[str] = [str(name) for name in node.get("class") or []]
        for name in [f"language-{named}" if named else "", *list(classes)]:
            match = re.match(r"(?:language|lang|highlight-source|brush:?)[-:]?([\w+#.-]+)$", name)
            if match and match[1] not in ("none", "plaintext", "text"):
                return match[1]
    return ""


def _ticks(text: str) -> str:
    """Write code between as many backticks as it needs."""
    code = _BLANKS.sub(" ", text)
    if not code.strip():
        return code
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    ticks = "`" * (longest + 1)
    if code.startswith("`") or code.endswith("`"):
        code = f" {code} "
    return f"{ticks}{code}{ticks}"


def _text_between(before: Tag, after: Tag) -> bool:
    node = before.next_sibling
    while node is not None and node is not after:
        if not is_blank(node):
            return True
        node = node.next_sibling
    return False


def _starts_line(node: PageElement) -> bool:
    """Say whether a text begins a line of the Markdown: nothing inline stands before it."""
    current: PageElement | None = node
    while current is not None:
        before = current.previous_sibling
        while before is not None and is_blank(before):
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and (before.name in _BLOCK or before.name == "br")
        current = current.parent
        if current is None or (isinstance(current, Tag) and current.name in _BLOCK):
            return True
    return True


def _ends_block(node: PageElement) -> bool:
    return isinstance(node.parent, Tag) and node.parent.name in _BLOCK


def _borders_block(node: PageElement | None) -> bool:
    return isinstance(node, Tag) and (node.name in _BLOCK or node.name in ("kb_box", "br"))


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


def _tidy(text: str) -> str:
    """Fold empty lines outside of code and strip the ends."""
    lines: list[str] = []
    fence = ""
    for line in text.strip("\n").split("\n"):
        stripped = line.lstrip(" >")
        if fence:
            if stripped.startswith(fence) and not stripped.strip("`"):
                fence = ""
        elif match := re.match(r"`{3,}", stripped):
            fence = match[0]
        elif not line.strip():
            if lines and not lines[-1].strip():
                continue
            line = ""
        lines.append(line)
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and not fence:
        lines[0] = lines[0].lstrip(" ")
    return "\n".join(lines)
