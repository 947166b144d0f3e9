"""What the plugin works on: the sources that were read, and what is made of them.

MkDocs' hooks and the preview ask for the same steps; here each stands once.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from kb_plugins.adapter import config as kb_config
from kb_plugins.adapter import languages, machines
from kb_plugins.adapter.assets import addresses as asset_addresses
from kb_plugins.adapter.build import Build, Run, start
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.dates import with_git_dates
from kb_plugins.adapter.dead import unlink_dead
from kb_plugins.adapter.finished import use_finished_pages
from kb_plugins.adapter.others import only, same_but_texts, with_macros
from kb_plugins.adapter.page_keys import known_state
from kb_plugins.adapter.reuse import Reuse
from kb_plugins.adapter.search import ComingIndex, SearchMemory, add_search, searcher
from kb_plugins.adapter.sources import check_all, openings_from, read_help_centres, today
from kb_plugins.adapter.styles import add_site_style
from kb_plugins.adapter.theme import share_image
from kb_plugins.cache.store import Store
from kb_plugins.content.again import read_again
from kb_plugins.content.loader import Loaded, load
from kb_plugins.content.own_pages import LISTING_PAGE, SEARCH_PAGE
from kb_plugins.model import Problem, Severity
from kb_plugins.pages.context import Originals, Pages
from kb_plugins.pages.languages import alternates as language_alternates
from kb_plugins.pages.languages import language_links
from kb_plugins.pages.site import Site
from kb_plugins.pages.views import LanguageLink
from kb_plugins.publish.hosting.plan import base_of
from kb_plugins.quality.check import check
from kb_plugins.quality.private import private_files
from kb_plugins.quality.registry import search_rules

log = logging.getLogger("mkdocs.plugins.kb")


class Work:
    """The work of one plugin object. `build` is that of the language which MkDocs builds now."""

    settings: KbConfig
    run: Run
    build: Build
    serving = False

    def __init__(self) -> None:
        # The analysis of texts for the search is all that outlives a build; its keys are the texts.
        self._memories: dict[str, SearchMemory] = {}

    def begin(self, config: MkDocsConfig) -> None:
        """Read and check the sources of all languages."""
        if hasattr(self, "run"):
            self.run.store.close()
        store = Store(kb_config.cache_file(config, self.settings))
        with openings_from(store):
            self.run = self._load(config)
        self.run.store = store

    def end(self) -> None:
        """Write down what the cache is to keep. A preview goes on with it."""
        if hasattr(self, "run"):
            store = self.run.store
            store.flush() if self.serving else store.close()

    def choose(self, config: MkDocsConfig) -> None:
        """Turn to the language that MkDocs builds now."""
        self.build = self.run.builds[languages.current_language(config)]

    def _load(self, config: MkDocsConfig, loaded: Loaded | None = None) -> Run:
        centres = read_help_centres(config, self.settings, self.serving, loaded)
        problems = check_all(centres, replace(centres[0].policy, building=True))
        private = private_files([centre.loaded for centre in centres], centres[0].sources.digests)
        builds = {centre.edition.language: start(centre, private) for centre in centres}
        centres[0].sources.digests.save()
        docs = {code: one.docs for code, one in self.settings.languages.items()}
        found = [(centre.edition, centre.language, centre.loaded) for centre in centres]
        return Run(builds, problems, languages.sites(config, found, docs))

    def make_site(self, config: MkDocsConfig, files: Files) -> None:
        """Make the views of what was read."""
        build, edition = self.build, self.build.edition
        kb = with_git_dates(build.loaded.kb, files)
        if "macros" in config.plugins:
            pages_by_path = {build.path(file): file.page for file in files.documentation_pages()}
            kb = with_macros(kb, pages_by_path.get)
        addresses = self._addresses(files)
        pages = Pages(
            kb,
            build.language,
            lambda path: addresses.get(path, ""),
            config.site_url or "",
            self.settings.url_length,
            Originals(
                lambda path: languages.original(addresses.get(path, ""), edition),
                build.changed,
            ),
            today(),
        )
        build.site = Site(
            pages,
            build.own,
            build.kinds,
            kb_config.visits(self.settings),
            config.site_name,
            kb_config.statement(self.settings),
            build.lists,
        )
        build.index = machines.search_engines(build.site, self.settings)

    def derive(
        self, env: Environment, config: MkDocsConfig, files: Files, reuse: Reuse | None = None
    ) -> None:
        """Add the files that are made of all pages, and the data of all templates.

        The index of the search may be still to come.
        """
        build = self.build
        assert build.site is not None
        build.search, build.coming = self._search(config, files)
        build.assets = self._assets(env, config, files)
        state = known_state(self._addresses(files), build.edition.language, build.state())
        build.outputs = machines.add_outputs(
            config, self.settings, files, build.site, build.edition, self.run.store, state, reuse
        )
        self._check_whole(build, config, files)
        build.finished = use_finished_pages(
            env, self.run.store, config, build.nav, self._shared(build, config), state
        )
        if self.serving:  # where each file is to be known, and little runs beside
            build.coming.finish()

    def search(self, config: MkDocsConfig, files: Files) -> tuple[dict[str, Any], ComingIndex]:
        """Add the search with its index after a save. Returns what `renew` wants to have."""
        view, coming = self._search(config, files)
        coming.finish()
        return view, coming

    def _search(self, config: MkDocsConfig, files: Files) -> tuple[dict[str, Any], ComingIndex]:
        build = self.build
        assert build.site is not None
        code = build.language.code
        view, coming = add_search(
            config,
            files,
            build.site,
            build.language,
            build.synonyms,
            self._memory(code),
            self.run.store,
        )
        view["config"]["others"] = [
            [link.code, link.name, link.url]
            for link in self.links(SEARCH_PAGE, build.site.shared.search.url)
            if not link.current
        ]
        return view, coming

    def renew(
        self,
        env: Environment,
        config: MkDocsConfig,
        files: Files,
        search: tuple[dict[str, Any], ComingIndex],
    ) -> Build:
        """Do after a save what `derive` does in a build, but for the search, which is there.

        Returns the build with it: a preview makes pages of the old one meanwhile.
        """
        build = replace(self.build)
        assert build.site is not None
        build.search, build.coming = search
        build.assets = self._assets(env, config, files)
        build.outputs = machines.add_later(
            config, self.settings, files, build.site, build.edition
        )
        self._check_whole(build, config, files)
        return build

    def _assets(self, env: Environment, config: MkDocsConfig, files: Files) -> dict[str, str]:
        sheet = add_site_style(config, files, env, self.run.store)
        return {**asset_addresses(), "site": sheet}

    def _check_whole(self, build: Build, config: MkDocsConfig, files: Files) -> None:
        """Do what takes all files: mend links, list pages for search engines, ask the search."""
        edition, site = build.edition, build.site
        assert site is not None and build.coming is not None
        self.unlink_dead(config, files)
        self.run.sitemap[edition.language] = machines.sitemap(
            machines.search_engines(site, self.settings),
            self._shown(files),
            self.settings,
            lambda path, url: self.alternates(path, url, config),
        )
        search = searcher(build.coming, build.language.code, self.run.store)
        sources = replace(build.sources, kb=site.pages.kb, search=search)
        say(check(sources, build.policy, build.settings.label, rules=search_rules()))

    def unlink_dead(
        self, config: MkDocsConfig, files: Files, only: Container[str] | None = None
    ) -> None:
        """Take dead links out of all pages, or of some."""
        whole = len(self.build.edition.languages) < 2
        unlink_dead(files, base_of(config.site_url or ""), whole, only)

    def keep(self, renewed: Build) -> None:
        """Make pages of what `renew` made."""
        self.build = self.run.builds[renewed.edition.language] = renewed

    def _memory(self, language: str) -> SearchMemory:
        """Return what a preview remembers of texts. It is large, and a build is done after one."""
        new = SearchMemory(self.serving)
        return self._memories.setdefault(language, new) if self.serving else new

    def _addresses(self, files: Files) -> dict[str, str]:
        shown = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        return {self.build.path(file): file.url for file in shown}

    def reload(self, config: MkDocsConfig, changed: set[str]) -> bool:
        """Read the sources again. Returns whether only texts of articles changed."""
        old = self.build
        if len(self.run.builds) > 1 or old.loaded.secretive:
            return False
        docs, settings = Path(config.docs_dir), old.settings
        loaded = read_again(docs, settings, old.loaded, changed)
        read = read_again(docs, settings, old.read, changed) if old.read and loaded else None
        if loaded is None:
            loaded = load(docs, settings)
            kept = frozenset(old.loaded.kb.by_source)
            loaded = replace(loaded, kb=only(loaded.kb, kept))
            if not same_but_texts(old.loaded, loaded, changed):
                return False
        lists = old.divide(loaded.kb)
        if lists.pages.keys() != old.lists.pages.keys():
            return False
        self.build = self.run.builds[old.edition.language] = old.with_texts(loaded, lists, read)
        return True

    def recheck(self, config: MkDocsConfig) -> None:
        """Check all sources and log what was not known yet."""
        known, checked = set(self.run.problems), self._load(config, self.build.read)
        self.run.problems = checked.problems
        say(problem for problem in checked.problems if problem not in known)

    def faults(self, path: str) -> list[str]:
        """Return why an article is left out, a line each; nothing if it is not."""
        loaded = self.build.loaded
        document = loaded.documents.get(path)
        if document is None or path not in loaded.left_out:
            return []
        return [str(problem) for problem in self.run.problems if problem.path == document.shown]

    def shared(self, config: MkDocsConfig) -> dict[str, Any]:
        """Return what the templates of all pages read, the same for every page."""
        return self._shared(self.build, config)

    def _shared(self, build: Build, config: MkDocsConfig) -> dict[str, Any]:
        assert build.site is not None
        return {
            "kb_site": build.site.shared,
            "kb_search": build.search,
            "kb_assets": build.assets,
            "kb_image": share_image(config),
            "kb_offline": self.settings.offline_copy and not self.serving,
        }

    def _shown(self, files: Files) -> dict[str, File]:
        """Return the pages that are written in the language of this build, by our path."""
        build = self.build
        pages = {build.path(file): file for file in files.documentation_pages()}
        return {path: file for path, file in pages.items() if not build.is_foreign(path)}

    def links(self, source: str, url: str) -> tuple[LanguageLink, ...]:
        """Return a page in every language of the site. `url` is its address in this one."""
        build, edition = self.build, self.build.edition
        place = build.lists.pages.get(source)
        if place is None:
            below = url.removeprefix(edition.prefix)
            return language_links(source, below, self.run.sites, edition.language)
        # Another language has the list, but not the same letters and numbers.
        topic = build.loaded.kb.topic_by_path.get(place[0].name)
        whole = topic.source if place[0] not in build.lists.letters and topic else LISTING_PAGE
        assert build.site is not None
        links = self.links(whole, build.site.pages.address(build.own.get(whole, whole)))
        return tuple(replace(link, url=url) if link.current else link for link in links)

    def alternates(
        self, source: str, url: str, config: MkDocsConfig
    ) -> tuple[tuple[str, str], ...]:
        """Return the same for search engines: codes and whole addresses."""
        if source in self.build.lists.pages:
            return ()
        default = self.build.edition.default
        return language_alternates(self.links(source, url), config.site_url or "", default)


def say(problems: Iterable[Problem]) -> int:
    """Say what is wrong. Returns how many problems are more than advice."""
    count = 0
    for problem in problems:
        advice = problem.severity is Severity.INFO
        count += not advice
        log.log(logging.INFO if advice else logging.WARNING, "%s", problem)
    return count
