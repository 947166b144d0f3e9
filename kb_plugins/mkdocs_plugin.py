"""The adapter: MkDocs' hooks, each a translation to and from the core.

MkDocs keeps plugin objects across the rebuilds of `serve`; all state lives in `Work`, whose `Build`
is made anew at the start of every build.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_plugins.adapter import ahead as mkdocs_ahead
from kb_plugins.adapter import assets as mkdocs_assets
from kb_plugins.adapter import files as mkdocs_files
from kb_plugins.adapter import languages as mkdocs_languages
from kb_plugins.adapter.addresses import Addresses
from kb_plugins.adapter.bundle import replaced_search, site_needs_bundle
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.contexts import fill_page, fill_template, prepare_html, prepare_page
from kb_plugins.adapter.finishing import finish_ahead
from kb_plugins.adapter.fragments import Places, Same
from kb_plugins.adapter.hosting import write_hosting
from kb_plugins.adapter.html import mend
from kb_plugins.adapter.internal import Keeper, add_blocks, clean_sources, refuse_leaks
from kb_plugins.adapter.offline import write_offline_copy
from kb_plugins.adapter.others import fill_in_macros, only
from kb_plugins.adapter.publish import Publication
from kb_plugins.adapter.reuse import Reuse
from kb_plugins.adapter.templates import prints_title, stack_templates
from kb_plugins.adapter.texts import text_from
from kb_plugins.adapter.theme import prepare_theme
from kb_plugins.adapter.work import Work, say
from kb_plugins.content.editions import TWICE
from kb_plugins.content.loader import load
from kb_plugins.cores import Coming
from kb_plugins.garbage import collect_as_before, collect_rarely, pass_over
from kb_plugins.i18n import language
from kb_plugins.model import Problem
from kb_plugins.pages.site import page_kinds

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from kb_plugins.adapter.preview import Preview

log = logging.getLogger("mkdocs.plugins.kb")


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """Turns a MkDocs site into a help centre."""

    _keeper: Keeper
    _preview: Preview

    def __init__(self) -> None:
        self._work = Work()
        self._publication = Publication()
        self._addresses = Addresses()
        self._texts: Coming[bytes, bytes] = Coming()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether this is a publication.

        MkDocs keeps an object that has this hook between the rebuilds of `serve`.
        """
        pass_over()  # what was imported stays
        if command == "build":
            collect_rarely()
        self._work.serving = command == "serve"
        if self._work.serving:
            from kb_plugins.adapter.preview import Preview  # with a server, which no build needs

            self._preview = Preview(self._work)
        self._publication.stages = not self._work.serving and not dirty

    @event_priority(100)  # before plugins that look where the site will be
    def _stage(self, config: MkDocsConfig) -> MkDocsConfig:
        self._publication.start(config)
        if self._work.serving:
            self._preview.begin(config)
        if self._publication.outermost:
            self._addresses = Addresses()
        return config

    @event_priority(-120)  # after plugins that change settings; mkdocs-static-i18n has -100
    def _prepare(self, config: MkDocsConfig) -> MkDocsConfig:
        prepare_theme(config)
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
            self._work.settings = self.config
            self._work.begin(config)
            self._report(config)
        self._work.choose(config)
        self._publication.fix_date(config)

    def _report(self, config: MkDocsConfig) -> None:
        if replaced := replaced_search(config):
            log.info("%s", replaced)
        count = say(self._work.run.problems)
        if any(problem.message.endswith(TWICE) for problem in self._work.run.problems):
            # mkdocs-static-i18n would end with a traceback
            raise PluginError("kb found two files for one page; nothing was written")
        if config.strict and count:
            raise PluginError(
                f"kb found {count} problem{'s' if count > 1 else ''}; nothing was written"
            )

    @event_priority(-120)  # after plugins that add pages, and the one that chooses the language
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what must not be published, and add our pages."""
        build, edition = self._work.build, self._work.build.edition
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
        build.written = mkdocs_files.taken_addresses(files, edition)
        build.own = mkdocs_files.add_pages(files, kb, config, edition)
        build.lists = build.divide(kb)
        mkdocs_files.add_parts(files, build.lists, config, edition)
        build.kinds = page_kinds(kb, build.own, build.language, build.lists)
        if self.config.outputs.robots:
            internal = self.config.audience == "internal"
            mkdocs_files.add_robots(files, config, internal, self.config.outputs.sitemap)
        self._addresses.add_redirects(files, build.loaded, config, build.language, edition)
        self._addresses.add_retired(files, config, build.language, edition)
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
        build = self._work.build
        if build.own_menu:
            config.nav = None  # the next language has a menu of its own
        else:
            build.in_menu = frozenset(build.path(page.file) for page in nav.pages)
        store = self._work.run.store
        self._texts = mkdocs_ahead.prepare(
            files, build.loaded.documents, config, store, build.edition
        )
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
        prepare_page(self._work.build, page)
        return markdown

    on_page_markdown = CombinedEvent(_first, _page, _last)

    @event_priority(-50)  # after plugins that change the text
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out the first heading, which our templates print, and mend what is no valid HTML."""
        self._keeper.rendered()
        html = prepare_html(self._work.build, html, page, files, config)
        titled = prints_title(page, self._work.build.kinds.get(self._work.build.path(page.file)))
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
        self._texts.stop()
        build = self._work.build
        self._addresses.gather(
            files, build.loaded, config, build.edition, build.lists.pages.keys()
        )
        build.bundle = site_needs_bundle(config)
        stack_templates(env, config)
        env.auto_reload = False  # MkDocs makes an environment for every build
        env.add_extension("jinja2.ext.i18n")
        env.add_extension(Same)
        env.install_gettext_translations(build.language.translations)  # type: ignore[attr-defined]
        env.globals["_"] = env.globals["gettext"]  # which Jinja would look up at each word
        before = set(files.src_uris)
        self._work.make_site(config, files)
        assert build.nav is not None
        build.places = Places(files, build.nav, config)
        reuse = Reuse(self._publication.published(), config)
        nav = build.nav
        self._work.derive(env, config, files, reuse)
        if self._work.serving:
            made = set(files.src_uris) - before
            self._preview.built(config, files, env, nav, made)
        finished = build.finished
        assert finished is not None and build.coming is not None
        finished.reuse = reuse
        finished.coming = finish_ahead(finished, config, files, nav, env, reuse)
        build.coming.finish(finished.coming.more)  # it is made beside the pages
        reuse.files(files)
        return env

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
        fill_page(self._work, context, page, config)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give pages that are no Markdown, such as 404, what every page shares."""
        fill_template(self._work, context, template_name, config)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend the HTML of the theme, and keep the page for the next build."""
        finished = self._work.build.finished
        assert finished is not None
        output = finished.finish(page, output, mend)
        if finished.reuse:
            finished.reuse.page(page, output)
        return output

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mend the HTML of the theme on pages that are no Markdown."""
        if not template_name.endswith(".html"):
            return output_content
        if template_name != "404.html" or not self._work.build.finished:
            return mend(output_content)
        page = self._work.build.finished.finish_lost(output_content, mend)
        return mkdocs_languages.write_404(page, self._work.build.edition, config)

    @event_priority(100)  # before every plugin that asks where a page is
    def _all_written(self, *, config: MkDocsConfig) -> None:
        finished = self._work.build.finished
        if finished and finished.reuse:
            finished.coming.stop()
            finished.reuse.end()

    @event_priority(-200)  # after every plugin that writes files, other languages included
    def _scan(self, *, config: MkDocsConfig) -> None:
        if mkdocs_languages.is_later_language(config) or self._work.serving:
            return  # a preview is not published, and shows drafts
        builds = self._work.run.builds.values()
        private = frozenset().union(*(build.private for build in builds))
        editions = [build.loaded for build in builds]
        refuse_leaks(editions, private, self._keeper, config, self._publication.place)

    @event_priority(-1000)  # after everything that could still fail
    def _publish(self, *, config: MkDocsConfig) -> None:
        if not mkdocs_languages.is_later_language(config):
            self._work.end()
        if self._publication.outermost:
            for problem in self._finish(config):
                log.warning("%s", problem)
            if self.config.offline_copy and not self._work.serving:
                write_offline_copy(config, self._work.build.language)
        self._publication.finish(config)

    def _finish(self, config: MkDocsConfig) -> list[Problem]:
        addresses, builds = self._addresses, self._work.run.builds.values()
        problems = addresses.finish(config, self.config)
        channels = [one for build in builds for one in build.settings.channels]
        redirects, given_up = addresses.redirects, addresses.given_up
        return problems + write_hosting(config, self.config, channels, redirects, given_up)

    on_post_build = CombinedEvent(_all_written, _scan, _publish)

    def _wait_for_nothing(self) -> None:
        self._texts.stop()
        if hasattr(self._work, "build") and self._work.build.finished:
            self._work.build.finished.coming.stop()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the published site as it is, and keep what was rendered for the next build."""
        self._wait_for_nothing()
        self._work.end()
        self._publication.fail(error)

    def on_shutdown(self) -> None:
        """Clean up after a build that was interrupted from the keyboard.

        MkDocs may use this object for the next command of the same process.
        """
        collect_as_before()
        self._wait_for_nothing()
        self._publication.abandon()
        if self._work.serving:
            self._preview.stop()
        self._work.serving, self._publication.stages = False, True
        self._work.end()
