"""The adapter: MkDocs' hooks, each a translation to and from the core.

MkDocs keeps plugin objects across the rebuilds of `serve`; all state lives in `Build`, which is
made anew at the start of every build.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_plugins.adapter import ahead as mkdocs_ahead
from kb_plugins.adapter import assets as mkdocs_assets
from kb_plugins.adapter import config as mkdocs_config
from kb_plugins.adapter import files as mkdocs_files
from kb_plugins.adapter import languages as mkdocs_languages
from kb_plugins.adapter import machines as mkdocs_machines
from kb_plugins.adapter.addresses import Addresses
from kb_plugins.adapter.build import Build, Run, start
from kb_plugins.adapter.bundle import replaced_search, site_needs_bundle
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.dates import with_git_dates
from kb_plugins.adapter.dead import unlink_dead
from kb_plugins.adapter.finished import use_finished_pages
from kb_plugins.adapter.finishing import finish_ahead
from kb_plugins.adapter.fragments import Places, Same
from kb_plugins.adapter.hosting import write_hosting
from kb_plugins.adapter.html import mend
from kb_plugins.adapter.internal import Keeper, add_blocks, clean_sources, find_leaks
from kb_plugins.adapter.offline import write_offline_copy
from kb_plugins.adapter.others import fill_in_macros, only, same_but_texts, with_macros
from kb_plugins.adapter.page_keys import known_state
from kb_plugins.adapter.preview import Preview
from kb_plugins.adapter.publish import Publication
from kb_plugins.adapter.reuse import Reuse
from kb_plugins.adapter.search import SearchMemory, add_search, searcher
from kb_plugins.adapter.sources import check_all, openings_from, read_help_centres, today
from kb_plugins.adapter.styles import add_site_style
from kb_plugins.adapter.templates import choose_template, part_of, prints_title, stack_templates
from kb_plugins.adapter.texts import text_from, text_of
from kb_plugins.cache.store import Store
from kb_plugins.content.again import read_again
from kb_plugins.content.editions import TWICE
from kb_plugins.content.loader import load
from kb_plugins.content.own_pages import SEARCH_PAGE
from kb_plugins.i18n import language
from kb_plugins.model import Problem, Severity
from kb_plugins.pages.context import Originals, Pages
from kb_plugins.pages.languages import alternates, language_links
from kb_plugins.pages.site import Site, page_kinds
from kb_plugins.pages.views import LanguageLink
from kb_plugins.publish.hosting.plan import base_of
from kb_plugins.quality.check import check
from kb_plugins.quality.private import private_files
from kb_plugins.quality.registry import search_rules

log = logging.getLogger("mkdocs.plugins.kb")

_FIRST_HEADING = re.compile(r"\s*<h1\b([^>]*)>.*?</h1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """Turns a MkDocs site into a help centre."""

    _build: Build
    _run: Run
    _keeper: Keeper
    _serving = False

    def __init__(self) -> None:
        # The analysis of texts for the search is all that outlives a build; its keys are the texts.
        self._memories: dict[str, SearchMemory] = {}
        self._publication = Publication()
        self._addresses = Addresses()
        self._preview = Preview(self)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether this is a publication.

        MkDocs keeps an object that has this hook between the rebuilds of `serve`.
        """
        self._serving = command == "serve"
        self._publication.stages = not self._serving and not dirty

    @event_priority(100)  # before plugins that look where the site will be
    def _stage(self, config: MkDocsConfig) -> MkDocsConfig:
        self._publication.start(config)
        if self._publication.outermost:
            self._addresses = Addresses()
        return config

    @event_priority(-120)  # after plugins that change settings; mkdocs-static-i18n has -100
    def _prepare(self, config: MkDocsConfig) -> MkDocsConfig:
        mkdocs_config.prepare_theme(config)
        word = language(mkdocs_languages.current_language(config)).gettext("Internal")
        add_blocks(config, self.config.audience == "public", word)
        return config

    on_config = CombinedEvent(_stage, _prepare)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything while the last site is still in place.

        Raises PluginError in strict mode if there is any error or warning.
        """
        if not mkdocs_languages.is_later_language(config):
            self._keeper = Keeper(public=self.config.audience == "public")
            store = Store(mkdocs_config.cache_file(config, self.config))
            with openings_from(store):
                self._run = self._load(config)
            self._run.store = store
            self._report(config)
        self._build = self._run.builds[mkdocs_languages.current_language(config)]
        self._publication.fix_date(config)

    def _report(self, config: MkDocsConfig) -> None:
        if replaced := replaced_search(config):
            log.info("%s", replaced)
        count = _log(self._run.problems)
        if any(problem.message.endswith(TWICE) for problem in self._run.problems):
            # mkdocs-static-i18n would end with a traceback
            raise PluginError("kb found two files for one page; nothing was written")
        if config.strict and count:
            raise PluginError(
                f"kb found {count} problem{'s' if count > 1 else ''}; nothing was written"
            )

    @event_priority(-120)  # after plugins that add pages, and the one that chooses the language
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what must not be published, and add our pages."""
        build, edition = self._build, self._build.edition
        extra = mkdocs_files.generated_pages(files, config.docs_dir, edition)
        if extra:
            build.loaded = load(Path(config.docs_dir), build.settings, extra)
        mkdocs_files.remove(files, build.loaded.left_out | build.private, edition)
        mkdocs_files.remove_loops(files, build.loaded.documents, edition)
        clean_sources(files, build.loaded.documents, edition)
        build.loaded = replace(
            build.loaded, kb=only(build.loaded.kb, mkdocs_files.markdown_paths(files, edition))
        )
        kb = build.loaded.kb
        build.own = mkdocs_files.add_pages(files, kb, config, edition)
        build.kinds = page_kinds(kb, build.own, build.language)
        if self.config.outputs.robots:
            internal = self.config.audience == "internal"
            mkdocs_files.add_robots(files, config, internal, self.config.outputs.sitemap)
        self._addresses.add_redirects(files, build.loaded, config, build.language, edition)
        mkdocs_assets.add_assets(files, config)
        mkdocs_files.hide_from_menu(files, kb, build.own, config)
        mkdocs_files.mark_drafts(files, kb, edition)
        if not mkdocs_files.has_menu(config):
            config.nav = mkdocs_files.menu(kb, build.own, build.language)
            build.own_menu = True
        return files

    @event_priority(-120)  # when the pages are final
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let pages come from the cache, and fill it with what is missing, on all cores."""
        build = self._build
        if build.own_menu:
            config.nav = None  # the next language has a menu of its own
        else:
            build.in_menu = frozenset(build.path(page.file) for page in nav.pages)
        mkdocs_ahead.prepare(files, build.loaded.documents, config, self._run.store, build.edition)
        build.nav = nav
        return nav

    @event_priority(100)  # before every plugin that looks at the text
    def _first(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out internal blocks that another plugin read past us."""
        self._keeper.page = page.file.src_uri
        return self._keeper.keep(markdown)

    @event_priority(-100)  # after every plugin that changes the text
    def _last(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out internal blocks that another plugin put in, and read what it filled in."""
        markdown = self._keeper.keep(markdown)
        if "macros" in config.plugins:
            fill_in_macros(page, markdown)
        return markdown

    def _page(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give every page its template, and the title and description that the core found."""
        # Material's templates break on a `hide` that is no list, as other generators write it.
        hide = page.meta.get("hide")
        page.meta["hide"] = [str(part) for part in hide] if isinstance(hide, list) else []
        path = self._build.path(page.file)
        kind = self._build.kinds.get(path)
        choose_template(page, kind)
        if kind is None:
            return markdown
        article = self._build.loaded.kb.by_source.get(path)
        if article or page.file.generated_by == "kb":
            page.meta["title"] = kind.title
            page.meta.setdefault("description", kind.description)
        if kind.bare and path not in self._build.in_menu:
            page.meta["hide"] += ["navigation"]
        if kind.bare and not article:
            page.meta["hide"] += ["toc"]
        return markdown

    on_page_markdown = CombinedEvent(_first, _page, _last)

    @event_priority(-50)  # after plugins that change the text
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out the first heading, which our templates print, and mend what is no valid HTML."""
        self._keeper.rendered()
        titled = prints_title(page, self._build.kinds.get(self._build.path(page.file)))
        text = text_from(page, html, titled)
        page.kb_text = text  # type: ignore[attr-defined]
        vars(page).pop("kb_rendered", None)  # which is large, and has done its work
        return text.html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Build the views, now that every page is rendered and its dates are known.

        Raises PluginError for internal blocks that came in while rendering and are not as they
        should be: nobody knows how far they were meant to reach.
        """
        if self._keeper.faults:
            raise PluginError("\n".join(self._keeper.messages()))
        build = self._build
        self._addresses.gather(files, build.loaded, config, build.edition)
        build.bundle = site_needs_bundle(config)
        stack_templates(env, config)
        env.auto_reload = False  # MkDocs makes an environment for every build
        env.add_extension("jinja2.ext.i18n")
        env.add_extension(Same)
        env.install_gettext_translations(build.language.translations)  # type: ignore[attr-defined]
        before = set(files.src_uris)
        self.make_site(config, files)
        assert build.nav is not None
        build.places = Places(files, build.nav, config)
        reuse = Reuse(self._publication.published(), config)
        nav = build.nav
        self.keep(self.derive(env, config, files, reuse))
        build = self._build
        if self._serving:
            made = set(files.src_uris) - before
            self._preview.built(config, files, env, nav, made)
        if build.finished:
            finish_ahead(build.finished, config, files, nav, env)
        build.reuse = reuse  # not before: processes that finish pages ahead link nothing
        reuse.files(files)
        return env

    def make_site(self, config: MkDocsConfig, files: Files) -> None:
        """Make the views of what was read."""
        build, edition = self._build, self._build.edition
        kb = with_git_dates(build.loaded.kb, files)
        if "macros" in config.plugins:
            pages_by_path = {build.path(file): file.page for file in files.documentation_pages()}
            kb = with_macros(kb, pages_by_path.get)
        addresses = self._page_addresses(files)
        pages = Pages(
            kb,
            build.language,
            lambda path: addresses.get(path, ""),
            config.site_url or "",
            self.config.url_length,
            Originals(
                lambda path: mkdocs_languages.original(addresses.get(path, ""), edition),
                build.changed,
            ),
            today(),
        )
        build.site = Site(
            pages,
            build.own,
            build.kinds,
            mkdocs_config.visits(self.config),
            config.site_name,
            mkdocs_config.statement(self.config),
        )
        build.index = mkdocs_machines.search_engines(build.site, self.config)

    def derive(
        self, env: Environment, config: MkDocsConfig, files: Files, reuse: Reuse | None = None
    ) -> Build:
        """Add the files that are made of all pages, and the data of all templates.

        Returns the build with them: a preview makes pages of the old one meanwhile.
        """
        build, edition = replace(self._build), self._build.edition
        assert build.site is not None
        kb = build.site.pages.kb
        build.search = add_search(
            config,
            files,
            build.site,
            build.language,
            build.synonyms,
            self._memory(build.language.code),
            self._run.store,
        )
        build.search["config"]["others"] = [
            [link.code, link.name, link.url]
            for link in self._links(SEARCH_PAGE, build.site.shared.search.url)
            if not link.current
        ]
        sheet = add_site_style(config, files, env, self._run.store)
        build.assets = {**mkdocs_assets.addresses(), "site": sheet}
        state = known_state(self._page_addresses(files), edition.language, build.state())
        build.outputs = mkdocs_machines.add_outputs(
            config, self.config, files, build.site, edition, self._run.store, state, reuse
        )
        unlink_dead(files, base_of(config.site_url or ""), whole=len(edition.languages) < 2)
        self._run.sitemap[edition.language] = mkdocs_machines.sitemap(
            mkdocs_machines.search_engines(build.site, self.config),
            self._shown(files),
            self.config,
            lambda path, url: self._alternates(path, url, config),
        )
        search = searcher(files, build.language.code, self._run.store)
        sources = replace(build.sources, kb=kb, search=search)
        _log(check(sources, build.policy, build.settings.label, rules=search_rules()))
        build.finished = use_finished_pages(
            env, self._run.store, config, build.nav, self._shared(build, config), state
        )
        return build

    def keep(self, derived: Build) -> None:
        """Make pages of what `derive` made."""
        self._build = self._run.builds[derived.edition.language] = derived

    def _memory(self, language: str) -> SearchMemory:
        """Return what a preview remembers of texts. It is large, and a build is done after one."""
        new = SearchMemory()
        return self._memories.setdefault(language, new) if self._serving else new

    def _page_addresses(self, files: Files) -> dict[str, str]:
        shown = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        return {self._build.path(file): file.url for file in shown}

    def reload(self, config: MkDocsConfig, changed: set[str]) -> bool:
        """Read the sources again. Returns whether only texts of articles changed."""
        old = self._build
        if len(self._run.builds) > 1 or old.loaded.secretive:
            return False
        docs, settings = Path(config.docs_dir), old.settings
        loaded = read_again(docs, settings, old.loaded, changed)
        if loaded is None:
            loaded = load(docs, settings)
            kept = frozenset(old.loaded.kb.by_source)
            loaded = replace(loaded, kb=only(loaded.kb, kept))
            if not same_but_texts(old.loaded, loaded, changed):
                return False
        self._build = self._run.builds[old.edition.language] = old.with_texts(loaded)
        return True

    def recheck(self, config: MkDocsConfig) -> None:
        """Check all sources and log what was not known yet."""
        known, self._run.problems = set(self._run.problems), self._load(config).problems
        _log(problem for problem in self._run.problems if problem not in known)

    def faults(self, path: str) -> list[str]:
        """Return why an article is left out, a line each; nothing if it is not."""
        loaded = self._build.loaded
        document = loaded.documents.get(path)
        if document is None or path not in loaded.left_out:
            return []
        return [str(problem) for problem in self._run.problems if problem.path == document.shown]

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Let the preview take over from MkDocs what happens after a change."""
        self._preview.attach(server, config, builder)
        return server

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the view of a page to its template."""
        build = self._build
        outputs, index, finished = build.outputs, build.index, build.finished
        assert outputs is not None and index is not None and finished is not None
        source = build.path(page.file)
        kind, article = build.kinds.get(source), build.loaded.kb.by_source.get(source)
        language = (article.language if article else "") or build.language.code
        if language != build.language.code and config.site_url:
            address = mkdocs_languages.original(page.url, build.edition)
            page.canonical_url = urljoin(config.site_url, address)
        text = text_of(page)
        light = {
            "kb_home": kind is not None and kind.template == "home",
            "kb_part": part_of(page, kind),
            "kb_bundle": build.bundle or text.bundle,
            "kb_article": article is not None,
            "kb_heading_id": text.heading_id,
            "kb_languages": self._links(source, page.url),
            "kb_alternates": self._alternates(source, page.url, config),
            **mkdocs_machines.page_context(outputs, index, page, source, build.is_foreign(source)),
        }
        linked = article is None or source in build.own.values()  # from every page
        place = build.places.of(page) if build.places and not linked else ""

        def view() -> dict[str, Any]:
            return self._view(page, source, language, config)

        finished.fill(context, page, light, place, view)
        return context

    def _view(self, page: Page, source: str, language: str, config: MkDocsConfig) -> dict[str, Any]:
        """Return what the template of one page gets beside what is common or cheap."""
        site, title = self._build.site, str(page.title or "")
        assert site is not None
        view = site.view(source, title)
        return {
            "kb": view,
            "kb_stuck": site.stuck(source),
            "kb_escalate": site.script(source, title),
            "kb_data": mkdocs_machines.page_data(view, page, config, self.config, language),
        }

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give pages that are no Markdown, such as 404, what every page shares."""
        if site := self._build.site:
            extra = {
                "kb_stuck": site.stuck(""),
                "kb_escalate": site.script("", ""),
                "kb_bundle": self._build.bundle,
                "kb_languages": self._links("", "."),
                "kb_alternates": self._alternates("", ".", config),
            }
            sitemap = [one for part in self._run.sitemap.values() for one in part]
            context.update({**self.shared(config), "kb_sitemap": sitemap, **extra})  # type: ignore[typeddict-item]
            if template_name == "404.html" and self._build.finished:
                self._build.finished.fill_lost(context, extra)
        return context

    def shared(self, config: MkDocsConfig) -> dict[str, Any]:
        """Return what the templates of all pages read, the same for every page."""
        return self._shared(self._build, config)

    def _shared(self, build: Build, config: MkDocsConfig) -> dict[str, Any]:
        assert build.site is not None
        return {
            "kb_site": build.site.shared,
            "kb_search": build.search,
            "kb_assets": build.assets,
            "kb_image": mkdocs_config.share_image(config),
            "kb_offline": self.config.offline_copy and not self._serving,
        }

    def _shown(self, files: Files) -> dict[str, File]:
        """Return the pages that are written in the language of this build, by our path."""
        build = self._build
        pages = {build.path(file): file for file in files.documentation_pages()}
        return {path: file for path, file in pages.items() if not build.is_foreign(path)}

    def _links(self, source: str, url: str) -> tuple[LanguageLink, ...]:
        edition = self._build.edition
        below = url.removeprefix(edition.prefix)
        return language_links(source, below, self._run.sites, edition.language)

    def _alternates(
        self, source: str, url: str, config: MkDocsConfig
    ) -> tuple[tuple[str, str], ...]:
        default = self._build.edition.default
        return alternates(self._links(source, url), config.site_url or "", default)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend the HTML of the theme, and keep the page for the next build."""
        finished, reuse = self._build.finished, self._build.reuse
        assert finished is not None
        output = finished.finish(page, output, mend)
        if reuse:
            reuse.page(page, output)
        return output

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mend the HTML of the theme on pages that are no Markdown."""
        if not template_name.endswith(".html"):
            return output_content
        if template_name != "404.html" or not self._build.finished:
            return mend(output_content)
        page = self._build.finished.finish_lost(output_content, mend)
        return mkdocs_languages.write_404(page, self._build.edition, config)

    @event_priority(100)  # before every plugin that asks where a page is
    def _all_written(self, *, config: MkDocsConfig) -> None:
        if self._build.reuse:
            self._build.reuse.end()

    @event_priority(-200)  # after every plugin that writes files, other languages included
    def _scan(self, *, config: MkDocsConfig) -> None:
        if mkdocs_languages.is_later_language(config):
            return
        if self._serving:
            return  # a preview is not published, and shows drafts
        builds = self._run.builds.values()
        private = frozenset().union(*(build.private for build in builds))
        leaks = find_leaks([build.loaded for build in builds], private, self._keeper, config)
        for leak in leaks:
            log.error("%s", leak)
        if leaks:
            where = self._publication.place
            raise PluginError(
                f"{len(leaks)} file{'s' if len(leaks) > 1 else ''} would give secrets away; "
                + (f"{where} stays as it was" if where else f"do not publish {config.site_dir}")
            )

    @event_priority(-1000)  # after everything that could still fail
    def _publish(self, *, config: MkDocsConfig) -> None:
        if not mkdocs_languages.is_later_language(config):
            self._run.store.close()
        if self._publication.outermost:
            for problem in self._finish(config):
                log.warning("%s", problem)
            if self.config.offline_copy and not self._serving:
                write_offline_copy(config, self._build.language)
        self._publication.finish(config)

    def _finish(self, config: MkDocsConfig) -> list[Problem]:
        addresses = self._addresses
        problems = addresses.finish(config, self.config)
        channels = [one for build in self._run.builds.values() for one in build.settings.channels]
        redirects, given_up = addresses.redirects, addresses.given_up
        return problems + write_hosting(config, self.config, channels, redirects, given_up)

    on_post_build = CombinedEvent(_all_written, _scan, _publish)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the published site as it is, and keep what was rendered for the next build."""
        if hasattr(self, "_run"):
            self._run.store.close()
        self._publication.fail(error)

    def on_shutdown(self) -> None:
        """Clean up after a build that was interrupted from the keyboard.

        MkDocs may use this object for the next command of the same process.
        """
        self._publication.abandon()
        self._preview.stop()
        self._serving, self._publication.stages = False, True

    def _load(self, config: MkDocsConfig) -> Run:
        centres = read_help_centres(config, self.config, drafts=self._serving)
        problems = check_all(centres, replace(centres[0].policy, building=True))
        private = private_files([centre.loaded for centre in centres], centres[0].sources.digests)
        builds = {centre.edition.language: start(centre, private) for centre in centres}
        centres[0].sources.digests.save()
        docs = {code: one.docs for code, one in self.config.languages.items()}
        found = [(centre.edition, centre.language, centre.loaded) for centre in centres]
        return Run(builds, problems, mkdocs_languages.sites(config, found, docs))


def _log(problems: Iterable[Problem]) -> int:
    """Say what is wrong. Returns how many problems are more than advice."""
    count = 0
    for problem in problems:
        advice = problem.severity is Severity.INFO
        count += not advice
        log.log(logging.INFO if advice else logging.WARNING, "%s", problem)
    return count
