"""When a page needs Material's script bundle (46 KB), and when our few lines do.

Ours copy code, switch light and dark, and follow the table of contents: `assets/kb/page.js`.
Whatever else a site turns on, Material's bundle still does.
"""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig

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
    another search beside ours, and what Material configures under `extra`.
    """
    features = set(config.theme.get("features") or ())
    extras = ("consent", "version", "analytics", "annotate")
    return bool(
        features & FEATURES
        or config.extra_javascript
        or "material/search" in config.plugins
        or any(config.extra.get(name) for name in extras)
    )


def text_needs_bundle(html: str) -> bool:
    """Whether the rendered text of a page has something in it that only the bundle draws."""
    return _IN_TEXT.search(html) is not None
