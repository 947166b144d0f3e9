"""Pages become what Python-Markdown makes of them, whatever step was left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from both_ways import both_ways, parser
from hypothesis import example, given
from hypothesis import strategies as st

from kb_plugins.adapter.trees import hasten_trees

BUNDLES = (["attr_list", "toc"], ["extra", "pymdownx.superfences", "pymdownx.escapeall", "toc"])
PIECES = (
    *("a", "# b", "\n", "\n\n", "- c", "*d*", "`e`", "{#f}", "{: .g }", "{", "}", "\\*", "\\"),
    *("\\{", "\\`", "&#123;", "&#92;", "```", '<div markdown="1">', "</div>", "<b>", "[h](i)"),
    "| j |\n|-|",
)
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.mark.parametrize("extensions", BUNDLES, ids=str)
@given(text=texts, before=texts)
@example(text="# b {#f}\n\n- c\n{: .g }", before="")
@example(text='<div markdown="1">\na {#f}\n\n\\*d\\*\n</div>', before="\\*")
@example(text="a", before="a {#f} \\*")
def test_a_page_becomes_what_python_markdown_makes_of_it(
    extensions: list[str], text: str, before: str
) -> None:
    plain, quick = both_ways(extensions, hasten_trees, before, text)
    assert quick == plain


def test_signs_in_snippets_count(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text("# One {#two}\n\n\\*three\\*\n")
    options = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    extensions = ["attr_list", "pymdownx.snippets"]
    html = parser(extensions, hasten_trees, **options).convert('--8<-- "part.md"')
    assert html == '<h1 id="two">One</h1>\n<p>*three*</p>'
