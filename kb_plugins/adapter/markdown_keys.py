"""What all rendered pages depend on beside their texts: extensions, options, versions.

What has no lasting identity raises UnkeyableError, with the reason.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import ConfigDirPlaceholder, DocsDirPlaceholder

from kb_plugins.cache.fingerprint import UnkeyableError, code_digest, fingerprint, versions

_MARKDOWN = (
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs "
    "legacy_em md_in_html nl2br sane_lists smarty tables toc wikilinks"
)
_PYMDOWNX = (
    "arithmatex betterem blocks.admonition blocks.caption blocks.definition blocks.details "
    "blocks.html blocks.tab caret critic details emoji escapeall extra fancylists "
    "highlight inlinehilite keys magiclink mark progressbar quotes saneheaders smartsymbols "
    "snippets superfences tabbed tasklist tilde"
)
PURE = frozenset(
    {f"markdown.extensions.{name}" for name in _MARKDOWN.split()}
    | {f"pymdownx.{name}" for name in _PYMDOWNX.split()}
)
"""Extensions whose output depends on the text, their options and their version alone.

`pymdownx.snippets` reads files; which ones is recorded. Not here are `pymdownx.b64` and
`pymdownx.pathconverter`, which look at the file system, and Material's `preview`.
"""
SNIPPETS = "pymdownx.snippets"
OURS = frozenset({"kb_plugins.markdown_internal"})
"""An extension of ours, which is pure, too: its options hold a hash of its code."""


def base_key(config: MkDocsConfig) -> bytes:
    """Return what all pages depend on. Raises UnkeyableError for an extension not known."""
    options = config["mdx_configs"] or {}
    extensions = []
    for name in config["markdown_extensions"]:
        module = _module(name)
        if module not in PURE | OURS:
            raise UnkeyableError(f"the Markdown extension {name} is not known to be pure")
        chosen = plain_folders(options.get(name) or {}, _folder_name)
        _refuse(module, chosen)
        try:
            extensions.append((name, module, fingerprint(chosen), _icons(chosen)))
        except UnkeyableError as error:
            raise UnkeyableError(f"the Markdown extension {name} has {error}") from error
    return fingerprint(
        extensions,
        versions("Markdown", "pymdown-extensions", "Pygments", "mkdocs", "mkdocs-material"),
        versions("selectolax"),
        _lexers(),
        sys.version_info[:3],
        code_digest(),
    )


def _refuse(module: str, options: Any) -> None:
    """Raise UnkeyableError for options that let the outside world in, or count pages."""
    if module == SNIPPETS and options.get("url_download"):
        raise UnkeyableError("pymdownx.snippets fetches texts from elsewhere (url_download)")
    if module.endswith("footnotes") and options.get("UNIQUE_IDS"):
        raise UnkeyableError("footnotes numbers pages (UNIQUE_IDS)")


def _module(name: Any) -> str:
    """Return the module of an extension, as Python-Markdown finds it."""
    if not isinstance(name, str):
        return type(name).__module__
    for entry in get_installed_extensions():
        if entry.name == name:
            return str(entry.value).partition(":")[0]
    return name.partition(":")[0]


def plain_folders(value: Any, plain: Callable[[Any], Any] = os.fspath) -> Any:
    """Replace MkDocs' names of folders, as in `!relative $docs_dir/parts`, by something plain."""
    if isinstance(value, (ConfigDirPlaceholder, DocsDirPlaceholder)):
        return plain(value)
    if isinstance(value, dict):
        return {key: plain_folders(item, plain) for key, item in value.items()}
    return [plain_folders(item, plain) for item in value] if isinstance(value, list) else value


def _folder_name(place: Any) -> list[str]:
    return [type(place).__name__, place.suffix]


def _icons(options: Any) -> list[list[str]]:
    """Return what is in the folders of a site's own icons."""
    chosen = options.get("options") if isinstance(options, dict) else None
    folders = chosen.get("custom_icons", []) if isinstance(chosen, dict) else []
    return [
        [path.as_posix(), blake2b(path.read_bytes()).hexdigest()]
        for folder in folders
        for path in sorted(Path(folder).rglob("*.svg"))
    ]


@cache
def _lexers() -> list[str]:
    """Return the lexers for code that are not part of Pygments."""
    found = entry_points(group="pygments.lexers")
    return sorted(f"{e.value} {e.dist.version if e.dist else ''}" for e in found)
