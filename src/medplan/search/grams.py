"""Postings of grams: folded records in, in order; for each gram its records and spots out, as bytes.

Texts are taken in by batches; a batch's postings, sorted by gram, are appended to temporary files, one set for each
part of the alphabet, so that memory stays bounded. Only when all is read is it known which bigrams are common, hence
which grams are placed (`medplan.search.batches`): those are taken from the batches in a second pass.
"""

from __future__ import annotations

import heapq
import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from medplan.search.batches import (
    BITS,
    THIRD,
    Batch,
    Keys,
    Sorted,
    is_shared,
    read_batch,
    sort_bigrams,
    sort_placed,
)
from medplan.search.postings import pack_postings, pack_spots

BATCH_CHARACTERS = 500_000
PARTS = 160
APART = 30_000  # spots of so many bytes stand by themselves: who seeks the gram alone needs none
SPOTS = "#"  # after a gram, the name of its spots
_THIRD = int(THIRD)
_PLAIN, _PLACED = "plain", "placed"

_Kind = TypeVar("_Kind", bound=np.generic)


class GramIndexer:
    """Gathers grams: `add` every record in order, then `finish`; `close` it in any case."""

    def __init__(self, folder: Path) -> None:
        # Within the folder of what is built: whoever removes a build that was killed removes this too.
        self._path = Path(tempfile.mkdtemp(dir=folder, prefix="grams-"))
        self._waiting: list[tuple[str, int, bool]] = []
        self._characters = 0
        self._batches = 0
        self._records = 0
        self._bounds: Keys | None = None

    def close(self) -> None:
        """Remove the temporary files."""
        shutil.rmtree(self._path, ignore_errors=True)

    def add(self, folded: str, heading: int, *, is_row: bool) -> None:
        """Take in one record: its forms, folded and parted by line feeds, and how many characters are its heading."""
        self._waiting.append((folded, heading, is_row))
        self._characters += len(folded) + 1
        if self._characters >= BATCH_CHARACTERS:
            self._take_batch()

    def finish(self, share: int, least: int) -> tuple[dict[str, int], Iterator[tuple[str, int, bytes]]]:
        """Return the common bigrams with their numbers of records, and an iterator over all grams, both in order.

        Common is what stands in more than one of `share` records, and in more than `least`. Of each gram come its text,
        its number of records, and its packed postings; the spots of some by themselves.
        """
        self._take_batch()
        common, counts = self._find_common(max(least, self._records // share))
        self._add_placed(common)
        return dict(zip(map(_text_of, common.tolist()), counts.tolist(), strict=True)), self._merge(common)

    def _take_batch(self) -> None:
        if not self._waiting:
            return
        batch = read_batch(self._waiting, self._records)
        self._records += len(self._waiting)
        self._waiting = []
        self._characters = 0
        np.savez(self._path / f"batch-{self._batches}.npz", **{k: getattr(batch, k) for k in batch.__slots__})
        self._batches += 1
        self._spill(_PLAIN, sort_bigrams(batch))

    def _add_placed(self, common: Keys) -> None:
        for number in range(self._batches):
            path = self._path / f"batch-{number}.npz"
            with np.load(path) as kept:
                batch = Batch(**{k: kept[k] for k in kept.files})
            path.unlink()
            self._spill(_PLACED, sort_placed(batch, common))

    def _spill(self, kind: str, found: Sorted) -> None:
        """Append postings to the files of the parts that their grams belong to; the first batch draws the bounds."""
        if self._bounds is None:
            at = np.searchsorted(np.cumsum(found.sizes), np.arange(1, PARTS) * (int(found.sizes.sum()) // PARTS))
            self._bounds = np.unique(_first_two(found.keys[np.minimum(at, max(0, len(found.keys) - 1))]))
        assert self._bounds is not None
        cuts = np.searchsorted(_first_two(found.keys), self._bounds)
        edges = [0, *cuts.tolist(), len(found.keys)]
        ends = _edges(found.sizes)
        spot_ends = _edges(found.times)
        for part, (low, high) in enumerate(pairwise(edges)):
            pieces: dict[str, NDArray[np.generic]] = {
                "keys": found.keys[low:high],
                "sizes": found.sizes[low:high],
                "numbers": found.numbers[ends[low] : ends[high]],
                "weights": found.weights[ends[low] : ends[high]],
            }
            if kind == _PLACED:
                pieces["times"] = found.times[ends[low] : ends[high]]
                pieces["spots"] = found.spots[spot_ends[ends[low]] : spot_ends[ends[high]]]
            for name, values in pieces.items():
                with (self._path / f"{kind}-{name}-{part}").open("ab") as file:
                    values.tofile(file)

    def _parts(self) -> range:
        return range(0 if self._bounds is None else len(self._bounds) + 1)

    def _find_common(self, floor: int) -> tuple[Keys, NDArray[np.int64]]:
        keys, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for part in self._parts():
            found, where = np.unique(self._kept(_PLAIN, "keys", part, np.uint64), return_inverse=True)
            total = np.bincount(where, weights=self._kept(_PLAIN, "sizes", part, np.uint32), minlength=len(found))
            keys.append(found[total > floor])
            counts.append(total[total > floor].astype(np.int64))
        return np.concatenate(keys), np.concatenate(counts)

    def _kept(self, kind: str, name: str, part: int, of: type[_Kind]) -> NDArray[_Kind]:
        path = self._path / f"{kind}-{name}-{part}"
        return np.fromfile(path, dtype=of) if path.exists() else np.empty(0, of)

    def _sorted(self, kind: str, part: int) -> Sorted:
        return Sorted(
            keys=self._kept(kind, "keys", part, np.uint64),
            sizes=self._kept(kind, "sizes", part, np.uint32),
            numbers=self._kept(kind, "numbers", part, np.uint32),
            weights=self._kept(kind, "weights", part, np.uint8),
            times=self._kept(kind, "times", part, np.uint32),
            spots=self._kept(kind, "spots", part, np.uint64),
        )

    def _merge(self, common: Keys) -> Iterator[tuple[str, int, bytes]]:
        for part in self._parts():
            plain = self._sorted(_PLAIN, part)
            plain = _merged(plain, is_shared(plain.keys, common))
            placed = self._sorted(_PLACED, part)
            placed = _merged(placed, np.ones(len(placed.keys), np.bool_))
            tails = pack_spots(placed.spots, placed.times, placed.sizes, placed.keys & THIRD == 0)
            whole = ((key, size, head, tail) for (key, size, head), tail in zip(_packed(placed), tails, strict=True))
            lists = ((key, size, data, b"") for key, size, data in _packed(plain))
            for key, size, head, tail in heapq.merge(lists, whole, key=itemgetter(0)):
                apart = len(tail) > APART and key & _THIRD > 0
                yield _text_of(key), size, head if apart else head + tail
                if apart:
                    yield _text_of(key) + SPOTS, size, tail


def _packed(found: Sorted) -> Iterator[tuple[int, int, bytes]]:
    packed = pack_postings(found.numbers, found.weights, found.sizes)
    return zip(found.keys.tolist(), found.sizes.tolist(), packed, strict=True)


def _merged(parts: Sorted, wanted: NDArray[np.bool_]) -> Sorted:
    """Bring the postings of each wanted gram together, those of earlier batches first, the grams in order."""
    order = np.argsort(parts.keys, kind="stable")
    order = order[wanted[order]]
    sizes = parts.sizes[order]
    at = _runs(_edges(parts.sizes)[:-1][order], sizes)
    every = parts.keys[order]
    firsts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1]))) if len(every) else order
    times, spots = parts.times, parts.spots
    if len(times):
        times = times[at]
        spots = spots[_runs(_edges(parts.times)[:-1][at], times)]
    return Sorted(
        keys=every[firsts],
        sizes=np.add.reduceat(sizes, firsts, dtype=np.uint32) if len(every) else sizes,
        numbers=parts.numbers[at],
        weights=parts.weights[at],
        times=times,
        spots=spots,
    )


def _runs(starts: NDArray[np.int64], sizes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the numbers of runs, each from its start on, one run after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    every = np.repeat(starts - (ends - sizes), sizes)
    every += np.arange(len(every))
    return every


def _edges(sizes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return where each of some runs begins, and where the last ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))


def _first_two(keys: Keys) -> Keys:
    cut: Keys = keys >> np.uint64(BITS)
    return cut


def _text_of(key: int) -> str:
    letters = [key >> (BITS * i) & (1 << BITS) - 1 for i in (2, 1, 0)]
    return "".join(map(chr, filter(None, letters)))
