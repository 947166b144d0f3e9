"""`kb report` as its users call it: the figures, the page, the events, what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.cli import main
from kb_plugins.report.events import read_events

SITE = """site_name: Help <b>&
theme: {name: material}
plugins:
  - kb:
      channels: {callback: "tel:+390000"}
      review_every: {how-to: 30}
"""
ARTICLES = {
    "billing/pay.md": "title: How do I pay?\nlevel: 0\ntype: how-to\nquestions: [card]\n"
    "owner: Ada\nupdated: 2026-10-01\n",
    "billing/refund.md": "title: How do I get a refund?\nlevel: 0\ntype: faq\n"
    "created: 2023-01-01\n",
    "old.md": "title: How do I fax?\nlevel: 2\nstatus: deprecated\nreplaced_by: billing/pay.md\n",
    "evil.md": "title: '<script>alert(1)</script> & so on'\nlevel: 3\nowner: '<img src=x>'\n",
    "levels/0-self.md": "title: Self\nexamples:\n  - {question: How do I pay?, "
    "article: ../billing/pay.md}\n  - Why is it <i>blue</i>?\n",
    "levels/2-callback.md": "title: Callback\nchannel: callback\n",
    "levels/3-expert.md": "title: Expert\n",
}
EVENTS = """{"query": "Refund", "results": 0, "time": "2026-11-20T10:00:00Z"}

{"event": "kb:search", "query": " refund ", "results": 0}
{"event": "kb:search", "query": "pay", "results": 4}
{"event": "kb:search-choice", "query": "pay", "url": "/billing/pay/", "title": "Pay", "position": 1}
{"page": "/billing/pay/", "title": "How do I pay?", "helpful": true}
{"page": "/billing/pay/", "title": "How do I pay?", "helpful": false, "reason": "outdated", \
"words": "<script>alert(2)</script>"}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    for path, front in ARTICLES.items():
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{front}---\n\nText of {path}.\n")
    (tmp_path / "mkdocs.yml").write_text(SITE)
    (tmp_path / "events.jsonl").write_text(EVENTS)
    return tmp_path


def kb(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "-f", str(site / "mkdocs.yml"), *arguments])


def figures(site: Path, *arguments: str) -> dict[str, object]:
    done = kb(site, "-o", str(site / "out/report.json"), *arguments)
    assert done.exit_code == 0, done.output
    return json.loads((site / "out/report.json").read_text())


def named(rows: object) -> dict[str, int]:
    assert isinstance(rows, list)
    return {row["name"]: row["articles"] for row in rows}


def test_the_figures(site: Path) -> None:
    report = figures(site)
    assert (report["version"], report["day"]) == (1, "2026-11-23")
    assert (report["articles"], report["deprecated"], report["without_questions"]) == (4, 1, 2)
    assert named(report["by_level"]) == {"0 Self": 2, "2 Callback": 1, "3 Expert": 1}
    assert named(report["by_type"]) == {"": 2, "FAQ": 1, "How-to": 1}
    assert named(report["by_topic"]) == {"Billing": 2, "no topic": 2}
    assert named(report["by_language"]) == {"en": 4}
    assert named(report["by_owner"]) == {"nobody": 2, "<img src=x>": 1, "Ada": 1}
    assert named(report["ages"]) == {
        "under 3 months": 1,
        "3 to 6 months": 0,
        "6 to 12 months": 0,
        "1 to 2 years": 0,
        "over 2 years": 1,
        "no date": 2,
    }
    assert report["coverage"][0] == {  # type: ignore[index]
        "level": "0 Self",
        "examples": 2,
        "unanswered": ["Why is it <i>blue</i>?"],
    }
    assert report["overdue"] == [
        {
            "path": "billing/pay.md",
            "title": "How do I pay?",
            "owner": "Ada",
            "due": "2026-10-31",
            "days": 23,
        }
    ]
    assert [one["path"] for one in report["dead_ends"]] == ["docs/evil.md"]  # type: ignore[union-attr]
    assert (report["search"], report["events"]) == (None, None)


def test_what_readers_did(site: Path) -> None:
    events = figures(site, "--events", str(site / "events.jsonl"))["events"]
    assert events == {
        "lines": 6,
        "feedback": [
            {
                "page": "/billing/pay/",
                "title": "How do I pay?",
                "yes": 1,
                "no": 1,
                "reasons": [["outdated", 1]],
                "words": ["<script>alert(2)</script>"],
            }
        ],
        "queries": [
            {"text": "refund", "times": 2, "empty": 2, "opened": 0},
            {"text": "pay", "times": 1, "empty": 0, "opened": 1},
        ],
    }


def test_the_page_says_it_too_and_nothing_in_it_runs(site: Path) -> None:
    done = kb(site, "-o", str(site / "r.html"), "--events", str(site / "events.jsonl"))
    assert (done.exit_code, done.stdout) == (0, f"{site / 'r.html'}\n")
    text = (site / "r.html").read_text()
    page = LexborHTMLParser(text)
    assert page.css("script, img, i, b, link, iframe, [style], [onerror]") == []
    assert page.css_first("h1").text() == "Help <b>&"
    assert "<script>alert(1)</script> & so on" not in text
    assert "Why is it <i>blue</i>?" in page.css_first("#examples").parent.text()
    assert page.css_first("q").text() == "<script>alert(2)</script>"
    headings = [heading.text() for heading in page.css("h2")]
    assert headings[-3:] == [
        "Was this article helpful?",
        "Searches without a result",
        "Most frequent searches",
    ]
    assert "://" not in text.replace("http://www.w3.org/", "")


def test_same_sources_same_bytes(site: Path) -> None:
    first, second = site / "1.html", site / "2.html"
    kb(site, "-o", str(first))
    kb(site, "-o", str(second))
    assert first.read_bytes() == second.read_bytes()


def test_wrong_events_are_named_and_the_others_count(site: Path) -> None:
    file = site / "events.jsonl"
    file.write_text('{"query": "a", "results": 0}\n[1]\n{"event": "click"}\n{"query": "b"}\n{"x"')
    done = kb(site, "-o", str(site / "r.json"), "--events", str(file))
    assert done.exit_code == 1
    assert [line.removeprefix(str(file)).split(". ")[0] for line in done.stderr.splitlines()] == [
        ":2: event: This line is no event: it is no JSON object",
        ':3: event: This line is no event: there is no event "click"',
        ":4: event: This line is no event: a search needs `results` as a number, an opened result "
        "needs `url` as text",
        ":5: event: This line is no event: it is no JSON object",
    ]
    assert json.loads((site / "r.json").read_text())["events"]["lines"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--site", "nowhere"), "nowhere: its search cannot be used"),
        (("--events", "nowhere"), "File 'nowhere' does not exist"),
        (("-o", "mkdocs.yml/report.html"), "cannot be written"),
    ],
)
def test_a_wrong_call(
    site: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(site)
    done = kb(site, *arguments)
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert message in " ".join(done.stderr.replace("│", "").split())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KEYS = st.sampled_from(["query", "results", "page", "helpful", "reason", "words", "url", "event"])


@given(st.lists(st.dictionaries(KEYS, JSON).map(json.dumps) | st.text(), max_size=8))
def test_no_line_breaks_the_reading(lines: list[str]) -> None:
    text = "\n".join(lines)
    events, problems = read_events(text, "events.jsonl")
    assert events.lines + len(problems) == sum(1 for line in text.split("\n") if line.strip())
