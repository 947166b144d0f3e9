"""Renders Markdown as the help centre will, so that an import can look at its own results."""

from __future__ import annotations

import re
from typing import Any

import markdown

from kb_plugins.importing.segments import blocks

EXTENSIONS: tuple[str, ...] = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
"""Markdown extensions that imported articles may need."""

CONFIGS: dict[str, dict[str, Any]] = {
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {"subscript": False},
}

# Pygments would know them, but takes most of the time and adds nothing that we compare.
_FENCE_OPTIONS = re.compile(
    r'^(\s*(?:`{3,}|~{3,})[\w+#.-]+)(?: (?:title|hl_lines|linenums)="[^"\n]*")+$', re.MULTILINE
)
_renderer: markdown.Markdown | None = None


def render(text: str) -> str:
    """Return the HTML of a Markdown text. Raises whatever Python-Markdown raises."""
    global _renderer
    if _renderer is None:
        _renderer = markdown.Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS)
    text = "\n".join(
        _FENCE_OPTIONS.sub(r"\1", part, count=1) if code else part for code, part in blocks(text)
    )
    try:
        return _renderer.reset().convert(text)
    except Exception:
        _renderer = None  # its state is unknown now
        raise
