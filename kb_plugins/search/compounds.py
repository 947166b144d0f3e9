"""Compound words: in languages that write them as one, their known parts are findable too.

`Rechnungsadresse` is split by the site's own vocabulary: both parts must occur as words of their
own, a linking letter or two may stand between. No dictionary ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb_plugins.search.counting import ArticleTerms, group_terms

COMPOUNDING = frozenset({"da", "de", "fi", "nl", "no", "sv"})
LONG_FROM = 9
_PART = 4
_LINKS = ("", "s", "es", "n", "en", "er")


def split_compounds(
    articles: Sequence[ArticleTerms], surface: dict[str, str]
) -> Sequence[ArticleTerms]:
    """Articles with the terms of the parts of their compounds added, field by field."""
    if not any(article.long_words for article in articles):
        return articles
    parts = {
        word: split
        for word in {w for a in articles for counts in a.long_words for w in counts}
        if (split := split_compound(word, surface))
    }
    return [_with_parts(article, parts) for article in articles]


def split_compound(word: str, surface: dict[str, str]) -> tuple[str, ...]:
    """The terms of the two parts of a compound, or nothing; the longest first part wins."""
    if not word.isalpha() or len(word) < LONG_FROM:
        return ()
    for cut in range(len(word) - _PART, _PART - 1, -1):
        second = word[cut:]
        if second not in surface:
            continue
        for link in _LINKS:
            if word[:cut].endswith(link):
                first = word[: cut - len(link)]
                if len(first) >= _PART and first in surface:
                    return surface[first], surface[second]
    return ()


def _with_parts(article: ArticleTerms, parts: dict[str, tuple[str, ...]]) -> ArticleTerms:
    if not article.groups:
        return article
    fields = article.fields()
    for counts, long_words in zip(fields, article.long_words, strict=True):
        for word, times in long_words.items():
            for term in parts.get(word, ()):
                counts[term] = counts.get(term, 0) + times
    return replace(article, groups=group_terms(fields))
