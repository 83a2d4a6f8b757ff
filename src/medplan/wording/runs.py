"""The exact check: candidate places in two bodies of text in, every shared run of RUN characters through them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.wording.fingerprints import RUN, Codes, K, Places

AT_A_TIME = 2_000_000  # characters compared at once
_HALF = np.uint64(32)
_FAR = 1 << 33  # beyond any place

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
    one, two = first.text_at(places), second.text_at(others)
    shift = np.minimum(places - first.starts[one], others - second.starts[two])
    # Two texts laid upon each other at a pair of places: known by where both begin to run side by side.
    begins = (places - shift).astype(np.uint64) << _HALF | (others - shift).astype(np.uint64)
    keys, laid = np.unique(begins, return_inverse=True)
    begin = (keys >> _HALF).astype(np.int64)
    beside = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    length = np.minimum(
        first.ends[first.text_at(begin)] - begin,
        second.ends[second.text_at(beside)] - beside,
    )
    found = []
    total = np.cumsum(length)
    at = 0
    while at < len(keys):
        done = total[at - 1] if at else 0
        to = max(at + 1, int(np.searchsorted(total, done + AT_A_TIME, side="right")))
        stretches = _equal_stretches(first, second, begin[at:to], beside[at:to], length[at:to])
        stretches[:, 0] += at
        found.append(stretches)
        at = to
    return _holding(np.concatenate(found), laid, places)


def _equal_stretches(first: Body, second: Body, begin: Places, beside: Places, length: Places) -> Runs:
    """Return rows (number of the stretch, place, other place, characters) of the runs in stretches of text.

    Each stretch is `length` characters that begin at `begin` and `beside`.
    """
    ends = np.cumsum(length)
    starts = ends - length
    within = np.arange(ends[-1]) - np.repeat(starts, length)
    places = np.repeat(begin, length) + within
    others = np.repeat(beside, length) + within
    equal = first.codes[places - first.offset] == second.codes[others - second.offset]
    # A stretch's first character begins a run even where the stretch before it ended in one.
    opening = np.zeros(len(equal), bool)
    opening[starts] = True
    before = np.concatenate(([False], equal[:-1])) & ~opening
    after = np.concatenate((equal[1:] & ~opening[1:], [False]))
    opens, closes = np.flatnonzero(equal & ~before), np.flatnonzero(equal & ~after)
    size = closes - opens + 1
    opens, size = opens[size >= RUN], size[size >= RUN]
    return np.stack([np.searchsorted(ends, opens, side="right"), places[opens], others[opens], size], axis=1)


def _holding(stretches: Runs, laid: Places, places: Places) -> Runs:
    """Return the runs (place, other place, characters) that hold one of the places laid upon each other."""
    start = stretches[:, 0] * _FAR + stretches[:, 1]
    at = laid.reshape(-1) * _FAR + places
    number = np.searchsorted(start, at, side="right") - 1
    inside = (number >= 0) & (at + K <= start[number] + stretches[number, 3]) if len(start) else np.zeros(0, bool)
    return stretches[np.unique(number[inside])][:, 1:] if len(start) else no_runs()


def covered(begins: Places, sizes: Places, groups: Places) -> Places:
    """Return, for each group from 0 on, how many places its stretches cover; a place counts once."""
    if not len(begins):
        return np.zeros(0, np.int64)
    order = np.lexsort((begins, groups))
    group = groups[order]
    far = int((begins + sizes).max()) + 1
    start, end = begins[order] + group * far, begins[order] + sizes[order] + group * far
    reached = np.concatenate(([0], np.maximum.accumulate(end)[:-1]))
    fresh = np.maximum(0, end - np.maximum(start, reached))
    return np.bincount(group, weights=fresh).astype(np.int64)


def first_of_each(*columns: Places) -> NDArray[np.bool_]:
    """Return which rows of sorted columns differ from the row before."""
    first = np.ones(len(columns[0]), bool)
    first[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return first
