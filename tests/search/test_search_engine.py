import pytest
from search_shop import ENGLISH, GERMAN, ITALIAN, article

from kb_plugins.search.engine import Engine, engine_from_files
from kb_plugins.search.index import build_index


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("max_allowed_packet", "errors/packet.md"),
        ("allowed packet", "errors/packet.md"),
        ("HTTP-500", "errors/http-500.md"),
        ("http 500", "errors/http-500.md"),
        ("http500", "errors/http-500.md"),
        ("php.ini", "errors/packet.md"),
        ("0x80070005", "errors/http-500.md"),
        ("2.4.3-p1", "errors/http-500.md"),
        ('error: "Got a packet bigger than max_allowed_packet bytes"', "errors/packet.md"),
        ("invocie", "billing/invoice.md"),
        ("pasword", "account/reset-password.md"),
        ("can't log in", "account/reset-password.md"),
        ("how do I get into my account?", "account/reset-password.md"),
        ("administr", "account/create-user.md"),
        ("cancl", "orders/cancel.md"),
        ("bots", "errors/slow.md"),
        ("how much does it cost, where is the receipt", "billing/invoice.md"),
    ],
)
def test_the_right_article_comes_first(engine: Engine, query: str, source: str) -> None:
    assert engine.ranks(query)[0] == source


@pytest.mark.parametrize(
    "query", ["", "   ", "the", "?!", "zzzyyyxxx", "*", "title:reset", "~3", "\\"]
)
def test_nothing_breaks_the_search(engine: Engine, query: str) -> None:
    engine.ranks(query)


def test_a_hit_has_what_a_list_shows(engine: Engine) -> None:
    hit = engine.search("invoice")[0]
    assert (hit.source, hit.title, hit.url) == (
        "billing/invoice.md",
        "Download an invoice",
        "billing/invoice/",
    )
    assert hit.score > 0


def test_two_words_written_as_one_are_found(engine: Engine) -> None:
    assert engine.ranks("slowshop")[0] == "errors/slow.md"


def test_an_unknown_word_finds_at_least_what_begins_alike(engine: Engine) -> None:
    assert engine.ranks("invoicexyzabc ")[0] == "billing/invoice.md"


def test_more_words_of_the_query_win(engine: Engine) -> None:
    assert engine.ranks("shop slow pictures")[0] == "errors/slow.md"


def test_german_compounds_are_found_by_their_parts() -> None:
    engine = engine_from_files(build_index(GERMAN, "de"), "de")
    assert set(engine.ranks("adresse")) == {"a/adresse.md", "a/rechnungsadresse.md"}
    assert engine.ranks("rechnungsadresse")[0] == "a/rechnungsadresse.md"
    assert engine.ranks("Passwort")[0] == "a/passwort.md"
    assert engine.ranks("aendern")[0] == "a/rechnungsadresse.md"
    assert engine.ranks("Kontoanschrift")[0] == "a/rechnungsadresse.md"


def test_italian_elisions_and_accents_do_not_matter() -> None:
    engine = engine_from_files(build_index(ITALIAN, "it"), "it")
    for query in ("archivio", "l'archivio", "dell’archivio", "CITTA", "città"):
        assert engine.ranks(query)[0] == "a/archivio.md"


def test_a_language_without_stemmer_is_searched_word_by_word() -> None:
    records = [article("a/b.md", "Сбросить пароль", ("Шаги", "Откройте страницу"))]
    engine = engine_from_files(build_index(records, "uk"), "uk")
    assert engine.ranks("пароль") == ["a/b.md"]


def test_a_failing_file_is_an_error_that_says_so() -> None:
    files = build_index(ENGLISH, "en")
    engine = engine_from_files({k: v for k, v in files.items() if "/a0-" not in k}, "en")
    with pytest.raises(KeyError):
        engine.ranks("invoice")
