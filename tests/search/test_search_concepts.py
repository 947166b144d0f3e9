import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from search_shop import ENGLISH

from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.concepts import (
    SynonymError,
    build_concepts,
    concept_name,
    parse_synonyms,
    phrase_of,
    shipped_synonyms,
)
from kb_plugins.search.counting import TermCounter
from kb_plugins.search.engine import engine_from_files
from kb_plugins.search.index import SearchBuilder
from kb_plugins.search.records import Record


def found(query: str, synonyms: str) -> list[str]:
    files = SearchBuilder("en", synonyms, shipped=False).build(ENGLISH)
    return engine_from_files(files, "en").ranks(query)


def test_two_way_group_finds_in_both_directions() -> None:
    synonyms = "- invoice, statement of account\n"
    assert found("statement of account", synonyms)[0] == "billing/invoice.md"
    assert "billing/invoice.md" in found("invoice", synonyms)


def test_arrow_finds_in_one_direction_only() -> None:
    synonyms = "- paperwork => invoice\n- user => colleague\n"
    assert found("paperwork", synonyms) == ["billing/invoice.md"]
    assert found("colleague", synonyms) == []


def test_phrases_match_whole() -> None:
    synonyms = "- gatecrasher, cannot get into\n"
    assert found("gatecrasher", synonyms) == ["account/reset-password.md"]


def test_without_synonyms_nothing_is_found() -> None:
    assert found("paperwork", "") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b", "The file is not a list of groups"),
        ("- [a, b]", "This group is not a line of words"),
        ("- a, b\n- c", '"c" needs two words, or a word on each side of =>'),
        ("- a =>", '"a =>" needs two words, or a word on each side of =>'),
    ],
)
def test_mistakes_are_named(text: str, message: str) -> None:
    with pytest.raises(SynonymError) as caught:
        parse_synonyms(text)
    assert str(caught.value) == message


def test_broken_yaml_names_its_line() -> None:
    with pytest.raises(SynonymError) as caught:
        parse_synonyms("- a, b\n- [c")
    assert caught.value.line > 1


@given(st.text())
def test_any_file_is_understood_or_refused(text: str) -> None:
    try:
        parse_synonyms(text)
    except SynonymError:
        return


def test_joined_words_are_one_word_and_lone_stop_words_none() -> None:
    analyzer = Analyzer("en")
    assert phrase_of("log-in", analyzer) == phrase_of("login", analyzer) == ("login",)
    assert phrase_of("why", analyzer) == ()
    assert phrase_of("how much", analyzer) != ()


@pytest.mark.parametrize("language", ["en", "it", "de", "fr", "es", "pt"])
def test_shipped_synonyms_make_concepts(language: str) -> None:
    concepts = build_concepts(shipped_synonyms(language), Analyzer(language))
    assert len(concepts.items) > 100


CHUNKS = ("log", "in", "in.", "-", "x,log", "in/sign", "Sign", "up", "reset", "my", "password")
MEANT = """\
- enter => log in
- letterbox => in sign
- join => sign up
- lost => reset my password, my password
"""


@given(st.lists(st.sampled_from(CHUNKS), max_size=12))
@example(["x,log", "in"])
@example(["log", "-", "in/sign", "up"])
def test_phrases_are_counted_wherever_they_stand(chunks: list[str]) -> None:
    analyzer = Analyzer("en")
    concepts = build_concepts(parse_synonyms(MEANT), analyzer)
    record = Record(url="a/", source="a.md", title=" ".join(chunks), level=0)
    counted = TermCounter(analyzer, concepts, ("title",)).count(record).fields()
    words = [word for chunk in chunks for word in analyzer.chunk(chunk).words]
    for number, concept in enumerate(concepts.items):
        places = [
            place
            for phrase in concept.members
            for place in range(len(words))
            if tuple(words[place : place + len(phrase)]) == phrase
        ]
        assert (counted or [{}])[0].get(concept_name(number), 0) == len(places)
