"""Markdown to HTML exactly as MkDocs does it, with a record of everything that it depended on.

Python-Markdown's parser is made anew for every page by MkDocs, at an eighth of the cost of a page.
Extensions that are known to forget one page before the next share one parser here; a test renders
pages with all of them both ways.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)

from kb_plugins.adapter.blocks import hasten_blocks
from kb_plugins.adapter.highlighting import leave_styles_out
from kb_plugins.adapter.inline import hasten
from kb_plugins.adapter.markdown_keys import base_key
from kb_plugins.adapter.texts import Text, finish_text
from kb_plugins.adapter.trees import hasten_trees
from kb_plugins.cache.fingerprint import UnkeyableError, fingerprint
from kb_plugins.markdown_internal import FOUND


@dataclass
class Rendered:
    """What MkDocs wants to know of a rendered page, and what that depended on beside the text.

    `text` is the content as articles show it.

    `links` are pairs of each relative address and what it became; `files` pairs of each path that
    a snippet named and the hash of that file, or None where there is no such file.
    """

    content: str
    toc: list[dict[str, Any]]
    title: str | None
    anchors: list[str | None]
    links: list[list[str]]
    files: list[list[str | None]]
    text: Text
    quiet: bool = True

    def row(self) -> list[Any]:
        """What the cache keeps."""
        text = self.text.row(self.content)
        return [self.content, self.toc, self.title, self.anchors, self.links, self.files, text]

    @classmethod
    def of(cls, row: list[Any]) -> Rendered:
        """Make of a row what it was made of. Raises ValueError or TypeError for another row."""
        content, toc, title, anchors, links, files, text = row
        return cls(content, toc, title, anchors, links, files, Text.of(text, content))


class Links(_RelativePathTreeprocessor):
    """MkDocs' treatment of links, which also notes each link."""

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__(file, files, config)
        self.noted: list[list[str]] = []

    def path_to_url(self, url: str) -> str:
        """Return what a link becomes."""
        found = super().path_to_url(url)
        if not url.startswith(("https:", "http:", "mailto:")):
            self.noted.append([url, found])
        return found


class Renderer:
    """Renders the pages of one build, and says under which key the result may be kept."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self.reason = ""
        """Why nothing can be kept; empty if it can."""
        self._base = b""
        self._parser: Markdown | None = None
        self._find: Callable[[str], str | None] | None = None
        self._read: dict[str, str | None] = {}
        try:
            self._base = base_key(config)
        except UnkeyableError as error:
            self.reason = str(error)

    def key(self, file: File, text: str) -> bytes:
        """Return the key of a page: its place, its text, and everything that all pages share."""
        return fingerprint(self._base, file.src_uri, text)

    def render(self, text: str, links: Links) -> Rendered:
        """Render one page. `links` knows the page and the other files."""
        md, self._parser = self._parser or self._new_parser(), None
        self._read = {}
        raw = _RawHTMLPreprocessor()
        anchors = _ExtractAnchorsTreeprocessor(links.file, links.files, self._config)
        title = _ExtractTitleTreeprocessor()
        raw._register(md)
        anchors._register(md)
        links._register(md)
        title._register(md)
        found = len(FOUND)
        with _listening() as said:
            content = md.convert(text)
        rendered = Rendered(
            content=content,
            toc=[_toc_item(token) for token in getattr(md, "toc_tokens", [])],
            title=title.title,
            anchors=sorted(anchors.present_anchor_ids | raw.present_anchor_ids, key=str),
            links=links.noted,
            files=[[path, digest] for path, digest in self._read.items()],
            text=finish_text(content, titled=True),
            quiet=not said and len(FOUND) == found,
        )
        if not self.reason:
            self._parser = md.reset()
        return rendered

    def load(self) -> None:
        """Import everything that rendering needs, so that processes forked later have it."""
        self._parser = self._parser or self._new_parser()

    def restore(self, row: Any, links: Links) -> Rendered | None:
        """Return what the cache holds of a page, if it still holds: the links, the snippets."""
        try:
            rendered = Rendered.of(row)
        except (TypeError, ValueError):
            return None
        if rendered.files and any(self._file_digest(path) != old for path, old in rendered.files):
            return None
        if not rendered.links:
            return rendered
        with _held_back() as messages:
            same = all(links.path_to_url(url) == old for url, old in rendered.links)
        if not same:
            return None
        for message in messages:
            _LOG.handle(message)
        return rendered

    def _new_parser(self) -> Markdown:
        md = Markdown(
            extensions=self._config["markdown_extensions"],
            extension_configs=self._config["mdx_configs"] or {},
        )
        if not self.reason and "snippet" in md.preprocessors:
            self._watch_snippets(md)
        hasten(md)
        hasten_blocks(md)
        leave_styles_out(md)
        if not self.reason:  # an extension that is not known might add text at any time
            hasten_trees(md)
        return md

    def _watch_snippets(self, md: Markdown) -> None:
        """Note which files the snippets of this parser read."""
        snippets: Any = md.preprocessors["snippet"]
        self._find = snippets.get_snippet_path

        def find(path: str) -> str | None:
            self._read[path] = self._file_digest(path)
            return self._find(path) if self._find else None

        snippets.get_snippet_path = find

    def _file_digest(self, path: str | None) -> str | None:
        if self._find is None:
            self._parser = self._parser or self._new_parser()
        found = self._find(path) if self._find and path is not None else None
        try:
            return blake2b(Path(found).read_bytes()).hexdigest() if found else None
        except OSError:
            return None


_LOG = logging.getLogger("mkdocs.structure.pages")


@contextmanager
def _held_back() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs says about links, which may turn out to be said again."""
    held: list[logging.LogRecord] = []

    def hold(record: logging.LogRecord) -> bool:
        held.append(record)
        return False

    _LOG.addFilter(hold)
    try:
        yield held
    finally:
        _LOG.removeFilter(hold)


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Collect warnings of extensions. They would be lost if the page came from the cache."""
    said: list[logging.LogRecord] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = said.append  # type: ignore[method-assign, assignment]
    listener.addFilter(lambda record: record.name != _LOG.name)
    loggers = [logging.getLogger(name) for name in ("", "MARKDOWN", "mkdocs")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _toc_item(token: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": token["name"],
        "id": token["id"],
        "level": token["level"],
        "children": [_toc_item(child) for child in token["children"]],
    }
