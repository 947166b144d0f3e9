"""Record -> how often each term occurs in each field, before any other article is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any

from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.concepts import Concepts
from kb_plugins.search.records import Record

Counts = dict[str, int]


@dataclass(slots=True)
class ArticleTerms:
    """Terms by field in the order of the recipe's fields.

    `surface` are the words as they are written, and in the same order the term of each.
    """

    fields: tuple[Counts, ...]
    surface: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    long_words: tuple[Counts, ...] = ()

    def row(self) -> list[Any]:
        """What the cache keeps."""
        return [self.fields, self.surface, self.long_words]

    @classmethod
    def of(cls, row: list[Any]) -> ArticleTerms:
        """Make of a row what it was made of."""
        fields, (words, terms), long_words = row
        # The same words come in every row, each time as new strings: one of each is enough.
        return cls(
            tuple({intern(term): times for term, times in counts.items()} for counts in fields),
            (tuple(map(intern, words)), tuple(map(intern, terms))),
            tuple(long_words),
        )


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

    def count(self, record: Record) -> ArticleTerms:
        """The terms of one record."""
        texts = field_texts(record)
        surface: dict[str, str] = {}
        counted = [self._count_text(texts[name], surface) for name in self._fields]
        return ArticleTerms(
            fields=tuple(terms for terms, _ in counted),
            surface=(tuple(surface), tuple(surface.values())),
            long_words=tuple(words for _, words in counted) if self._long_from else (),
        )

    def _count_text(self, text: str, surface: dict[str, str]) -> tuple[Counts, Counts]:
        chunks = text.split()
        analyse = self._analyzer.chunk
        terms: Counts = {}
        long_words: Counts = {}
        phrases = self._concepts.phrases
        starts: set[str] = set()
        for piece, times in Counter(chunks).items():
            chunk = analyse(piece)
            if not phrases.keys().isdisjoint(chunk.words):
                starts.add(piece)
            for term, word in zip(chunk.terms, chunk.surface, strict=True):
                terms[term] = terms.get(term, 0) + times
                surface[word] = term
                if self._long_from and len(word) >= self._long_from:
                    long_words[word] = long_words.get(word, 0) + times
        self._add_concepts(terms, chunks, starts)
        return terms, long_words

    def _add_concepts(self, terms: Counts, chunks: list[str], starts: set[str]) -> None:
        """Add the concepts of words and phrases; `starts` are chunks where a phrase may begin."""
        single = self._concepts.single
        for term in [term for term in terms if term in single]:
            for name in single[term]:
                terms[name] = terms.get(name, 0) + terms[term]
        if not starts:
            return
        for place, piece in enumerate(chunks):
            if piece in starts:
                for name in self._phrases_from(chunks, place):
                    terms[name] = terms.get(name, 0) + 1

    def _phrases_from(self, chunks: list[str], place: int) -> Iterator[str]:
        """Yield the concept of each phrase that begins in the chunk at a place."""
        phrases, analyse = self._concepts.phrases, self._analyzer.chunk
        own = analyse(chunks[place]).words
        longest = max((len(p) for word in own for p, _ in phrases.get(word, ())), default=0)
        words = list(own)
        for piece in chunks[place + 1 :]:
            if len(words) >= len(own) + longest:
                break
            words += analyse(piece).words
        for start, word in enumerate(own):
            for phrase, name in phrases.get(word, ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield name
