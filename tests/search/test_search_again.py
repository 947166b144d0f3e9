"""An index that took over what an edit left alone is the one that is made anew, byte by byte."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from search_shop import article

from kb_plugins.cache.store import Store
from kb_plugins.search.again import Change, Earlier
from kb_plugins.search.counting import ArticleTerms
from kb_plugins.search.index import SearchBuilder, article_keys
from kb_plugins.search.recipe import load_recipe
from kb_plugins.search.records import Record

SYNONYMS = "- zebra, tapir\n- okapi, horse of stripes\n- giraffe => antelope\n"
WORDS = [f"{one}{two}{three}" for one in "bdfg" for two in "aeiou" for three in "lmnrstz"]
WORDS += [f"{one}{two}" for one in WORDS for two in WORDS[:12]]
RARE = ["zebra", "tapir", "okapi", "horse of stripes", "giraffe", "antelope", "Città", "東京"]
Article = tuple[Record, str]


def text(chance: random.Random) -> str:
    """Words of which some are in nearly every article and most in few."""
    count = chance.choice((0, 3, 200))
    words = [WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(count)]
    rare = chance.sample(RARE, 2) if chance.random() < 0.01 else ()
    return "<h2>Part</h2>" + " ".join([*words, *rare])


def edited(chance: random.Random, one: Article) -> Article:
    record, html = one
    match chance.randrange(4):
        case 0:
            return replace(record, title=text(chance)[13:]), html
        case 1:
            return record, html + " " + chance.choice(chance.choice((WORDS, RARE)))
        case 2:
            return replace(record, tags=(chance.choice(WORDS),), level=chance.randrange(3)), html
    return record, text(chance)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_an_index_after_edits_is_the_one_made_anew(language: str, seed: int) -> None:
    chance = random.Random(seed)
    articles = [(article(f"{n:03}.md", f"Topic {n}"), text(chance)) for n in range(120)]
    builder, files, keys = SearchBuilder(language, SYNONYMS), dict[str, bytes](), {}
    for _ in range(8):
        found = dict(zip(article_keys(articles, language, SYNONYMS), articles, strict=True))
        files = builder.update(found, Store(), files, keys)(lambda: False)
        keys = {record.source: key for key, (record, _) in found.items()}
        assert files == SearchBuilder(language, SYNONYMS).update(found, Store(), {})(lambda: False)
        for number in chance.sample(range(len(articles)), chance.choice((1, 1, 1, 2, 30))):
            articles[number] = edited(chance, articles[number])
        if chance.random() < 0.1:
            del articles[3]


def test_what_is_no_word_of_synonyms_is_taken_over() -> None:
    """Else the test above would compare whole indexes alone."""
    chance = random.Random(1)
    articles = [(article(f"{n:03}.md", f"Topic {n}"), text(chance)) for n in range(120)]
    keys = article_keys(articles, "en", "")
    by_key = dict(zip(keys, articles, strict=True))
    files = SearchBuilder("en").update(by_key, Store(), {})(lambda: False)
    earlier = Earlier(files, "en", load_recipe())
    nothing = ArticleTerms({})
    news = ArticleTerms({(0, 0, 0, 0, 1): "news quagga"})
    body = earlier.again([Change(7, nothing, news)], {"quagga"})
    assert body is None, "whether anybody says quagga decides about its synonyms"
    concept = ArticleTerms({(0, 0, 0, 0, 1): "~9999"})
    assert earlier.again([Change(7, nothing, concept)], ()) is None, "it may be somebody else's too"
    body = earlier.again([Change(7, nothing, news)], {"tapir"})
    assert body is not None
    assert body.counts["news"] == 1
    same = earlier.again([], ())
    assert same is not None
    assert sum(shard in same.shards for shard in body.shards) >= len(body.shards) - 2
