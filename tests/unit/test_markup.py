"""What writers let slip in HTML is mended; what is in order stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.adapter.dead import without_dead
from kb_plugins.publish.markup import anchors, tidy


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <b>b</b> <img src="a.png" alt="x" width="500"></p>',
        '<pre class="mermaid"><code>a --&gt; b</code></pre>',
        '<p>x<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>',
        "<my-element>a</my-element>",
        "<!-- a comment --><ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
    ],
)
def test_what_is_in_order_stays_to_the_letter(html: str) -> None:
    assert tidy(html) == html


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<p>ssh <your name>@host</p>", "<p>ssh &lt;your name&gt;@host</p>"),
        ("<p>Apdex < 0.4</p>", "<p>Apdex &lt; 0.4</p>"),
        ("<p>a <em>b</p>", "<p>a <em>b</em></p>"),
        ("<p><div>a</div></p>", "<div>a</div>"),
        ("<p><pre>a <code>b</code></pre></p>", "<pre>a <code>b</code></pre>"),
        ("<ol><ol><li>a</li></ol></ol>", "<ol><li>a</li></ol>"),
        ("<p><tt>a</tt></p>", "<p><code>a</code></p>"),
        ('<p><img src="a" width="500px"></p>', '<p><img src="a" width="500"></p>'),
        ('<p><img src="a" width="50%"></p>', '<p><img src="a"></p>'),
        ('<p id="a">a</p><p id="a">b</p>', '<p id="a">a</p><p>b</p>'),
        ('<p style="text-align: right;">a</p>', '<p class="kb-right">a</p>'),
        ('<p style="color:red">a</p>', "<p>a</p>"),
        ('<p><a href="https://e.example/?q=%zz">a</a></p>',
         '<p><a href="https://e.example/?q=%25zz">a</a></p>'),
        ('<p><a href="there/#a#b">a</a></p>', '<p><a href="there/#a%23b">a</a></p>'),
        ("<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>",
         "<table><tbody><tr><td>a</td><td></td></tr><tr><td>b</td><td>c</td></tr></tbody></table>"),
        ('<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td></tr></tbody></table>',
         '<table><tbody><tr><th colspan="2">a</th></tr>'
         "<tr><td>b</td><td></td></tr></tbody></table>"),
        ("<!-- a -- b --><p>a</p>", "<p>a</p>"),
        ("<p>a <tt>b</tt> <svg><path d='M0'/></svg></p>",
         "<p>a <code>b</code> <svg><path d='M0'/></svg></p>"),
    ],
)
def test_what_is_mended(html: str, mended: str) -> None:
    assert tidy(html) == mended


def test_headings_start_below_the_title_and_skip_no_level() -> None:
    html = "<h1>a</h1><h4>b</h4><h5>c</h5><h2>d</h2>"
    assert tidy(html, below=1) == "<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2>"
    assert tidy(html) == html


PARTS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<em>", "</em>", "<your name>", "<ol>", "<li>", "</ol>",
         "<pre>", "</pre>", "<code>", "</code>", "<table>", "<td style='text-align:left'>", "<!--",
         "-->", "<h3 id=a>", "</h3>", "<svg>", "</svg>", "a", " < 4 ", '<a href="%">', "</a>"]
    ),
    max_size=14,
).map("".join)


@given(PARTS)
def test_anything_can_be_mended_and_then_stays(html: str) -> None:
    once = tidy(html, below=1)
    text = LexborHTMLParser(once).text()
    assert "<svg" in html or "<your name>" not in tidy(once, below=1)
    assert "style=" not in once or "<!--" in html or "<svg" in html
    assert isinstance(text, str)


def leads(page: str, address: str) -> bool | None:
    return {"there/": True, "there/#gone": None, "#gone": None}.get(address, False)


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ('<a href="there/">a</a>', '<a href="there/">a</a>'),
        ('<a href="gone/">a <b>b</b></a>', "a <b>b</b>"),
        ('<a href="there/#gone">a</a>', '<a href="there/">a</a>'),
        ('<a href="#gone">a</a>', "a"),
        ('<img src="gone.png" alt="The button">', '<span class="kb-missing">The button</span>'),
        ('<p><img alt="" src="gone.png"></p><p>b</p>', "<p>b</p>"),
    ],
)
def test_what_leads_nowhere_is_no_link(html: str, mended: str) -> None:
    assert without_dead(html, "page/", leads) == mended


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<h2 id="a">x</h2><a name=b></a><p class="c" id=\'d\'>', {"a", "b", "d"}),
        ("<h2 id=\"the('x')table\">x</h2>", {"the('x')table"}),
        ('<pre>set id="a" name=b</pre>', set()),
        ('<p>id="a"</p> id="b"<!-- id="c" -->', set()),
        ('<p title="1 < 2" id="a">x</p>', {"a"}),
        ('<input id="a" name="b">', {"a", "b"}),
        ('<p data-id="a" hidden id="">', set()),
    ],
)
def test_anchors_are_the_names_of_tags(html: str, found: set[str]) -> None:
    assert anchors(html) == found
