"""What the key of a finished page holds: everything that a template may print.

What cannot be put into a key, because another plugin or a template of the site could print
anything, raises UnkeyableError with the reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from pydantic_core import PydanticSerializationError, to_json

from kb_plugins.cache.fingerprint import (
    UnkeyableError,
    code_digest,
    files_digest,
    fingerprint,
    text_digest,
    versions,
)

_STAGES = ("env", "page_context", "post_page")
_HARMLESS = ("material.plugins.search.", "mkdocs_static_i18n.")
"""Plugins whose hooks, of these stages and at the end of a build, leave pages as they are."""
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
        "kb_rendered",
        "kb_text",
        "kb_mended",
        "kb_store",
        "kb_coming",
    }
)


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """What the keys of all pages share, or the `reason` why no page can be kept.

    `rows` names the rows of this site. `base` holds templates, settings, menu and code, `state`
    the whole knowledge base as well.
    """

    reason: str = ""
    rows: bytes = b""
    base: bytes = b""
    state: bytes = b""


def site_keys(config: MkDocsConfig, nav: Navigation, shared: Any, state: str) -> SiteKeys:
    """Return what the keys of the pages of a build share.

    `shared` is what every page's template gets, `state` the `known_state` of what views are made
    of.
    """
    try:
        refuse_plugins(config)
        _refuse_templates(config)
        chosen = fingerprint(_settings(config))
        base = fingerprint(
            chosen,
            code_digest(),
            versions("mkdocs", "mkdocs-material", "Jinja2", "MarkupSafe", "Babel", "tzdata"),
            sys.version_info[:2],
            template_digests(config),
            [_nav_values(item) for item in nav.items],
            known(shared),
        )
    except UnkeyableError as error:
        return SiteKeys(str(error))
    if not state:
        return SiteKeys("something that views are made of has no lasting value")
    return SiteKeys("", fingerprint("page", chosen), base, fingerprint(base, state))


def known(value: Any) -> str:
    """Return a hash of values of our own, which all show themselves in full."""
    shown = repr(value)
    if "frozenset({" in shown:  # whose order differs from run to run
        return fingerprint(value).hex()
    if " at 0x" in shown and re.search(r"<[^<>]* at 0x[0-9a-f]+>", shown):
        raise UnkeyableError("a view holds an object without a value")
    return text_digest(shown)


def known_view(view: Mapping[str, Any]) -> str:
    """Return a hash of a view. It holds plain values alone, which JSON shows in half the time."""
    try:
        return sha256(to_json(view)).hexdigest()
    except PydanticSerializationError:  # lone surrogates, or something that is not plain
        return known(view)


def known_state(*values: Any) -> str:
    """Return a hash of what views are made of; nothing where that is not all values."""
    try:
        return known(list(map(_known_parts, values)))
    except UnkeyableError:
        return ""


def _known_parts(value: Any) -> str:
    """Return a hash of values part by part: shown in full at once they are as large as the site."""
    if isinstance(value, Mapping):
        return known([(key, _known_parts(item)) for key, item in value.items()])
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(field.name, _known_parts(getattr(value, field.name))) for field in fields(value)]
        return known((type(value).__qualname__, parts))
    if isinstance(value, (tuple, list)):
        return known((type(value).__name__, [known(item) for item in value]))
    return known(value)


def page_values(page: Page) -> list[Any]:
    """Return what templates may print of a page."""
    odd = {name: value for name, value in vars(page).items() if name not in _OWN_TO_PAGE}
    return [
        type(page).__name__,
        page.file.src_uri,
        page.file.dest_uri,
        page.file.inclusion.value,
        page.title,
        text_digest(page.content or ""),
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


def _nav_values(item: StructureItem) -> list[Any]:
    """Return what templates may print of an entry of the menu."""
    if isinstance(item, Page):
        return ["page", item.title, item.url, item.file.src_uri, dict(item.meta), item.is_homepage]
    below = [_nav_values(child) for child in getattr(item, "children", None) or ()]
    return [type(item).__name__, item.title, getattr(item, "url", None), below]


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    """Return what templates may print of the settings. Raises UnkeyableError."""
    theme = config.theme
    return {
        "config": {
            key: _named(value) if key in ("mdx_configs", "markdown_extensions") else plainer(value)
            for key, value in config.items()
            if key not in _NOT_SHOWN
        },
        "theme": [theme.name, {key: str(theme[key]) for key in sorted(theme)}],
        "plugins": {
            name: _named(getattr(plugin, "config", None))  # a hook is a module without one
            for name, plugin in config.plugins.items()
        },
    }


def plainer(value: Any) -> Any:
    """Replace what MkDocs reads settings into by what it was read from."""
    if isinstance(value, Mapping):
        return {str(key): plainer(item) for key, item in value.items()}
    if hasattr(value, "patterns"):  # pathspec
        return [[p.include, str(getattr(p, "regex", p))] for p in value.patterns]
    return [plainer(item) for item in value] if isinstance(value, list) else value


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


def refuse_plugins(config: MkDocsConfig) -> None:
    """Raise UnkeyableError if another plugin has a hand in finished pages."""
    if found := foreign_hook(config, _STAGES):
        raise UnkeyableError(found)


def foreign_hook(config: MkDocsConfig, stages: Iterable[str]) -> str:
    """Return what another plugin may do to pages at some stages of a build, or nothing."""
    if "with-pdf" in config.plugins:  # mkdocs-static-i18n runs its hooks
        return "with-pdf changes pages"
    for stage in stages:
        for hook in config.plugins.events[stage]:
            owner = getattr(hook, "__self__", None)  # a function of a file in `hooks` has none
            module = type(owner).__module__ if owner is not None else str(hook.__module__)
            if not module.startswith(("kb_plugins.", *_HARMLESS)):
                return f"{module} has a hook on_{stage}"
    return ""


def _refuse_templates(config: MkDocsConfig) -> None:
    """Raise UnkeyableError if a template of the site may read what no key holds."""
    for folder in own_folders(config):
        for path in sorted(folder.rglob("*.html")):
            text = path.read_text(encoding="utf-8", errors="replace")
            if found := _WIDE.search(text):
                name = path.relative_to(folder).as_posix()
                raise UnkeyableError(f"the template {name} reads {found[0]!r}")


def own_folders(config: MkDocsConfig) -> list[Path]:
    """Return the folders of templates that come from neither Material, MkDocs nor us."""
    folders = map(Path, config.theme.dirs)
    return [folder for folder in folders if folder.parent.name not in _PACKAGES]


def template_digests(config: MkDocsConfig) -> list[str]:
    """Return a hash of all templates; Material's icons are as old as its version."""
    own = own_folders(config)
    return [
        files_digest(folder) if folder in own else _shipped_templates(folder, folder.parent.name)
        for folder in map(Path, config.theme.dirs)
        if folder.parent.name != "kb_plugins"  # the code of this package is hashed as a whole
    ]


def _shipped_templates(folder: Path, package: str) -> str:
    return f"{package} {files_digest(folder, '*.html', {'.icons', 'assets'})}"
