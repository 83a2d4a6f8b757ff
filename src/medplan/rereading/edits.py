"""Edits that make a text likelier: a line of texts and what is likely in; edits of each kind with their gain out.

An edit puts a letter, two or a mark in, puts another letter in one's place, takes one of two equal ones away or turns
two round. What is put in follows or precedes the same letters elsewhere, so the work grows with the text and not with
the letters there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medplan.language.habits import Codes, Floats, look_up, run_keys
from medplan.language.words import is_letter
from medplan.rereading.keys import Numbers
from medplan.rereading.likelihood import ORDER, PAD, Likelihood

LOST, WRONG, TWICE, TURNED, CUT, LOST_TWO, CUT_TWO, COMMA, LISTED = range(9)
KINDS = range(9)
MARKS = {COMMA: ord("，"), LISTED: ord("、")}
SHIFT = np.uint64(20)  # of two letters the first stands so many bits higher
_LOW = np.uint64((1 << 20) - 1)
JOINED = 3  # times that two letters of one word were met, where nothing is lost between them
_AT_START = (CUT, CUT_TWO)
# How likely what stands there may be, at most, where an edit is looked for at all.
_UNLIKELY = {LOST: -13.0, WRONG: -14.0, TWICE: -8.0, TURNED: -18.0, LOST_TWO: -13.0, COMMA: -9.0, LISTED: -9.0}
# Of each kind: how many characters are weighed as they stand, and of those after the edit up to which size the runs
# that end at each are the place's own.
_STANDING = {WRONG: 4, TWICE: 4, TURNED: 5}
_OWN = {TWICE: (1, 2, 3), TURNED: (1, 1, 1, 2, 3), LOST_TWO: (0, 0, 1, 2, 3), CUT_TWO: (0, 0, 1, 2, 3)}
_SAME = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Edits of one kind: places in a line, what is put in, by how much it gains, and the characters about it then."""

    kind: int
    places: Numbers
    put: Codes
    gains: Floats
    after: Codes


class Neighbouring:
    """What stands behind, before and between the same letters in lines of texts."""

    def __init__(self, lines: Sequence[Codes]) -> None:
        found: dict[str, list[tuple[Codes, Codes]]] = {}
        for line in lines:
            codes = np.concatenate((line, np.zeros(1, dtype=np.uint64)))
            a, b, c, d = codes[:-3], codes[1:-2], codes[2:-1], codes[3:]
            for name, keys, put, met in (
                ("behind two", run_keys([a, b]), c, c != 0),
                ("before two", run_keys([b, c]), a, (a != 0) & (b != 0)),
                ("behind", run_keys([a]), b, b != 0),
                ("before", run_keys([b]), a, (a != 0) & (b != 0)),
                ("between", run_keys([a, c]), b, b != 0),
                ("pair behind", run_keys([a, b]), (c << SHIFT) | d, (c != 0) & (d != 0)),
                ("pair before", run_keys([c, d]), (a << SHIFT) | b, (a != 0) & (b != 0) & (c != 0)),
            ):
                found.setdefault(name, []).append((keys[met], put[met]))
        most = {"behind": 40, "before": 40, "between": 30, "pair behind": 8, "pair before": 8}
        self._of = {name: _grouped(parts, most.get(name, 24)) for name, parts in found.items()}

    def of(self, name: str, keys: Codes) -> tuple[Numbers, Codes]:
        """Return what was met by each of some keys: the number of the key, and what was met."""
        known, first, count, put = self._of[name]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        many = np.where(known[at] == keys, count[at], 0)
        number = np.repeat(np.arange(len(keys)), many)
        nth = np.arange(len(number)) - np.repeat(np.cumsum(many) - many, many)
        return number, put[np.repeat(first[at], many) + nth]


def _grouped(parts: list[tuple[Codes, Codes]], most: int) -> tuple[Codes, Numbers, Numbers, Codes]:
    """Return keys in order, with the first and number of what was met by each most often."""
    keys, put = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
    order = np.lexsort((put, keys))
    keys, put = keys[order], put[order]
    first = np.flatnonzero(np.concatenate(([True], (keys[1:] != keys[:-1]) | (put[1:] != put[:-1])))[: len(keys)])
    often = np.diff(first, append=len(keys))
    keys, put = keys[first], put[first]
    order = np.lexsort((put, -often, keys))
    known, starts, count = np.unique(keys[order], return_index=True, return_counts=True)
    return known, starts, np.minimum(count, most), put[order]


def edits(line: Codes, likely: Likelihood, near: Neighbouring) -> Iterator[tuple[Edits, Codes, Floats]]:
    """Yield the edits of each kind, with the line and how likely each of its characters is."""
    codes = np.concatenate((line, np.zeros(10, dtype=np.uint64)))
    places = np.arange(PAD, len(line) - PAD + 1)
    places = places[(codes[places] != 0) | (codes[places - 1] != 0)]
    logs = np.zeros(len(codes))
    logs[places] = likely.log([codes[places - n] for n in (3, 2, 1, 0)], own=ORDER)
    starts = (codes[places] != 0) & (codes[places - 1] == 0)
    letter, before, behind = (is_letter(codes[places + n]) for n in (0, -1, 1))
    pair = [codes[places - 1], codes[places]]
    joined = (look_up(likely.habits.pairs, run_keys(pair)) > 0) & (likely.often(pair) > JOINED)
    for kind in KINDS:
        where = letter & starts if kind in _AT_START else letter
        if kind in (LOST, LOST_TWO, COMMA, LISTED):
            where = where & before & ~starts & ~joined
        if kind == TWICE:
            where = where & (codes[places] == codes[places - 1]) & ~_meet(codes, places, likely)
        if kind == TURNED:
            where = where & behind & (codes[places] != codes[places + 1])
        at = places[where]
        standing = _standing(codes, logs, at, _STANDING.get(kind, 3))
        if kind not in _AT_START:
            odd = standing < _UNLIKELY[kind]
            at, standing = at[odd], standing[odd]
        number, put = _put(codes, at, kind, near)
        if not len(number):
            continue
        own, wide = _after(codes, kind, at[number], put)
        gains = _weighed(likely, own, codes[at[number]], _OWN.get(kind, _SAME), wide) - standing[number]
        yield Edits(kind=kind, places=at[number], put=put, gains=gains, after=own), codes, logs


def _meet(codes: Codes, places: Numbers, likely: Likelihood) -> npt.NDArray[np.bool_]:
    """Return where one word may end and the next begin with the same letter: 制定定点机构."""
    on = [codes[places + n] for n in (-2, -1, 0, 1)]
    ends, begins = (look_up(likely.habits.pairs, run_keys(pair)) > 0 for pair in (on[:2], on[2:]))
    return np.asarray(ends & begins)


def _standing(codes: Codes, logs: Floats, at: Numbers, size: int) -> Floats:
    """Return how likely the next few characters are as they stand, to the end of the text."""
    total, ended = np.zeros(len(at)), np.zeros(len(at), dtype=bool)
    for n in range(size):
        total += np.where(ended, 0, logs[at + n])
        ended |= codes[at + n] == 0
    return total


def _put(codes: Codes, at: Numbers, kind: int, near: Neighbouring) -> tuple[Numbers, Codes]:
    """Return what could be put in at each of some places: the number of the place, and what."""
    on = [codes[at + n] for n in (-2, -1, 0, 1, 2)]
    if kind in (TWICE, TURNED):
        return np.arange(len(at)), on[2]
    if kind in MARKS:
        return np.arange(len(at)), np.full(len(at), MARKS[kind], dtype=np.uint64)
    if kind in (LOST_TWO, CUT_TWO):
        number, put = _met(
            [near.of("pair behind", run_keys(on[:2])), near.of("pair before", run_keys(on[2:4]))], least=1
        )
        whole = is_letter(put >> SHIFT) & is_letter(put & _LOW)
        return number[whole], put[whole]
    first = 3 if kind == WRONG else 2  # what stands behind the letter that is put in
    number, put = _met(
        [
            near.of("behind two", run_keys(on[:2])),
            near.of("before two", run_keys(on[first : first + 2])),
            near.of("behind", run_keys(on[1:2])),
            near.of("before", run_keys(on[first : first + 1])),
            near.of("between", run_keys([on[1], on[first]])),
        ],
        least=1 if kind == CUT else 2,
    )
    whole = is_letter(put) & (put != on[2][number])
    return number[whole], put[whole]


def _met(parts: list[tuple[Numbers, Codes]], least: int) -> tuple[Numbers, Codes]:
    """Return what so many of several ways to find it have in common, each once."""
    number, put = np.concatenate([n for n, _ in parts]), np.concatenate([p for _, p in parts])
    if not len(number):
        return number, put
    order = np.lexsort((put, number))
    number, put = number[order], put[order]
    first = np.flatnonzero(np.concatenate(([True], (number[1:] != number[:-1]) | (put[1:] != put[:-1]))))
    first = first[np.diff(first, append=len(number)) >= least]
    return number[first], put[first]


def _after(codes: Codes, kind: int, at: Numbers, put: Codes) -> tuple[Codes, int]:
    """Return the characters about each place once it is edited, and how many of them are weighed."""
    on = {n: codes[at + n] for n in range(-3, 6)}
    before = [on[-3], on[-2], on[-1]]
    if kind == WRONG:
        return np.stack([*before, put, on[1], on[2], on[3], on[4]], axis=1), 7
    if kind == TWICE:
        return np.stack([*before, on[1], on[2], on[3], on[4], on[5]], axis=1), 6
    if kind == TURNED:
        return np.stack([*before, on[1], on[0], on[2], on[3], on[4]], axis=1), 8
    if kind in (LOST_TWO, CUT_TWO):
        return np.stack([*before, put >> SHIFT, put & _LOW, on[0], on[1], on[2]], axis=1), 8
    return np.stack([*before, put, on[0], on[1], on[2], on[3]], axis=1), 7


def _weighed(likely: Likelihood, own: Codes, instead: Codes, sizes: tuple[int, ...], wide: int) -> Floats:
    total, ended = np.zeros(len(own)), np.zeros(len(own), dtype=bool)
    for n in range(PAD, wide):
        columns: list[npt.NDArray[np.uint64]] = [own[:, n - far] for far in (3, 2, 1, 0)]
        logs = likely.log(columns, own=sizes[n - PAD], instead=instead if n == PAD else None)
        total += np.where(ended, 0, logs)
        ended |= own[:, n] == 0
    return total
