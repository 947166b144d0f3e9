"""Old addresses: what writers put into `redirect_from`, as addresses of the site.

An address is relative to the root of the site and percent-encoded, as MkDocs writes it:
`billing/refund/`, `old.html`, `files/prices.pdf`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename
from urllib.parse import quote, unquote, urlsplit

from kb_plugins.content.fields import has_control
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.paths import MARKDOWN, address, is_index, stem

KEY = "redirect_from"
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}$")
_INDEX = re.compile(r"(^|/)index\.html?$")


@dataclass(frozen=True, slots=True)
class Redirect:
    """`old` is an address; `source` the path of the page it leads to now."""

    old: str
    source: str


@dataclass(frozen=True, slots=True)
class WrongRedirect:
    """An entry of `redirect_from` that cannot be followed, and why."""

    document: Document
    message: str
    fix: str


def old_address(text: str, directory_urls: bool = True, site_url: str = "") -> str:
    """Return the address that a writer means, which may be that of an old Markdown file.

    Raises ValueError, with a sentence, for everything that is no address within the site.
    """
    text = text.strip()
    if site_url and text.startswith(site_url.rstrip("/") + "/"):
        text = text[len(site_url.rstrip("/")) :]
    if "#" in text or "?" in text:
        raise ValueError("only whole pages can be redirected, without # and ?")
    if urlsplit(text).scheme or text.startswith("//") or "\\" in text:
        raise ValueError("this is no address of this site")
    path = unquote(text.lstrip("/"))
    if has_control(path) or ".." in path.split("/") or not path.strip("/."):
        raise ValueError("this is no address of this site")
    if path.endswith(MARKDOWN):
        base = path.rpartition("/")[0] if is_index(path) else stem(path)
        if directory_urls or is_index(path):
            return quote(f"{base}/" if base else "./")
        return quote(f"{base}.html")
    path = _INDEX.sub(r"\1", path)
    return quote(path if path.endswith("/") or _ENDING.search(basename(path)) else f"{path}/")


def read_redirects(
    documents: Iterable[Document],
    taken: Container[str],
    directory_urls: bool = True,
    site_url: str = "",
) -> Iterator[Redirect | WrongRedirect]:
    """Yield every old address of some documents, and every entry that is wrong.

    `taken` are the addresses of pages, as `paths.address` gives them: there is nothing to redirect
    from an address that has a page.
    """
    owners: dict[str, Document] = {}
    for document in documents:
        entries = document.meta.get(KEY) or []
        for entry in entries if isinstance(entries, list) else [entries]:
            try:
                old = old_address(str(entry), directory_urls, site_url)
            except ValueError as error:
                yield WrongRedirect(
                    document,
                    f"`{KEY}`: {str(entry)!r}: {error}",
                    "Write the old address such as `billing/refund/`, or the old file",
                )
                continue
            owner = owners.setdefault(_key(old), document)
            if _key(old) in taken:
                yield WrongRedirect(
                    document,
                    f'`{KEY}`: there is a page at "{old}"',
                    "Remove the entry, or the page",
                )
            elif owner is not document:
                yield WrongRedirect(
                    document,
                    f'`{KEY}`: "{old}" leads to {owner.shown} already',
                    "Leave it to one of the two",
                )
            else:
                yield Redirect(old, document.path)


def _key(old: str) -> str:
    """Return what an old address and a page have in common, with and without its ending."""
    return address(unquote(old).strip("/").removesuffix(".html") + "/index.md")
