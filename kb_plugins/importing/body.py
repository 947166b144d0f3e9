"""One page of the source becomes Markdown, and is looked at again as readers will see it.

A Markdown text keeps its wording and gets the layout of Python-Markdown; if it does not render to
what it was, it is written anew from its HTML, as every HTML body is. What is still missing then is
a loss for a person to look at. Nothing is lost without a word, because every page is compared.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html import escape

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.importing import commonmark, dom, placeholders
from kb_plugins.importing.convert import to_markdown
from kb_plugins.importing.inline import link_target
from kb_plugins.importing.inventory import Inventory, address, missing, same, squeeze, take
from kb_plugins.importing.links import Resolver, published, relative
from kb_plugins.importing.model import Form, ImportedSite, Page, Weight
from kb_plugins.importing.relink import autolink, relink
from kb_plugins.importing.render import render
from kb_plugins.importing.sanitise import clean, danger, removed, safe_address
from kb_plugins.importing.segments import normalise, outside_code
from kb_plugins.importing.tidy import tidy, unbox

_DATA = re.compile(
    r"data:image/(?P<type>png|jpe?g|gif|webp|avif);base64,(?P<data>[A-Za-z0-9+/=\s%]+)", re.I
)
_HEADING_ID = re.compile(r"\s*\{:?\s*#([\w:.-]+)[^{}]*\}\s*$")
_OUR_ELEMENT = re.compile(r"<(?=/?kb[-_])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KIND_NAMES = {
    "heading": "heading", "table": "table", "code": "code block", "image": "picture",
    "video": "video", "link": "link", "item": "list item", "box": "box", "word": "word",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """The result. `files` are pictures that were inside the text, by their path below docs.

    `ids` are the anchors on the page, `links` the pages and anchors that it leads to, `heading`
    its first heading if that is of level one.
    """

    markdown: str
    files: dict[str, bytes] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    links: tuple[tuple[str, str], ...] = ()
    heading: str = ""


@dataclass
class Writer:
    """Writes pages. `wanted` are the anchors that any link of the site names.

    `hidden` are pages that a public build leaves out: a link to one of them would break it.
    """

    site: ImportedSite
    resolver: Resolver
    wanted: frozenset[str]
    directories: bool = True
    hidden: frozenset[str] = frozenset()

    def write(self, page: Page, path: str) -> Written:
        """Return the Markdown of a page whose file will be `path`. Never raises."""
        try:
            return _Work(self, page, path).run()
        except Exception as error:  # a page that we cannot read must not stop the other 700
            text = _as_text(page.body)
            what = f"the page could not be converted ({type(error).__name__}); its text was kept"
            page.lose("not-converted", what, Weight.HAND)
            return Written(text)


class _Work:
    def __init__(self, writer: Writer, page: Page, path: str) -> None:
        self.writer, self.page, self.path = writer, page, path
        self.mapped: dict[str, str | None] = {}
        self.files: dict[str, bytes] = {}
        self.fragments: list[tuple[str, str]] = []
        self.said: set[tuple[str, str]] = set()

    def run(self) -> Written:
        body = self._embedded(normalise(self.page.body))
        is_markdown = self.page.form is Form.MARKDOWN
        if not is_markdown:
            body = _OUR_ELEMENT.sub("&lt;", body)  # nobody but us may write our own element
        if is_markdown:
            body = commonmark.anchors(commonmark.pictures(body), self.writer.wanted)
            body = commonmark.change_prose(body, lambda p: autolink(self._shown(p, True)))
        html = self._shown(commonmark.to_html(body) if is_markdown else body, False)
        soup, before = self._prepare(html, is_markdown)
        if is_markdown:
            light = self._light(body)
            rendered = render(light)
            whole = same(before, self._take(rendered)) and not danger(rendered)
            if whole and not commonmark.has_raw_links(light):
                return self._written(light, rendered)
            if _COMMENT.search(outside_code(body, lambda part: part)):
                self._tell("comment-removed", "a comment in the source", Weight.NOTE)
        text = to_markdown(soup, lambda href: self._published(href))
        return self._judge(text, before)

    def _shown(self, text: str, markdown: bool) -> str:
        def tell(tag: str) -> None:
            self._tell("placeholder-shown", f"{tag} is text now, which was invisible", Weight.NOTE)

        return placeholders.show(text, tell, markdown)

    def _prepare(self, html: str, is_markdown: bool) -> tuple[BeautifulSoup, Inventory]:
        for tag, count in sorted(removed(html).items()):
            self._tell("element-removed", f"<{tag}>" + (f", {count} times" if count > 1 else ""),
                       _weight(tag))  # fmt: skip
        soup = dom.parse(clean(html))
        for heading in soup.find_all(re.compile(r"^h[1-6]$")):
            last = heading.find_all(string=True)
            if last and (match := _HEADING_ID.search(str(last[-1]))):
                heading["id"] = match[1]
                last[-1].replace_with(_HEADING_ID.sub("", str(last[-1])))
        if is_markdown:
            dom.image_attributes(soup)
        dom.footnotes(soup)
        dom.lines_in_code(soup)
        dom.boxes(soup)
        dom.videos(soup, self._resolve, self._tell)
        if not is_markdown:
            dom.headings(soup, self.page.title, self._tell)
        dom.anchors(soup, self.writer.wanted)
        dom.links(soup, self._resolve, self._tell)
        dom.empties(soup)
        return soup, take(str(soup))

    def _light(self, body: str) -> str:
        """Return the Markdown with new layout and links, and not a word changed."""
        text = outside_code(body, lambda part: relink(part, self._mapped))
        return unbox(tidy(text)).strip("\n") + "\n"

    def _mapped(self, href: str) -> str | None:
        key = address(href)
        if key not in self.mapped:
            return href  # no link of CommonMark, so none of ours
        target = self.mapped[key]
        if target is None or address(target) == key:
            return href if target is not None else None
        return link_target(target)

    def _judge(self, text: str, before: Inventory) -> Written:
        try:
            html = render(text)
        except Exception as error:
            what = f"the Markdown could not be rendered ({type(error).__name__})"
            self._tell("not-converted", f"{what}; the text was kept", Weight.HAND)
            return Written(_as_text(self.page.body), self.files)
        found = danger(html)
        if found:
            what = f"something that could run ({found}); only the text was kept"
            self._tell("unsafe", what, Weight.HAND)
            return Written(_as_text(self.page.body), self.files)
        gone: dict[str, list[str]] = {}
        for kind, what in missing(before, self._take(html)):
            gone.setdefault(kind, []).append(what)
        if "code" in gone:  # its words and lines are those of the block
            gone.pop("word", None)
        for kind, names in gone.items():
            name = _KIND_NAMES[kind] + ("s" if len(names) > 1 else "")
            shown = ", ".join(dict.fromkeys(name[:60] for name in names[:8] if name))
            what = f"{len(names)} {name} that did not survive" + (f": {shown}" if shown else "")
            self._tell(f"{kind}-changed", what, Weight.HAND)
        return self._written(text, html)

    def _written(self, text: str, html: str) -> Written:
        ids = frozenset(re.findall(r'\bid="([^"]+)"', html))
        first = LexborHTMLParser(html).css_first("h1, h2, h3, h4, h5, h6")
        heading = " ".join(first.text().split()) if first is not None and first.tag == "h1" else ""
        return Written(text, self.files, ids, tuple(self.fragments), heading)

    def _take(self, html: str) -> Inventory:
        """Take an inventory of what we render, with addresses as Markdown writes them."""
        inventory = take(html)
        raw = {self._published(new): new for new in self.mapped.values() if new}
        for (kind, what), count in list(inventory.found.items()):
            if kind in ("link", "image", "video") and what in raw and raw[what] != what:
                del inventory.found[kind, what]
                inventory.found[kind, address(raw[what])] += count
        return inventory

    def _published(self, target: str) -> str:
        return published(target, self.path, self.writer.directories)

    def _resolve(self, href: str, picture: bool) -> str | None:
        key = address(href)
        if key not in self.mapped:
            self.mapped[key] = self._target(href, picture)
        return self.mapped[key]

    def _target(self, href: str, picture: bool) -> str | None:
        if href.startswith("kb-embedded:"):
            return relative(href.removeprefix("kb-embedded:"), self.path)
        target = self.writer.resolver.find(href, self.page)
        what = "picture" if picture else "link"
        if target is None:
            if not safe_address(href):
                self._tell("unsafe-address", f"a {what} that could run: {href[:80]}")
            elif picture:
                self._tell("image-missing", f"a picture that is not in the export: {href}")
            elif href:
                self._tell("link-unresolved", f"a link that leads nowhere in the export: {href}")
            return None
        if target.url:
            if picture:
                self._tell("image-remote", f"a picture stays where it is: {href}", Weight.NOTE)
            elif self._is_own(target.url):
                self._tell("link-old-site", f"a link still leads to the old site: {href}")
            return target.url
        if target.page in self.writer.hidden and self.path not in self.writer.hidden:
            self._tell("link-to-draft", f"a link to a page that is not published: {href}")
            return None
        fragment = f"#{target.fragment}" if target.fragment else ""
        if target.page == "#":
            self.fragments.append((self.path, target.fragment))
            return fragment or "#"
        if target.page and target.fragment:
            self.fragments.append((target.page, target.fragment))
        return relative(target.page or target.file, self.path) + fragment

    def _is_own(self, url: str) -> bool:
        match = re.match(r"https?://(?:[^/@]*@)?([^/:?#]+)", url, re.I)
        return match is not None and match[1].lower() in self.writer.site.hosts

    def _tell(self, kind: str, what: str, weight: Weight = Weight.LOST) -> None:
        if (kind, what) not in self.said:
            self.said.add((kind, what))
            self.page.lose(kind, what, weight)

    def _embedded(self, body: str) -> str:
        """Take pictures out of the text that are written into it."""

        def out(match: re.Match[str]) -> str:
            try:
                data = base64.b64decode(re.sub(r"\s|%0A|%0D", "", match["data"]), validate=True)
            except ValueError:
                return ""
            kind = match["type"].lower().replace("jpeg", "jpg")
            name = f"assets/embedded-{hashlib.sha256(data).hexdigest()[:12]}.{kind}"
            self.files[name] = data
            url = relative(name, self.path)
            self.mapped[address(url)] = url
            return url

        return _DATA.sub(out, body)


def _weight(tag: str) -> Weight:
    """Say how bad it is that an element is gone: code that runs or draws belongs to no article."""
    if tag in ("script", "link", "meta", "base", "noscript", "button", "input", "svg", "path"):
        return Weight.LOST
    return Weight.HAND if tag in ("object", "embed", "form", "math", "canvas") else Weight.LOST


def _as_text(body: str) -> str:
    """Return the text of a body as one harmless Markdown text."""
    bare = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", body, flags=re.S | re.I)
    bare = re.sub(r"<[^<>]*>", " ", bare)
    lines = [" ".join(line.split()) for line in bare.split("\n")]
    text = "\n".join(line for line in lines if line)
    text = re.sub(r"[\\`*_{}\[\]()#+\-.!|~:=?<&>]", lambda m: f"&#{ord(m[0])};", escape(text, False)
                  .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))  # fmt: skip
    return text.replace("\n", "  \n") + "\n"


__all__ = ["Writer", "Written", "squeeze"]
