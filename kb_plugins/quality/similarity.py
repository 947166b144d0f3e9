"""How alike texts are, without comparing each with each: one-permutation MinHash and bands.

A text is the set of its runs of five words. One hash of each run falls into one of 128 bins, and
the smallest of each bin is kept (Li, Owen, Zhang 2012); the share of equal bins estimates the
Jaccard similarity of two sets. Only texts that agree on a whole band of bins are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from zlib import crc32

RUN = 5
BINS = 128
BAND = 4
"""Bins in a band: texts that are 70 % alike share one of the 32 bands, all but surely."""
FEWEST_RUNS = 20
"""Texts with fewer runs are too short to say that they are alike."""
_CROWD = 40
"""A band that more texts share is boilerplate of the team; comparing all pairs would not end."""

_WORD = re.compile(r"\w+")


def runs(text: str) -> set[int]:
    """Return the hashes of all runs of words of a text."""
    words = _WORD.findall(text.casefold())
    return {
        _mix(crc32(" ".join(words[start : start + RUN]).encode()))
        for start in range(len(words) - RUN + 1)
    }


def _mix(value: int) -> int:
    """Spread the bits of a checksum, whose neighbours are otherwise alike (MurmurHash3's end)."""
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hash of each bin; empty for a text that is too short."""
    hashes = runs(text)
    if len(hashes) < FEWEST_RUNS:
        return ()
    bins: list[int | None] = [None] * BINS
    for value in hashes:
        place, rest = value % BINS, value // BINS
        least = bins[place]
        if least is None or rest < least:
            bins[place] = rest
    return _filled(bins)


def _filled(bins: list[int | None]) -> tuple[int, ...]:
    """Fill empty bins with their right neighbour's value, shifted by the distance."""
    filled: list[int] = []
    for place in range(len(bins)):
        step = 0
        while (value := bins[(place + step) % len(bins)]) is None:
            step += 1
        filled.append(value + (step << 26))
    return tuple(filled)


def alike(sketches: Mapping[str, Sequence[int]], least: float) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of names whose sketches agree in at least a share of `least`, in order."""
    bands: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name, values in sorted(sketches.items()):
        for start in range(0, len(values), BAND):
            bands[(start, *values[start : start + BAND])].append(name)
    pairs = {
        pair
        for names in bands.values()
        if 1 < len(names) <= _CROWD
        for pair in combinations(names, 2)
    }
    for one, other in sorted(pairs):
        first, second = sketches[one], sketches[other]
        share = sum(map(int.__eq__, first, second)) / BINS
        if share >= least:
            yield one, other, share


def jaccard(one: set[int], other: set[int]) -> float:
    """Return how much of two sets is common, from 0 to 1."""
    return len(one & other) / max(1, len(one | other))
