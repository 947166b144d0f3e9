"""Counted articles -> the numbers that lunr scores with: postings, field lengths, averages."""

from __future__ import annotations

from collections import defaultdict
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
    postings: defaultdict[str, list[Posting]] = defaultdict(list)
    lengths = [[0] * len(articles) for _ in recipe.fields]
    for number, article in enumerate(articles):
        for times, alike in article.groups.items():
            posting, terms = (number, times), alike.split()
            for term in terms:
                postings[term].append(posting)
            for column, often in zip(lengths, times, strict=True):
                column[number] += often * len(terms)
    return Inverted(
        postings=dict(sorted(postings.items())),
        lengths=lengths,
        averages=averages(lengths),
        boosts=boosts(lengths, recipe),
    )


def averages(lengths: Sequence[Sequence[int]]) -> list[float]:
    """How long each field is on average."""
    return [sum(column) / max(len(column), 1) for column in lengths]


def boosts(lengths: Sequence[Sequence[int]], recipe: Recipe) -> list[float]:
    """Field boosts; that of a sparse field makes up for what its emptiness costs in BM25.

    lunr takes the average length over all articles, so in a field that one article in ten fills
    every filled one looks ten times too long. The factor gives an article of usual length the
    weight that it had if every article filled the field.
    """
    found = []
    for field, column in zip(recipe.fields, lengths, strict=True):
        filled = sum(1 for length in column if length)
        if field.sparse and filled:
            share = filled / len(column)
            usual = recipe.k1 * (1 - recipe.b + recipe.b / share) + 1
            found.append(round(field.boost * usual / (recipe.k1 + 1), 3))
        else:
            found.append(field.boost)
    return found
