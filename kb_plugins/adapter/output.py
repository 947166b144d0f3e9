"""Finished pages from the cache: for a page that nothing changed for, no template runs.

A page has two keys. The first holds everything that its view is made of: its own text and data and
the whole knowledge base. It is quick to make. Where something changed that may concern the page,
the second one decides: it holds the view itself, as the template gets it. Both hold all templates,
all settings, the navigation and the code of this package.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from kb_plugins.cache.fingerprint import (
    UnkeyableError,
    code_digest,
    files_digest,
    fingerprint,
    text_digest,
    versions,
)
from kb_plugins.cache.store import Store

log = logging.getLogger("mkdocs.plugins.kb")

RENDERED = "kb_rendered"
"""The name under which a context holds a finished page."""
_STAGES = ("env", "page_context", "post_page")
_HARMLESS = ("material.plugins.search.", "mkdocs_static_i18n.")
"""Plugins whose hooks of those stages leave pages as they are."""
_WIDE = re.compile(
    r"\b(pages|build_date_utc|update_date|site_dir|docs_dir|config_file_path|abs_src_path"
    r"|abs_dest_path|hooks|attr|attribute)\b"
    r"|\bplugins\s*[.\[]|(?<!\bpage)\.(content|toc|markdown)\b"
    r"|\[\s*['\"](content|toc|markdown)\b|\b(for|set)\s+page\b"
)
"""What a site's own template may read that is no part of a key: other pages, the time, folders."""
_PACKAGES = ("material", "mkdocs", "kb_plugins")
_NOT_SHOWN = frozenset(
    {
        "site_dir",
        "docs_dir",
        "config_file_path",
        "dev_addr",
        "watch",
        "hooks",
        "plugins",
        "theme",
        "strict",
    }
)
_OWN_TO_PAGE = frozenset(
    {
        "file",
        "title",
        "children",
        "previous_page",
        "next_page",
        "_Page__active",
        "update_date",
        "canonical_url",
        "abs_url",
        "edit_url",
        "markdown",
        "_title_from_render",
        "content",
        "toc",
        "meta",
        "parent",
        "present_anchor_ids",
        "links_to_anchors",
        "kb_renderer",
        "kb_store",
    }
)


class PageTemplate(Template):
    """A template that hands out a finished page if the context has one."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page, rendered or as it was kept."""
        if args and (html := args[0].get(RENDERED)) is not None:
            return str(html)
        return super().render(*args, **kwargs)


class FinishedPages:
    """The finished pages of one build.

    `shared` is what every page's template gets, `state` what views are made of. `varying` is a
    text that may change although the page does not, such as the address of the search index; it is
    cut out of what is kept.
    """

    def __init__(
        self,
        store: Store,
        config: MkDocsConfig,
        nav: Navigation,
        shared: Any,
        state: Any,
        varying: str,
    ) -> None:
        self._store, self._nav = store, nav
        self._pending: dict[str, tuple[str, str]] = {}
        self._done: set[str] = set()
        self._varying = varying
        self.reason = "" if store.on else "the cache is off"
        self._base = self._state = self._rows = b""
        try:
            _refuse_plugins(config)
            _refuse_templates(config)
            settings = fingerprint(_settings(config))
            self._rows = fingerprint("page", settings)
            self._base = fingerprint(
                settings,
                code_digest(),
                versions("mkdocs", "mkdocs-material", "Jinja2", "MarkupSafe", "Babel", "tzdata"),
                sys.version_info[:2],
                template_digests(config),
                [_nav_item(item) for item in nav.items],
                _known(shared),
            )
            self._state = fingerprint(self._base, _known(state))
        except UnkeyableError as error:
            self.reason = self.reason or str(error)

    @classmethod
    def none(cls) -> FinishedPages:
        """Return something that keeps nothing, for a preview."""
        finished = cls.__new__(cls)
        finished._pending, finished._done, finished.reason = {}, set(), "this is a preview"
        finished._base = finished._state = b""
        return finished

    def fill(
        self,
        context: TemplateContext,
        page: Page,
        light: Mapping[str, Any],
        heavy: Callable[[], Mapping[str, Any]],
    ) -> None:
        """Give a template what it needs: the finished page, or the view to make it of.

        `light` is the part of the view that costs next to nothing, `heavy` makes the rest.
        """
        data: dict[str, Any] = context  # type: ignore[assignment]
        key = self._hash(self._state, page, context, light)
        html = self._find(page, 0, key)
        if html is None:
            view = heavy()
            view_key = self._hash(self._base, page, context, light, view)
            html = self._find(page, 1, view_key)
            if html is None:
                data.update(light)
                data.update(view)
                self._pending[page.file.src_uri] = (key, view_key)
                return
            self._keep(page, key, view_key, html)
        data[RENDERED] = html
        self._done.add(page.file.src_uri)

    def finish(self, page: Page, html: str, mend: Callable[[str], str]) -> str:
        """Return a page as it is written: mended, and kept for the next build."""
        if page.file.src_uri in self._done:
            return html
        html = mend(html)
        self._keep(page, *self._pending.pop(page.file.src_uri, ("", "")), html)
        return html

    def _find(self, page: Page, column: int, key: str) -> str | None:
        if not key:
            return None
        match self._store.get(self._place(page)):
            case [str(), str(), list(parts)] as row if row[column] == key:
                return self._joined(page, parts)
        return None

    def _keep(self, page: Page, key: str, view_key: str, html: str) -> None:
        if key and view_key:
            self._store.put(self._place(page), [key, view_key, self._cut(page, html)])

    def _place(self, page: Page) -> bytes:
        return fingerprint(self._rows, page.file.src_uri)

    def _hash(
        self, base: bytes, page: Page, context: TemplateContext, *views: Mapping[str, Any]
    ) -> str:
        """Return a key, or nothing if there is something odd about the page."""
        if self.reason or context["nav"] is not self._nav:
            return ""
        try:
            extra = _plainer(context["config"].extra)  # where mkdocs-static-i18n puts alternates
            return fingerprint(base, _page(page), extra, *map(_known, views)).hex()
        except UnkeyableError:
            return ""

    def _cut(self, page: Page, html: str) -> list[str | int]:
        """Part a page at its text and at what varies. Numbers stand for what was cut out."""
        parts: list[str | int] = [html]
        for number, text in enumerate((page.content or "", self._varying)):
            if len(text) > 20 and html.count(text) == 1:
                at = next(i for i, part in enumerate(parts) if text in str(part))
                before, _, after = str(parts[at]).partition(text)
                parts[at : at + 1] = [before, number, after]
        return parts

    def _joined(self, page: Page, parts: list[Any]) -> str | None:
        cut_out = (page.content or "", self._varying)
        if not all(isinstance(part, str) or part in (0, 1) for part in parts):
            return None
        if self._varying and 1 not in parts:
            return None  # then it may stand in there, with the value of that time
        return "".join(part if isinstance(part, str) else cut_out[part] for part in parts)


def use_finished_pages(
    env: Environment,
    store: Store,
    config: MkDocsConfig,
    nav: Navigation | None,
    shared: Mapping[str, Any],
    state: Any,
) -> FinishedPages:
    """Let finished pages come from the cache. Call it when the data of all templates is complete.

    `shared` is what the template of every page gets, `state` what views are made of.
    """
    assert nav is not None
    env.template_class = PageTemplate
    env.globals.update(shared)
    search = shared["kb_search"]["config"]
    still = {**shared, "kb_search": {**shared["kb_search"], "config": {**search, "manifest": ""}}}
    finished = FinishedPages(store, config, nav, still, state, str(search["manifest"]))
    if finished.reason:
        log.debug("Templates run for every page, without the cache: %s", finished.reason)
    return finished


def _known(value: Any) -> str:
    """Return a hash of values of our own, which all show themselves in full."""
    shown = repr(value)
    if "frozenset({" in shown:  # whose order differs from run to run
        return fingerprint(value).hex()
    if " at 0x" in shown and re.search(r"<[^<>]* at 0x[0-9a-f]+>", shown):
        raise UnkeyableError("a view holds an object without a value")
    return text_digest(shown)


def _page(page: Page) -> list[Any]:
    odd = {name: value for name, value in vars(page).items() if name not in _OWN_TO_PAGE}
    return [
        type(page).__name__,
        page.file.src_uri,
        page.file.dest_uri,
        page.file.inclusion.value,
        page.title,
        page.content,
        dict(page.meta),
        [_toc_item(item) for item in page.toc],
        page.url,
        page.abs_url,
        page.canonical_url,
        page.edit_url,
        page.is_homepage,
        [str(item.title) for item in page.ancestors],
        _neighbour(page.previous_page),
        _neighbour(page.next_page),
        odd,
    ]


def _toc_item(item: AnchorLink) -> list[Any]:
    return [item.title, item.id, item.level, [_toc_item(child) for child in item.children]]


def _neighbour(page: Page | None) -> list[Any]:
    return [page.title, page.url, dict(page.meta)] if page else []


def _nav_item(item: StructureItem) -> list[Any]:
    if isinstance(item, Page):
        return ["page", item.title, item.url, item.file.src_uri, dict(item.meta), item.is_homepage]
    below = [_nav_item(child) for child in getattr(item, "children", None) or ()]
    return [type(item).__name__, item.title, getattr(item, "url", None), below]


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    """Return what templates may print of the settings. Raises UnkeyableError."""
    theme = config.theme
    return {
        "config": {
            key: _named(value) if key in ("mdx_configs", "markdown_extensions") else _plainer(value)
            for key, value in config.items()
            if key not in _NOT_SHOWN
        },
        "theme": [theme.name, {key: str(theme[key]) for key in sorted(theme)}],
        "plugins": {
            name: _named(getattr(plugin, "config", None))  # a hook is a module without one
            for name, plugin in config.plugins.items()
        },
    }


def _plainer(value: Any) -> Any:
    """Replace what MkDocs reads settings into by what it was read from."""
    if isinstance(value, Mapping):
        return {str(key): _plainer(item) for key, item in value.items()}
    if hasattr(value, "patterns"):  # pathspec
        return [[p.include, str(getattr(p, "regex", p))] for p in value.patterns]
    return [_plainer(item) for item in value] if isinstance(value, list) else value


def _named(value: Any) -> Any:
    """Show settings of extensions and plugins, functions by their names. Templates run none."""
    if isinstance(value, Mapping):
        return {str(key): _named(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_named(item) for item in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    kind = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def _refuse_plugins(config: MkDocsConfig) -> None:
    """Raise UnkeyableError if another plugin has a hand in finished pages."""
    if "with-pdf" in config.plugins:  # mkdocs-static-i18n runs its hooks
        raise UnkeyableError("with-pdf changes pages")
    for stage in _STAGES:
        for hook in config.plugins.events[stage]:
            owner = getattr(hook, "__self__", None)
            module = type(owner).__module__ if owner is not None else hook.__module__
            if not module.startswith(("kb_plugins.", *_HARMLESS)):
                raise UnkeyableError(f"{module} has a hook on_{stage}")


def _refuse_templates(config: MkDocsConfig) -> None:
    """Raise UnkeyableError if a template of the site may read what no key holds."""
    for folder in _own_folders(config):
        for path in sorted(folder.rglob("*.html")):
            text = path.read_text(encoding="utf-8", errors="replace")
            if found := _WIDE.search(text):
                name = path.relative_to(folder).as_posix()
                raise UnkeyableError(f"the template {name} reads {found[0]!r}")


def _own_folders(config: MkDocsConfig) -> list[Path]:
    """Return the folders of templates that come from neither Material, MkDocs nor us."""
    folders = map(Path, config.theme.dirs)
    return [folder for folder in folders if folder.parent.name not in _PACKAGES]


def template_digests(config: MkDocsConfig) -> list[str]:
    """Return a hash of all templates; Material's icons are as old as its version."""
    own = _own_folders(config)
    return [
        files_digest(folder) if folder in own else _shipped_templates(folder, folder.parent.name)
        for folder in map(Path, config.theme.dirs)
        if folder.parent.name != "kb_plugins"  # the code of this package is hashed as a whole
    ]


def _shipped_templates(folder: Path, package: str) -> str:
    return f"{package} {files_digest(folder, '*.html', {'.icons', 'assets'})}"
