"""Records -> the files of a search index: shards of postings, words, article records, a manifest.

`js/store.js` reads them. The manifest is always `<language>.json`, so that pages need not change
with the index. It knows the names of all other files, which carry a hash of what is in them: a
browser keeps those for ever and never mixes two deployments, and what an edit left alone keeps its
name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from kb_plugins.cache.fingerprint import code_digest, fingerprint, text_digest, versions
from kb_plugins.cache.store import Store, decode, encode
from kb_plugins.cores import FEW, Aside, spread
from kb_plugins.search.again import SHARD_BYTES, Body, Change, Earlier
from kb_plugins.search.analysis import Analyzer, folded_stop_words
from kb_plugins.search.blocks import pack_articles, pack_records, record_row
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
from kb_plugins.search.records import Record, record_sections
from kb_plugins.search.spelling import pack_spelling

FORMAT = 2
MANY = 24
"""With more changed articles than this, no part of the last index is taken over."""
Packed = Mapping[str, bytes]
Used = list[tuple[str, list[str]]]
Row = tuple[bytes, bytes]
"""What the cache keeps: a key, and a value that went through `encode`."""
Making = Callable[[Callable[[], bool]], Packed]
"""Waits for the files of an index. What it is given is called meanwhile, until it is false."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """All that the index takes from an article: its data, what results show (JSON), its terms."""

    record: Record
    shown: str
    terms: ArticleTerms

    def row(self) -> list[Any]:
        """What the cache keeps."""
        return [self.shown, self.terms.row()]

    @classmethod
    def of(cls, record: Record, row: list[Any]) -> IndexedArticle:
        """Make of a row what it was made of."""
        return cls(record, row[0], ArticleTerms.of(row[1]))


class SearchBuilder:
    """Builds indexes of one language again and again, analysing only articles that changed."""

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
        self._known: dict[bytes, IndexedArticle] = {}

    def build(self, records: Iterable[Record]) -> dict[str, bytes]:
        """The files of the index of these records, names relative to the search folder."""
        return self._files([self._index(record) for record in records])

    def inverted(self, records: Iterable[Record]) -> Inverted:
        """The whole index before it is packed, for tests and measurements."""
        articles = sorted(map(self._index, records), key=_source)
        terms = [one.terms for one in articles]
        return self._invert(terms, _surface(terms))[0]

    def update(
        self,
        articles: Mapping[bytes, tuple[Record, str]],
        store: Store,
        packed: Packed,
        before: Mapping[str, bytes] = MappingProxyType({}),
        pack: Callable[[Packed], Row] | None = None,
        remember: bool = True,
    ) -> Making:
        """Begin to make the files of an index. Returns what makes them.

        Articles are records without texts, and HTML, under the keys of `article_keys`. `packed` has
        files of an earlier index; `before` are the keys of its articles by path, if it is of the
        same ones. If much is to be analysed, that happens beside other work. What was analysed goes
        into `store` as well as what `pack` makes of the files, and if `remember` is set, into the
        memory of this builder.
        """
        replaced = self._replaced(articles, before, store)
        known: dict[bytes, IndexedArticle] = {}
        for key, (record, _html) in articles.items():
            if found := self._known.get(key):
                known[key] = found
            elif row := store.get(key):
                known[key] = IndexedArticle.of(record, row)
        missing = [key for key in articles if key not in known]

        def make() -> Iterator[Row | Packed]:
            fresh = []
            new = spread(self._analyse, [articles[key] for key in missing], spare=1)
            for key, article in zip(missing, new, strict=True):
                fresh.append(article)
                yield key, encode(article.row())
            files = self._files([*known.values(), *fresh], packed, replaced)
            if pack:
                yield pack(files)
            yield files

        made = Aside(make, wait=len(missing) < FEW)

        def wait(meanwhile: Callable[[], bool]) -> Packed:
            files: Packed = {}
            all_known = dict(known)
            for part in made.results(meanwhile):
                if isinstance(part, Mapping):
                    files = part
                    continue
                key, raw = part
                store.put_bytes(key, raw)
                if remember and key in articles:
                    all_known[key] = IndexedArticle.of(articles[key][0], decode(raw))
            if remember:
                self._known = all_known
            return files

        return wait

    def _replaced(
        self,
        articles: Mapping[bytes, tuple[Record, str]],
        before: Mapping[str, bytes],
        store: Store,
    ) -> dict[str, ArticleTerms]:
        """Return the terms that a few changed articles had, by path; nothing if that is no help."""
        paths = {record.source: key for key, (record, _html) in articles.items()}
        if paths.keys() != before.keys() or base_language(self.language) in COMPOUNDING:
            return {}
        gone = {path: before[path] for path, key in paths.items() if before[path] != key}
        if len(gone) > MANY:
            return {}
        found = {path: self._terms(key, store) for path, key in gone.items()}
        known = {path: terms for path, terms in found.items() if terms}
        return known if len(known) == len(gone) else {}

    def _terms(self, key: bytes, store: Store) -> ArticleTerms | None:
        if known := self._known.get(key):
            return known.terms
        row = store.get(key)
        return ArticleTerms.of(row[1]) if row else None

    def _analyse(self, article: tuple[Record, str]) -> IndexedArticle:
        record, html = article
        whole = self._index(replace(record, sections=record_sections(html)))
        # Without the texts, which are large.
        return IndexedArticle(record, whole.shown, whole.terms)

    def _index(self, record: Record) -> IndexedArticle:
        return IndexedArticle(record, record_row(record), self._counter.count(record))

    def _invert(
        self, terms: Sequence[ArticleTerms], surface: dict[str, str]
    ) -> tuple[Inverted, Used]:
        """The index of articles, and the concepts that count; `surface` has their words."""
        inverted = invert(split_compounds(terms, surface), self._recipe)
        return inverted, _prune_concepts(inverted, self._concepts)

    def _body(self, terms: Sequence[ArticleTerms], surface: dict[str, str]) -> Body:
        inverted, concepts = self._invert(terms, surface)
        shards = cut_shards(inverted.postings.items(), SHARD_BYTES)
        return Body(
            list(map(pack_postings, shards)),
            boundaries(shards),
            {term: len(postings) for term, postings in inverted.postings.items()},
            inverted.lengths,
            inverted.averages,
            inverted.boosts,
            concepts,
        )

    def _again(
        self,
        articles: Sequence[IndexedArticle],
        packed: Packed,
        replaced: Mapping[str, ArticleTerms],
    ) -> Body | None:
        """Take over what the last index has of its shards, if that is known to be right."""
        if not replaced:
            return None
        earlier = Earlier(packed, self.language, self._recipe)
        if earlier.sources() != [one.record.source for one in articles]:
            return None
        changes = [
            Change(number, replaced[one.record.source], one.terms)
            for number, one in enumerate(articles)
            if one.record.source in replaced
        ]
        return earlier.again(changes, self._concepts.single.keys())

    def _files(
        self,
        articles: Sequence[IndexedArticle],
        packed: Packed = MappingProxyType({}),
        replaced: Mapping[str, ArticleTerms] = MappingProxyType({}),
    ) -> dict[str, bytes]:
        articles = sorted(articles, key=_source)
        records = [one.record for one in articles]
        terms = [one.terms for one in articles]
        surface = _surface(terms)
        body = self._again(articles, packed, replaced) or self._body(terms, surface)
        words = pack_spelling(surface, body.counts)
        columns, labels = pack_articles(records, body.lengths)
        blocks, per_block = pack_records([one.shown for one in articles])
        kinds = {
            "s": _numbered(body.shards),
            "w": words,
            "a": _numbered([columns]),
            "d": _numbered(blocks),
        }
        parts = {
            kind: part_files(f"{self.language}/{kind}", found, packed)
            for kind, found in kinds.items()
        }
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "language": self.language,
            "articles": len(records),
            "averages": body.averages,
            "boosts": body.boosts,
            "fields": [field.name for field in self._recipe.fields],
            "shards": body.boundaries,
            "words": "".join(words),
            "parts": {kind: names for kind, (_, names) in parts.items()},
            "perBlock": per_block,
            "concepts": body.concepts,
            "stop": sorted(folded_stop_words(self.language)),
            "recipe": {
                "k1": self._recipe.k1,
                "b": self._recipe.b,
                "analysis": self._recipe.analysis,
                "query": self._recipe.query,
            },
            **labels,
        }
        files = {name: content for made, _ in parts.values() for name, content in made.items()}
        files[manifest_name(self.language)] = _json(manifest)
        files[sources_name(self.language)] = _json([record.source for record in records])
        return dict(sorted(files.items()))


def article_keys(
    articles: Sequence[tuple[Record, str]], language: str, synonyms: str
) -> list[bytes]:
    """Return for each article a hash of all that its part of the index is made of, code included.

    Articles are records without texts, and HTML; `synonyms` is the site's own YAML.
    """
    used = versions("selectolax", "snowballstemmer")
    stamp = fingerprint("article", code_digest(), used, language, synonyms).hex()
    texts = (f"{stamp}{record!r}\0{html}" for record, html in articles)
    return [bytes.fromhex(text_digest(text)) for text in texts]


def build_index(records: Iterable[Record], language: str, synonyms: str = "") -> dict[str, bytes]:
    """The files of the index of `records` in a language; `synonyms` is the site's own YAML."""
    return SearchBuilder(language, synonyms).build(records)


def _numbered(parts: Iterable[bytes]) -> dict[str, bytes]:
    return {str(number): part for number, part in enumerate(parts)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _surface(articles: Iterable[ArticleTerms]) -> dict[str, str]:
    """Return the term of every word as it is written."""
    found: dict[str, str] = {}
    for one in articles:
        found.update(zip(*map(str.split, one.surface), strict=True))
    return found


def _source(article: IndexedArticle) -> str:
    return article.record.source


def _prune_concepts(inverted: Inverted, concepts: Concepts) -> Used:
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
