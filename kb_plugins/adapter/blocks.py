"""Python-Markdown's tests of blocks, without the searches that can find nothing.

Each paragraph is asked by every kind of block whether it is one. The patterns that answer read all
of it, and most paragraphs do not even hold the sign of a heading or a quotation.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.tables import TableProcessor
from pymdownx.blocks import BlocksProcessor

_Test = Callable[[Element, str], bool]

_SIGNS: dict[type[BlockProcessor], tuple[str, ...]] = {
    HashHeaderProcessor: ("#",),
    SetextHeaderProcessor: ("\n=", "\n-"),
    HRProcessor: ("\n-", "\n_", "\n*", "\n "),
    BlockQuoteProcessor: (">",),
    ReferenceProcessor: ("]:",),
    TableProcessor: ("|",),
}
"""Every block of such a kind holds one of these signs, if a line feed stands before it.

Others are always asked. One for references says yes to every block, and then looks for itself.
"""


def hasten_blocks(md: Markdown) -> None:
    """Let the processors of blocks of a parser look for their signs first."""
    for processor in md.parser.blockprocessors:
        if signs := _SIGNS.get(type(processor)):
            _replace(processor, _signed(processor.test, signs))
        elif type(processor) is BlocksProcessor:
            _replace(processor, _open_or_signed(processor))


def _replace(processor: BlockProcessor, test: _Test) -> None:
    processor.test = test  # type: ignore[method-assign, assignment]


def _signed(test: _Test, signs: tuple[str, ...]) -> _Test:
    if len(signs) == 1:
        (sign,) = signs
        return lambda parent, block: sign in block and test(parent, block)

    def quick(parent: Element, block: str) -> bool:
        lines = "\n" + block
        for sign in signs:  # a generator for any() takes longer than the search
            if sign in lines:
                return test(parent, block)
        return False

    return quick


def _open_or_signed(processor: BlocksProcessor) -> _Test:
    test = processor.test

    def quick(parent: Element, block: str) -> bool:  # within a block all the rest is its own
        return bool(processor.stack or "///" in block) and test(parent, block)

    return quick
