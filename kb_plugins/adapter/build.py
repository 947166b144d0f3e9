"""What a build knows.

MkDocs keeps plugin objects across the rebuilds of `serve`, so all of this is made anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from kb_plugins.adapter.finished import FinishedPages
from kb_plugins.adapter.fragments import Places
from kb_plugins.adapter.search import ComingIndex
from kb_plugins.adapter.sources import HelpCentre
from kb_plugins.cache.store import Store
from kb_plugins.content.editions import Edition
from kb_plugins.content.loader import Loaded
from kb_plugins.content.settings import Settings
from kb_plugins.i18n import Language
from kb_plugins.model import KnowledgeBase, Problem
from kb_plugins.pages.languages import SiteIn
from kb_plugins.pages.parts import Lists, divide
from kb_plugins.pages.site import PageKind, Site, page_kinds
from kb_plugins.publish.outputs import Outputs
from kb_plugins.publish.sitemap import Index, SitemapEntry
from kb_plugins.quality.policy import Policy
from kb_plugins.quality.rule import Sources
from kb_plugins.translation.state import Standing


@dataclass
class Build:
    """What the build of one language knows."""

    language: Language
    edition: Edition
    settings: Settings
    loaded: Loaded
    sources: Sources
    policy: Policy
    synonyms: str = ""
    read: Loaded | None = None
    private: frozenset[str] = frozenset()
    changed: dict[str, date | None] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, PageKind] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    lists: Lists = field(default_factory=Lists)
    own_menu: bool = False
    in_menu: frozenset[str] = frozenset()
    bundle: bool = False
    site: Site | None = None
    search: dict[str, Any] = field(default_factory=dict)
    coming: ComingIndex | None = None
    assets: dict[str, str] = field(default_factory=dict)
    outputs: Outputs | None = None
    index: Index | None = None
    nav: Navigation | None = None
    finished: FinishedPages | None = None
    places: Places | None = None

    def path(self, file: File) -> str:
        """Return our path of a page, which is the same in every language."""
        return self.edition.path(file.src_uri)

    def divide(self, kb: KnowledgeBase) -> Lists:
        """Return which lists are too long for one page; `written` has pages that are not ours."""
        return divide(kb, self.own, self.language, self.written)

    def with_texts(self, loaded: Loaded, lists: Lists, read: Loaded | None) -> Build:
        """Return what is known after a save, when `loaded` differs in nothing but its articles.

        `read` is what was read before anything was left out of it, if it is known.
        Views are yet to be made; what is made of all pages stays for now.
        """
        return replace(
            self,
            loaded=loaded,
            sources=replace(self.sources, kb=loaded.kb, documents=loaded.documents),
            lists=lists,
            read=read,
            kinds=page_kinds(loaded.kb, self.own, self.language, lists),
            site=None,
            finished=FinishedPages.none(),
        )

    def is_foreign(self, path: str) -> bool:
        """Whether a page is shown in another language, because nobody translated it."""
        document = self.loaded.documents.get(path)
        return bool(document and document.language)

    def state(self) -> dict[str, Any]:
        """Return what views are made of, as values; a field that is new here counts by itself."""
        left_out = {*_SOURCES, *_READ, *_MADE}
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in left_out}
        for source in (self.site.pages, self.site) if self.site else ():
            kept |= {
                name: value
                for name, value in vars(source).items()
                if name not in _PARTS
                and not name.startswith("_")
                and not isinstance(getattr(type(source), name, None), cached_property)
            }
        kb = self.site.pages.kb if self.site else self.loaded.kb
        return {**kept, "kb": replace(kb, pages=frozenset()), "pages": sorted(kb.pages)}


_SOURCES = ("language", "settings", "loaded", "private", "synonyms", "written")
"""Fields that other values here follow from, or that no page shows."""

_READ = ("sources", "policy", "read")
"""Fields for rules alone, which no page shows."""

_MADE = (
    "site", "search", "coming", "assets", "outputs", "index", "nav", "finished", "places",
)  # fmt: skip
"""Fields that are made of the others, or stand in the keys of finished pages by themselves."""
_GIVEN = ("kb", "language", "address", "originals")
_PARTS = (*_GIVEN, "pages", "ways", "articles", "help", "listings", "landing")
"""What views are made of by way of other fields."""


@dataclass
class Run:
    """What all languages of one run share. MkDocs builds them one after the other."""

    builds: dict[str, Build]
    problems: tuple[Problem, ...]
    sites: tuple[SiteIn, ...] = ()
    sitemap: dict[str, list[SitemapEntry]] = field(default_factory=dict)
    store: Store = field(default_factory=Store)


def start(centre: HelpCentre, private: frozenset[str]) -> Build:
    """Begin the build of one language with what was read of it.

    `private` are the files that only internal texts use, in whatever language.
    """
    return Build(
        centre.language,
        centre.edition,
        centre.settings,
        centre.loaded,
        replace(centre.sources, found=()),  # those are reported already
        replace(centre.policy, building=True),
        centre.synonyms,
        centre.loaded,
        private,
        {
            state.path: state.changed
            for state in centre.sources.translations
            if state.standing is Standing.BEHIND
        },
    )
