"""Bytes of postings: record numbers and weights in, what `docs/javascripts/search/index-files.js` reads out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

# A weight is four bits: how often (once, twice, more), whether the record is a row of a table, whether in a heading.
MOST_WEIGHT = 3
ROW = 4
HEADING = 8
# A trigram's posting has four bits more: where in its record it stands, modulo 15, when it stands there once only.
PLACES = 15
NO_PLACE = 15

Numbers = NDArray[np.uint32]
Weights = NDArray[np.uint8]


def write_varint(value: int, out: bytearray) -> None:
    """Append a number ≥ 0, seven bits a byte, the lowest first."""
    while value > 0x7F:
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)


def pack_postings(numbers: Numbers, weights: Weights, sizes: Numbers, placed: NDArray[np.bool_]) -> Iterator[bytes]:
    """Yield the bytes of each gram's postings: gaps between record numbers as varints, then weights.

    `sizes` says how many of `numbers` (rising within a gram) and `weights` belong to each gram, one after the other.
    Weights are written two to a byte, or whole with the place in their upper half for a gram that is `placed`.
    """
    ends = np.cumsum(sizes, dtype=np.int64)
    starts = ends - sizes
    before = np.concatenate(([-1], numbers[:-1].astype(np.int64))) if len(numbers) else np.empty(0, np.int64)
    before[starts[sizes > 0]] = -1
    gaps = numbers.astype(np.int64) - before - 1
    lengths = np.ones(len(gaps), np.int64)
    for bits in (7, 14, 21, 28):
        lengths += gaps >= 1 << bits
    stops = np.cumsum(lengths)
    varints = np.zeros(int(lengths.sum()), np.uint8)
    for i in range(int(lengths.max(initial=0))):
        longer = lengths > i
        more = (lengths[longer] > i + 1) * 0x80
        varints[(stops - lengths)[longer] + i] = (gaps[longer] >> (7 * i)) & 0x7F | more
    halves = -(-sizes.astype(np.int64) // 2)
    nibbles = np.zeros(int(halves.sum()), np.uint8)
    place = np.arange(len(numbers)) - np.repeat(starts, sizes)
    byte = np.repeat(np.cumsum(halves) - halves, sizes) + place // 2
    even = place % 2 == 0
    nibbles[byte[even]] = weights[even] & 0xF
    nibbles[byte[~even]] |= weights[~even] << 4
    gap_ends = np.concatenate(([0], stops))[ends]
    half_ends = np.cumsum(halves)
    gap_at = half_at = at = 0
    gap_bytes, half_bytes, whole_bytes = varints.tobytes(), nibbles.tobytes(), weights.tobytes()
    for gap_end, half_end, end, whole in zip(
        gap_ends.tolist(), half_ends.tolist(), ends.tolist(), placed.tolist(), strict=True
    ):
        yield gap_bytes[gap_at:gap_end] + (whole_bytes[at:end] if whole else half_bytes[half_at:half_end])
        gap_at, half_at, at = gap_end, half_end, end


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return the bytes of one list of rising record numbers, each of weight 1."""
    listed = np.array(list(numbers), np.uint32)
    return next(
        pack_postings(listed, np.ones(len(listed), np.uint8), np.array([len(listed)], np.uint32), np.array([False]))
    )
