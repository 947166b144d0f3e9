"""Articles that answer nearly the same question as one that is about to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from kb_plugins.model import Article
from kb_plugins.search.analysis import Analyzer
from kb_plugins.search.concepts import Concepts, Phrase, build_concepts, concept_name

SAME = 0.7
"""From this likeness on (0 to 1) two questions have one answer."""
SIMILAR = 0.4
"""From this likeness on a writer wants to see the other article."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An article, which of its titles and questions comes nearest, and how near (0 to 1)."""

    article: Article
    said: str
    likeness: float


class Meanings:
    """Turns questions into what they ask: stems without stop words, synonyms as one."""

    def __init__(self, language: str, synonyms: Sequence[tuple[list[str], list[str]]] = ()) -> None:
        """Take groups of synonyms as `parse_synonyms` gives them."""
        self._analyzer = Analyzer(language)
        self._names = _names(build_concepts(synonyms, self._analyzer))
        # Of `reset password` the words say enough; of `log in` only the whole does.
        self._names = {
            phrase: name
            for phrase, name in self._names.items()
            if len(phrase) == 1 or len(self._terms(" ".join(phrase))) < len(phrase)
        }
        self._longest = max(map(len, self._names), default=0)

    def of(self, question: str) -> frozenset[str]:
        """Return what a question asks, as a set that can be compared."""
        words = self._analyzer.words(question)
        spans = [
            range(start, start + size)
            for start in range(len(words))
            for size in range(1, min(self._longest, len(words) - start) + 1)
            if words[start : start + size] in self._names
        ]
        # `cannot log in` asks what `log in` does, which is not about a log.
        whole = [span for span in spans if len(span) > 1]
        whole = [span for span in whole if not any(_inside(other, span) for other in whole)]
        alone = [span for span in spans if len(span) == 1]
        spans = whole + [one for one in alone if not any(_inside(one, span) for span in whole)]
        phrases = [words[span.start : span.stop] for span in spans]
        said = {word for phrase in phrases for word in phrase}
        return frozenset(
            (self._terms(question) - said) | {self._names[phrase] for phrase in phrases}
        )

    def _terms(self, text: str) -> set[str]:
        return {term for piece in text.split() for term in self._analyzer.chunk(piece).terms}


def _inside(one: range, other: range) -> bool:
    return one != other and one.start >= other.start and one.stop <= other.stop


def _names(concepts: Concepts) -> dict[Phrase, str]:
    """Return the phrases of all concepts; one that is in several stands for the first."""
    found: dict[Phrase, str] = {}
    for number, concept in enumerate(concepts.items):
        for phrase in sorted(concept.members | concept.triggers):
            found.setdefault(phrase, concept_name(number))
    return found


def find_twins(title: str, articles: Iterable[Article], meanings: Meanings) -> list[Twin]:
    """Return the articles that ask something similar (at least `SIMILAR`), the likest first.

    Likeness is the share of common words of both questions, rare words counting more (a weighted
    Jaccard index).
    """
    asked = {
        article: [(said, meanings.of(said)) for said in (article.title, *article.questions)]
        for article in articles
    }
    wanted = meanings.of(title)
    weights = _weights([words for said in asked.values() for _text, words in said])
    twins = []
    for article, said in asked.items():
        likeness, text = max((_likeness(wanted, words, weights), text) for text, words in said)
        if likeness >= SIMILAR:
            twins.append(Twin(article, text, likeness))
    return sorted(twins, key=lambda twin: (-twin.likeness, twin.article.source))


def _weights(questions: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how much each word says: the rarer, the more (inverse document frequency)."""
    counts = Counter(word for words in questions for word in words)
    return {word: log(1 + len(questions) / count) for word, count in counts.items()}


def _likeness(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    unknown = max(weights.values(), default=1.0)
    common = sum(weights.get(word, unknown) for word in one & other)
    either = sum(weights.get(word, unknown) for word in one | other)
    return common / either if either else 0.0
