"""The addresses of a site: redirects from old ones, and the promise that none of them vanishes."""

from __future__ import annotations

from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from kb_plugins.adapter.assets import FOLDER
from kb_plugins.adapter.config import KbConfig
from kb_plugins.adapter.texts import text_of
from kb_plugins.assets import hashed
from kb_plugins.content.editions import Edition
from kb_plugins.content.frontmatter import Document
from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import address
from kb_plugins.content.redirects import Redirect, old_address, read_redirects
from kb_plugins.i18n import Language
from kb_plugins.model import Problem
from kb_plugins.pages.parts import retired
from kb_plugins.publish.moved import SCRIPT, file_of, moved_page
from kb_plugins.publish.permanence import (
    LIST,
    Now,
    PublishedPage,
    broken_promises,
    is_given_up,
    lasting,
    new_list,
    read_list,
    switched,
)
from kb_plugins.quality.markdown import read_digest
from kb_plugins.quality.targets import anchors as heading_anchors

_PARTS = (".css", ".js", ".mjs", ".map", ".json", ".xml", ".txt", ".html",
          ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico",
          ".woff", ".woff2", ".ttf", ".otf")  # fmt: skip
"""Endings of files that pages consist of. All others are downloads, which people link to."""


@dataclass
class Addresses:
    """What one build publishes, over all the builds that a plugin for languages makes of it."""

    pages: dict[str, PublishedPage] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    downloads: set[str] = field(default_factory=set)
    documents: dict[str, Document] = field(default_factory=dict)
    rewritten: dict[str, str] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)

    def add_redirects(
        self,
        files: Files,
        loaded: Loaded,
        config: MkDocsConfig,
        speaker: Language,
        edition: Edition,
    ) -> None:
        """Add a page at every old address, and note those of the plugin `redirects`."""
        found = _written(files, loaded, config, edition)
        if edition.is_default:
            found |= _mapped(files, config)
        self._add_pages(files, found, config, speaker)
        self.redirects |= found

    def add_retired(
        self, files: Files, config: MkDocsConfig, speaker: Language, edition: Edition
    ) -> None:
        """Add a page where a part of a list was, such as a letter without articles.

        Another where a page was before `use_directory_urls` was switched. Hosts are not told of
        them: what was there may come back, and browsers remember what has moved.
        """
        pages = {address(edition.path(f.src_uri)): f.url for f in files.documentation_pages()}
        with suppress(OSError, UnicodeDecodeError):  # which `finish` reports
            listed = read_list(_folder(config) / LIST)
            gone = listed.keys() - self.redirects.keys() - self.retired.keys()
            now = {url: url for url in pages.values()} | self.redirects
            found = retired(gone, pages, edition.prefix) | switched(gone, now)
            self._add_pages(files, found, config, speaker)
            self.retired |= found

    def _add_pages(
        self, files: Files, found: Mapping[str, str], config: MkDocsConfig, speaker: Language
    ) -> None:
        """Add a page that leads on at every old address."""
        script = hashed("moved", SCRIPT, "js")
        _ = speaker.gettext
        texts = _("This page has moved"), _("Go to the new page")
        for old, target in sorted(found.items()):
            page = file_of(old)
            if page and files.get_file_from_path(page) is None:
                html = moved_page(
                    old, target, FOLDER + script.name, speaker.code, texts, config.site_url or ""
                )
                files.append(File.generated(config, page, content=html))
                self.rewritten[page] = html
        if found and files.get_file_from_path(FOLDER + script.name) is None:
            files.append(File.generated(config, FOLDER + script.name, content=script.content))

    def gather(
        self,
        files: Files,
        loaded: Loaded,
        config: MkDocsConfig,
        edition: Edition,
        parts: Container[str],
    ) -> None:
        """Note every rendered page with its anchors, and every download.

        `parts` are the paths of pages that are a part of a list: no file can take their place.
        """
        documents = loaded.documents
        for file in files.documentation_pages():
            document = documents.get(edition.path(file.src_uri))
            shown = document.shown if document else ""
            if document:
                self.documents[shown] = document
            anchors = text_of(file.page).ids if file.page else ()
            fixed = shown or edition.path(file.src_uri) in parts
            own = "" if fixed else f"{Path(config.docs_dir).name}/{file.src_uri}"
            self.pages[file.url] = PublishedPage(file.url, shown, lasting(anchors), own)
        for file in files.media_files():
            ours = file.src_dir == config.docs_dir and not file.src_uri.endswith(_PARTS)
            if ours and file.inclusion is InclusionLevel.INCLUDED:
                self.downloads.add(file.url)

    def finish(self, config: MkDocsConfig, settings: KbConfig) -> list[Problem]:
        """Write what other plugins must not have the last word on, and the list.

        Returns a problem for every address of the last list that leads nowhere now.
        """
        site = Path(config.site_dir)
        for page, html in self.rewritten.items():
            if (site / page).is_file():  # mkdocs-redirects writes a script into its pages
                (site / page).write_text(html, encoding="utf-8")
        folder = _folder(config)
        now = Now(
            self.pages,
            self.retired | self.redirects,
            _Written(site),
            partial(is_given_up, settings.gone),
            self._heading,
            "attr_list" in config.markdown_extensions,
        )
        try:
            listed = read_list(folder / LIST)
        except (OSError, UnicodeDecodeError) as error:
            return [
                Problem(
                    path=LIST,
                    line=1,
                    rule="published-list",
                    message=f"The list of addresses cannot be read ({error})",
                    fix="Take it from the published site again",
                )
            ]
        exact = {wish for wish in settings.gone if "*" not in wish}
        self.given_up = {url for url in listed if now.let_go(url)} | exact
        self.given_up -= {url for url in self.given_up if url in now.files}
        (site / LIST).write_text(new_list(listed, now, self.downloads), encoding="utf-8")
        return broken_promises(listed, now)

    def _heading(self, source: str, anchor: str) -> tuple[int, str] | None:
        document = self.documents.get(source)
        if document is None:
            return None
        for heading in read_digest(document.body).headings:
            if anchor in heading_anchors((heading,)):
                line = document.body_line + heading.line - 1
                return line, f"{'#' * heading.level} {heading.text}"
        return None


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").absolute().parent


@dataclass(frozen=True)
class _Written:
    """Asks a built site whether it has a file or page at an address."""

    site: Path

    def __contains__(self, url: object) -> bool:
        path = unquote(str(url))
        return (self.site / (f"{path}index.html" if path.endswith("/") else path)).is_file()


def _written(
    files: Files, loaded: Loaded, config: MkDocsConfig, edition: Edition
) -> dict[str, str]:
    """Return the redirects of front matter, from old to new address, both in their language."""
    pages = {edition.path(file.src_uri): file for file in files.documentation_pages()}
    folder = "" if edition.is_default else f"{edition.language}/"
    published = (loaded.documents[path] for path in sorted(loaded.documents) if path in pages)
    found = read_redirects(
        published, set(map(address, pages)), config.use_directory_urls, config.site_url or ""
    )
    return {
        folder + entry.old.removeprefix(folder): pages[entry.source].url
        for entry in found
        if isinstance(entry, Redirect)
    }


def _mapped(files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Return the redirects that the plugin mkdocs-redirects is configured with."""
    plugin: Any = config.plugins.get("redirects")
    maps = plugin.config.get("redirect_maps") if plugin else None
    found = {}
    for old, new in maps.items() if isinstance(maps, Mapping) else ():
        path, sign, anchor = str(new).partition("#")
        file = files.get_file_from_path(path)
        target = file.url + sign + anchor if file else str(new)
        if file or target.lower().startswith(("http://", "https://")):
            try:
                found[old_address(str(old), config.use_directory_urls)] = target
            except ValueError:
                continue  # which that plugin reports
    return found
