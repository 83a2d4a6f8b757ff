"""The exact check: candidate places in two bodies of text in, every shared run of RUN characters through them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.language.codes import Codes
from medplan.wording.fingerprints import RUN, K, Places

STRIDE = 8  # characters by which a run is followed at once

Runs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Texts one after another: `codes` from place `offset` on, text i from `starts[i]` up to `ends[i]`."""

    codes: Codes
    offset: int
    starts: Places
    ends: Places

    def text_at(self, places: Places) -> Places:
        """Return the number of the text that holds each place."""
        found: Places = np.searchsorted(self.starts, places, side="right") - 1
        return found

    def at(self, places: Places) -> Codes:
        """Return the characters at places; beyond either end, the one nearest."""
        return self.codes.take(places - self.offset, mode="clip")


def no_runs() -> Runs:
    """Return an empty table of runs."""
    return np.zeros((0, 3), np.int64)


def shared_runs(first: Body, second: Body, places: Places, others: Places) -> Runs:
    """Return rows (place in `first`, place in `second`, characters): the longest equal stretches, RUN at least.

    Each pair of `places` and `others` is a place where K characters may be alike; each run that holds such a pair is
    returned, once, in order of the texts laid upon each other.
    """
    if not len(places):
        return no_runs()
    places, others = _along_diagonals(first, second, places, others)
    starts, beside, sizes = _verified(first, second, places, others)
    one, two = first.text_at(starts), second.text_at(beside)
    before = np.minimum(starts - first.starts[one], beside - second.starts[two])
    after = np.minimum(first.ends[one] - starts, second.ends[two] - beside) - sizes
    back = _alike_for(first, second, starts - 1, beside - 1, before, -1)
    sizes += _alike_for(first, second, starts + sizes, beside + sizes, after, 1) + back
    starts, beside, before = starts - back, beside - back, before - back
    order = np.lexsort((starts, beside - before, starts - before))
    order = order[sizes[order] >= RUN]
    order = order[first_of_each(starts[order], beside[order])]
    return np.stack([starts[order], beside[order], sizes[order]], axis=1)


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
    opens = np.ones(len(places), bool)
    opens[1:] = (np.diff(others - places) != 0) | (np.diff(places) >= K)
    begins = np.flatnonzero(opens)
    last = np.append(begins[1:], len(places)) - 1
    sizes = places[last] - places[begins] + K
    equal = _equal(first, second, places[begins], others[begins], sizes)
    single = np.flatnonzero(np.repeat(~equal, last - begins + 1))
    single = single[_equal(first, second, places[single], others[single], np.full(len(single), K))]
    found = np.concatenate((begins[equal], single))
    return places[found], others[found], np.concatenate((sizes[equal], np.full(len(single), K)))


def _equal(first: Body, second: Body, places: Places, others: Places, sizes: Places) -> NDArray[np.bool_]:
    """Return which stretches of text are equal throughout; none is empty."""
    if not len(places):
        return np.zeros(0, bool)
    starts = np.cumsum(sizes) - sizes
    within = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
    alike = first.at(np.repeat(places, sizes) + within) == second.at(np.repeat(others, sizes) + within)
    found: NDArray[np.bool_] = np.logical_and.reduceat(alike, starts)
    return found


def _alike_for(first: Body, second: Body, places: Places, others: Places, limits: Places, step: int) -> Places:
    """Return for how many characters two texts are alike from a place on, forward or backward, `limits` at most."""
    alike = np.zeros(len(places), np.int64)
    going = np.flatnonzero(limits > 0)
    stride = np.arange(STRIDE)
    while len(going):
        ahead = alike[going, None] + stride
        moved = step * ahead
        same = first.at(places[going, None] + moved) == second.at(others[going, None] + moved)
        same &= ahead < limits[going, None]
        whole = same.all(axis=1)
        alike[going] += np.where(whole, STRIDE, same.argmin(axis=1))
        going = going[whole]
    return alike


def covered(begins: Places, sizes: Places, groups: Places) -> Places:
    """Return, for each group from 0 on, how many places its stretches cover; a place counts once."""
    if not len(begins):
        return np.zeros(0, np.int64)
    far = int((begins + sizes).max()) + 1
    start = begins + groups * far
    order = np.argsort(start, kind="stable")
    start, group = start[order], groups[order]
    end = start + sizes[order]
    reached = np.concatenate(([0], np.maximum.accumulate(end)[:-1]))
    fresh = np.maximum(0, end - np.maximum(start, reached))
    return np.bincount(group, weights=fresh).astype(np.int64)


def first_of_each(*columns: Places) -> NDArray[np.bool_]:
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
