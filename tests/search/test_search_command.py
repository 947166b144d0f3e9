import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from search_shop import ENGLISH, ITALIAN

from kb_plugins.search.command import search_command
from kb_plugins.search.index import build_index


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an English and an Italian index, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    files = build_index(ENGLISH, "en") | build_index(ITALIAN, "it")
    for name, content in files.items():
        path = folder / "assets" / "kb" / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(search_command, list(arguments))
    return result.exit_code, result.output


def test_words_print_what_a_reader_gets(site: Path) -> None:
    code, output = run("--site", str(site), "--lang", "en", "download", "an", "invoice")
    assert code == 0
    assert output.splitlines()[0].startswith(" 1. Download an invoice  (billing/invoice.md, ")


def test_nothing_found_is_said(site: Path) -> None:
    assert run("--site", str(site), "--lang", "en", "qqqq") == (0, "Nothing found.\n")


def test_explain_names_the_words_that_decided(site: Path) -> None:
    words = ("how", "invocie", "zeppelin")
    code, output = run("--site", str(site), "--lang", "en", "--explain", *words)
    assert code == 0
    lines = output.splitlines()
    assert lines[0] == "Not looked for: how"
    assert lines[1].startswith(" 1. billing/invoice.md  (")
    assert lines[2].startswith('    100%  "invocie", taken for "invoic", in title')
    assert lines[3] == "          lacks zeppelin"


def test_explain_adds_up_and_knows_synonyms_and_beginnings(site: Path) -> None:
    arguments = ("--site", str(site), "--lang", "en", "--explain", "--json")
    code, output = run(*arguments, "receipt", "for", "an", "inv")
    assert code == 0
    answer = json.loads(output)
    assert answer["left_out"] == ["for", "an"]
    words = {word["word"]: word for word in answer["results"][0]["words"]}
    assert (words["receipt"]["how"], words["inv"]["how"]) == ("synonym", "beginning")
    assert "invoic" in words["receipt"]["said"]
    assert sum(word["share"] for word in words.values()) == pytest.approx(1)


def test_explain_with_nothing_to_explain(site: Path) -> None:
    assert run("--site", str(site), "--explain", "qqqq") == (0, "Nothing found.\n")


def test_explain_is_for_one_query(site: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("{}")
    code, output = run("--site", str(site), "--explain", "--queries", str(tmp_path / "q.jsonl"))
    assert code == 2
    assert "--explain explains one query" in output


def test_queries_are_answered_in_their_language(site: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": "a", "query": "invoice", "lang": "en"}\n\n'
        '{"id": "b", "query": "fattura", "lang": "it"}\n'
    )
    code, output = run("--site", str(site), "--queries", str(queries), "--json")
    assert code == 0
    first, second = map(json.loads, output.splitlines())
    assert first["id"] == "a"
    assert first["results"][0] == "billing/invoice.md"
    assert second == {"id": "b", "results": ["a/fattura.md"]}


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", "queries.jsonl:1: not JSON"), ('{"id": 1}', 'a line needs {"id": ..., "query": ...}')],
)
def test_a_line_that_is_no_query_is_named(
    site: Path, tmp_path: Path, line: str, message: str
) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(line)
    code, output = run("--site", str(site), "--queries", str(queries), "--json")
    assert code == 1
    assert message in output


def test_a_folder_without_index_is_named(tmp_path: Path) -> None:
    code, output = run("--site", str(tmp_path), "x")
    assert (code, output) == (1, f"Error: {tmp_path} holds no search index\n")


def test_words_or_queries_are_needed(site: Path) -> None:
    assert run("--site", str(site))[0] == 2
