"""Records -> the files of a search index: shards of postings, words, article records, a manifest.

`js/store.js` reads them. The manifest is always `<language>.json`, so that pages need not change
with the index. It knows the names of all other files, which carry a hash of what is in them: a
browser keeps those for ever and never mixes two deployments, and what an edit left alone keeps its
name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kb_plugins.cache.fingerprint import code_digest, fingerprint, text_digest, versions
from kb_plugins.cache.store import Store
from kb_plugins.cores import spread
from kb_plugins.search.analysis import Analyzer, folded_stop_words
from kb_plugins.search.blocks import pack_articles, pack_records
from kb_plugins.search.compounds import COMPOUNDING, LONG_FROM, split_compounds
from kb_plugins.search.concepts import (
    CONCEPT_SIGN,
    Concepts,
    build_concepts,
    concept_name,
    parse_synonyms,
    shipped_synonyms,
)
from kb_plugins.search.counting import ArticleTerms, TermCounter
from kb_plugins.search.inverted import Inverted, invert
from kb_plugins.search.packing import boundaries, cut_shards, pack_postings
from kb_plugins.search.parts import manifest_name, part_files, sources_name
from kb_plugins.search.recipe import base_language, load_recipe
from kb_plugins.search.records import Record, SectionText, record_sections
from kb_plugins.search.spelling import pack_spelling

FORMAT = 2
SHARD_BYTES = 4000


class SearchBuilder:
    """Builds indexes of one language again and again, analysing only records that changed."""

    def __init__(self, language: str, synonyms: str = "", shipped: bool = True) -> None:
        """Take a language code, the text of the site's synonym file, and whether to add ours."""
        self.language = language
        self._recipe = load_recipe()
        self._analyzer = Analyzer(language)
        groups = [*(shipped_synonyms(language) if shipped else ()), *parse_synonyms(synonyms)]
        self._concepts = build_concepts(groups, self._analyzer)
        self._counter = TermCounter(
            self._analyzer,
            self._concepts,
            tuple(field.name for field in self._recipe.fields),
            LONG_FROM if base_language(language) in COMPOUNDING else 0,
        )
        self._counted: dict[Record, ArticleTerms] = {}
        versions_used = versions("selectolax", "snowballstemmer")
        self._stamp = ("terms", code_digest(), versions_used, language, synonyms, shipped)

    def build(self, records: Iterable[Record]) -> dict[str, bytes]:
        """The files of the index of these records, names relative to the search folder."""
        ordered = sorted(records, key=lambda record: record.source)
        articles = self._count(ordered)
        surface = _surface(articles)
        inverted = invert(split_compounds(articles, surface), self._recipe)
        used = _prune_concepts(inverted, self._concepts)
        return self._files(ordered, inverted, surface, used)

    def inverted(self, records: Iterable[Record]) -> Inverted:
        """The whole index before it is packed, for tests and measurements."""
        articles = self._count(sorted(records, key=lambda record: record.source))
        surface = _surface(articles)
        inverted = invert(split_compounds(articles, surface), self._recipe)
        _prune_concepts(inverted, self._concepts)
        return inverted

    def _count(self, records: Sequence[Record]) -> list[ArticleTerms]:
        """Count what `read` has not counted; forget what is gone."""
        known = self._counted
        self._counted = {
            record: known.get(record) or self._counter.count(record) for record in records
        }
        return [self._counted[record] for record in records]

    def read(self, articles: Sequence[tuple[Record, str]], store: Store) -> list[Record]:
        """Add the texts of their sections to records, and analyse them, on all cores.

        Each record comes with the HTML of its article. `store` keeps the analysis.
        """
        keys = [fingerprint(*self._stamp, repr(one), text_digest(html)) for one, html in articles]
        records: dict[int, Record] = {}
        missing = []
        for place, key in enumerate(keys):
            row = store.get(key)
            if row is None:
                missing.append(place)
            else:
                records[place] = self._learn(articles[place][0], row)
        fresh = spread(self._analyse, [articles[place] for place in missing])
        for place, row in zip(missing, fresh, strict=True):
            records[place] = self._learn(articles[place][0], row)
            store.put(keys[place], row)
        return [records[place] for place in range(len(articles))]

    def _learn(self, record: Record, row: list[Any]) -> Record:
        """Take in a row of the cache. One at a time: all of them are large."""
        sections, terms = row
        record = replace(record, sections=tuple(SectionText(*one) for one in sections))
        self._counted[record] = ArticleTerms.of(terms)
        return record

    def _analyse(self, article: tuple[Record, str]) -> list[Any]:
        record = replace(article[0], sections=record_sections(article[1]))
        sections = [[one.anchor, one.heading, one.text] for one in record.sections]
        return [sections, self._counter.count(record).row()]

    def _files(
        self,
        records: Sequence[Record],
        inverted: Inverted,
        surface: dict[str, str],
        concepts: list[tuple[str, list[str]]],
    ) -> dict[str, bytes]:
        shards = cut_shards(list(inverted.postings.items()), SHARD_BYTES)
        words = pack_spelling(surface, inverted)
        columns, labels = pack_articles(records, inverted.lengths)
        blocks, per_block = pack_records(records)
        kinds = {
            "s": _numbered(map(pack_postings, shards)),
            "w": words,
            "a": _numbered([columns]),
            "d": _numbered(blocks),
        }
        parts = {kind: part_files(kind, found) for kind, found in kinds.items()}
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "language": self.language,
            "articles": len(records),
            "averages": inverted.averages,
            "boosts": inverted.boosts,
            "fields": [field.name for field in self._recipe.fields],
            "shards": boundaries(shards),
            "words": "".join(words),
            "parts": {kind: names for kind, (_, names) in parts.items()},
            "perBlock": per_block,
            "concepts": concepts,
            "stop": sorted(folded_stop_words(self.language)),
            "recipe": {
                "k1": self._recipe.k1,
                "b": self._recipe.b,
                "analysis": self._recipe.analysis,
                "query": self._recipe.query,
            },
            **labels,
        }
        files = {
            f"{self.language}/{name}": content
            for made, _ in parts.values()
            for name, content in made.items()
        }
        files[manifest_name(self.language)] = _json(manifest)
        files[sources_name(self.language)] = _json([record.source for record in records])
        return dict(sorted(files.items()))


def _surface(articles: Iterable[ArticleTerms]) -> dict[str, str]:
    """Return the term of every word that is written somewhere."""
    return {word: term for one in articles for word, term in zip(*one.surface, strict=True)}


def build_index(records: Iterable[Record], language: str, synonyms: str = "") -> dict[str, bytes]:
    """The files of the index of `records` in a language; `synonyms` is the site's own YAML."""
    return SearchBuilder(language, synonyms).build(records)


def _numbered(parts: Iterable[bytes]) -> dict[str, bytes]:
    return {str(number): part for number, part in enumerate(parts)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _prune_concepts(inverted: Inverted, concepts: Concepts) -> list[tuple[str, list[str]]]:
    """Drop concepts that can find nothing new; the rest as (term, triggers joined by spaces)."""
    used = []
    for number, concept in enumerate(concepts.items):
        name = concept_name(number)
        present = {p for p in concept.members if len(p) > 1 or p[0] in inverted.postings}
        triggers = sorted(" ".join(p) for p in concept.triggers if present - {p})
        if name in inverted.postings and triggers:
            used.append((name.removeprefix(CONCEPT_SIGN), triggers))
        else:
            inverted.postings.pop(name, None)
    return used
