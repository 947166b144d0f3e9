"""Fills the cache on every core while MkDocs walks the pages.

A worker gets plain values: the text of a page, and where each file of the site will be. It returns
what the cache keeps, and the main process decides as for any entry whether that still holds. So a
wrong guess here costs time and cannot change a page.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from kb_plugins.adapter.highlighting import load_lexers
from kb_plugins.adapter.markdown_keys import plain_folders
from kb_plugins.adapter.page import CachedPage, use_cache
from kb_plugins.adapter.progress import Progress
from kb_plugins.adapter.render import Links, Renderer
from kb_plugins.cache.store import Store, encode
from kb_plugins.content.editions import Edition
from kb_plugins.content.frontmatter import Document
from kb_plugins.cores import FEW, Coming, cores, forks, work_for

log = logging.getLogger("mkdocs.plugins.kb")


@dataclass(frozen=True)
class Job:
    """What a worker needs to know. `files` maps paths to address, destination and inclusion."""

    extensions: list[str]
    options: dict[str, Any]
    validation: Any
    directory_urls: bool
    files: dict[str, tuple[str, str, int]]


class KnownFiles(Files):
    """The files of a site, made only when a link asks for them."""

    def __init__(self, known: Mapping[str, tuple[str, str, int]], directory_urls: bool) -> None:
        super().__init__([])
        self._known = known
        self._directory_urls = directory_urls

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file of the site, or None."""
        uri = PurePath(path).as_posix()
        if uri not in self._known:
            return None
        url, destination, inclusion = self._known[uri]
        file = File(
            uri,
            None,
            "",
            self._directory_urls,
            dest_uri=destination,
            inclusion=InclusionLevel(inclusion),
        )
        file.url = url
        return file


def prepare(
    files: Files,
    documents: Mapping[str, Document],
    config: MkDocsConfig,
    store: Store,
    edition: Edition,
) -> Coming[bytes, bytes]:
    """Let pages render through the cache, and begin to fill it with what is missing.

    `documents` are the sources of pages, by path. Nothing happens where the cache is off. Stop what
    is returned when every page is rendered.
    """
    if not store.on:
        return Coming()
    renderer = Renderer(config)
    pages = use_cache(files, renderer, store)
    if renderer.reason:
        log.debug("Pages are rendered without the cache: %s", renderer.reason)
    coming = fill(pages, documents, config, files, edition)
    coming.begin()
    for page in pages:
        page.kb_coming = coming
    return coming


def fill(
    pages: Sequence[CachedPage],
    documents: Mapping[str, Document],
    config: MkDocsConfig,
    files: Files,
    edition: Edition,
) -> Coming[bytes, bytes]:
    """Render what the cache lacks of some pages, on all cores. Returns what comes, by keys.

    `documents` are their sources. A text that another plugin changes later is rendered then.
    Workers that cannot be started or that die are no fault either.
    """
    if not pages:
        return Coming()
    store, renderer = pages[0].kb_store, pages[0].kb_renderer
    known = {}
    for page in pages:
        document = documents.get(edition.path(page.file.src_uri))
        if document is not None:
            text = document.body.lstrip("\n")  # as MkDocs cuts off the front matter
            known[renderer.key(page.file, text)] = (page.file.src_uri, text)
    lacking = store.lacking(known)
    missing = [(path, text, key) for key, (path, text) in known.items() if key in lacking]
    if len(missing) < FEW or cores() < 2:
        return Coming()
    job = Job(
        list(config["markdown_extensions"]),
        plain_folders(dict(config["mdx_configs"] or {})),
        config.validation,
        config.use_directory_urls,
        {
            name: (file.url, file.dest_uri, file.inclusion.value)
            for file in files
            for name in edition.names(file.src_uri)
        },
    )
    renderer.load()
    load_lexers((text for _path, text, _key in missing), config)

    def take(key: bytes, raw: bytes) -> None:
        if raw:
            store.put_bytes(key, raw)

    results = Progress("Rendering", len(missing)).over(_rendered(missing, job))
    return Coming([key for _path, _text, key in missing], results, take)


def _rendered(
    missing: Sequence[tuple[str, str, bytes]], job: Job
) -> Generator[bytes, None, None]:
    """Yield what the cache keeps of each page, until something breaks."""
    try:
        with ProcessPoolExecutor(cores(), _context(), _start, (job, os.getpid())) as pool:
            yield from pool.map(_render, missing, chunksize=8)
    except (OSError, RuntimeError) as error:  # among them BrokenProcessPool
        log.debug("Rendering ahead of time stopped: %s", error)


def _context() -> Any:
    """Fork where that exists and is safe; a preview has threads, and they do not survive it."""
    return multiprocessing.get_context("fork" if forks() else "spawn")


_worker: tuple[MkDocsConfig, Renderer, KnownFiles] | None = None


def _start(job: Job, parent: int) -> None:
    """Prepare a worker process, which says nothing: the main process will."""
    global _worker
    work_for(parent)
    logging.disable(logging.NOTSET)
    for name in ("", "mkdocs"):
        logging.getLogger(name).handlers.clear()
    structure = logging.getLogger("mkdocs.structure.pages")
    structure.handlers = [logging.NullHandler()]
    structure.propagate = False
    config = MkDocsConfig()
    config["markdown_extensions"] = job.extensions
    config["mdx_configs"] = job.options
    config["validation"] = job.validation
    config["use_directory_urls"] = job.directory_urls
    _worker = (config, Renderer(config), KnownFiles(job.files, job.directory_urls))


def _render(page: tuple[str, str, bytes]) -> bytes:
    """Render one page. Nothing comes back of one that fails; it will fail again, and say so."""
    path, text, _key = page
    assert _worker is not None
    config, renderer, files = _worker
    file = files.get_file_from_path(path)
    assert file is not None
    try:
        rendered = renderer.render(text, Links(file, files, config))
    except Exception:
        return b""
    return encode(rendered.row()) if rendered.quiet else b""
