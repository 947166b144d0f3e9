"""What pages and their templates get: title and template, the view, and what 404 needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_plugins.adapter import languages, machines
from kb_plugins.adapter.build import Build
from kb_plugins.adapter.diagrams import draw_diagrams
from kb_plugins.adapter.templates import choose_template, part_of
from kb_plugins.adapter.texts import text_of
from kb_plugins.adapter.work import Work
from kb_plugins.publish.markup import named_tasks


def prepare_page(build: Build, page: Page) -> None:
    """Give a page its template, and the title and description that the core found."""
    # Material's templates break on a `hide` that is no list, as other generators write it.
    hide = page.meta.get("hide")
    page.meta["hide"] = [str(part) for part in hide] if isinstance(hide, list) else []
    path = build.path(page.file)
    kind = build.kinds.get(path)
    choose_template(page, kind)
    if kind is None:
        return
    article = build.loaded.kb.by_source.get(path)
    if article or page.file.generated_by == "kb":
        page.meta["title"] = kind.title
        page.meta.setdefault("description", kind.description)
    if kind.bare and path not in build.in_menu:
        page.meta["hide"] += ["navigation"]
    if kind.bare and not article:
        page.meta["hide"] += ["toc"]


def prepare_html(
    build: Build, html: str, page: Page, files: Files, config: MkDocsConfig
) -> str:
    """Return the rendered text of a page with pictures of its diagrams, its tasks with names."""
    document, _ = build.loaded.documents.get(build.path(page.file)), build.language.gettext
    html = draw_diagrams(html, page, document, files, config, build.language)
    if "task-list-item" in html:
        html = named_tasks(html, _("Done"), _("To do"))
    return html


def fill_page(work: Work, context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
    """Hand the view of a page to its template."""
    build = work.build
    outputs, index, finished = build.outputs, build.index, build.finished
    assert outputs is not None and index is not None and finished is not None
    assert build.site is not None
    source = build.path(page.file)
    kind, article = build.kinds.get(source), build.loaded.kb.by_source.get(source)
    language = (article.language if article else "") or build.language.code
    if language != build.language.code and config.site_url:
        address = languages.original(page.url, build.edition)
        page.canonical_url = urljoin(config.site_url, address)
    text, head = text_of(page), build.site.head(source)
    light = {
        "kb_home": kind is not None and kind.template == "home",
        "kb_part": part_of(page, kind),
        "kb_bundle": build.bundle or text.bundle,
        "kb_article": article is not None,
        "kb_heading_id": text.heading_id,
        "kb_title": head.title,
        "kb_description": head.description,
        "kb_languages": work.links(source, page.url),
        "kb_alternates": work.alternates(source, page.url, config),
        **machines.page_context(outputs, index, page, source, build.is_foreign(source)),
    }
    linked = article is None or source in build.own.values()  # from every page
    place = build.places.of(page) if build.places and not linked else ""

    def view() -> dict[str, Any]:
        return _view(work, page, source, language, config)

    finished.fill(context, page, light, place, view)


def _view(
    work: Work, page: Page, source: str, language: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Return what the template of one page gets beside what is common or cheap."""
    site, title = work.build.site, str(page.title or "")
    assert site is not None
    view = site.view(source, title)
    return {
        "kb": view,
        "kb_stuck": site.stuck(source),
        "kb_escalate": site.script(source, title),
        "kb_data": machines.page_data(view, page, config, work.settings, language),
    }


def fill_template(
    work: Work, context: TemplateContext, template_name: str, config: MkDocsConfig
) -> None:
    """Give pages that are no Markdown, such as 404, what every page shares."""
    if site := work.build.site:
        extra = {
            "kb_stuck": site.stuck(""),
            "kb_escalate": site.script("", ""),
            "kb_bundle": work.build.bundle,
            "kb_languages": work.links("", "."),
            "kb_alternates": work.alternates("", ".", config),
        }
        sitemap = [one for part in work.run.sitemap.values() for one in part]
        context.update({**work.shared(config), "kb_sitemap": sitemap, **extra})  # type: ignore[typeddict-item]
        if template_name == "404.html" and work.build.finished:
            work.build.finished.fill_lost(context, extra)
