"""Finds where a link of the source leads: to one of our pages or files, out, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from kb_plugins.importing.model import ImportedSite, Page
from kb_plugins.importing.sanitise import safe_address

_ENDINGS = (".md", ".mdx", ".markdown", ".html", ".htm")
_INDEX = re.compile(r"/(?:index|readme|_index|overview\.index)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. Exactly one of `page` (a path of ours), `file` and `url` is set."""

    page: str = ""
    file: str = ""
    url: str = ""
    fragment: str = ""


class Resolver:
    """All addresses of a site, and what stands there on our side.

    `pages` maps the keys of pages to their final paths, `files` the paths of assets to theirs.
    """

    def __init__(self, site: ImportedSite, pages: dict[str, str], files: dict[str, str]) -> None:
        self._site = site
        self._known: dict[str, tuple[str, str]] = {}
        # Links name the page of the default language: the i18n plugin leads to the translation.
        defaults = {page.group or page.key: pages[page.key]
                    for page in site.pages if not page.language}  # fmt: skip
        for page in sorted(site.pages, key=lambda page: (page.language, page.key)):
            path = defaults.get(page.group or page.key, pages[page.key])
            for address in page.addresses:
                for form in self._forms(address):
                    self._known.setdefault(form, ("page", path))
        for asset in site.assets:
            for address in asset.addresses:
                for form in self._forms(address):
                    self._known.setdefault(form, ("file", files[asset.path]))

    def find(self, href: str, page: Page) -> Target | None:
        """Return where a link on a page leads, or None if it leads nowhere we know."""
        href = href.strip()
        if not href or not safe_address(href):
            return None
        if href.startswith("#"):
            return Target(page="#", fragment=unquote(href[1:]))
        try:
            parts = urlsplit(href)
            host = parts.hostname
        except ValueError:
            return None
        scheme = parts.scheme.lower()
        if scheme and scheme not in ("http", "https"):
            return Target(url=href)
        fragment = unquote(parts.fragment)
        for form in self._candidates(href, page, bool(host)):
            if form in self._known:
                kind, path = self._known[form]
                return Target(**{kind: path}, fragment=fragment)
        return Target(url=href if scheme else f"https:{href}") if host else None

    def _candidates(self, href: str, page: Page, absolute: bool) -> Iterable[str]:
        if absolute:
            yield from self._forms(href)
            return
        path = href.partition("#")[0]
        for base in page.bases or ("/",):
            try:
                joined = urljoin(base, _quote(path))
            except ValueError:
                continue
            yield from self._forms(joined)
        if path.startswith("/") and self._site.base_path.strip("/"):
            stem = "/" + self._site.base_path.strip("/")
            if (path + "/").startswith(stem + "/"):
                yield from self._forms(path[len(stem) :] or "/")

    def _forms(self, address: str) -> list[str]:
        """Return the spellings under which an address is looked for, the most exact first."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").lower()
        except ValueError:
            return []
        path = unquote(parts.path)
        path = posixpath.normpath("/" + path.lstrip("/")) if path else "/"
        own = f"//{host}" if host and host not in self._site.hosts else ""
        forms = [self._site.canonical(f"{own}{path}"), f"{own}{path}"]
        for ending in _ENDINGS:
            if path.lower().endswith(ending):
                path = path[: -len(ending)]
                forms.append(f"{own}{path}")
                break
        forms.append(f"{own}{_INDEX.sub('', path) or '/'}")
        forms += [form.lower() for form in forms]
        return list(dict.fromkeys(forms))


def _quote(path: str) -> str:
    """Keep `urljoin` from seeing a scheme in the name of a file."""
    return path.replace(":", "%3A") if not path.startswith(("/", "http")) else path


def relative(target: str, page: str) -> str:
    """Return the path of a page or file as a Markdown link on another page writes it."""
    start = posixpath.dirname(page) or "."
    return quote(posixpath.relpath(target, start), safe="/~@!$&'()*+,;=:-._")


def published(target: str, page: str, directories: bool) -> str:
    """Return the address of a page or file from the *published* page, for raw HTML."""
    path, _, fragment = target.partition("#")
    if not path or ":" in path.split("/")[0] or path.startswith("/"):
        return target
    stem = re.sub(r"(?:^|/)(?:index|README)\.md$", "", page)
    at = page.removesuffix(".md") if directories and stem == page else posixpath.dirname(page)
    absolute = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if absolute.endswith(".md"):
        bare = re.sub(r"(^|/)(?:index|README)\.md$", r"\1", absolute)
        if bare == absolute:
            bare = absolute.removesuffix(".md") + ("/" if directories else ".html")
        elif not directories:
            bare += "index.html"
        absolute = bare or "."
    slash = "/" if absolute.endswith("/") else ""
    address = posixpath.relpath(absolute.rstrip("/") or ".", at or ".") + slash
    return address + (f"#{fragment}" if fragment else "")
