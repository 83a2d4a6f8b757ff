"""The exact check: candidate places in two bodies of text in, every shared run of RUN characters through them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from medplan.language.codes import Codes
from medplan.wording.fingerprints import RUN, K, Places

STRIDE = 8  # characters by which a run is followed at once, each a byte of one number
_ALL = np.uint64(0x0101010101010101)
_COARSE = 5  # bits: a text has RUN characters at least, so that few begin within so many places

Runs = NDArray[np.int64]
_Flags = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after another, by where each starts, and the place after the last: which text holds a place is asked.

    `coarse` is for every few places the number of the text that holds them: what is asked begins to look there.
    """

    starts: Places
    coarse: NDArray[np.int32]

    @classmethod
    def of(cls, starts: Places) -> Texts:
        """Return texts by their starts and the place after the last."""
        first = starts - starts[0]
        begun = np.bincount((first[:-1] + (1 << _COARSE) - 1) >> _COARSE, minlength=(int(first[-1]) >> _COARSE) + 1)
        return cls(starts, np.cumsum(begun, dtype=np.int32) - np.int32(1))

    def at(self, places: Places) -> Places:
        """Return the number of the text that holds each place."""
        found: Places = self.coarse[(places - self.starts[0]) >> _COARSE].astype(np.int64)
        while (behind := self.starts[found + 1] <= places).any():
            found += behind
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Some of the texts: `codes` from place `offset` on."""

    codes: Codes
    offset: int
    texts: Texts

    def windows(self, places: Places, size: int) -> Codes:
        """Return the `size` characters from each place on, a row each; beyond either end, the one nearest."""
        at = places - self.offset
        last = len(self.codes) - size
        if last < 0:
            return self.codes.take(at[:, None] + np.arange(size), mode="clip")
        found = sliding_window_view(self.codes, size)[np.clip(at, 0, last)]
        over = np.flatnonzero((at < 0) | (at > last))
        found[over] = self.codes.take(at[over, None] + np.arange(size), mode="clip")
        return found


def no_runs() -> Runs:
    """Return an empty table of runs."""
    return np.zeros((0, 3), np.int64)


def shared_runs(first: Body, second: Body, places: Places, others: Places) -> Runs:
    """Return rows (place in `first`, place in `second`, characters): the longest equal stretches, RUN at least.

    Each pair of `places` and `others` is a place where K characters may be alike; each run that holds such a pair is
    returned, once, in order of the texts laid upon each other.
    """
    runs = found_runs(first, second, places, others)
    one, two = (body.texts.starts[body.texts.at(runs[:, side])] for side, body in ((0, first), (1, second)))
    before = np.minimum(runs[:, 0] - one, runs[:, 1] - two)
    return runs[np.lexsort((runs[:, 0], runs[:, 1] - before, runs[:, 0] - before))]


def found_runs(first: Body, second: Body, places: Places, others: Places) -> Runs:
    """Return the same runs in order of how far apart their places are."""
    if not len(places):
        return no_runs()
    places, others = _along_diagonals(first, second, places, others)
    starts, beside, sizes = _verified(first, second, places, others)
    one, two = first.texts.at(starts), second.texts.at(beside)
    before = np.minimum(starts - first.texts.starts[one], beside - second.texts.starts[two])
    after = np.minimum(first.texts.starts[one + 1] - starts, second.texts.starts[two + 1] - beside) - sizes
    back = _alike_before(first, second, starts, beside, before)
    sizes += _alike_after(first, second, starts + sizes, beside + sizes, after) + back
    starts, beside = starts - back, beside - back
    # What one run holds is met one after the other.
    found = first_of_each(starts, beside) & (sizes >= RUN)
    return np.stack([starts[found], beside[found], sizes[found]], axis=1)


def _along_diagonals(first: Body, second: Body, places: Places, others: Places) -> tuple[Places, Places]:
    """Return pairs of places sorted by how far apart they are, those as far apart by place, each pair once."""
    length = len(first.codes)
    apart = (others - second.offset) - (places - first.offset) + length
    keys = apart * length + (places - first.offset)
    keys.sort()
    apart, at = np.divmod(keys[first_of_each(keys)], length)
    return at + first.offset, at + apart - length + second.offset


def _verified(first: Body, second: Body, places: Places, others: Places) -> tuple[Places, Places, Places]:
    """Return stretches (place, other place, characters) that are equal and together hold every pair that is.

    Pairs whose K characters overlap are looked at as one stretch; where that is not equal, hashes have collided, and
    each pair is looked at by itself.
    """
    alike: NDArray[np.bool_] = (first.windows(places, K) == second.windows(others, K)).all(axis=1)
    opens = np.ones(len(places), bool)
    opens[1:] = (np.diff(others - places) != 0) | (np.diff(places) >= K)
    begins = np.flatnonzero(opens)
    counts = np.diff(begins, append=len(places))
    equal = np.logical_and.reduceat(alike, begins)
    single = np.flatnonzero(np.repeat(~equal, counts) & alike)
    sizes = places[begins + counts - 1] - places[begins] + K
    found = np.concatenate((begins[equal], single))
    found_sizes = np.concatenate((sizes[equal], np.full(len(single), K)))
    if len(single):  # so that what is one run stands together
        order = np.argsort(found)
        found, found_sizes = found[order], found_sizes[order]
    return places[found], others[found], found_sizes


def _alike_after(first: Body, second: Body, places: Places, others: Places, limits: Places) -> Places:
    """Return for how many characters two texts are alike from a place on, `limits` at most."""
    return _alike_for(limits, lambda some, gone: _same(first, second, places[some] + gone, others[some] + gone))


def _alike_before(first: Body, second: Body, places: Places, others: Places, limits: Places) -> Places:
    """Return for how many characters two texts are alike backward from the one before a place, `limits` at most."""

    def same(some: Places, gone: Places) -> _Flags:
        back = gone + STRIDE
        return _same(first, second, places[some] - back, others[some] - back).byteswap()

    return _alike_for(limits, same)


def _same(first: Body, second: Body, places: Places, others: Places) -> _Flags:
    """Return of STRIDE characters which are the same, each a byte, the first the lowest."""
    alike = first.windows(places, STRIDE) == second.windows(others, STRIDE)
    packed: _Flags = alike.view("<u8").ravel()
    return packed


def _alike_for(limits: Places, same: Callable[[Places, Places], _Flags]) -> Places:
    """Return for how many characters texts are alike; `same` looks at STRIDE more of some, beyond those gone."""
    alike = np.zeros(len(limits), np.int64)
    going = np.flatnonzero(limits > 0)
    while len(going):
        differ = same(going, alike[going]) ^ _ALL
        # The bits below the lowest that is set: those of the bytes that are the same.
        alike[going] += np.bitwise_count(~differ & (differ - np.uint64(1))) >> 3
        going = going[(differ == 0) & (alike[going] < limits[going])]
    return np.minimum(alike, limits)


def covered(begins: Places, sizes: Places, groups: Places) -> Places:
    """Return, for each group from 0 on, how many places its stretches cover; a place counts once."""
    if not len(begins):
        return np.zeros(0, np.int64)
    far = int((begins + sizes).max()) + 1
    start = begins + groups * far
    order = np.argsort(start)  # equals in whatever order: together they cover the same
    start, group = start[order], groups[order]
    end = start + sizes[order]
    reached = np.concatenate(([0], np.maximum.accumulate(end)[:-1]))
    fresh = np.maximum(0, end - np.maximum(start, reached))
    return np.bincount(group, weights=fresh).astype(np.int64)


def first_of_each(*columns: Places | NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which rows of sorted columns differ from the row before."""
    first = np.zeros(len(columns[0]), bool)
    first[:1] = True
    for column in columns:
        first[1:] |= column[1:] != column[:-1]
    return first


def grouped(one: Places, two: Places) -> tuple[Places, Places]:
    """Return the pairs of numbers that occur, as rows in order, and for each element the row of its pair."""
    far = int(two.max(initial=0)) + 1
    keys, group = np.unique(one * far + two, return_inverse=True)
    return np.stack(np.divmod(keys, far), axis=1), group


def spread(starts: Places, sizes: Places) -> Places:
    """Return the numbers of stretches, each from its start on, one stretch after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    every = np.repeat(starts - (ends - sizes), sizes)
    every += np.arange(len(every))
    return every
