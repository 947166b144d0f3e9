"""The same page in other languages: for the language switch, and for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kb_plugins.content.levels import built_in_levels
from kb_plugins.content.loader import Loaded
from kb_plugins.content.own_pages import OWN_PAGES
from kb_plugins.content.paths import absolute, address, level_file
from kb_plugins.pages.views import LanguageLink

FRONT = frozenset({address("index.md")})
DEFAULT = "x-default"
"""What search engines call the page for readers of any other language."""


@dataclass(frozen=True, slots=True)
class SiteIn:
    """The site in one language.

    `root` is its address, relative to the root of the whole site or absolute. `pages` are the
    addresses (`content.paths.address`) of its pages, `foreign` those of them that are not
    translated. Without `pages` nobody knows more than its front page.
    """

    code: str
    name: str
    root: str
    pages: frozenset[str] = field(default_factory=frozenset)
    foreign: frozenset[str] = field(default_factory=frozenset)

    def has(self, path: str) -> bool:
        """Whether the page of a path exists in this language."""
        return bool(path) and address(path) in (self.pages or FRONT)

    def translates(self, path: str) -> bool:
        """Whether it is also written in this language."""
        return self.has(path) and address(path) not in self.foreign


def site_in(code: str, name: str, root: str, loaded: Loaded) -> SiteIn:
    """Return the site in a language, from what was read of it."""
    kb = loaded.kb
    paths = {path for path in loaded.documents if path not in loaded.left_out}
    foreign = {address(path) for path in paths if loaded.documents[path].language}
    made = {*OWN_PAGES, *(x.source for x in kb.levels), *(x.source for x in kb.topics)}
    return SiteIn(code, name, root, frozenset(map(address, paths | made)), frozenset(foreign))


def site_of_files(code: str, name: str, root: str, paths: Iterable[str]) -> SiteIn:
    """Return the site in a language of which only the files are known."""
    paths = set(paths)
    folders = {str(above) for path in paths for above in PurePosixPath(path).parents}
    indexes = {f"{folder}/index.md" for folder in folders if folder != "."}
    levels: set[str] = set()
    if not any(map(level_file, paths)):
        levels = {level.source for level in built_in_levels(str)}
    pages = map(address, paths | indexes | levels | set(OWN_PAGES))
    return SiteIn(code, name, root, frozenset(pages))


def language_links(
    path: str, url: str, sites: Iterable[SiteIn], current: str
) -> tuple[LanguageLink, ...]:
    """Return the links of the language switch on a page; there is none on a site of one language.

    `path` is that of the page, or empty for a page outside the articles such as 404; `url` is its
    address below the root of its own language. A language without the page has its front page.
    """
    sites = tuple(sites)
    if len(sites) < 2:
        return ()
    below = "" if url in (".", "./") else url
    return tuple(
        LanguageLink(
            code=site.code,
            name=site.name,
            url=(site.root + below if site.has(path) else site.root) or ".",
            current=site.code == current,
            translated=site.translates(path),
        )
        for site in sites
    )


def alternates(
    links: Iterable[LanguageLink], site_url: str, default: str
) -> tuple[tuple[str, str], ...]:
    """Return languages and addresses of the translations of a page, itself included.

    Search engines follow whole addresses alone, and only if they name each other: there are none
    without a `site_url`, and a page that stands in for a translation, or has none, has none either.
    """
    links = tuple(links)
    found = [(link.code, absolute(site_url, link.url)) for link in links if link.translated]
    own = any(link.current and link.translated for link in links)
    if not site_url or not own or len(found) < 2:
        return ()
    return (*found, *((DEFAULT, url) for code, url in found if code == default))
