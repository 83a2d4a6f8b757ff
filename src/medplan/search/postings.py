"""Postings of one gram: record numbers and weights in, bytes out; and gathering them with bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# A weight is four bits: how often (once, twice, more), whether in a heading, whether the record is a row of a table.
MOST_WEIGHT = 3
ROW = 4
HEADING = 8
_HIGH_NIBBLE = bytes(n << 4 & 0xFF for n in range(256))


def write_varint(value: int, out: bytearray) -> None:
    """Append a number ≥ 0, seven bits a byte, the lowest first."""
    while value > 0x7F:
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)


class Gathering:
    """Postings of many grams under construction: for each, gaps between record numbers as varints, and weights."""

    __slots__ = ("gaps", "last", "weights")

    def __init__(self) -> None:
        self.gaps: dict[str, bytearray] = {}
        self.weights: dict[str, bytearray] = {}
        self.last: dict[str, int] = {}

    def add(self, number: int, grams: Iterable[tuple[str, int]]) -> None:
        """Add one record's grams, each with its weight; numbers must rise from call to call."""
        gaps, weights, last = self.gaps, self.weights, self.last
        for gram, weight in grams:
            before = last.get(gram)
            if before is None:
                gaps[gram] = bytearray()
                weights[gram] = bytearray()
                before = -1
            gap = number - before - 1
            if gap < 0x80:
                gaps[gram].append(gap)
            else:
                write_varint(gap, gaps[gram])
            weights[gram].append(weight)
            last[gram] = number

    def count(self, gram: str) -> int:
        """Return in how many records the gram stands."""
        return len(self.weights.get(gram, b""))

    def entries(self) -> Iterator[tuple[str, int, bytes]]:
        """Yield each gram in code point order, with its count and its bytes: gaps, then weights two to a byte."""
        for gram in sorted(self.gaps):
            weights = self.weights[gram]
            padded = bytes(weights) + b"\0" * (len(weights) % 2)
            low, high = padded[::2], padded[1::2].translate(_HIGH_NIBBLE)
            packed = (int.from_bytes(low) | int.from_bytes(high)).to_bytes(len(low))
            yield gram, len(weights), bytes(self.gaps[gram]) + packed
