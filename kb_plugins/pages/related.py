"""Related articles: what a writer declared, then what shares rare words and a topic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest
from math import log

from kb_plugins.model import Article

SHOWN = 5
"""How many related articles an article shows."""
COMMON = 40
"""A word in more articles than this says nothing about kinship. It also keeps the work linear."""
_SAME_TOPIC = 2.0
_WORD = re.compile(r"\w{3,}")


class Related:
    """Finds related articles. Making it costs one pass over the titles."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.source: article for article in articles}
        self._words = {source: _words(article) for source, article in self._articles.items()}
        self._where: dict[str, list[str]] = defaultdict(list)
        for source, words in self._words.items():
            for word in words:
                self._where[word].append(source)

    def of(self, article: Article, limit: int = SHOWN) -> list[Article]:
        """Return at most `limit` articles: declared ones in their order, then by kinship."""
        declared = [
            self._articles[path]
            for path in article.related
            if path in self._articles and path != article.source
        ]
        seen = {article.source, *(other.source for other in declared)}
        scores = {
            source: score for source, score in self._scores(article).items() if source not in seen
        }
        # Ties are broken by path, so that the same articles always give the same page.
        best = nsmallest(limit, ((-score, source) for source, score in scores.items()))
        return (declared + [self._articles[source] for _score, source in best])[:limit]

    def _scores(self, article: Article) -> dict[str, float]:
        scores: defaultdict[str, float] = defaultdict(float)
        total = len(self._articles)
        # Sums of fractions depend on their order, and a set has another one in every process.
        for word in sorted(self._words.get(article.source, ())):
            others = self._where[word]
            if len(others) <= COMMON:
                weight = log(1 + total / len(others))
                for source in others:
                    scores[source] += weight
        for source in scores:
            if article.topic and self._articles[source].topic == article.topic:
                scores[source] += _SAME_TOPIC
        return scores


def _words(article: Article) -> frozenset[str]:
    text = " ".join((article.title, *article.questions, *article.tags, *article.product))
    return frozenset(_WORD.findall(text.casefold()))
