import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from search_shop import ENGLISH, article

from kb_plugins.cache.store import Store
from kb_plugins.search.index import Packed, SearchBuilder, article_keys, build_index
from kb_plugins.search.packing import boundaries, cut_shards, pack_words, varints
from kb_plugins.search.records import Record, record_sections


def test_same_records_give_same_bytes_in_any_order() -> None:
    assert build_index(ENGLISH, "en") == build_index(reversed(ENGLISH), "en")


def test_what_changed_has_another_name_and_all_else_keeps_its_own() -> None:
    texts = [f"words {'xyz'[n % 3]}{n}" for n in range(999)]
    many = [article(f"{n:03}.md", f"Topic {n}", ("Text", text)) for n, text in enumerate(texts)]
    files = build_index(many, "en")
    changed = build_index([*many[:5], replace(many[5], title="Aardvark"), *many[6:]], "en")
    same = files.keys() & changed.keys()
    assert {name for name in same if files[name] != changed[name]} == {"en.json"}
    renewed = {name.partition("-")[0] for name in changed.keys() - same}
    assert renewed >= {"en/a0", "en/d0", "en/wa"}
    assert not renewed & {"en/d300", "en/wx", "en/wz"}
    assert len(renewed) < len(changed) / 4


def updated(articles: list[tuple[Record, str]], store: Store, packed: Packed) -> dict[str, bytes]:
    keys = article_keys(articles, "de", "")
    by_key = dict(zip(keys, articles, strict=True))
    wait = SearchBuilder("de").update(by_key, store, packed)
    files = wait(lambda: False)
    store.close()
    return dict(files)


def test_an_updated_index_is_the_one_that_is_made_anew(tmp_path: Path) -> None:
    """In German, where what is a compound depends on the words of all other articles."""
    texts = ["Die Rechnungsadresse ändern.", "Eine Rechnung.", "Adresse und Log-in", "die", ""]
    articles = [
        (article(f"{number:02}.md", texts[number % 5]), f"<h2>Frage</h2>{texts[number % 4]}")
        for number in range(40)
    ]
    first = updated(articles, Store(tmp_path / "rows"), {})
    articles[3] = (articles[3][0], "<p>Der Wagenheber")
    del articles[20:]
    warm = updated(articles, Store(tmp_path / "rows"), first)
    assert warm == updated(articles, Store(), {})
    read = [replace(record, sections=record_sections(html)) for record, html in articles]
    assert warm == build_index(read, "de")
    assert first.keys() != warm.keys()


def test_an_empty_site_has_an_index() -> None:
    files = build_index([], "en")
    assert json.loads(files["en.json"])["articles"] == 0


def test_questions_of_a_few_articles_are_not_punished_for_being_few() -> None:
    plain = [article(f"a/{n}.md", f"Topic {n}", ("Text", "words")) for n in range(30)]
    asked = [replace(plain[0], questions=("Why does the gadget squeak?",)), *plain[1:]]
    inverted = SearchBuilder("en").inverted(asked)
    assert inverted.boosts[1] > 4


words = st.lists(st.text(alphabet="abcdeéß0~", min_size=1, max_size=6), min_size=1, unique=True)


@given(words)
def test_a_boundary_parts_each_shard_from_the_one_before(terms: list[str]) -> None:
    ordered = sorted(terms)
    shards = cut_shards([(term, [(0, (1,))]) for term in ordered], 12)
    bounds = boundaries(shards)
    assert [term for shard in shards for term, _ in shard] == ordered
    for number, shard in enumerate(shards):
        for term, _ in shard:
            assert sum(bound <= term for bound in bounds) - 1 == number


@given(st.lists(st.integers(min_value=0, max_value=2**40)))
def test_varints_hold_any_natural_number(numbers: list[int]) -> None:
    packed, out, value, shift = varints(numbers), [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            out.append(value)
            value = shift = 0
    assert out == numbers


@given(words)
def test_packed_words_begin_with_their_number(terms: list[str]) -> None:
    assert pack_words(sorted(terms)).startswith(varints([len(terms)]))
