"""No text, and nothing in a cache or baseline, gives a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb_plugins.content.loader import load
from kb_plugins.content.schema import TYPES
from kb_plugins.content.settings import Settings
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.baseline import compare, entry
from kb_plugins.quality.check import check
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.markdown import read_digest
from kb_plugins.quality.policy import Policy
from kb_plugins.quality.registry import all_rules
from kb_plugins.quality.reports import REPORTS
from kb_plugins.quality.rule import Sources
from kb_plugins.quality.terms import read_terms

PIECES = st.sampled_from(
    [
        "# One\n",
        "## Two\n",
        "#### Four {#x}\n",
        "[here](a.md)",
        "[x](b.md#y)",
        "![](p.png)",
        "<img src=x>",
        "<a href='a.md'>",
        "```\n",
        "~~~ py\n",
        "!!! note\n    ",
        '=== "Tab"\n    ',
        "/// note\n",
        "///\n",
        "> ",
        "1. ",
        "- ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "| a | b |\n|---|---|\n",
        "<!-- kb-ignore link-text: why not -->\n",
        "<!-- kb-ignore -->",
        "`",
        "``",
        "{{ x }}",
        "](",
        "a@b.co",
        "+49 170 8812349",
        "://u:p@h",
        "log in",
        "%7B",
        "\\",
        "\0",
        "\ud7ff",
        "é",
        "[]()",
        "[x](http://[)",
        "[x](//)",
        "[x](../../..)",
        "[x](#)",
        "[x](?)",
        "[x](%ff%00.md)",
        "<!--",
        "---\n",
        "level: 0\n",
        "type: how-to\n",
        "title: x\n",
        "kb_ignore: 1\n",
        "related: [a.md]\n",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES | st.text(max_size=8)).map("".join))


@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_check_never_raises(tmp_path_factory, texts: list[str], terms: str) -> None:
    docs = tmp_path_factory.mktemp("docs")
    for number, text in enumerate(texts):
        data = ("---\nlevel: 0\n---\n" + text if number % 2 else text).encode("utf-8", "replace")
        (docs / f"{'ab'[number % 2]}{number}.md").write_bytes(data)
    (docs / "terms.yml").write_bytes(terms.encode("utf-8", "replace"))
    loaded = load(docs, Settings(types=dict.fromkeys(TYPES, "")))
    words, problems = read_terms(docs, "docs")
    sources = Sources(
        kb=loaded.kb,
        documents=loaded.documents,
        docs=docs,
        today=date(2026, 11, 23),
        digests=DigestStore(),
        left_out=loaded.left_out,
        found=(*loaded.problems, *problems),
        terms=words,
    )
    everything = Policy(select=frozenset(rule.id for rule in all_rules()))
    found = check(sources, everything)
    for report in REPORTS.values():
        report(found)
    for problem in found:
        assert "\n" not in str(problem)
        assert problem.line >= 1
        if problem.path == "mkdocs.yml":
            continue
        lines = (docs / problem.path.removeprefix("docs/")).read_bytes()
        assert problem.line <= lines.count(b"\n") + lines.count(b"\r") + 1


@given(TEXTS)
def test_a_digest_survives_the_cache(tmp_path_factory, text: str) -> None:
    file: Path = tmp_path_factory.mktemp("cache") / "digests.json"
    store = DigestStore(file)
    digest = store.of(text)
    store.save()
    assert DigestStore(file).of(text) == digest == read_digest(text)


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b'{"form":1}', b"[" * 99_999]))
def test_a_broken_cache_is_no_cache(tmp_path_factory, data: bytes) -> None:
    file: Path = tmp_path_factory.mktemp("cache") / "digests.json"
    file.write_bytes(data)
    assert DigestStore(file).of("# One") == read_digest("# One")


PROBLEMS = st.builds(
    Problem,
    path=st.sampled_from(["a.md", "b.md"]),
    line=st.integers(1, 5),
    rule=st.just("link-text"),
    message=st.sampled_from(["x", "y"]),
    fix=st.just("z"),
    severity=st.sampled_from(Severity),
)


@given(st.lists(PROBLEMS), st.lists(PROBLEMS))
def test_a_baseline_never_grows(before: list[Problem], after: list[Problem]) -> None:
    lines = [entry(problem) for problem in before]
    compared = compare(after, lines)
    assert len(compared.left) + compared.gone == len(lines)
    assert len(compared.new) + compared.known == len(after)
    assert all(lines.count(line) >= compared.left.count(line) for line in compared.left)
