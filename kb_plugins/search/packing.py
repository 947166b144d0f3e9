"""Numbers and words -> few bytes. `js/packed.js` reads what this writes.

All integers are LEB128 varints, all columns of one kind stand together (that is what gzip likes).
Every packed file is gzipped here, since few hosts compress an unknown binary type. The name of a
file comes from the bytes before gzip, so another zlib gives other bytes but never a wrong file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence, Sized
from functools import cache
from operator import itemgetter, sub
from typing import TypeVar

from kb_plugins.search.inverted import Posting

Many = TypeVar("Many", bound=Sized)
_NUMBER, _FREQUENCIES = itemgetter(0), itemgetter(1)


def varints(numbers: Iterable[int]) -> bytes:
    """Natural numbers as LEB128."""
    return b"".join(map(_varint, numbers))


@cache
def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def gzip(raw: bytes) -> bytes:
    """Deterministic gzip: no name, no time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(raw) + packer.flush()


def pack_words(words: Sequence[str], *columns: Iterable[int]) -> bytes:
    """Sorted words, each as what it shares with the one before, and columns of numbers beside."""
    shared, rest, before = [], [], ""
    for word in words:
        same = 0
        while same < len(word) and same < len(before) and word[same] == before[same]:
            same += 1
        shared.append(same)
        rest.append(word[same:])
        before = word
    text = "\n".join(rest).encode()
    out = varints((len(words), len(text))) + text + varints(shared)
    return out + b"".join(varints(column) for column in columns)


def pack_postings(terms: Sequence[tuple[str, list[Posting]]]) -> bytes:
    """A shard: sorted terms, how many articles each is in, which ones, how often by field."""
    steps: list[int] = []
    codes: list[tuple[int, ...]] = []
    for _, postings in terms:
        numbers = list(map(_NUMBER, postings))
        steps += map(sub, numbers, (-1, *numbers))
        codes += map(_FREQUENCIES, postings)
    words = pack_words([term for term, _ in terms], (len(postings) for _, postings in terms))
    return words + b"".join(map(_gap, steps)) + b"".join(map(_posting_code, codes))


@cache
def _gap(step: int) -> bytes:
    """How many articles are left out between two that have a term."""
    return _varint(step - 1)


@cache
def _posting_code(frequencies: tuple[int, ...]) -> bytes:
    """Frequencies by field: one number when only the last field has any, else a mask and each."""
    if not any(frequencies[:-1]):
        return _varint(frequencies[-1] << 1)
    mask = sum(1 << position for position, times in enumerate(frequencies) if times)
    return varints((mask << 1 | 1, *(times for times in frequencies if times)))


def cut_shards(terms: Iterable[tuple[str, Many]], size: int) -> list[list[tuple[str, Many]]]:
    """Cut sorted terms where about `size` bytes are full; a very common term stands alone."""
    shards: list[list[tuple[str, Many]]] = []
    room = 0
    for entry in terms:
        cost = 3 + len(entry[0]) // 2 + 2 * len(entry[1])
        if not shards or cost > room:
            shards.append([])
            room = size
        shards[-1].append(entry)
        room -= cost
    return shards


def boundaries(shards: Sequence[Sequence[tuple[str, Sized]]]) -> list[str]:
    """The shortest text that parts each shard from the one before it."""
    found = []
    before = ""
    for shard in shards:
        first = shard[0][0]
        length = 1
        while length < len(first) and first[:length] <= before:
            length += 1
        found.append(first[:length])
        before = shard[-1][0]
    return found
