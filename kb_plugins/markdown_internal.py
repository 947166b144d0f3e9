"""`/// internal` for Python-Markdown: a box for colleagues, or nothing at all.

The extension is named by this module and takes plain options, so that rendered pages can be kept
and pages can be rendered in other processes. What it finds in the text of a page, beyond what was
taken out before, stands in `FOUND` until somebody takes it.
"""

from __future__ import annotations

import xml.etree.ElementTree as Tree
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from kb_plugins.content.internal import NAME, Fault, Parted, part

FOUND: list[Parted] = []
"""Texts with blocks or faults that came up while rendering; only a public build looks for them."""
_AFTER_SNIPPETS = 29
"""Snippets run at 32, white space is made normal at 30, code is fenced at 25."""
_STILL_THERE = Fault(
    1,
    "An internal block was still there when the text was rendered",
    "Write it into the article itself",
)


class InternalBlocks(BlocksExtension):  # type: ignore[misc]
    """Adds `/// internal`. `public` leaves it out, `label` is the word on the box.

    `code` is a hash of what decides about blocks, for those who keep rendered pages.
    """

    def __init__(self, **options: Any) -> None:
        self.config = {
            "public": [True, "Whether everybody may read the page"],
            "label": ["Internal", "The word on the box"],
            "code": ["", "A hash"],
        }
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802
        """Register the block, and for a public page what takes it out."""
        block_mgr.register(_Box, self.getConfigs())
        if self.getConfig("public"):
            md.preprocessors.register(_Remover(md), "kb-internal", _AFTER_SNIPPETS)


class _Remover(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        parted = part("\n".join(lines))
        if not parted.notes and not parted.faults:
            return lines
        FOUND.append(parted)
        return parted.published.split("\n")


class _Box(Block):  # type: ignore[misc]
    """The box around a block: it has a name, so that nobody reads it to a customer by mistake."""

    NAME = NAME
    ARGUMENT = None

    def on_create(self, parent: Tree.Element) -> Tree.Element:
        word = self.config["label"]
        label = f"{word}: {self.argument}" if self.argument else word
        if self.config["public"]:
            FOUND.append(Parted("", faults=(_STILL_THERE,)))
            return Tree.Element("div")  # which is no part of the page
        box = Tree.SubElement(parent, "div", {"class": "kb-internal", "role": "note"})
        box.set("aria-label", label)
        head = Tree.SubElement(box, "p", {"class": "kb-internal__label", "aria-hidden": "true"})
        head.text = label
        return box


def makeExtension(**options: Any) -> InternalBlocks:  # noqa: N802
    """Return the extension, as Python-Markdown asks for it by the name of a module."""
    return InternalBlocks(**options)
