from hypothesis import given
from hypothesis import strategies as st

from kb_plugins.search.records import SectionText, record_sections


def test_sections_follow_headings_and_leave_out_permalinks() -> None:
    html = (
        "<p>Intro.</p>\n"
        '<h2 id="steps">Steps<a class="headerlink" href="#steps" title="Permanent link">¶</a></h2>'
        "<ol><li>Open <b>php</b>.ini</li><li>Save</li></ol>"
    )
    assert record_sections(html) == (
        SectionText("", "", "Intro."),
        SectionText("steps", "Steps", "Open php.ini Save"),
    )


def test_identifiers_survive_syntax_highlighting() -> None:
    html = "<div class='highlight'><pre><span>max_</span><span>allowed</span></pre></div>"
    assert record_sections(html)[0].text == "max_allowed"


def test_excluded_parts_are_left_out() -> None:
    html = (
        "<p>Keep</p><p data-search-exclude>Internal</p><script>var a</script><style>b</style>"
        '<h2 id="x" data-search-exclude>Hidden</h2><p>with its section</p><h2 id="y">Y</h2>'
    )
    assert record_sections(html) == (SectionText("", "", "Keep"), SectionText("y", "Y", ""))


def test_first_heading_is_the_title_and_no_section() -> None:
    assert record_sections('<h1 id="t">Title</h1><p>Text</p>') == (SectionText("", "", "Text"),)


def test_blocks_do_not_run_together() -> None:
    assert record_sections("<label>A</label><label>B</label>c<br>d")[0].text == "A Bc d"


@given(st.text())
def test_any_text_is_read(html: str) -> None:
    for section in record_sections(html):
        assert "\x02" not in section.heading


@given(st.text(alphabet='<>/hp1"=ida &;', max_size=60))
def test_any_markup_is_read(html: str) -> None:
    record_sections(html)
