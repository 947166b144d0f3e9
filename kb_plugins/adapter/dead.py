"""Links and pictures of texts that lead nowhere, taken out of what readers get.

Writers are told by the rules `broken-link` and `missing-image`, and a strict build fails. Where a
site is built all the same, a word without a link is better than a dead one, and the description of
a picture better than a broken frame.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container
from functools import cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.structure.files import Files

from kb_plugins.adapter.texts import text_of

_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL | re.I)
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_SIMPLE = re.compile(r"(?!/)[\w./-]*")
_EMPTY = re.compile(r"<(h[1-6]|p)\b[^>]*>\s*</\1>", re.I)
_LATER = frozenset({"sitemap.xml", "sitemap.xml.gz", "404.html"})
_ROOT = "http://site.invalid/"


def unlink_dead(
    files: Files, base: str = "/", whole: bool = True, only: Container[str] | None = None
) -> None:
    """Mend the rendered texts of all pages. Call it when every file of the site is known.

    `base` is the path of the site on its host, with a slash at both ends. Where these are not the
    files of the `whole` site, as with several languages, only places within known pages are looked
    for. `only` has the paths of pages to mend, if not all are to be.
    """
    known = {unquote(file.url) for file in files} | _LATER | {"", "./"}
    pages = {
        unquote(file.url): file
        for file in files.documentation_pages()
        if file.page and file.page.content
    }

    @cache
    def ids(url: str) -> frozenset[str] | None:
        file = pages.get(url)
        if file is None or file.page is None:
            return None
        text = text_of(file.page)
        return frozenset((*text.ids, text.heading_id))

    def leads(page: str, address: str) -> bool | None:
        """Whether an address leads to something; None if only its fragment does not."""
        target, fragment = _aim(page, address, base)
        if target is None:
            return True
        if target not in known and target.removesuffix("index.html") not in known:
            return f"{target}/" in known or not whole
        there = ids(target.removesuffix("index.html"))
        return True if not fragment or there is None or fragment in there else None

    for file in pages.values():
        if file.page and (only is None or file.src_uri in only):
            text, page = text_of(file.page), file.page
            if not all(leads(file.url, target) for target in text.targets):
                page.content = without_dead(text.html, file.url, leads)
                page.kb_mended = page.content  # type: ignore[attr-defined]
            elif getattr(page, "kb_mended", None) == page.content:
                page.content = text.html


def _aim(page: str, address: str, base: str) -> tuple[str | None, str]:
    """Return the path in the site that an address on a page means, or None, and its fragment."""
    if address.startswith(base) and not address.startswith("//"):
        page, address = "", address[len(base) :] or "./"
    path, _, fragment = address.partition("#")
    if _SIMPLE.fullmatch(path) and _SIMPLE.fullmatch(fragment):  # most are, and this is quick
        if not path:
            return unquote(page), fragment
        folder = page.rpartition("/")[0]
        target = posixpath.normpath(f"/{folder}/{path}").lstrip("/")
        ends = path.endswith(("/", "/.", "/..")) or path in (".", "..")
        return (f"{target}/" if ends and target else target), fragment
    address = unescape(address).strip()
    if not address or urlsplit(address).scheme or address.startswith(("//", "/")):
        return None, ""
    parts = urlsplit(urljoin(_ROOT + page, address))
    return unquote(parts.path).removeprefix("/"), unquote(parts.fragment)


def without_dead(html: str, page: str, leads: Callable[[str, str], bool | None]) -> str:
    """Return a text without dead links and pictures; `leads` says of an address where it leads."""

    def picture(match: re.Match[str]) -> str:
        address = _ADDRESS.search(match[0])
        if address is None or leads(page, address[1] or address[2] or "") is not False:
            return match[0]
        alt = _ALT.search(match[0])
        words = (alt[1] or alt[2] or "") if alt else ""
        return f'<span class="kb-missing">{words}</span>' if words else ""

    def link(match: re.Match[str]) -> str:
        address = _ADDRESS.search(match[1])
        if address is None:
            return match[0]
        value = address[1] or address[2] or ""
        found = leads(page, value)
        if found is None and not value.startswith("#"):
            return match[0].replace(value, value.partition("#")[0], 1)
        return match[0] if found else match[2]

    mended = _LINK.sub(link, _IMAGE.sub(picture, html))
    return mended if mended == html else _EMPTY.sub("", mended)
