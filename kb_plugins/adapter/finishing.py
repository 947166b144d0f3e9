"""Runs the templates of pages on every core, before MkDocs walks the pages.

What comes of it goes into the cache, and is taken from there only if its key is still that of the
page. So a wrong guess here costs time and cannot change a page.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kb_plugins.adapter.finished import FinishedPages
from kb_plugins.adapter.progress import Progress
from kb_plugins.adapter.reuse import Placed, Reuse, page_bytes
from kb_plugins.cores import FEW, cores, forks, spread

log = logging.getLogger("mkdocs.plugins.kb")

Rows = list[tuple[bytes, bytes]]


def finish_ahead(
    finished: FinishedPages,
    config: MkDocsConfig,
    files: Files,
    nav: Navigation,
    env: Environment,
    reuse: Reuse,
) -> int:
    """Finish and write the pages of which the cache has nothing. Returns how many that were.

    Call it when everything that templates need is there. Pages with something to complain of are
    left to MkDocs, so that it is said once, and counted.
    """
    shown = files.documentation_pages(inclusion=InclusionLevel.is_included)
    places = Counter(file.dest_uri for file in shown)  # of two with one place, the last one has it
    alone = [file.page for file in shown if file.page and places[file.dest_uri] == 1]
    pages = finished.missing(alone)
    if len(pages) < FEW or cores() < 2 or not forks():
        return 0

    def finish(page: Page) -> tuple[Rows, Placed | None]:
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
                page.active = False
            if said or not rows or not output.strip():
                return [], None
            file = page.file
            return rows, reuse.place(file.dest_uri, file.abs_dest_path, page_bytes(output))

    progress = Progress("Writing pages", len(pages))
    done = 0
    # The first one loads the templates, which processes forked later have then.
    results = chain([finish(pages[0])], spread(finish, pages[1:]))
    for page, (rows, placed) in zip(pages, results, strict=True):
        if placed:
            finished.take(rows)
            reuse.adopt_page(page, placed)
            done += 1
        progress.step()
    progress.end()
    log.debug("%s pages were finished on all cores", done)
    return done


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
