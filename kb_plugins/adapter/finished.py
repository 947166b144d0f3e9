"""Finished pages from the cache: for a page that nothing changed for, no template runs.

A page has two keys. The first holds everything that its view is made of: its own text and data and
the whole knowledge base. It is quick to make. Where something changed that may concern the page,
the second one decides: it holds the view itself, as the template gets it. Both hold all templates,
all settings, the navigation and the code of this package.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kb_plugins.adapter.fragments import forget
from kb_plugins.adapter.page_keys import (
    SiteKeys,
    known,
    known_view,
    page_values,
    plainer,
    site_keys,
)
from kb_plugins.adapter.page_parts import joined, parted
from kb_plugins.adapter.reuse import TAKEN_OVER, Reuse, page_bytes
from kb_plugins.cache.fingerprint import UnkeyableError, fingerprint
from kb_plugins.cache.store import Store, encode
from kb_plugins.cores import Coming
from kb_plugins.publish.reuse import content_digest

log = logging.getLogger("mkdocs.plugins.kb")

_LOST = "404.html"
RENDERED = "kb_rendered"
"""The name under which a context holds a finished page."""


class Finished(NamedTuple):
    """A page from the cache, and the hash of its bytes."""

    html: str
    digest: str


class PageTemplate(Template):
    """A template that hands out a finished page if the context has one."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page, rendered or as it was kept."""
        if args and (html := args[0].get(RENDERED)) is not None:
            return str(html)
        return super().render(*args, **kwargs)


class FinishedPages:
    """The finished pages of one build.

    Each page has two rows: a small one with its keys and the hash of its bytes, and its parts.
    `reuse` may put the page of the published site in its place by that hash alone, and `coming`
    are pages that other processes finish.

    `nav` is the menu that templates get, where pages are kept at all.
    """

    def __init__(self, store: Store, nav: Navigation | None, keys: SiteKeys) -> None:
        self._store, self._nav, self._keys = store, nav, keys
        self.reuse: Reuse | None = None
        self.coming: Coming[str, Any] = Coming()
        self.reason = keys.reason
        self._pending: dict[str, tuple[str, str]] = {}
        self._done: set[str] = set()
        self._fresh: list[tuple[bytes, bytes]] | None = None
        self._known_extra: str | None = None
        self._lost = fingerprint(keys.rows, "template", _LOST)

    @classmethod
    def none(cls) -> FinishedPages:
        """Return something that keeps nothing, for a preview."""
        return cls(Store(), None, SiteKeys("this is a preview"))

    def fill(
        self,
        context: TemplateContext,
        page: Page,
        light: Mapping[str, Any],
        place: str,
        heavy: Callable[[], Mapping[str, Any]],
    ) -> None:
        """Give a template what it needs: the finished page, or the view to make it of.

        `light` is the part of the view that costs next to nothing, `heavy` makes the rest. `place`
        is for the pieces that pages share, and changes nothing of a page.
        """
        data: dict[str, Any] = context  # type: ignore[assignment]
        self.coming.need(page.file.src_uri)
        shown = self._shown(page, context, light)
        key = self._hash(self._keys.state, shown)
        found = self._find(page, 0, key)
        if found is None:
            view = heavy()
            view_key = self._hash(self._keys.base, shown, view)
            found = self._find(page, 1, view_key)
            if found is None:
                data.update(light)
                data.update(view)
                data["kb_place"] = place
                self._pending[page.file.src_uri] = (key, view_key)
                return
            self._put(self._place(page), encode([key, view_key, found.digest]))
        data[RENDERED] = found.html
        self._done.add(page.file.src_uri)

    def fill_lost(self, context: TemplateContext, extra: Mapping[str, Any]) -> None:
        """Give the page for wrong addresses its finished form, as `fill` does for other pages.

        `extra` is its view, which the context has, without what all pages share.
        """
        data: dict[str, Any] = context  # type: ignore[assignment]
        if self.reason:
            return
        with suppress(UnkeyableError):
            shown = fingerprint(context["base_url"], self._extra(context), known(extra))
            key = self._hash(self._keys.state, shown)
            match self._store.get(self._lost):
                case [str() as kept, str(html)] if kept == key:
                    data[RENDERED] = html
            if data.get(RENDERED) is None:
                self._pending[_LOST] = (key, key)
            else:
                self._done.add(_LOST)

    def finish_lost(self, html: str, mend: Callable[[str], str]) -> str:
        """Return the page for wrong addresses as it is written, and keep it."""
        if _LOST in self._done:
            return html
        html = mend(html)
        if keys := self._pending.pop(_LOST, None):
            self._store.put(self._lost, [keys[0], html])
        return html

    def missing(self, pages: Sequence[Page]) -> list[Page]:
        """Return the pages of which nothing at all is kept, although it may be."""
        if self.reason:
            return []
        places = {self._place(page): page for page in pages}
        lacking = self._store.lacking(places)
        return [page for place, page in places.items() if place in lacking]

    @contextmanager
    def elsewhere(self) -> Iterator[list[tuple[bytes, bytes]]]:
        """Collect what is finished, without a look at anything else: for a fork of this process."""
        before = self._store, self.reuse, self.coming
        self._store, self.reuse, self.coming = Store(), None, Coming()
        self._fresh = []
        try:
            yield self._fresh
        finally:
            (self._store, self.reuse, self.coming), self._fresh = before, None

    def take(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep what another process finished."""
        for place, raw in rows:
            self._store.put_bytes(place, raw)

    def finish(self, page: Page, html: str, mend: Callable[[str], str]) -> str:
        """Return a page as it is written: mended, and kept for the next build."""
        if page.file.src_uri in self._done:
            return html
        html = mend(html)
        self._keep(page, *self._pending.pop(page.file.src_uri, ("", "")), html)
        return html

    def _find(self, page: Page, column: int, key: str) -> Finished | None:
        if not key:
            return None
        match self._store.get(self._place(page)):
            case [str(), str(), str(digest)] as row if row[column] == key:
                if self.reuse and self.reuse.take(page, digest):
                    return Finished(TAKEN_OVER, digest)
                raw = self._store.get_bytes(self._parts(page))
                html = None if raw is None else joined(raw, digest, page_bytes(page.content or ""))
                return None if html is None else Finished(html.decode(), digest)
        return None

    def _keep(self, page: Page, key: str, view_key: str, html: str) -> None:
        if key and view_key:
            content = page_bytes(html)
            digest = content_digest(content)
            self._put(self._parts(page), parted(digest, content, page_bytes(page.content or "")))
            self._put(self._place(page), encode([key, view_key, digest]))

    def _put(self, place: bytes, raw: bytes) -> None:
        if self._fresh is not None:
            self._fresh.append((place, raw))
        else:
            self._store.put_bytes(place, raw)

    def _place(self, page: Page) -> bytes:
        return fingerprint(self._keys.rows, page.file.src_uri)

    def _parts(self, page: Page) -> bytes:
        return fingerprint(self._keys.rows, page.file.src_uri, "parts")

    def _shown(self, page: Page, context: TemplateContext, light: Mapping[str, Any]) -> bytes:
        """Return a hash of what a page is by itself, or nothing if there is something odd."""
        if self.reason or context["nav"] is not self._nav:
            return b""
        try:
            return fingerprint(known(page_values(page)), self._extra(context), known(light))
        except UnkeyableError:
            return b""

    def _extra(self, context: TemplateContext) -> str:
        """Return a hash of `extra`, where mkdocs-static-i18n puts the languages of each page."""
        config = context["config"]
        if self._known_extra is None or "i18n" in config.plugins:
            self._known_extra = known(plainer(config.extra))
        return self._known_extra

    def _hash(self, base: bytes, shown: bytes, *views: Mapping[str, Any]) -> str:
        try:
            return fingerprint(base, shown, *map(known_view, views)).hex() if shown else ""
        except UnkeyableError:
            return ""


def use_finished_pages(
    env: Environment,
    store: Store,
    config: MkDocsConfig,
    nav: Navigation | None,
    shared: Mapping[str, Any],
    state: str,
) -> FinishedPages:
    """Let finished pages come from the cache. Call it when the data of all templates is complete.

    `shared` is what the template of every page gets, `state` a hash of what views are made of.
    """
    assert nav is not None
    env.template_class = PageTemplate
    env.globals.update(shared)
    forget(env)
    off = SiteKeys("the cache is off")
    keys = site_keys(config, nav, shared, state) if store.on else off
    finished = FinishedPages(store, nav, keys)
    if finished.reason:
        log.debug("Templates run for every page, without the cache: %s", finished.reason)
    return finished


