"""Diagrams of Mermaid as pictures, drawn while the site is built.

Mermaid's own script is 900 KB, comes from another host where Material loads it, and writes styles
that a strict Content-Security-Policy stops. A picture needs no script, prints, and opens from a
folder; inside a picture the styles of an SVG are its own business.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from importlib.util import find_spec

_FENCE = re.compile(
    r'<(pre|div)\b[^>]*\bclass="[^"]*\bmermaid\b[^"]*"[^>]*>(?:<code>)?(.*?)(?:</code>)?</\1>',
    re.DOTALL,
)
_SIZE = re.compile(r'\bviewBox="\S+ \S+ (\S+) (\S+)"')
_OWN_SIZE = re.compile(r"""\s(?:width|height|style)="[^"]*\"""")
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)
_MESSAGE = re.compile(r"message='(.*)'", re.DOTALL)
_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
_LIGHT = {
    "background": "#ffffff",
    "primaryColor": "#eaf1ee",
    "primaryTextColor": "#16201d",
    "primaryBorderColor": "#52605b",
    "lineColor": "#52605b",
    "textColor": "#16201d",
    "secondaryColor": "#e6eefa",
    "tertiaryColor": "#f5f8f6",
    "clusterBkg": "#f5f8f6",
    "clusterBorder": "#b9c4bf",
    "edgeLabelBackground": "#ffffff",
    "noteBkgColor": "#fff1b8",
    "noteTextColor": "#16201d",
    "noteBorderColor": "#8a7a30",
}
_DARK = {
    "darkMode": True,
    "background": "#121a17",
    "primaryColor": "#22302b",
    "primaryTextColor": "#e8eeeb",
    "primaryBorderColor": "#8fa39b",
    "lineColor": "#a5b3ad",
    "textColor": "#e8eeeb",
    "secondaryColor": "#1a2c45",
    "tertiaryColor": "#18211e",
    "clusterBkg": "#18211e",
    "clusterBorder": "#46554f",
    "edgeLabelBackground": "#121a17",
    "noteBkgColor": "#5a4a10",
    "noteTextColor": "#e8eeeb",
    "noteBorderColor": "#a08a30",
}


class DiagramError(ValueError):
    """A text that is no diagram; the message says why."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram for both looks. `title` is what its writer called it (`accTitle`), or empty."""

    light: str
    dark: str
    title: str
    width: int
    height: int


def can_draw() -> bool:
    """Whether the library that draws is installed (extra `diagrams`)."""
    try:
        return find_spec("merman") is not None
    except ValueError:  # somebody blocked it
        return False


def texts_of(html: str) -> list[str]:
    """Return the texts of the diagrams in rendered HTML, in their order."""
    return [unescape(text) for _tag, text in _FENCE.findall(html)]


def replaced(html: str, figures: list[str]) -> str:
    """Return HTML with a figure in the place of each diagram."""
    rest = iter(figures)
    return _FENCE.sub(lambda match: next(rest), html)


@lru_cache(maxsize=256)
def draw(text: str) -> Diagram:
    """Draw a diagram. Raises DiagramError if it is none."""
    light, dark = _svg(text, _LIGHT), _svg(text, _DARK)
    size, title = _SIZE.search(light), _TITLE.search(light)
    if size is None:
        raise DiagramError("the drawing has no size")
    width, height = (math.ceil(float(number)) for number in size.groups())
    light, dark = (_sized(svg, width, height) for svg in (light, dark))
    return Diagram(light, dark, unescape(title[1]) if title else "", width, height)


def _sized(svg: str, width: int, height: int) -> str:
    """Return a drawing as large as it is, which says of itself that it fills its place."""
    root, rest = svg.split(">", 1)
    return f'{_OWN_SIZE.sub("", root)} width="{width}" height="{height}">{rest}'


def _svg(text: str, colours: Mapping[str, object]) -> str:
    import merman

    settings = {
        "site_config": {
            "theme": "base",
            "look": "classic",
            "htmlLabels": False,
            "flowchart": {"htmlLabels": False},
            "class": {"htmlLabels": False},
            "fontFamily": _FONT,
            "themeVariables": {**colours, "fontFamily": _FONT},
        },
        "svg": {"diagram_id": "diagram", "pipeline": "readable"},
    }
    try:
        return str(merman.Merman().render_svg(text, json.dumps(settings)))
    except merman.MermanError as error:
        message = _MESSAGE.search(str(error))
        raise DiagramError(message[1] if message else str(error)) from error


def figure(diagram: Diagram, urls: tuple[str, ...], text: str, words: tuple[str, str]) -> str:
    """Return the HTML of a diagram with its text, for readers who do not see pictures.

    `urls` are the addresses of the pictures for the light and the dark look. `words` are what a
    diagram without a title is called, and what opens its text.
    """
    called, summary = words
    alt = escape(diagram.title or called)
    images = "".join(
        f'<img class="kb-diagram__{look}" src="{escape(url)}" alt="{alt}"'
        f' width="{diagram.width}" height="{diagram.height}" loading="lazy">'
        for look, url in zip(("light", "dark"), urls, strict=True)
    )
    return (
        f'<figure class="kb-diagram"><div class="kb-diagram__view">{images}</div>'
        f"<details><summary>{escape(summary)}</summary>{_code(text)}</details></figure>"
    )


def as_text(text: str) -> str:
    """Return the HTML of a diagram that nobody draws."""
    return f'<div class="highlight">{_code(text)}</div>'


def _code(text: str) -> str:
    return f"<pre><code>{escape(text, quote=False)}</code></pre>"
