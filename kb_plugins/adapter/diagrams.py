"""Diagrams of Mermaid in pages: pictures that we draw, or their text; no script from elsewhere.

A site that ships Mermaid's script itself (`extra_javascript`) keeps its diagrams as they are.
"""

from __future__ import annotations

import logging
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, write_file

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
    if not can_draw():
        message = "Readers get the text of this diagram, because nothing here can draw it"
        fix = "Install `mkdocs-firstline[diagrams]`, and the build draws it"
        _warn(document, page, 0, "diagram-as-text", message, fix)
        return replaced(html, list(map(as_text, texts)))
    figures = []
    for index, text in enumerate(texts):
        try:
            diagram = draw(text)
        except DiagramError as error:
            message = f"This diagram cannot be drawn, so readers get its text: {error}"
            fix = "Try it in the live editor of Mermaid, and correct it here"
            _warn(document, page, index, "diagram-broken", message, fix)
            figures.append(as_text(text))
            continue
        urls = tuple(_add(svg, page, files, config) for svg in (diagram.light, diagram.dark))
        figures.append(figure(diagram, urls, text, words))
    return replaced(html, figures)


def _add(svg: str, page: Page, files: Files, config: MkDocsConfig) -> str:
    """Add a picture, and return its address as seen from a page."""
    asset = hashed("diagram", svg, "svg")
    path = FOLDER + asset.name
    if files.get_file_from_path(path) is None:
        files.append(File.generated(config, path, content=asset.content))
        # At once, because a preview copies no file after a save.
        write_file(asset.content, f"{config.site_dir}/{path}")
    return get_relative_url(path, page.url)


def _warn(
    document: Document | None, page: Page, index: int, rule: str, message: str, fix: str
) -> None:
    path, line = _place(document, page, index)
    problem = Problem(
        path=path, line=line, rule=rule, message=message, fix=fix, severity=Severity.WARNING
    )
    log.warning("%s", problem)


def _place(document: Document | None, page: Page, index: int) -> tuple[str, int]:
    """Return file and line of a diagram; line 1 where another plugin made it."""
    if document is None:
        return page.file.src_uri, 1
    openings = list(_OPENING.finditer(document.body))
    if index >= len(openings):
        return document.shown, 1
    before = document.body[: openings[index].end()]
    return document.shown, document.body_line + before.count("\n")
