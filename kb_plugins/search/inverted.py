"""Counted articles -> the numbers that lunr scores with: postings, field lengths, averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb_plugins.search.counting import ArticleTerms
from kb_plugins.search.recipe import Recipe

# One article in a posting list: its number, and the term's frequency in each field.
Posting = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Inverted:
    """An inverted index without weights; `lengths[f][d]` is the length of field f of article d."""

    postings: dict[str, list[Posting]]
    lengths: list[list[int]]
    averages: list[float]
    boosts: list[float]


def invert(articles: Sequence[ArticleTerms], recipe: Recipe) -> Inverted:
    """Turn articles (in the order of their numbers) into posting lists sorted by term."""
    postings: dict[str, list[Posting]] = {}
    width = len(recipe.fields)
    for number, article in enumerate(articles):
        rows: dict[str, list[int]] = {}
        alike: dict[tuple[int, ...], Posting] = {}  # most terms of an article occur alike
        for position, terms in enumerate(article.fields):
            for term, times in terms.items():
                rows.setdefault(term, [0] * width)[position] = times
        for term, row in rows.items():
            frequencies = tuple(row)
            posting = alike.setdefault(frequencies, (number, frequencies))
            postings.setdefault(term, []).append(posting)
    lengths = [
        [sum(article.fields[position].values()) for article in articles]
        for position in range(width)
    ]
    count = max(len(articles), 1)
    return Inverted(
        postings=dict(sorted(postings.items())),
        lengths=lengths,
        averages=[sum(column) / count for column in lengths],
        boosts=_boosts(lengths, recipe),
    )


def _boosts(lengths: list[list[int]], recipe: Recipe) -> list[float]:
    """Field boosts; that of a sparse field makes up for what its emptiness costs in BM25.

    lunr takes the average length over all articles, so in a field that one article in ten fills
    every filled one looks ten times too long. The factor gives an article of usual length the
    weight that it had if every article filled the field.
    """
    boosts = []
    for field, column in zip(recipe.fields, lengths, strict=True):
        filled = sum(1 for length in column if length)
        if field.sparse and filled:
            share = filled / len(column)
            usual = recipe.k1 * (1 - recipe.b + recipe.b / share) + 1
            boosts.append(round(field.boost * usual / (recipe.k1 + 1), 3))
        else:
            boosts.append(field.boost)
    return boosts
