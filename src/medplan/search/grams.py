"""Postings of grams: folded records in, in order; for each gram its records and spots out, as bytes.

Texts are taken in by batches; a batch's postings, sorted by gram, are appended to temporary files, one set for each
part of the alphabet, so that memory stays bounded. Only when all is read is it known which bigrams are common, hence
which grams are placed (`medplan.search.batches`): those are taken from the batches in a second pass.
"""

from __future__ import annotations

import heapq
import pickle
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medplan.search.batches import (
    BITS,
    THIRD,
    Keys,
    Sorted,
    is_shared,
    read_batch,
    sort_bigrams,
    sort_placed,
)
from medplan.search.postings import pack_postings, pack_spots
from medplan.search.spilled import Spilled

BATCH_CHARACTERS = 500_000
PARTS = 320
_PICKLED = 5  # the protocol in which arrays are copied once
APART = 30_000  # spots of so many bytes stand by themselves: who seeks the gram alone needs none
SPOTS = "#"  # after a gram, the name of its spots
_THIRD = int(THIRD)
_PLAIN = ("keys", "sizes", "numbers", "weights")
_PLACED = (*_PLAIN, "times", "spots")


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
        self._plain, self._placed = Spilled(self._path, "plain"), Spilled(self._path, "placed")
        self._letters: set[int] = set()

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

    @property
    def letters(self) -> set[str]:
        """Return all characters of the records, once they are finished."""
        return set(map(chr, self._letters))

    def _take_batch(self) -> None:
        if not self._waiting:
            return
        batch = read_batch(self._waiting, self._records)
        self._records += len(self._waiting)
        self._waiting = []
        self._characters = 0
        self._letters.update(batch.letters.tolist())
        found, bigrams = sort_bigrams(batch)
        (self._path / f"batch-{self._batches}").write_bytes(pickle.dumps((batch, found.keys, bigrams), _PICKLED))
        self._batches += 1
        self._spill(self._plain, found, _PLAIN)

    def _add_placed(self, common: Keys) -> None:
        for number in range(self._batches):
            path = self._path / f"batch-{number}"
            batch, keys, bigrams = pickle.loads(path.read_bytes())
            path.unlink()
            # After the last bigram's comes what is told of a character with which none begins.
            shared = np.append(is_shared(keys, common), False)[bigrams]
            self._spill(self._placed, sort_placed(batch, shared), _PLACED)

    def _spill(self, spilled: Spilled, found: Sorted, names: Iterable[str]) -> None:
        """Append postings to the files of the parts that their grams belong to; the first batch draws the bounds."""
        if self._bounds is None:
            at = np.searchsorted(np.cumsum(found.sizes), np.arange(1, PARTS) * (int(found.sizes.sum()) // PARTS))
            self._bounds = np.unique(_first_two(found.keys[np.minimum(at, max(0, len(found.keys) - 1))]))
        assert self._bounds is not None
        cuts = np.searchsorted(_first_two(found.keys), self._bounds)
        edges = np.concatenate(([0], cuts, [len(found.keys)]))
        ends = _edges(found.sizes)[edges]
        cut = {"keys": edges, "sizes": edges, "numbers": ends, "weights": ends, "times": ends}
        if "spots" in names:
            cut["spots"] = _edges(found.times)[ends]
        spilled.add({name: (getattr(found, name), cut[name]) for name in names})

    def _parts(self) -> range:
        return range(0 if self._bounds is None else len(self._bounds) + 1)

    def _find_common(self, floor: int) -> tuple[Keys, NDArray[np.int64]]:
        keys, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for part in self._parts():
            found, where = np.unique(self._plain.read("keys", part, np.uint64), return_inverse=True)
            total = np.bincount(where, weights=self._plain.read("sizes", part, np.uint32), minlength=len(found))
            keys.append(found[total > floor])
            counts.append(total[total > floor].astype(np.int64))
        return np.concatenate(keys), np.concatenate(counts)

    def _merge(self, common: Keys) -> Iterator[tuple[str, int, bytes]]:
        for part in self._parts():
            plain = _sorted(self._plain, part)
            plain = _merged(plain, is_shared(plain.keys, common))
            placed = _sorted(self._placed, part)
            placed = _merged(placed, np.ones(len(placed.keys), np.bool_))
            tails = pack_spots(placed.spots, placed.times, placed.sizes, placed.keys & THIRD == 0)
            whole = ((key, size, head, tail) for (key, size, head), tail in zip(_packed(placed), tails, strict=True))
            lists = ((key, size, data, b"") for key, size, data in _packed(plain))
            for key, size, head, tail in heapq.merge(lists, whole, key=itemgetter(0)):
                apart = len(tail) > APART and key & _THIRD > 0
                yield _text_of(key), size, head if apart else head + tail
                if apart:
                    yield _text_of(key) + SPOTS, size, tail


def _sorted(spilled: Spilled, part: int) -> Sorted:
    return Sorted(
        keys=spilled.read("keys", part, np.uint64),
        sizes=spilled.read("sizes", part, np.uint32),
        numbers=spilled.read("numbers", part, np.uint32),
        weights=spilled.read("weights", part, np.uint8),
        times=spilled.read("times", part, np.uint32),
        spots=spilled.read("spots", part, np.uint64),
    )


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
