"""Pieces of pages that are the same on many pages, made once a build.

`{% same place %} ... {% endsame %}` in a template of ours makes its inside once for each value of
`place`; where that is empty, it is made for every page. After the fragment cache in the manual of
Jinja (https://jinja.palletsprojects.com/extensions/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from kb_plugins.adapter.page_keys import own_folders, refuse_plugins
from kb_plugins.cache.fingerprint import UnkeyableError

_OF_THE_PAGE = re.compile(r"\bpage\b")


class Same(Extension):
    """The tag `same`. What it made lives as long as the environment: one build."""

    tags = {"same"}  # noqa: RUF012

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.made: dict[object, str] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a look at what is made, and a call of `_once` around its inside."""
        line = next(parser.stream).lineno
        place = parser.parse_expression()
        inside = parser.parse_statements(("name:endsame",), drop_needle=True)
        where = nodes.Const(f"{parser.name or ''}:{line}")
        made, key = self.attr("made"), nodes.Tuple([where, place], "load")
        return nodes.If(
            nodes.Compare(key, [nodes.Operand("in", made)]),
            [nodes.Output([nodes.Getitem(made, key, "load")])],
            [],
            [nodes.CallBlock(self.call_method("_once", [where, place]), [], [], inside)],
        ).set_lineno(line)

    def _once(self, where: str, place: object, caller: Callable[[], str]) -> str:
        if not place:
            return caller()
        made = self.made[where, place] = caller()
        return made


def forget(env: Environment) -> None:
    """Make all pieces anew from now on: what they show has changed."""
    same: Any = env.extensions[Same.identifier]
    same.made.clear()


class Places:
    """Tells from which pages the rest of the site looks the same.

    Relative addresses (`mkdocs.utils.get_relative_url`) are the same for all pages of a folder, but
    for a page that others lie below, or that is linked itself. A page of the menu is marked in it.
    """

    def __init__(self, files: Files, nav: Navigation, config: MkDocsConfig) -> None:
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self._in_menu = {page.file.src_uri for page in nav.pages}
        urls = {file.url for file in pages} | set(_links(nav))
        self._above = {above for url in urls for above in _folders_of(url)}
        self._above.add(str(config.extra.get("homepage", "")))
        self._off = _prints_pages(config)

    def of(self, page: Page) -> str:
        """Return what a page shares with others of its folder; nothing if it shares nothing."""
        alone = page.file.src_uri in self._in_menu or page.parent is not None or page.is_homepage
        if self._off or alone or page.url in self._above or not page.url.strip("./"):
            return ""
        folder = page.url.rstrip("/").rpartition("/")[0]
        return f"{folder}/*" if page.url.endswith("/") else f"{folder}/"


def _links(nav: Navigation) -> Iterator[str]:
    """Yield the addresses in the menu that are no pages."""
    waiting: list[StructureItem] = list(nav.items)
    while waiting:
        item = waiting.pop()
        waiting += getattr(item, "children", None) or []
        if isinstance(item, Link):
            yield item.url


def _folders_of(url: str) -> list[str]:
    parts = url.rstrip("/").split("/")
    return ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]


def _prints_pages(config: MkDocsConfig) -> bool:
    """Whether another plugin or a part of the site's own may print anything of a page."""
    try:
        refuse_plugins(config)
    except UnkeyableError:
        return True
    return any(
        _OF_THE_PAGE.search(part.read_text(encoding="utf-8", errors="replace"))
        for folder in own_folders(config)
        for part in folder.rglob("*.html")
        if part.parent != folder
    )
