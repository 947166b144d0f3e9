"""Diagrams of Mermaid in pages: pictures that we draw, or their text; no script from elsewhere.

A site that ships Mermaid's script itself (`extra_javascript`) keeps its diagrams as they are.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from kb_plugins.adapter.assets import FOLDER
from kb_plugins.assets import hashed
from kb_plugins.content.frontmatter import Document
from kb_plugins.i18n import Language
from kb_plugins.model import Problem, Severity
from kb_plugins.publish.diagrams import (
    DiagramError,
    as_text,
    can_draw,
    draw,
    figure,
    replaced,
    texts_of,
)

log = logging.getLogger("mkdocs.plugins.kb")

_OPENING = re.compile(r"^\s*(?:`{3,}|~{3,})[\s{.]*mermaid\b", re.MULTILINE)


def draw_diagrams(
    html: str,
    page: Page,
    document: Document | None,
    files: Files,
    config: MkDocsConfig,
    speaker: Language,
) -> str:
    """Return the text of a page with its diagrams as pictures, which are added to the files.

    What cannot be drawn stays readable as text, and is logged as a warning.
    """
    texts = texts_of(html) if "mermaid" in html else []
    if not texts or any("mermaid" in str(script) for script in config.extra_javascript):
        return html
    words = speaker.gettext("Diagram"), speaker.gettext("The diagram as text")
    figures = []
    for index, text in enumerate(texts):
        figures.append(as_text(text))
        if can_draw():
            try:
                diagram = draw(text)
            except DiagramError as error:
                log.warning("%s", _broken(document, page, index, str(error)))
                continue
            urls = tuple(_add(svg, page, files, config) for svg in (diagram.light, diagram.dark))
            figures[-1] = figure(diagram, urls, text, words)
    if not can_draw():
        log.warning("%s", _no_library(document, page))
    return replaced(html, figures)


def _add(svg: str, page: Page, files: Files, config: MkDocsConfig) -> str:
    """Add a picture, and return its address as seen from a page."""
    asset = hashed("diagram", svg, "svg")
    path = FOLDER + asset.name
    if files.get_file_from_path(path) is None:
        files.append(File.generated(config, path, content=asset.content))
        place = Path(config.site_dir, path)  # a preview copies no file after a save
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(asset.content)
    return get_relative_url(path, page.url)


def _broken(document: Document | None, page: Page, index: int, message: str) -> Problem:
    path, line = _place(document, page, index)
    return Problem(
        path=path,
        line=line,
        rule="diagram-broken",
        message=f"This diagram cannot be drawn, so readers get its text: {message}",
        fix="Try it in the live editor of Mermaid, and correct it here",
        severity=Severity.WARNING,
    )


def _no_library(document: Document | None, page: Page) -> Problem:
    path, line = _place(document, page, 0)
    return Problem(
        path=path,
        line=line,
        rule="diagram-as-text",
        message="Readers get the text of this diagram, because nothing here can draw it",
        fix="Install `mkdocs-firstline[diagrams]`, and the build draws it",
        severity=Severity.WARNING,
    )


def _place(document: Document | None, page: Page, index: int) -> tuple[str, int]:
    """Return file and line of a diagram; line 1 where another plugin made it."""
    if document is None:
        return page.file.src_uri, 1
    openings = list(_OPENING.finditer(document.body))
    if index >= len(openings):
        return document.shown, 1
    before = document.body[: openings[index].end()]
    return document.shown, document.body_line + before.count("\n")
