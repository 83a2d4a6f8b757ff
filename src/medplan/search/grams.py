"""Postings of grams: folded records in, in order; for each gram its record numbers and weights out, as bytes.

A gram is a bigram, or a trigram both of whose bigrams are common. Texts are taken in by batches; a batch's postings,
sorted by gram, are appended to temporary files, one set for each part of the alphabet, so that memory stays bounded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from medplan.search.postings import HEADING, MOST_WEIGHT, NO_PLACE, PLACES, ROW, Numbers, Weights, pack_postings

BATCH_CHARACTERS = 500_000
PARTS = 64
_BITS = 21  # a code point; three make a trigram's key
_THIRD = np.uint64((1 << _BITS) - 1)
_LINE = ord("\n")
_DIGITS = (ord("0"), ord("9"))

Keys = NDArray[np.uint64]
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Characters of a run of records, each record's forms parted and ended by line feeds."""

    codes: Numbers
    record: Numbers  # of each character
    place: Numbers  # of each character in its record
    heading: Numbers  # of each record: how many characters at its start are its heading
    row: NDArray[np.bool_]  # of each record
    first: int  # number of the first record


@dataclass(slots=True, kw_only=True)
class _Sorted:
    """Postings sorted by gram, then by record: the grams' keys, how many postings each has, and all postings."""

    keys: Keys
    sizes: Numbers
    numbers: Numbers
    weights: Weights


class GramIndexer:
    """Gathers grams: `add` every record in order, then `finish`; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        # Within the folder of what is built: whoever removes a build that was killed removes this too.
        self._folder = tempfile.TemporaryDirectory(dir=folder, prefix="grams-")
        self._waiting: list[tuple[str, int, bool]] = []
        self._characters = 0
        self._batches = 0
        self._records = 0
        self._bounds: Keys | None = None

    def __enter__(self) -> GramIndexer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def add(self, folded: str, heading: int, *, is_row: bool) -> None:
        """Take in one record: its forms, folded and parted by line feeds, and how many characters are its heading."""
        self._waiting.append((folded, heading, is_row))
        self._characters += len(folded) + 1
        if self._characters >= BATCH_CHARACTERS:
            self._take_batch()

    def finish(self, share: int, least: int) -> tuple[list[str], Iterator[tuple[str, int, bytes]]]:
        """Return the common bigrams, the most common first, and an iterator over all grams in code point order.

        Common is what stands in more than one of `share` records, and in more than `least`. Of each gram come its
        text, its number of records, and its packed postings.
        """
        self._take_batch()
        common = self._find_common(max(least, self._records // share))
        self._add_trigrams(np.sort(common))
        return [_text_of(int(key)) for key in common], self._merge()

    @property
    def _path(self) -> Path:
        return Path(self._folder.name)

    def _take_batch(self) -> None:
        if not self._waiting:
            return
        batch = _read_batch(self._waiting, self._records)
        self._records += len(self._waiting)
        self._waiting = []
        self._characters = 0
        np.savez(self._path / f"batch-{self._batches}.npz", **{k: getattr(batch, k) for k in batch.__slots__})
        self._batches += 1
        self._spill(_sort_grams(batch, 2, None))

    def _add_trigrams(self, common: Keys) -> None:
        for number in range(self._batches):
            path = self._path / f"batch-{number}.npz"
            with np.load(path) as kept:
                batch = _Batch(**{k: kept[k] for k in kept.files})
            path.unlink()
            self._spill(_sort_grams(batch, 3, common))

    def _spill(self, found: _Sorted) -> None:
        """Append postings to the files of the parts that their grams belong to; the first batch draws the bounds."""
        if self._bounds is None:
            at = np.searchsorted(np.cumsum(found.sizes), np.arange(1, PARTS) * (int(found.sizes.sum()) // PARTS))
            self._bounds = np.unique(_first_two(found.keys[np.minimum(at, max(0, len(found.keys) - 1))]))
        assert self._bounds is not None
        cuts = np.searchsorted(_first_two(found.keys), self._bounds)
        ends = np.concatenate(([0], np.cumsum(found.sizes, dtype=np.int64)))
        edges = [0, *cuts.tolist(), len(found.keys)]
        for part, (low, high) in enumerate(pairwise(edges)):
            pieces: dict[str, NDArray[np.generic]] = {
                "keys": found.keys[low:high],
                "sizes": found.sizes[low:high],
                "numbers": found.numbers[ends[low] : ends[high]],
                "weights": found.weights[ends[low] : ends[high]],
            }
            for name, values in pieces.items():
                with (self._path / f"{name}-{part}").open("ab") as file:
                    values.tofile(file)

    def _parts(self) -> range:
        return range(0 if self._bounds is None else len(self._bounds) + 1)

    def _find_common(self, floor: int) -> Keys:
        keys, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for part in self._parts():
            found, where = np.unique(self._kept("keys", part, np.uint64), return_inverse=True)
            total = np.bincount(where, weights=self._kept("sizes", part, np.uint32), minlength=len(found))
            keys.append(found[total > floor])
            counts.append(total[total > floor].astype(np.int64))
        every, many = np.concatenate(keys), np.concatenate(counts)
        ordered: Keys = every[np.lexsort((every, -many))]
        return ordered

    def _kept(self, name: str, part: int, kind: type[_Kind]) -> NDArray[_Kind]:
        return np.fromfile(self._path / f"{name}-{part}", dtype=kind)

    def _merge(self) -> Iterator[tuple[str, int, bytes]]:
        for part in self._parts():
            found = _merged(
                _Sorted(
                    keys=self._kept("keys", part, np.uint64),
                    sizes=self._kept("sizes", part, np.uint32),
                    numbers=self._kept("numbers", part, np.uint32),
                    weights=self._kept("weights", part, np.uint8),
                )
            )
            packed = pack_postings(found.numbers, found.weights, found.sizes, found.keys & _THIRD > 0)
            for key, size, data in zip(found.keys.tolist(), found.sizes.tolist(), packed, strict=True):
                yield _text_of(key), size, data


def _read_batch(waiting: list[tuple[str, int, bool]], first: int) -> _Batch:
    texts = [f"{folded}\n" for folded, _, _ in waiting]
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.cumsum(lengths) - lengths
    return _Batch(
        codes=codes,
        record=np.repeat(np.arange(len(texts), dtype=np.uint32), lengths),
        place=(np.arange(len(codes)) - np.repeat(starts, lengths)).astype(np.uint32),
        heading=np.array([heading for _, heading, _ in waiting], np.uint32),
        row=np.array([is_row for _, _, is_row in waiting], np.bool_),
        first=first,
    )


def _sort_grams(batch: _Batch, size: int, common: Keys | None) -> _Sorted:
    """Return a batch's bigrams, or its trigrams of common bigrams only, with weights."""
    many = max(0, len(batch.codes) - size + 1)
    columns = [batch.codes[i : i + many] for i in range(size)]
    wanted = np.ones(many, np.bool_)
    for column in columns:
        wanted &= column != _LINE
    if common is not None:
        pairs = _keys_of([batch.codes[:-1], batch.codes[1:]])
        shared = np.isin(pairs, common) | _has_digit(batch.codes[:-1]) | _has_digit(batch.codes[1:])
        wanted &= shared[:-1] & shared[1:]
    at = np.flatnonzero(wanted)
    keys, gram = np.unique(_keys_of([column[at] for column in columns]), return_inverse=True)
    record = batch.record[at]
    headed = batch.place[at] + size <= batch.heading[record]
    records = np.uint64(len(batch.heading))
    # One number holds gram, record, whether in the heading, and the place, so that a plain sort serves.
    posting = gram.astype(np.uint64) * records + record
    every = np.sort(posting << np.uint64(5) | headed.astype(np.uint64) << np.uint64(4) | batch.place[at] % PLACES)
    posting = every >> np.uint64(5)
    begins = np.flatnonzero(np.concatenate(([True], posting[1:] != posting[:-1]))) if len(every) else at
    ends = np.append(begins[1:], len(every)) if len(begins) else begins
    number = (posting[begins] % records).astype(np.uint32)
    weights: Weights = np.minimum(ends - begins, MOST_WEIGHT).astype(np.uint8)
    weights += (batch.row[number] * ROW + (every[ends - 1] >> np.uint64(4) & np.uint64(1)) * HEADING).astype(np.uint8)
    if common is not None:
        weights |= np.where(ends - begins == 1, every[begins] & np.uint64(15), NO_PLACE).astype(np.uint8) << 4
    return _Sorted(
        keys=keys,
        sizes=np.bincount((posting[begins] // records).astype(np.int64), minlength=len(keys)).astype(np.uint32),
        numbers=number + np.uint32(batch.first),
        weights=weights,
    )


def _merged(parts: _Sorted) -> _Sorted:
    """Bring the postings of each gram together, those of earlier batches first, the grams in order."""
    order = np.argsort(parts.keys, kind="stable")
    sizes = parts.sizes[order].astype(np.int64)
    starts = (np.cumsum(parts.sizes, dtype=np.int64) - parts.sizes)[order]
    before = np.cumsum(sizes) - sizes
    at = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
    keys, where = np.unique(parts.keys[order], return_inverse=True)
    totals = np.bincount(where, weights=sizes, minlength=len(keys)).astype(np.uint32)
    return _Sorted(keys=keys, sizes=totals, numbers=parts.numbers[at], weights=parts.weights[at])


def _keys_of(columns: list[Numbers]) -> Keys:
    """Return grams as numbers that sort as their text does, a bigram before the trigrams that it begins."""
    padded = [*columns, *(np.zeros_like(columns[0]) for _ in range(3 - len(columns)))]
    keys = np.zeros(len(columns[0]), np.uint64)
    for column in padded:
        keys = keys << np.uint64(_BITS) | column.astype(np.uint64)
    return keys


def _first_two(keys: Keys) -> Keys:
    cut: Keys = keys >> np.uint64(_BITS)
    return cut


def _text_of(key: int) -> str:
    letters = [key >> (_BITS * i) & (1 << _BITS) - 1 for i in (2, 1, 0)]
    return "".join(map(chr, filter(None, letters)))


def _has_digit(codes: Numbers) -> NDArray[np.bool_]:
    return (codes >= _DIGITS[0]) & (codes <= _DIGITS[1])
