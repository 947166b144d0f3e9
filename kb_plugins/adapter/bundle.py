"""When a page needs Material's script bundle (46 KB), and when our few lines do.

Ours copy code, switch light and dark, and follow the table of contents: `assets/kb/page.js`.
Whatever else a site turns on, Material's bundle still does.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kb_plugins.content.config_lines import read_config_lines
from kb_plugins.model import Problem, Severity

FEATURES = frozenset(
    {
        "announce.dismiss",
        "content.code.annotate",
        "content.code.select",
        "content.footnote.tooltips",
        "content.lazy",
        "content.tabs.link",
        "content.tooltips",
        "header.autohide",
        "navigation.instant",
        "navigation.instant.prefetch",
        "navigation.instant.preview",
        "navigation.instant.progress",
        "navigation.top",
        "navigation.tracking",
    }
)
"""Features of Material that its bundle brings to life."""

_IN_TEXT = re.compile(r'class="[^"]*\b(?:mermaid|annotate|arithmatex)\b')


def site_needs_bundle(config: MkDocsConfig) -> bool:
    """Whether something that holds for every page asks for the bundle.

    Scripts of the site count: they may wait for `document$`, which the bundle provides. So does
    Material's search, where the site's own header offers it, and what Material configures under
    `extra`.
    """
    features = set(config.theme.get("features") or ())
    extras = ("consent", "version", "analytics", "annotate")
    return bool(
        features & FEATURES
        or config.extra_javascript
        or "glightbox" in config.plugins  # whose script waits for `document$`
        or shows_other_search(config)
        or any(config.extra.get(name) for name in extras)
    )


def shows_other_search(config: MkDocsConfig) -> bool:
    """Whether the site has a header of its own, in which Material's search may be."""
    folder = config.theme.custom_dir
    if not folder or "material/search" not in config.plugins:
        return False
    return (Path(folder) / "partials" / "header.html").is_file()


def replaced_search(config: MkDocsConfig) -> Problem | None:
    """Say what becomes of Material's search beside ours: an index that no page reads."""
    if "material/search" not in config.plugins or shows_other_search(config):
        return None
    file = Path(config.config_file_path) if config.config_file_path else None
    lines = read_config_lines(file, "search")
    if lines.start == 1:
        lines = read_config_lines(file, "material/search")
    return Problem(
        path=lines.path,
        line=lines.start,
        rule="search-replaced",
        message="Readers have the search of Firstline instead of the plugin `search`, "
        "whose index is still written",
        fix="Remove the plugin, unless another program reads that index",
        severity=Severity.INFO,
    )


def text_needs_bundle(html: str) -> bool:
    """Whether the rendered text of a page has something in it that only the bundle draws."""
    return _IN_TEXT.search(html) is not None
