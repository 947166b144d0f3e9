"""Highlights code in less time: what every block or every process would make again is made once.

A lexer of Pygments compiles all its patterns when it is used first, which takes longer than most
pages. A formatter writes a style sheet for each block of code, which pages with classes never use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from pygments.lexers import get_lexer_by_name
from pygments.style import Style, StyleMeta
from pymdownx.highlight import HighlightExtension

_HIGHLIGHTING = {"codehilite", "pymdownx.highlight", "pymdownx.superfences"}
_FENCES = tuple(re.compile(rf"{fence}+[ \t]*\{{?[ \t]*\.?([\w+#-]+)") for fence in ("```", "~~~"))


def load_lexers(texts: Iterable[str], config: MkDocsConfig) -> None:
    """Make the lexers for the languages that fences of these texts seem to name.

    Processes that are forked later have them.
    """
    if _HIGHLIGHTING.isdisjoint(config.markdown_extensions):
        return
    names = {name for text in texts for fence in _FENCES for name in fence.findall(text)}
    for name in sorted(names):
        with suppress(Exception):  # pages that ask for it say what is wrong
            get_lexer_by_name(name)


class _NoTokens(StyleMeta):  # type: ignore[misc]
    def __iter__(cls) -> Iterator[Any]:  # noqa: N805
        return iter(())


class _NoStyle(Style, metaclass=_NoTokens):  # type: ignore[misc]
    """A style that says nothing of any token."""


def leave_styles_out(md: Markdown) -> None:
    """Let a parser that highlights with classes make no style sheets."""
    for extension in md.registeredExtensions:
        if type(extension) is HighlightExtension and not extension.getConfig("noclasses"):
            extension.setConfig("pygments_style", _NoStyle)
