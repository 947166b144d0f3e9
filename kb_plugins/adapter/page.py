"""A page that renders through the cache."""

from __future__ import annotations

import logging

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from kb_plugins.adapter.render import Links, Rendered, Renderer
from kb_plugins.cache.store import Store
from kb_plugins.cores import Coming

log = logging.getLogger("mkdocs.plugins.kb")
_STRUCTURE = logging.getLogger("mkdocs.structure.pages")


class CachedPage(Page):
    """MkDocs' page, whose text is rendered only if the cache does not hold it."""

    kb_renderer: Renderer
    kb_store: Store
    kb_rendered: Rendered
    kb_coming: Coming[bytes, bytes] = Coming()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in content, table of contents, title and anchors, as MkDocs' own method does."""
        if self.markdown is None:
            raise RuntimeError("`markdown` field hasn't been set (via `read_source`)")
        renderer, store = self.kb_renderer, self.kb_store
        key = renderer.key(self.file, self.markdown)
        links = Links(self.file, files, config)
        self.kb_coming.need(key)
        kept = store.get(key)
        rendered = renderer.restore(kept, links) if kept is not None else None
        if rendered is None:
            links = Links(self.file, files, config)
            rendered = renderer.render(self.markdown, links)
            if rendered.quiet:
                store.put(key, rendered.row())
        self._fill(rendered, links)

    def _fill(self, rendered: Rendered, links: Links) -> None:
        self.kb_rendered = rendered
        self.content = rendered.content
        self.toc = get_toc(rendered.toc)  # type: ignore[arg-type]
        self._title_from_render = rendered.title
        self.present_anchor_ids = set(rendered.anchors)  # type: ignore[arg-type]
        if _STRUCTURE.getEffectiveLevel() > logging.DEBUG:
            self.links_to_anchors = links.links_to_anchors


def use_cache(files: Files, renderer: Renderer, store: Store) -> list[CachedPage]:
    """Let pages render through the cache, if anything may be kept. Returns those pages.

    Pages of other plugins stay what they are. The class is changed in place: MkDocs has made the
    pages, and its navigation holds them.
    """
    if renderer.reason:
        return []
    pages = []
    for file in files.documentation_pages():
        if type(file.page) is Page:
            file.page.__class__ = CachedPage
        if isinstance(file.page, CachedPage):
            file.page.kb_renderer, file.page.kb_store = renderer, store
            pages.append(file.page)
    return pages
