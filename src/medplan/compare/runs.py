"""The exact check: candidate places in two bodies of text in, every shared run of RUN characters through them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.compare.fingerprints import RUN, Codes, Places

AT_A_TIME = 2_000_000  # characters compared at once
_HALF = np.uint64(32)

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

    Each pair of `places` and `others` stands for one text of each body, laid one upon the other at those places; all
    runs that they then have in common are returned, each once, in order.
    """
    if not len(places):
        return no_runs()
    one, two = first.text_at(places), second.text_at(others)
    shift = np.minimum(places - first.starts[one], others - second.starts[two])
    keys = np.unique((places - shift).astype(np.uint64) << _HALF | (others - shift).astype(np.uint64))
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
        found.append(_equal_stretches(first, second, begin[at:to], beside[at:to], length[at:to]))
        at = to
    return np.concatenate(found)


def _equal_stretches(first: Body, second: Body, begin: Places, beside: Places, length: Places) -> Runs:
    """Return the runs in stretches of `length` characters that begin at `begin` and `beside`."""
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
    begins, stops = np.flatnonzero(equal & ~before), np.flatnonzero(equal & ~after)
    size = stops - begins + 1
    long = size >= RUN
    return np.stack([places[begins[long]], others[begins[long]], size[long]], axis=1)


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
