"""The adapter: MkDocs' hooks, each a translation to and from the core.

MkDocs keeps plugin objects across the rebuilds of `serve`; all state lives in `_Build`, which is
made anew at the start of every build.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_plugins import (
    mkdocs_ahead,
    mkdocs_assets,
    mkdocs_config,
    mkdocs_files,
    mkdocs_machines,
)
from kb_plugins.cache.store import Store
from kb_plugins.content.loader import Loaded, Settings, load
from kb_plugins.i18n import Language
from kb_plugins.mkdocs_bundle import site_needs_bundle, text_needs_bundle
from kb_plugins.mkdocs_config import KbConfig
from kb_plugins.mkdocs_dates import with_git_dates
from kb_plugins.mkdocs_html import mend
from kb_plugins.mkdocs_publish import Publication
from kb_plugins.mkdocs_search import SearchMemory, add_search, searcher
from kb_plugins.mkdocs_sources import read_help_centre
from kb_plugins.mkdocs_styles import add_site_style
from kb_plugins.model import KnowledgeBase, Problem, Severity
from kb_plugins.pages.context import Pages
from kb_plugins.pages.site import PageKind, Site, page_kinds
from kb_plugins.publish.leaks import leak_problems
from kb_plugins.publish.outputs import Outputs
from kb_plugins.publish.sitemap import Index, SitemapEntry
from kb_plugins.quality.check import check
from kb_plugins.quality.examples import check_examples
from kb_plugins.quality.private import private_files

log = logging.getLogger("mkdocs.plugins.kb")

_FIRST_HEADING = re.compile(r"\s*<h1\b([^>]*)>.*?</h1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')


@dataclass
class _Build:
    """What one build knows."""

    language: Language
    settings: Settings
    loaded: Loaded
    problems: tuple[Problem, ...]
    synonyms: str = ""
    private: frozenset[str] = frozenset()
    own: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, PageKind] = field(default_factory=dict)
    heading_ids: dict[str, str] = field(default_factory=dict)
    bundle: bool = False
    site: Site | None = None
    search: dict[str, Any] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    store: Store = field(default_factory=Store)
    outputs: Outputs | None = None
    index: Index | None = None
    sitemap: list[SitemapEntry] = field(default_factory=list)


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """Turns a MkDocs site into a help centre."""

    _build: _Build

    def __init__(self) -> None:
        # The analysis of texts for the search is all that outlives a build; its keys are the texts.
        self._memory = SearchMemory()
        self._publication = Publication()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether this is a publication.

        MkDocs keeps an object that has this hook between the rebuilds of `serve`.
        """
        self._publication.stages = command != "serve" and not dirty

    @event_priority(100)  # before plugins that look where the site will be
    def _stage(self, config: MkDocsConfig) -> MkDocsConfig:
        self._publication.start(config)
        return config

    @event_priority(-50)  # after plugins that change settings
    def _prepare(self, config: MkDocsConfig) -> MkDocsConfig:
        mkdocs_config.prepare_theme(config)
        return config

    on_config = CombinedEvent(_stage, _prepare)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything while the last site is still in place.

        Raises PluginError in strict mode if there is any error or warning.
        """
        build = self._load(config)
        count = 0
        for problem in build.problems:
            advice = problem.severity is Severity.INFO
            count += not advice
            log.log(logging.INFO if advice else logging.WARNING, "%s", problem)
        if config.strict and count:
            raise PluginError(
                f"kb found {count} problem{'s' if count > 1 else ''}; nothing was written"
            )
        build.store = Store(mkdocs_config.cache_file(config, self.config))
        self._build = build
        self._publication.fix_date(config)

    @event_priority(-50)  # after plugins that add pages
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what must not be published, and add our pages."""
        build = self._build
        extra = mkdocs_files.generated_pages(files, config.docs_dir)
        if extra:
            build.loaded = load(Path(config.docs_dir), build.settings, extra)
        mkdocs_files.remove(files, build.loaded.left_out | build.private)
        mkdocs_files.remove_loops(files, build.loaded.documents)
        build.loaded = replace(
            build.loaded, kb=_only(build.loaded.kb, mkdocs_files.markdown_paths(files))
        )
        kb = build.loaded.kb
        build.own = mkdocs_files.add_pages(files, kb, config)
        build.kinds = page_kinds(kb, build.own, build.language)
        if self.config.outputs.robots:
            internal = self.config.audience == "internal"
            mkdocs_files.add_robots(files, config, internal, self.config.outputs.sitemap)
        mkdocs_assets.add_assets(files, config)
        mkdocs_files.hide_from_menu(files, kb, build.own)
        if config.nav is None:
            config.nav = mkdocs_files.menu(kb, build.own, build.language)
        return files

    @event_priority(-100)  # when the pages are final
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let pages come from the cache, and fill it with what is missing, on all cores."""
        mkdocs_ahead.prepare(files, self._build.loaded.documents, config, self._build.store)
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Give every page its template, and the title and description that the core found."""
        # Material's templates break on a `hide` that is no list, as other generators write it.
        hide = page.meta.get("hide")
        page.meta["hide"] = [str(part) for part in hide] if isinstance(hide, list) else []
        kind = self._build.kinds.get(page.file.src_uri)
        if kind is None:
            page.meta.setdefault("template", "kb/page.html")
            return markdown
        page.meta.setdefault("template", f"kb/{kind.template}.html")
        article = self._build.loaded.kb.by_source.get(page.file.src_uri)
        if article or page.file.generated_by == "kb":
            page.meta["title"] = kind.title
            page.meta.setdefault("description", kind.description)
        if kind.bare:
            page.meta["hide"] += ["navigation"] if article else ["navigation", "toc"]
        return markdown

    @event_priority(-50)  # after plugins that change the text
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take the first heading out of the text: our templates print the title themselves."""
        if page.file.src_uri not in self._build.kinds:
            return html
        heading = _FIRST_HEADING.match(html)
        if heading is None:
            return html
        if anchor := _ID.search(heading[1]):
            self._build.heading_ids[page.file.src_uri] = anchor[1]
        return html[heading.end() :]

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Build the views, now that every page is rendered and its dates are known."""
        build = self._build
        build.bundle = site_needs_bundle(config)
        env.add_extension("jinja2.ext.i18n")
        env.install_gettext_translations(build.language.translations)  # type: ignore[attr-defined]
        kb = with_git_dates(build.loaded.kb, files)
        addresses = {file.src_uri: file.url for file in files.documentation_pages()}
        pages = Pages(
            kb,
            build.language,
            lambda path: addresses.get(path, ""),
            config.site_url or "",
            self.config.url_length,
        )
        build.site = Site(pages, build.own, build.kinds, mkdocs_config.visits(self.config))
        build.search = add_search(
            config, files, build.site, build.language, build.synonyms, self._memory
        )
        sheet = add_site_style(config, files, env)
        build.assets = {**mkdocs_assets.addresses(), "site": sheet}
        build.outputs = mkdocs_machines.add_outputs(config, self.config, files, build.site)
        build.index = mkdocs_machines.search_engines(build.site, self.config)
        build.sitemap = mkdocs_machines.sitemap(build.index, files, self.config)
        if any(example.article for level in kb.levels for example in level.examples):
            search = searcher(files, build.language.code)
            for problem in check_examples(kb, build.loaded.documents, search):
                log.warning("%s", problem)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the view of a page to its template."""
        build = self._build
        site, outputs, index = build.site, build.outputs, build.index
        assert site is not None and outputs is not None and index is not None
        source = page.file.src_uri
        view = site.view(source, str(page.title or ""))
        extra = {
            "kb": view,
            "kb_site": site.shared,
            "kb_search": self._build.search,
            "kb_assets": self._build.assets,
            "kb_image": mkdocs_config.share_image(config),
            "kb_bundle": self._build.bundle or text_needs_bundle(page.content or ""),
            "kb_stuck": site.stuck(source),
            "kb_escalate": site.script(source, str(page.title or "")),
            "kb_article": source in self._build.loaded.kb.by_source,
            "kb_data": mkdocs_machines.page_data(
                view, page, config, self.config, build.language.code
            ),
            "kb_heading_id": self._build.heading_ids.get(source, ""),
            **mkdocs_machines.page_context(outputs, index, page),
        }
        context.update(extra)  # type: ignore[typeddict-item]
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give pages that are no Markdown, such as 404, what every page shares."""
        if self._build.site:
            site = self._build.site
            extra = {
                "kb_site": site.shared,
                "kb_search": self._build.search,
                "kb_stuck": site.stuck(""),
                "kb_escalate": site.script("", ""),
                "kb_assets": self._build.assets,
                "kb_bundle": self._build.bundle,
                "kb_sitemap": self._build.sitemap,
            }
            context.update(extra)  # type: ignore[typeddict-item]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend the HTML of the theme."""
        return mend(output)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mend the HTML of the theme on pages that are no Markdown."""
        return mend(output_content) if template_name.endswith(".html") else output_content

    @event_priority(-100)  # after every plugin that writes files
    def _scan(self, *, config: MkDocsConfig) -> None:
        leaks = leak_problems(self._build.loaded, Path(config.site_dir))
        for leak in leaks:
            log.error("%s", leak)
        if leaks:
            where = self._publication.place
            raise PluginError(
                f"{len(leaks)} files give internal articles away; "
                + (f"{where} stays as it was" if where else f"do not publish {config.site_dir}")
            )

    @event_priority(-1000)  # after everything that could still fail
    def _publish(self, *, config: MkDocsConfig) -> None:
        self._build.store.close()
        self._publication.finish(config)

    on_post_build = CombinedEvent(_scan, _publish)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the published site as it is, and keep what was rendered for the next build."""
        if hasattr(self, "_build"):
            self._build.store.close()
        self._publication.fail(error)

    def on_shutdown(self) -> None:
        """Clean up after a build that was interrupted from the keyboard."""
        self._publication.abandon()

    def _load(self, config: MkDocsConfig) -> _Build:
        centre = read_help_centre(config, self.config)
        policy = replace(centre.policy, building=True)
        problems = check(centre.sources, policy, centre.settings.label)
        private = private_files(centre.loaded, centre.sources.digests)
        centre.sources.digests.save()
        return _Build(
            centre.language, centre.settings, centre.loaded, problems, centre.synonyms, private
        )


def _only(kb: KnowledgeBase, paths: frozenset[str]) -> KnowledgeBase:
    """Return a knowledge base without the articles that another plugin took out."""
    articles = tuple(article for article in kb.articles if article.source in paths)
    if len(articles) == len(kb.articles):
        return kb
    used = {article.topic for article in articles}
    used |= {parent for topic in tuple(used) for parent in _above(topic)}
    topics = tuple(topic for topic in kb.topics if topic.path in used or topic.source in paths)
    return replace(kb, articles=articles, topics=topics)


def _above(topic: str) -> list[str]:
    parts = topic.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts))]
