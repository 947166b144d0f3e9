"""What `packing.py` wrote, read again: the shards of an index that changes in few articles."""

from __future__ import annotations

from functools import cached_property

from kb_plugins.search.counting import Times


class Reader:
    """Reads packed bytes from their beginning. Raises IndexError where they end too early."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def number(self) -> int:
        """Read one varint."""
        value = shift = 0
        while True:
            byte = self._data[self._place]
            self._place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def numbers(self, count: int) -> list[int]:
        """Read some varints."""
        piece = self._data[self._place : self._place + count]
        if len(piece) == count and piece.isascii():  # one byte each, as most are
            self._place += count
            return list(piece)
        return [self.number() for _ in range(count)]

    def words(self) -> list[str]:
        """Read sorted words, without the columns beside them."""
        count, size = self.number(), self.number()
        text = self._data[self._place : self._place + size].decode()
        self._place += size
        found, before = [], ""
        for same, rest in zip(self.numbers(count), text.split("\n"), strict=False):
            before = before[:same] + rest
            found.append(before)
        return found


def unpack_words(data: bytes) -> list[str]:
    """The words at the beginning of what `pack_words` gave; nothing for other bytes."""
    try:
        return Reader(data).words()
    except (IndexError, UnicodeDecodeError):
        return []


class Shard:
    """A packed shard: the terms in it, and in how many articles each is."""

    def __init__(self, raw: bytes, fields: int) -> None:
        self.raw, self._fields = raw, fields
        self._reader = Reader(raw)
        self.terms = self._reader.words()
        self.counts = self._reader.numbers(len(self.terms))

    @cached_property
    def postings(self) -> dict[str, dict[int, Times]]:
        """How often each term occurs by field, by the number of the article."""
        gaps = iter(self._reader.numbers(sum(self.counts)))
        numbers: list[list[int]] = []
        for count in self.counts:
            number, found = -1, []
            for _ in range(count):
                number += next(gaps) + 1
                found.append(number)
            numbers.append(found)
        return {
            term: {number: self._times() for number in found}
            for term, found in zip(self.terms, numbers, strict=True)
        }

    def _times(self) -> Times:
        reader, fields = self._reader, self._fields
        code = reader.number()
        if not code & 1:
            return (*(0,) * (fields - 1), code >> 1)
        return tuple(reader.number() if code >> field + 1 & 1 else 0 for field in range(fields))
