"""HTML to Markdown (markdownify), in the dialect that MkDocs renders.

Goes in: HTML that `sanitise.clean` made harmless and `dom.py` prepared. Lists are indented by four
blanks, tables that Markdown cannot hold stay HTML, and text that looks like Markdown is escaped.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag

from kb_plugins.importing.escape import escape_attribute, escape_inline
from kb_plugins.importing.inline import BLANKS, InlineConverter
from kb_plugins.importing.placement import text_between
from kb_plugins.importing.sanitise import BOX
from kb_plugins.importing.tables import raw_html, simple_rows


class Converter(InlineConverter):
    """Writes one piece of HTML as Markdown. `raw_address` turns links for raw HTML."""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        """Write a heading in one line, with its id if it needs one."""
        text = BLANKS.sub(" ", text).strip()
        if not text:
            return ""
        if {"td", "th", "li"} & parent_tags and {"td", "th"} & parent_tags:
            return f"**{text}**"
        name = f" {{ #{el['id']} }}" if el.get("id") else ""
        return f"\n\n{'#' * n} {text}{name}\n\n"

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
        if before is not None and before.name in ("ul", "ol") and not text_between(before, el):
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
        text = BLANKS.sub(" ", text).strip()
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
        heading = BLANKS.sub(" ", str(el.get("heading") or "")).strip()
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
        text = re.sub(r"\s*<br>\s*$|^\s*<br>\s*", "", BLANKS.sub(" ", text).strip())
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
