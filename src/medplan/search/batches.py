"""Grams of one batch of folded records: characters with their places in; postings sorted by gram, then by record, out.

Grams are plain or placed. A bigram that is shared, which is common or has a digit, is plain: the records that hold it.
Placed are the other bigrams, and the trigrams both of whose bigrams are shared: also where in its record each stands,
and of a bigram the character on either side with which it makes a shared one. So any word of three characters or more
is covered by placed grams, and none of their lists is long unless the trigram itself is common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.language.codes import encode
from medplan.search.postings import HEADING, MOST_WEIGHT, ROW, Numbers, Spots, Weights, spots_of

BITS = 21  # a code point; three make a gram's key
THIRD = np.uint64((1 << BITS) - 1)
_LINE = ord("\n")
_DIGITS = (ord("0"), ord("9"))
_POINTS = 0x110000

Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]
_At = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Characters of a run of records, each record's forms parted and ended by line feeds."""

    letters: Numbers  # code points that occur, rising, after a 0
    text: Numbers  # of each character, which of `letters` it is
    record: Numbers  # of each character
    place: Numbers  # of each character in its record
    heading: Numbers  # of each record: how many characters at its start are its heading
    row: Flags  # of each record
    first: int  # number of the first record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Postings sorted by gram, then by record: the grams' keys, how many postings each has, and all postings.

    A key is a gram as a number that sorts as its text does, a bigram before the trigrams that it begins. Of placed
    grams also how many `times` each posting's gram stands there, and every such spot.
    """

    keys: Keys
    sizes: Numbers
    numbers: Numbers
    weights: Weights
    times: Numbers
    spots: Spots


def read_batch(waiting: list[tuple[str, int, bool]], first: int) -> Batch:
    """Return a batch of records: their forms folded, their headings' lengths, whether each is a row."""
    texts = [f"{folded}\n" for folded, _, _ in waiting]
    codes = encode("".join(texts))
    occurs = np.zeros(_POINTS, np.bool_)
    occurs[0] = True
    occurs[codes] = True
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.cumsum(lengths) - lengths
    return Batch(
        letters=np.flatnonzero(occurs).astype(np.uint32),
        text=(np.cumsum(occurs, dtype=np.uint32) - np.uint32(1))[codes],
        record=np.repeat(np.arange(len(texts), dtype=np.uint32), lengths),
        place=(np.arange(len(codes)) - np.repeat(starts, lengths)).astype(np.uint32),
        heading=np.array([heading for _, heading, _ in waiting], np.uint32),
        row=np.array([is_row for _, _, is_row in waiting], np.bool_),
        first=first,
    )


def sort_bigrams(batch: Batch) -> tuple[Sorted, Numbers]:
    """Return all bigrams, as plain grams, and for each character but the last which of them begins there.

    That is the number after the last where none does.
    """
    every, at = _order(batch, _pairs(batch), np.flatnonzero(_whole(batch)))
    begins = _changes(every)
    which = np.full(max(0, len(batch.text) - 1), len(begins), np.uint32)
    which[at] = np.repeat(np.arange(len(begins), dtype=np.uint32), np.diff(np.append(begins, len(every))))
    return _gathered(batch, every, at, None), which


def sort_placed(batch: Batch, shared: Flags) -> Sorted:
    """Return the placed grams: rare bigrams, and trigrams of those that are `shared`, told by where each begins."""
    grams, whole = _pairs(batch), _whole(batch)
    triples = shared[:-1] & shared[1:]
    grams[:-1][triples] |= batch.text[2:][triples]
    wanted = whole & ~shared
    wanted[:-1] |= triples
    return _gathered(batch, *_order(batch, grams, np.flatnonzero(wanted)), shared)


def is_shared(pairs: Keys, common: Keys) -> Flags:
    """Tell which bigrams are shared: common, or with a digit."""
    held = np.zeros(len(pairs), np.bool_)
    if len(common):
        held = common[np.minimum(np.searchsorted(common, pairs), len(common) - 1)] == pairs
    return held | _is_digit(pairs >> np.uint64(2 * BITS)) | _is_digit(pairs >> np.uint64(BITS) & THIRD)


def _gathered(batch: Batch, every: Keys, at: _At, shared: Flags | None) -> Sorted:
    """Gather grams in order, which begin `at` characters; where `shared` bigrams begin is told for placed ones only."""
    begins = _changes(every)
    new = np.zeros(len(every), np.bool_)
    new[begins] = True
    record = batch.record[at]
    new[1:] |= record[1:] != record[:-1]
    firsts = np.flatnonzero(new)
    times = np.diff(np.append(firsts, len(every)))
    number = record[firsts]
    bigram = every & np.uint64((1 << _width(batch)) - 1) == 0
    weights: Weights = np.minimum(times, MOST_WEIGHT).astype(np.uint8)
    headed = batch.place[at[firsts]] + np.where(bigram[firsts], 2, 3) <= batch.heading[number]
    weights += (batch.row[number] * ROW + headed * HEADING).astype(np.uint8)
    return Sorted(
        keys=_keys(batch, every[begins]),
        sizes=np.diff(np.searchsorted(firsts, np.append(begins, len(every)))).astype(np.uint32),
        numbers=number + np.uint32(batch.first),
        weights=weights,
        times=np.empty(0, np.uint32) if shared is None else times.astype(np.uint32),
        spots=np.empty(0, np.uint64) if shared is None else _spots(batch, shared, at, bigram),
    )


def _spots(batch: Batch, shared: Flags, at: _At, bigram: Flags) -> Spots:
    """Return where grams stand, of bigrams with the characters on either side that make a shared bigram with them."""
    left = np.zeros(len(at), np.uint32)
    right = np.zeros(len(at), np.uint32)
    with_left = np.flatnonzero(bigram & (at > 0))
    with_left = with_left[shared[at[with_left] - 1]]
    left[with_left] = batch.letters[batch.text[at[with_left] - 1]]
    with_right = np.flatnonzero(bigram & (at + 1 < len(shared)))
    with_right = with_right[shared[at[with_right] + 1]]
    right[with_right] = batch.letters[batch.text[at[with_right] + 2]]
    return spots_of(*(part.astype(np.uint64) for part in (batch.place[at], left, right)))


def _width(batch: Batch) -> int:
    """Return how many bits one of the batch's letters takes."""
    return len(batch.letters).bit_length()


def _pairs(batch: Batch) -> Keys:
    """Return for each character but the last the bigram that begins there, its letters as the batch numbers them."""
    width = np.uint64(_width(batch))
    text = batch.text.astype(np.uint64)
    pairs: Keys = (text[:-1] << width | text[1:]) << width
    return pairs


def _whole(batch: Batch) -> Flags:
    """Tell for each character but the last whether it and the next one stand in the same form."""
    inside = batch.letters[batch.text] != _LINE
    whole: Flags = inside[:-1] & inside[1:]
    return whole


def _order(batch: Batch, grams: Keys, at: _At) -> tuple[Keys, _At]:
    """Return the grams that begin `at` some characters in order, and where each begins, rising within a gram."""
    bits = len(batch.text).bit_length()
    if 3 * _width(batch) + bits > 64:  # thousands of letters at once
        order = np.argsort(grams[at], kind="stable")
        return grams[at[order]], at[order]
    every = np.sort(grams[at] << np.uint64(bits) | at.astype(np.uint64))
    return every >> np.uint64(bits), (every & np.uint64((1 << bits) - 1)).astype(np.int64)


def _changes(every: Keys) -> _At:
    """Return where sorted grams begin."""
    changes = np.ones(len(every), np.bool_)
    changes[1:] = every[1:] != every[:-1]
    return np.flatnonzero(changes)


def _keys(batch: Batch, grams: Keys) -> Keys:
    """Return the keys of grams whose letters are numbered by a batch."""
    keys = np.zeros(len(grams), np.uint64)
    width = _width(batch)
    for i in (2, 1, 0):
        letter = grams >> np.uint64(i * width) & np.uint64((1 << width) - 1)
        keys = keys << np.uint64(BITS) | batch.letters[letter]
    return keys


def _is_digit(codes: Keys) -> Flags:
    return (codes >= _DIGITS[0]) & (codes <= _DIGITS[1])
