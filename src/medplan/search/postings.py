"""How postings are written: record numbers, weights, spots in; what `docs/javascripts/search/postings.js` reads out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# A weight is four bits: how often (once, twice, more), whether the record is a row of a table, whether in a heading.
MOST_WEIGHT = 3
ROW = 4
HEADING = 8

Numbers = NDArray[np.uint32]
Weights = NDArray[np.uint8]
# Where a gram stands in its record, and the characters on its left and right that are told of, 0 for none.
Spots = NDArray[np.uint64]
_Counts = NDArray[np.int64]
_CHARACTER = np.uint64(21)
_ONE = np.uint64((1 << 21) - 1)


def spots_of(place: NDArray[np.uint64], left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Spots:
    """Return spots of their three parts."""
    spots: Spots = place << np.uint64(42) | left << _CHARACTER | right
    return spots


def write_varint(value: int, out: bytearray) -> None:
    """Append a number ≥ 0, seven bits a byte, the lowest first."""
    while value > 0x7F:
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)


def pack_postings(numbers: Numbers, weights: Weights, sizes: Numbers) -> Iterator[bytes]:
    """Yield the bytes of each plain gram's postings: gaps between record numbers as varints, then weights by two.

    `sizes` says how many of `numbers` (rising within a gram) and `weights` belong to each gram, one after the other.
    """
    ends = np.cumsum(sizes, dtype=np.int64)
    starts = ends - sizes
    before = np.concatenate(([-1], numbers[:-1].astype(np.int64))) if len(numbers) else np.empty(0, np.int64)
    before[starts[sizes > 0]] = -1
    gap_bytes, stops = _varints(numbers.astype(np.int64) - before - 1)
    halves = -(-sizes.astype(np.int64) // 2)
    nibbles = np.zeros(int(halves.sum()), np.uint8)
    place = np.arange(len(numbers)) - np.repeat(starts, sizes)
    byte = np.repeat(np.cumsum(halves) - halves, sizes) + place // 2
    even = place % 2 == 0
    nibbles[byte[even]] = weights[even]
    nibbles[byte[~even]] |= weights[~even] << 4
    gap_at = half_at = 0
    half_bytes = nibbles.tobytes()
    for gap_end, half_end in zip(stops[ends].tolist(), np.cumsum(halves).tolist(), strict=True):
        yield gap_bytes[gap_at:gap_end] + half_bytes[half_at:half_end]
        gap_at, half_at = gap_end, half_end


def pack_spots(spots: Spots, times: Numbers, sizes: Numbers, sided: NDArray[np.bool_]) -> Iterator[bytes]:
    """Yield the bytes of each placed gram's spots, what comes after its postings, all numbers as varints.

    Of each posting, how many spots more than MOST_WEIGHT it has, where it has so many; then its spots, each the gap
    from the one before. A gram that is `sided` has the characters on its left before, then those on its right, each
    once, and each spot is followed by a number that tells which of both stand there, 0 for none.
    """
    ends = np.cumsum(sizes, dtype=np.int64)
    gram = np.repeat(np.repeat(np.arange(len(sizes)), sizes), times)
    first = (np.cumsum(times, dtype=np.int64) - times)[times > 0]
    place = (spots >> np.uint64(42)).astype(np.int64)
    gaps = np.diff(place, prepend=0)
    gaps[first] = place[first]
    lefts, left = _sides(gram, spots >> _CHARACTER & _ONE, len(sizes))
    rights, right = _sides(gram, spots & _ONE, len(sizes))
    many = times >= MOST_WEIGHT
    # Each posting's count and each spot's numbers, in the order in which they are written.
    wide = np.where(sided, 2, 1)
    widths = wide[gram]
    of_posting = np.repeat(wide, sizes) * times.astype(np.int64) + many
    posting_ends = np.cumsum(of_posting)
    values = np.zeros(int(of_posting.sum()), np.int64)
    values[(posting_ends - of_posting)[many]] = times[many] - MOST_WEIGHT
    at = np.cumsum(widths) - widths + np.repeat(np.cumsum(many), times)
    values[at] = gaps
    on_sides = widths == 2
    scale = np.array([len(characters) + 1 for characters in rights])[gram]
    values[at[on_sides] + 1] = (left * scale + right)[on_sides]
    written, stops = _varints(values)
    begin = 0
    for number, end in enumerate(stops[np.concatenate(([0], posting_ends))[ends]].tolist()):
        head = _named(lefts[number]) + _named(rights[number]) if sided[number] else b""
        yield head + written[begin:end]
        begin = end


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return the bytes of one list of rising record numbers, each of weight 1."""
    listed = np.array(list(numbers), np.uint32)
    return next(pack_postings(listed, np.ones(len(listed), np.uint8), np.array([len(listed)], np.uint32)))


def _sides(gram: NDArray[np.intp], side: NDArray[np.uint64], grams: int) -> tuple[list[str], _Counts]:
    """Return the characters that stand on one side of each gram, and of each spot the number of its own, from 1."""
    numbers = np.zeros(len(side), np.int64)
    told = np.flatnonzero(side)
    pairs, which = np.unique(gram[told].astype(np.uint64) << _CHARACTER | side[told], return_inverse=True)
    begins = np.searchsorted(pairs, np.arange(grams + 1, dtype=np.uint64) << _CHARACTER)
    numbers[told] = which - begins[gram[told]] + 1
    characters = "".join(map(chr, (pairs & _ONE).tolist()))
    edges = begins.tolist()
    return [characters[low:high] for low, high in pairwise(edges)], numbers


def _named(characters: str) -> bytes:
    encoded = characters.encode()
    out = bytearray()
    write_varint(len(encoded), out)
    return bytes(out + encoded)


def _varints(values: _Counts) -> tuple[bytes, _Counts]:
    """Return numbers as varints, and where each begins, the end of all after them."""
    lengths = np.ones(len(values), np.int64)
    more = np.arange(len(values))
    longer = []
    for bits in (7, 14, 21, 28):
        more = more[values[more] >> bits > 0]
        lengths[more] += 1
        longer.append(more)
    stops = np.concatenate(([0], np.cumsum(lengths)))
    written = np.zeros(int(stops[-1]), np.uint8)
    written[stops[:-1]] = values & 0x7F | (lengths > 1) << 7
    for i, some in enumerate(longer, 1):
        written[stops[some] + i] = values[some] >> (7 * i) & 0x7F | (lengths[some] > i + 1) << 7
    return written.tobytes(), stops
