"""Runs the templates of pages on every core, while MkDocs walks the pages.

What comes of it goes into the cache, and is taken from there only if its key is still that of the
page. So a wrong guess here costs time and cannot change a page.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb_plugins.adapter.finished import FinishedPages
from kb_plugins.adapter.progress import Progress
from kb_plugins.adapter.reuse import Placed, Reuse, page_bytes
from kb_plugins.adapter.templates import load_templates
from kb_plugins.cores import FEW, Coming, cores, forks, spread

log = logging.getLogger("mkdocs.plugins.kb")

Made = tuple[list[tuple[bytes, bytes]], Placed | None]
"""Rows for the cache, and how the page came into the site, if it did."""


def finish_ahead(
    finished: FinishedPages,
    config: MkDocsConfig,
    files: Files,
    nav: Navigation,
    env: Environment,
    reuse: Reuse,
) -> Coming[str, Made]:
    """Begin to finish and write the pages of which the cache has nothing.

    Call it when everything that templates need is there. Pages with something to complain of are
    left to MkDocs, so that it is said once, and counted. Returns what comes, by paths of sources.
    """
    shown = files.documentation_pages(inclusion=InclusionLevel.is_included)
    places = Counter(file.dest_uri for file in shown)  # of two with one place, the last one has it
    alone = [file.page for file in shown if file.page and places[file.dest_uri] == 1]
    pages = finished.missing(alone)
    if len(pages) < FEW or cores() < 2 or not forks():
        return Coming()
    pages_by_path = {page.file.src_uri: page for page in pages}

    def finish(path: str) -> Made:
        page = pages_by_path[path]
        active = page.active  # MkDocs is at this very page, if this is done here after all
        with finished.elsewhere() as rows, _silence() as said:
            try:
                page.active = True
                context = get_context(nav, shown, config, page)
                template = env.get_template(str(page.meta.get("template", "main.html")))
                context = config.plugins.on_page_context(
                    context, page=page, config=config, nav=nav
                )
                output = template.render(context)
                output = config.plugins.on_post_page(output, page=page, config=config)
            except Exception:
                return [], None
            finally:
                page.active = active
            if said or not rows or not output.strip():
                return [], None
            file = page.file
            return rows, reuse.place(file.dest_uri, file.abs_dest_path, page_bytes(output))

    def take(path: str, made: Made) -> None:
        rows, placed = made
        if placed:
            finished.take(rows)
            reuse.adopt_page(pages_by_path[path], placed)

    # An article loads the templates of Material: processes forked later have them, as ours.
    load_templates(env)
    paths = list(pages_by_path)
    first = next(filter(_looks_like_an_article, pages), pages[0]).file.src_uri
    paths.remove(first)
    progress = Progress("Writing pages", len(pages))
    take(first, finish(first))
    progress.step()
    log.debug("%s pages are finished on all cores", len(pages))
    coming = Coming(paths, progress.over(spread(finish, paths)), take)
    coming.begin()
    return coming


def _looks_like_an_article(page: Page) -> bool:
    return not page.file.generated_by and "template" not in page.meta


@contextmanager
def _silence() -> Iterator[list[logging.LogRecord]]:
    """Collect what is said, instead of saying it."""
    said: list[logging.LogRecord] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = said.append  # type: ignore[method-assign, assignment]
    loggers = [logging.getLogger(name) for name in ("", "mkdocs")]
    handlers = [logger.handlers for logger in loggers]
    for logger in loggers:
        logger.handlers = [listener]
    try:
        yield said
    finally:
        for logger, before in zip(loggers, handlers, strict=True):
            logger.handlers = before
