import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_shop import ENGLISH, GERMAN, ITALIAN

from kb_plugins.search.analysis import Analyzer, fold, split_chunk
from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import build_index
from kb_plugins.search.recipe import DATA

# Scripts that support sites are written in; both sides know other versions of Unicode beyond.
LETTERS = st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn", "Co"])
SETS = {"en": ENGLISH, "de": GERMAN, "it": ITALIAN, "fr": ITALIAN, "es": ITALIAN, "pt": ITALIAN}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Città", "citta"),
        ("STRASSE Straße", "strasse strasse"),
        ("Œuvre", "oeuvre"),
        ("it’s", "it's"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("max_allowed_packet,", [("maxallowedpacket", ["max", "allowed", "packet"])]),
        ("HTTP-500", [("http500", ["http", "500"])]),
        ("(php.ini)", [("phpini", ["php", "ini"])]),
        ("0x80070005", [("", ["0x80070005"])]),
        ("2.4.3-p1", [("2.4.3-p1", [])]),
        ("v10.2", [("10.2", [])]),
        ("l'archivio", [("", ["l"]), ("", ["archivio"])]),
        ("don't", [("", ["dont"])]),
        ("customer's", [("", ["customer"])]),
        ("Handler::read():", [("handlerread", ["handler", "read"])]),
        ("/var/www", [("", ["var"]), ("", ["www"])]),
        ("SQLSTATE[HY000]", [("", ["sqlstate"]), ("", ["hy000"])]),
        ("—", []),
    ],
)
def test_split_chunk(text: str, runs: list[tuple[str, list[str]]]) -> None:
    assert split_chunk(text) == runs


def test_stop_words_and_lone_letters_are_words_but_no_terms() -> None:
    chunk = Analyzer("en").chunk("the")
    assert chunk.words == ("the",)
    assert chunk.terms == ()
    assert Analyzer("en").chunk("x").terms == ()
    assert Analyzer("en").chunk("я").terms == ()
    assert Analyzer("en").chunk("税").terms == ("税",)  # a word of its own
    assert Analyzer("en").chunk("7").terms == ("7",)


@pytest.fixture(scope="module")
def engines() -> dict[str, Engine]:
    return {
        language: engine_from_files(build_index(records, language), language)
        for language, records in SETS.items()
    }


def browser_terms(engine: Engine, text: str) -> list[str]:
    value = engine.run(
        "Promise.resolve(engine.analyzer.words(" + json.dumps(text) + ")"
        ".filter((word) => !word.stop).map((word) => word.term))"
    )
    return list(value)


def python_terms(language: str, text: str) -> list[str]:
    analyzer = Analyzer(language)
    return [term for piece in text.split() for term in analyzer.chunk(piece).terms]


@pytest.mark.parametrize("language", sorted(SETS))
def test_browser_and_python_stem_every_shipped_synonym_alike(
    language: str, engines: dict[str, Engine]
) -> None:
    text = (DATA / f"synonyms.{language}.yml").read_text(encoding="utf-8")
    assert browser_terms(engines[language], text) == python_terms(language, text)


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=LETTERS, max_size=40))
def test_browser_and_python_analyse_any_text_alike(text: str, engines: dict[str, Engine]) -> None:
    browser = set(browser_terms(engines["en"], text))
    # the index also holds single Chinese signs, which only a query of one sign asks for
    python = set(python_terms("en", text))
    assert browser <= python
    assert all(len(term) == 1 for term in python - browser)


@settings(max_examples=200, deadline=None)
@given(text=st.from_regex(r"[a-zA-Z0-9_.:'’/\\-]{1,30}", fullmatch=True))
def test_browser_and_python_analyse_identifiers_alike(
    text: str, engines: dict[str, Engine]
) -> None:
    for language in ("en", "it"):
        assert browser_terms(engines[language], text) == python_terms(language, text)


@pytest.mark.parametrize(("corpus", "language"), [("magento-en", "en"), ("adobe-it", "it")])
def test_browser_and_python_agree_on_the_words_of_the_corpora(
    corpus: str, language: str, engines: dict[str, Engine], shared: object
) -> None:
    from pathlib import Path

    assert isinstance(shared, Path)
    chunks = sorted(
        {
            piece
            for path in (shared / "corpora" / corpus).rglob("*.md")
            for piece in path.read_text(encoding="utf-8").split()
        }
    )
    text = " ".join(chunks)
    assert browser_terms(engines[language], text) == python_terms(language, text)
