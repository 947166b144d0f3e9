"""How good is a ranking: Success@k, mean reciprocal rank, queries that find nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the articles that answer it, and what the search gave, best first."""

    kind: str
    relevant: frozenset[str]
    results: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """The place of the first right answer among the first ten, from 1."""
        for place, source in enumerate(self.results[:10], start=1):
            if source in self.relevant:
                return place
        return None


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries: answered first, among three, reciprocal rank, nothing found."""

    queries: int
    success_1: float
    success_3: float
    mrr: float
    zero: float


def measure(judged: Sequence[Judged]) -> Quality:
    """The quality over some queries; all zero when there are none."""
    count = max(len(judged), 1)
    ranks = [query.rank for query in judged]
    return Quality(
        queries=len(judged),
        success_1=sum(rank == 1 for rank in ranks) / count,
        success_3=sum(rank is not None and rank <= 3 for rank in ranks) / count,
        mrr=sum(1 / rank for rank in ranks if rank) / count,
        zero=sum(not query.results for query in judged) / count,
    )


def by_kind(judged: Iterable[Judged]) -> dict[str, Quality]:
    """Quality for each kind of query, and for `all`."""
    queries = list(judged)
    kinds = dict.fromkeys(query.kind for query in queries)
    table = {kind: measure([query for query in queries if query.kind == kind]) for kind in kinds}
    return table | {"all": measure(queries)}
