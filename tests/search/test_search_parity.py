"""Scores of the partial index in JavaScript equal those of the whole index built by lunr.py."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lunr.builder import Builder
from lunr.index import Index
from search_corpora import corpus_records, judged_queries
from search_shop import ENGLISH

from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import SearchBuilder
from kb_plugins.search.recipe import load_recipe
from kb_plugins.search.records import Record

WORDS = ["password", "shop slow", "max_allowed_packet", "the invoice of an order", "http 500 error"]
PREFIXES = ["pass", "adm", "in", "shop c"]
FUZZY = ["invocie", "pasword shop", "databse", "cancl"]
PHRASES = ["log in", "how much", "Got a packet bigger than max_allowed_packet bytes"]


def whole_index(records: Sequence[Record], language: str) -> Index:
    """What lunr.py builds from the same terms, knowing nothing of packing and shards."""
    inverted = SearchBuilder(language).inverted(records)
    recipe = load_recipe()
    bags: list[list[list[str]]] = [[[] for _ in recipe.fields] for _ in records]
    for term, postings in inverted.postings.items():
        for number, times in postings:
            for field, count in enumerate(times):
                bags[number][field].extend([term] * count)
    builder = Builder()
    builder.ref("id")
    builder.k1(recipe.k1)
    builder.b(recipe.b)
    for field, boost in zip(recipe.fields, inverted.boosts, strict=True):
        builder.field(field.name, boost)
    for number, bag in enumerate(bags):
        names = (field.name for field in recipe.fields)
        builder.add({"id": str(number), **dict(zip(names, bag, strict=True))})
    return builder.build()


def browser_scores(engine: Engine, query: str) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """The clauses the browser makes of a query, and what lunr.js scores them before we rank."""
    found = engine.run(
        "(async () => { const articles = await engine.store.articles();"
        f" const entries = await engine.planner.plan({json.dumps(query)});"
        " const clauses = entries.flatMap((entry) => entry.clauses);"
        " const scored = engine.score(clauses, articles);"
        " return { clauses: clauses.map(({ term, boost }) => ({ term, boost })),"
        " scores: scored.map(({ ref, score }) => [ref, score]) }; })()"
    )
    return found["clauses"], dict(found["scores"])


def whole_scores(index: Index, clauses: list[dict[str, Any]]) -> dict[str, float]:
    query = index.create_query()
    for clause in clauses:
        query.term(clause["term"], boost=clause["boost"], use_pipeline=False)
    return {hit["ref"]: hit["score"] for hit in index.query(query)} if clauses else {}


def assert_same_scores(engine: Engine, index: Index, queries: list[str]) -> None:
    for query in queries:
        clauses, scores = browser_scores(engine, query)
        expected = whole_scores(index, clauses)
        assert scores.keys() == expected.keys(), query
        for ref, score in scores.items():
            assert score == pytest.approx(expected[ref], abs=0.002), (query, ref)


def test_scores_equal_on_the_fixture(engine: Engine) -> None:
    index = whole_index(sorted(ENGLISH, key=lambda record: record.source), "en")
    assert_same_scores(engine, index, WORDS + PREFIXES + FUZZY + PHRASES)


@pytest.mark.parametrize(("corpus", "language"), [("magento-en", "en"), ("adobe-it", "it")])
def test_scores_equal_on_real_corpora(corpus: str, language: str, shared: Path) -> None:
    records = corpus_records(shared / "corpora" / corpus)
    engine = engine_from_files(SearchBuilder(language).build(records), language)
    queries = [query["query"] for query in judged_queries(shared) if query["lang"] == language]
    prefixes = [query[: len(query) * 2 // 3] for query in queries]
    assert_same_scores(engine, whole_index(records, language), queries + prefixes)


def terms_of(engine: Engine, query: str) -> set[str]:
    return {clause["term"] for clause in browser_scores(engine, query)[0]}


def distance(a: str, b: str) -> int:
    """Damerau-Levenshtein distance, written plainly."""
    rows = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def test_prefixes_and_repairs_are_those_of_the_whole_vocabulary(engine: Engine) -> None:
    from kb_plugins.search.analysis import Analyzer
    from kb_plugins.search.counting import field_texts

    analyzer = Analyzer("en")
    vocabulary = {
        word: term
        for record in ENGLISH
        for text in field_texts(record).values()
        for piece in text.split()
        for word, term in zip(
            analyzer.chunk(piece).surface, analyzer.chunk(piece).terms, strict=True
        )
        if word.isalpha() and len(word) > 2
    }
    for start in ("pass", "adm", "cance", "invo"):
        expected = {term for word, term in vocabulary.items() if word.startswith(start)}
        assert expected <= terms_of(engine, start)
    for typo in ("invocie", "pasword", "databse", "cancl", "setings"):
        most = 2 if len(typo) >= 8 else 1
        near = {t for w, t in vocabulary.items() if w[0] == typo[0] and distance(w, typo) <= most}
        assert near == {term for term in terms_of(engine, f"{typo} ") if not term.startswith("~")}
