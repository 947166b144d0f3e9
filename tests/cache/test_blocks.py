"""Blocks of Markdown become what Python-Markdown itself makes of them."""

from __future__ import annotations

import pytest
from both_ways import both_ways, parser
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from kb_plugins.adapter.blocks import hasten_blocks

BUNDLES = (["attr_list", "tables"], ["extra", "admonition", "sane_lists", "pymdownx.superfences"])
PIECES = (
    *("a", "b c", " ", "  ", "    ", "\n", "\n\n", "#", "## ", "=", "===", "-", "---", "- - -"),
    *("*", "***", "_", "___", "> ", ">", "1. ", "* ", "[a]: /b", "[a]", "[a]:\n /b 'c'", "| - |"),
    *("a|b", "a|b\n-|-\nc|d", "```", "~~~", "<b>", "<div>", "</div>", "!!! note", "{#x}", "\\#"),
    *("&gt;", ": a", "*[a]: b"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@pytest.mark.parametrize("extensions", BUNDLES, ids=str)
@given(text=texts)
@example(text="a\n===")
@example(text="a\n-\n\n- - -\n\n***\n   ___")
@example(text="a\n# b\n\n>c\n\n[a]:\n /b\n\n[a]")
def test_a_text_becomes_what_python_markdown_makes_of_it(extensions: list[str], text: str) -> None:
    plain, quick = both_ways(extensions, hasten_blocks, text)
    assert quick == plain


@pytest.mark.parametrize(
    "text",
    [
        "/// details | A\nb\n\nc\n///\n\nd",
        "a\n/// details | A\nb\n///\nc",
        "> /// details | A\n\n\n\nb",
        "//// details | A\n\n/// details | B\n\n- c\n///\n\n# d\n////",
    ],
)
def test_blocks_of_pymdownx_are_open_until_they_end(text: str) -> None:
    extensions = ["pymdownx.blocks.details", "attr_list"]
    (plain,), (quick,) = both_ways(extensions, hasten_blocks, text)
    assert quick == plain
    assert plain.count("<details>") == text.count(" details ")


def test_plain_paragraphs_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(self: BlockProcessor, _parent: object, _block: str) -> bool:
        asked.append(type(self).__name__)
        return False

    for processor in Markdown().parser.blockprocessors:
        if type(processor).__name__ in ("HashHeaderProcessor", "HRProcessor", "ReferenceProcessor"):
            monkeypatch.setattr(type(processor), "test", noted)
    md = parser([], hasten_blocks)
    md.convert("Plain words,\nin two lines.")
    assert asked == []
    md.convert("# One heading")
    assert asked == ["HashHeaderProcessor"]
