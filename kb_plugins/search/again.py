"""An index again, after a few of its articles changed: only the shards that differ are packed.

What `again` returns is what a new index would have, or None where more may have changed. A property
test compares both. Articles must be the same ones in the same order, since postings have numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb_plugins.search.concepts import CONCEPT_SIGN
from kb_plugins.search.counting import ArticleTerms, Times
from kb_plugins.search.inverted import averages, boosts
from kb_plugins.search.packing import boundaries, cut_shards, pack_postings
from kb_plugins.search.parts import manifest_name, numbered_parts, sources_name
from kb_plugins.search.recipe import Recipe
from kb_plugins.search.unpacking import Reader, Shard

SHARD_BYTES = 4000


@dataclass(frozen=True)
class Body:
    """What an index is made of beside records and spelling. `counts` are articles by term."""

    shards: list[bytes]
    boundaries: list[str]
    counts: Mapping[str, int]
    lengths: list[list[int]]
    averages: list[float]
    boosts: list[float]
    concepts: Any


@dataclass(frozen=True)
class Change:
    """The terms of an article, by its number, before and after."""

    number: int
    before: ArticleTerms
    after: ArticleTerms


class Earlier:
    """The files of an earlier index, taken apart."""

    def __init__(self, files: Mapping[str, bytes], language: str, recipe: Recipe) -> None:
        self._files, self._language, self._recipe = files, language, recipe
        self._manifest = json.loads(files[manifest_name(language)])
        self._shards = [Shard(raw, len(recipe.fields)) for raw in self._parts("s")]
        self._home = {term: shard for shard in self._shards for term in shard.terms}

    def sources(self) -> list[str]:
        """Return the articles by their numbers."""
        return list(json.loads(self._files[sources_name(self._language)]))

    def again(self, changes: Sequence[Change], members: Collection[str]) -> Body | None:
        """Return the index after some changes.

        `members` are words of synonyms: whether any article has one decides what is kept of them.
        """
        counts = {
            term: count
            for shard in self._shards
            for term, count in zip(shard.terms, shard.counts, strict=True)
        }
        renewed: dict[str, dict[int, Times]] = {}
        for term, times in _differences(changes).items():
            known = term in counts
            concept = term.startswith(CONCEPT_SIGN)
            if concept and not known and all(before for before, _ in times.values()):
                continue  # no word leads to it, and still none does
            found = dict(self._home[term].postings[term]) if known else {}
            for number, (_, after) in times.items():
                found.pop(number, None)
                if after:
                    found[number] = after
            if (concept or term in members) and known != bool(found):
                return None
            renewed[term], counts[term] = found, len(found)
        entries = sorted((term, range(count)) for term, count in counts.items() if count)
        shards = cut_shards(entries, SHARD_BYTES)
        lengths = self._lengths(changes)
        return Body(
            [self._packed([term for term, _ in shard], renewed) for shard in shards],
            boundaries(shards),
            counts,
            lengths,
            averages(lengths),
            boosts(lengths, self._recipe),
            self._manifest["concepts"],
        )

    def _packed(self, terms: list[str], renewed: Mapping[str, dict[int, Times]]) -> bytes:
        old = self._home.get(terms[0])
        if old and old.terms == terms and renewed.keys().isdisjoint(terms):
            return old.raw
        found = []
        for term in terms:
            numbers = renewed[term] if term in renewed else self._home[term].postings[term]
            found.append((term, sorted(numbers.items())))
        return pack_postings(found)

    def _lengths(self, changes: Sequence[Change]) -> list[list[int]]:
        count = int(self._manifest["articles"])
        reader = Reader(next(iter(self._parts("a"))))
        lengths = [reader.numbers(count) for _ in self._recipe.fields]
        for change in changes:
            for field, column in enumerate(lengths):
                column[change.number] = sum(
                    times[field] * len(alike.split())
                    for times, alike in change.after.groups.items()
                )
        return lengths

    def _parts(self, kind: str) -> list[bytes]:
        names = self._manifest["parts"][kind]
        return numbered_parts(f"{self._language}/{kind}", names, self._files)


def _differences(changes: Sequence[Change]) -> dict[str, dict[int, tuple[Times, Times]]]:
    """Return by term and article how often it was and is in each field, where that differs."""
    found: defaultdict[str, dict[int, tuple[Times, Times]]] = defaultdict(dict)
    for change in changes:
        before, after = _by_term(change.before), _by_term(change.after)
        for term in before.keys() | after.keys():
            pair = before.get(term, ()), after.get(term, ())
            if pair[0] != pair[1]:
                found[term][change.number] = pair
    return found


def _by_term(article: ArticleTerms) -> dict[str, Times]:
    return {term: times for times, alike in article.groups.items() for term in alike.split()}
