"""Record -> how often each term occurs in each field, before any other article is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.concepts import Concepts
from kb_plugins.search.records import Record

Counts = dict[str, int]
Times = tuple[int, ...]
"""How often a term occurs in each field, in the order of the recipe's fields."""


@dataclass(slots=True)
class ArticleTerms:
    """The terms of an article, those that occur alike joined by spaces: few texts, not many words.

    `surface` are the words as they are written, and in the same order the term of each.
    """

    groups: Mapping[Times, str]
    surface: tuple[str, str] = ("", "")
    long_words: Sequence[Counts] = ()

    def row(self) -> list[Any]:
        """What the cache keeps."""
        return [list(self.groups.items()), self.surface, self.long_words]

    @classmethod
    def of(cls, row: list[Any]) -> ArticleTerms:
        """Make of a row what it was made of."""
        groups, surface, long_words = row
        return cls({tuple(times): terms for times, terms in groups}, surface, long_words)

    def fields(self) -> list[Counts]:
        """How often each term occurs, by field."""
        found: list[Counts] = [{} for _ in next(iter(self.groups), ())]
        for times, alike in self.groups.items():
            for counts, often in zip(found, times, strict=True):
                if often:
                    counts.update(dict.fromkeys(alike.split(), often))
        return found


def group_terms(fields: Sequence[Counts]) -> dict[Times, str]:
    """How often each term occurs by field -> the terms that occur alike, joined by spaces."""
    *others, text = fields
    groups: defaultdict[Times, list[str]] = defaultdict(list)
    elsewhere = {term for counts in others for term in counts}
    for term in elsewhere:
        groups[tuple([counts.get(term, 0) for counts in fields])].append(term)
    nowhere = (0,) * len(others)
    for term, times in text.items():
        if term not in elsewhere:
            groups[(*nowhere, times)].append(term)
    return {times: " ".join(sorted(alike)) for times, alike in sorted(groups.items())}


def field_texts(record: Record) -> dict[str, str]:
    """What each field of the recipe reads of a record."""
    labels = (record.level_name, record.type_label, record.topic, *record.product, *record.tags)
    return {
        "title": record.title,
        "questions": " ".join(record.questions),
        "headings": " ".join(section.heading for section in record.sections),
        "tags": " ".join(labels),
        "text": " ".join((record.description, *(section.text for section in record.sections))),
    }


class TermCounter:
    """Counts records of one language. `long_from` keeps long words, which compounds may be."""

    def __init__(
        self, analyzer: Analyzer, concepts: Concepts, fields: tuple[str, ...], long_from: int = 0
    ) -> None:
        self._analyzer = analyzer
        self._concepts = concepts
        self._fields = fields
        self._long_from = long_from
        self._seen: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {}
        # Chunks with the first word of a phrase; for those of one word, what may come second.
        self._starts: dict[str, frozenset[str]] = {}
        phrases = concepts.phrases.values()
        self._longest = max((len(phrase) for some in phrases for phrase, _ in some), default=0)

    def count(self, record: Record) -> ArticleTerms:
        """The terms of one record."""
        texts = field_texts(record)
        surface: dict[str, str] = {}
        fields, long_words = [], []
        for name in self._fields:
            chunks = texts[name].split()
            pieces = Counter(chunks)
            fields.append(self._terms(pieces, surface))
            self._add_concepts(fields[-1], chunks)
            if self._long_from:
                long_words.append(self._long_words(pieces))
        written = (" ".join(surface), " ".join(surface.values()))
        return ArticleTerms(group_terms(fields), written, long_words)

    def _terms(self, pieces: Counter[str], surface: dict[str, str]) -> Counts:
        """Count the terms of a field; add the words as they are written to `surface`."""
        terms: Counts = {}
        seen = self._seen
        for piece, times in pieces.items():
            for word, term in (seen.get(piece) or self._look_at(piece))[0]:
                terms[term] = terms.get(term, 0) + times
                surface[word] = term
        return terms

    def _look_at(self, piece: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Return the written words of a chunk with their terms, and all its words as stems."""
        chunk = self._analyzer.chunk(piece)
        found = (tuple(zip(chunk.surface, chunk.terms, strict=True)), chunk.words)
        self._seen[piece] = found
        if not self._concepts.phrases.keys().isdisjoint(chunk.words):
            begun = self._concepts.phrases[chunk.words[0]] if len(chunk.words) == 1 else ()
            self._starts[piece] = frozenset(phrase[1] for phrase, _name in begun)
        return found

    def _long_words(self, pieces: Counter[str]) -> Counts:
        """Count the long words of a field as they are written."""
        found: Counts = {}
        for piece, times in pieces.items():
            for word, _term in self._seen[piece][0]:
                if len(word) >= self._long_from:
                    found[word] = found.get(word, 0) + times
        return found

    def _add_concepts(self, terms: Counts, chunks: list[str]) -> None:
        """Add the concepts of the words and phrases of a field, which consists of chunks."""
        single, starts = self._concepts.single, self._starts
        for term in single.keys() & terms.keys():
            for name in single[term]:
                terms[name] = terms.get(name, 0) + terms[term]
        for place in [place for place, piece in enumerate(chunks) if piece in starts]:
            second = starts[chunks[place]]
            after = self._seen[chunks[place + 1]][1] if place + 1 < len(chunks) else ()
            if second and after and after[0] not in second:
                continue  # as nearly always
            for name in self._phrases_from(chunks, place):
                terms[name] = terms.get(name, 0) + 1

    def _phrases_from(self, chunks: list[str], place: int) -> Iterator[str]:
        """Yield the concepts of the phrases that begin in one of these chunks."""
        own = len(self._seen[chunks[place]][1])
        words: list[str] = []
        while place < len(chunks) and len(words) < own + self._longest:
            words += self._seen[chunks[place]][1]
            place += 1
        for start in range(own):
            for phrase, name in self._concepts.phrases.get(words[start], ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield name
