"""MkDocs' pages -> the files for machines that read, and what templates say of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kb_plugins.adapter.assets import FOLDER
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.dates import git_day
from kb_plugins.adapter.reuse import LaterFile, Placed, ReadyFile, Reuse
from kb_plugins.cache.fingerprint import code_digest, fingerprint, text_digest
from kb_plugins.cache.store import Store
from kb_plugins.content.editions import Edition
from kb_plugins.content.internal import part
from kb_plugins.model import Audience
from kb_plugins.pages.site import Site
from kb_plugins.publish.outputs import Outputs, Wanted
from kb_plugins.publish.shelf import Shelf
from kb_plugins.publish.sitemap import Index, SitemapEntry
from kb_plugins.publish.structured import Facts, structured_data

log = logging.getLogger("mkdocs.plugins.kb")

Kind = TypeVar("Kind", bound=ReadyFile)
Alternates = Callable[[str, str], tuple[tuple[str, str], ...]]
_SNIPPETS = "pymdownx.snippets"


def _texts(site: Site, files: Files, config: MkDocsConfig, public: bool) -> dict[str, str]:
    """Return the Markdown of the articles as every plugin left it, by path.

    This is the text that was rendered: what a plugin took out because it is internal is gone.
    """
    found = {}
    for article in site.pages.kb.articles:
        file = files.get_file_from_path(article.source)
        if file and file.page:
            found[article.source] = _with_snippets(file.page.markdown or "", config, public)
    return found


def _with_snippets(markdown: str, config: MkDocsConfig, public: bool) -> str:
    """Put in the texts of other files that a text names, when the site uses snippets.

    For the public they lose their internal blocks.
    """
    if _SNIPPETS not in config.markdown_extensions or "-8<-" not in markdown:
        return markdown
    reader = Markdown(
        extensions=[_SNIPPETS],
        extension_configs={_SNIPPETS: config.mdx_configs.get(_SNIPPETS, {})},
    )
    text = "\n".join(reader.preprocessors["snippet"].run(markdown.split("\n")))
    return part(text).published if public else text


def add_outputs(
    config: MkDocsConfig,
    own: KbConfig,
    files: Files,
    site: Site,
    edition: Edition,
    store: Store,
    state: str,
    reuse: Reuse | None = None,
) -> Outputs:
    """Put the files for machines into `files`; a file that the team wrote itself stays.

    Call it when every page is rendered. An article that only stands in for a translation is in the
    files of its own language. `store` keeps the Markdown of articles; `state` is a hash of all that
    views are made of, or empty. `reuse` knows what the published site has already.
    """
    outputs, addresses = _outputs(config, own, files, site, edition)
    shelf = outputs.shelf
    stamp = (code_digest(), state, shelf.name, shelf.description, sorted(addresses.items()))
    key = fingerprint("outputs", *stamp, outputs.wanted)
    kept = _Kept(store if state else Store(), key, outputs.texts)
    writer = _Writer(config, {file.dest_uri for file in files}, reuse)

    def keep(source: str, text: str, placed: Placed | None) -> None:
        kept.keep(source, text)
        writer.adopt(shelf.copy(source), placed)

    outputs = replace(outputs, known=kept.copy, place=writer.place, keep=keep)
    lists = ((address, text.encode()) for address, text in kept.lists(outputs).items())
    for address, content in chain(outputs.articles(), lists):
        if file := writer.file(address, content):
            files.append(file)
    if not config.site_url and (own.outputs.feeds or own.outputs.sitemap):
        log.info("Without `site_url` there are no feeds and no sitemap: they need whole addresses")
    return outputs


def add_later(
    config: MkDocsConfig, own: KbConfig, files: Files, site: Site, edition: Edition
) -> Outputs:
    """Put the same files into `files`, each a `LaterFile`: a preview makes what somebody asks for.

    After a save all of them are out of date, and hardly ever does anybody look at one.
    """
    outputs, _ = _outputs(config, own, files, site, edition)
    taken = {file.dest_uri for file in files}
    for address, make in outputs.each().items():
        if unquote(address) not in taken:
            file = _named(config, LaterFile, address)
            file.kb_make = make
            files.append(file)
    return outputs


def _outputs(
    config: MkDocsConfig, own: KbConfig, files: Files, site: Site, edition: Edition
) -> tuple[Outputs, dict[str, str]]:
    """Return what makes the files, and the addresses of the site by path."""
    addresses = {
        name: file.url
        for file in files
        if not file.src_uri.startswith(FOLDER)  # no text links to our scripts and their hashes
        for name in edition.names(file.src_uri)
    }
    kb = site.pages.kb
    written = tuple(article for article in kb.articles if not article.language)
    shelf = Shelf(
        replace(site.pages, kb=replace(kb, articles=written)),
        site.ways,
        site.landing,
        config.site_name,
        config.site_description or "",
        addresses[site.own["index.md"]],
    )
    switches = own.outputs
    wanted = Wanted(
        switches.markdown, switches.llms, switches.llms_full, switches.catalog, switches.feeds
    )
    texts = _texts(site, files, config, own.audience == "public")
    return Outputs(shelf, wanted, texts, lambda path: addresses.get(path, "")), addresses


class _Kept:
    """What the cache holds of these files: lists under a `key`, copies by the text they are of."""

    def __init__(self, store: Store, key: bytes, texts: Mapping[str, str]) -> None:
        self._store, self._key = store, key
        self._digests = {source: text_digest(text) for source, text in texts.items()}

    def lists(self, outputs: Outputs) -> dict[str, str]:
        """Return the lists, a row of the cache each: one of ten thousand articles is large."""
        key, store = fingerprint(self._key, "lists"), self._store
        names = store.get(key)
        kept = names if isinstance(names, list) else []
        rows = {name: store.get(fingerprint(key, name)) for name in kept}
        if rows and all(isinstance(text, str) for text in rows.values()):
            return rows
        rows = outputs.lists()
        for name, text in rows.items():
            store.put(fingerprint(key, name), text)
        store.put(key, list(rows))
        return rows

    def copy(self, source: str) -> str | None:
        """Return the copy of an article whose text is the same."""
        found = self._store.get(self._place(source))
        return found if isinstance(found, str) else None

    def keep(self, source: str, copy: str) -> None:
        """Keep each by itself: one row of ten thousand would be in memory three times over."""
        self._store.put(self._place(source), copy)

    def _place(self, source: str) -> bytes:
        return fingerprint(self._key, source, self._digests.get(source, ""))


class _Writer:
    """Writes files into the site, where MkDocs will find that they are there already.

    Ten thousand of them are too much to be held until MkDocs writes files. `taken` are the places
    of files that the site has.
    """

    def __init__(self, config: MkDocsConfig, taken: AbstractSet[str], reuse: Reuse | None) -> None:
        self._config, self._taken = config, taken
        self._reuse = reuse or Reuse(None, config)
        self._placed: set[str] = set()

    def place(self, address: str, content: bytes) -> Placed | None:
        """Write a file in a process of its own, if the site has none there."""
        path = unquote(address)
        if path in self._taken:
            return None
        return self._reuse.place(path, f"{self._config.site_dir}/{path}", content)

    def adopt(self, address: str, placed: Placed | None) -> None:
        """Know what `place` returned in another process."""
        if placed:
            self._placed.add(address)
            self._reuse.adopt(unquote(address), placed)

    def file(self, address: str, content: bytes | Iterator[bytes]) -> File | None:
        """Return a file that is written now at the latest, if the site has none there."""
        path = unquote(address)
        if path in self._taken:
            return None
        file = _named(self._config, ReadyFile, address)
        place = str(file.abs_src_path)
        if isinstance(content, bytes):
            if address not in self._placed:
                self._reuse.place(path, place, content)
        else:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            with Path(place).open("wb") as out:
                out.writelines(content)
        return file


def _named(config: MkDocsConfig, kind: type[Kind], address: str) -> Kind:
    """Return a file at an address, whose content is there."""
    path = unquote(address)
    # MkDocs would take `.md` for the source of a page: the file gets its name afterwards.
    place = f"{config.site_dir}/{path}"
    file = kind.generated(config, f"{path}.kb", abs_src_path=place)
    file.dest_uri, file.url = path, address
    return cast(Kind, file)


def search_engines(site: Site, own: KbConfig) -> Index:
    """Return what search engines may show."""
    return Index(site, Audience(own.audience))


def sitemap(
    index: Index, files: Mapping[str, File], own: KbConfig, alternates: Alternates
) -> list[SitemapEntry]:
    """Return the entries of the sitemap, in the order of their addresses.

    `files` are the pages by our path; `alternates` takes path and address of a page and gives its
    addresses by language.
    """
    if not own.outputs.sitemap:
        return []
    entries = [
        SitemapEntry(
            file.page.canonical_url,
            index.day(path, git_day(file.page)),
            alternates(path, file.page.url),
        )
        for path, file in files.items()
        if file.page and file.page.canonical_url and index.shows(path, robots(file.page))
    ]
    return sorted(entries, key=lambda entry: entry.url)


def robots(page: Page) -> str:
    """Return what the front matter of a page tells robots, such as `noindex`."""
    said = page.meta.get("robots")
    return said if isinstance(said, str) else ""


def page_context(
    outputs: Outputs, index: Index, page: Page, source: str, stands_in: bool
) -> dict[str, Any]:
    """Return what the head and the foot of a page say about files for machines.

    A page that stands in for a translation is for readers: search engines have its original.
    """
    return {
        "kb_copy": outputs.copy(source),
        "kb_feeds": outputs.feeds_of(source),
        "kb_noindex": stands_in or not index.shows(source, robots(page)),
    }


def page_data(
    view: object, page: Page, config: MkDocsConfig, own: KbConfig, language: str
) -> list[dict[str, Any]]:
    """Return what search engines are told of a page, as JSON-LD objects."""
    if not own.outputs.structured_data:
        return []
    facts = Facts(
        str(page.title or ""),
        page.url,
        page.content or "",
        config.site_url or "",
        config.site_name,
        language,
    )
    return structured_data(view, facts)
