"""Steps of Python-Markdown that go through a whole page for a sign, left out where it has none."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor

_SIGNS: dict[type[Treeprocessor], str] = {
    AttrListTreeprocessor: "{",
    UnescapeTreeprocessor: "\\",
}
"""What the text of a page must have for such a step to change anything."""
_AFTER_SNIPPETS = 31
"""Snippets run at 32; no later step adds a sign, but some take parts of the text away."""


class _Text(Preprocessor):
    """Keeps the text of the page that is rendered."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines


def hasten_trees(md: Markdown) -> None:
    """Let such steps of a parser look for their sign in the text of the page first."""
    source = _Text(md)
    md.preprocessors.register(source, "kb-text", _AFTER_SNIPPETS)
    for processor in md.treeprocessors:
        if sign := _SIGNS.get(type(processor)):
            run = _signed(processor.run, sign, source)
            processor.run = run  # type: ignore[method-assign, assignment]


def _signed(
    run: Callable[[Element], Element | None], sign: str, source: _Text
) -> Callable[[Element], Element | None]:
    return lambda root: run(root) if sign in source.text else None
