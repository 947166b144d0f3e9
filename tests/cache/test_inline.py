"""Inline signs become what Python-Markdown itself makes of them."""

from __future__ import annotations

import pytest
from both_ways import both_ways, parser
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from kb_plugins.adapter.inline import QuickInline, hasten

BUNDLES = (["attr_list", "tables"], ["extra", "pymdownx.magiclink", "pymdownx.betterem"])
PIECES = (
    *"ab1 .:-!*_~=^`<>&;[]()\\/@\"'#|{}",
    *("  \n", "\n", "\n\n", "``", "![", "](", "](x 'y')", "][", "[a]", "<b>", "</b>", "<!-- -->"),
    *("<https://a.b>", "<a@b.c>", "&amp;", "&#38;", "\\`", "https://a.b", "**", "__", "[a]: /b\n"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize("extensions", BUNDLES, ids=str)
@given(text=texts)
@example(text="<b> &amp; `code` <b>bold</b> &lt;")  # the next pattern begins at the start again
@example(text="[a][b] ![c](d) \\[e\\] <https://a.b> <a@b.c>  \nend")
def test_a_text_becomes_what_python_markdown_makes_of_it(extensions: list[str], text: str) -> None:
    plain, quick = both_ways(extensions, hasten, text)
    assert quick == plain


def test_an_extension_with_a_way_of_its_own_keeps_it() -> None:
    class Own(InlineProcessor):
        pass

    md = Markdown()
    own = Own(md)
    md.treeprocessors.register(own, "inline", 20)
    hasten(md)
    assert md.treeprocessors["inline"] is own


def test_most_searches_are_left_out() -> None:
    md = parser([], hasten)
    tried: list[str] = []
    for pattern in md.inlinePatterns:
        find = pattern.getCompiledRegExp

        def noted(find=find, pattern=pattern):  # type: ignore[no-untyped-def]
            tried.append(pattern.type())
            return find()

        pattern.getCompiledRegExp = noted  # type: ignore[method-assign]
    assert isinstance(md.treeprocessors["inline"], QuickInline)
    assert md.convert("Plain words.") == "<p>Plain words.</p>"
    assert len(tried) <= 2, tried  # emphasis, in one pattern or two
