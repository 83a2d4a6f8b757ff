"""Slips of writing: a plan's texts, and what neighbours say, in; the places where an edit is most likely meant, out.

Each edit that makes the text likelier is weighed by what it gains, by how often what stands there and what would
stand there was met, and by the words they form. The weights, in `spelling.json`, are fitted to faults drawn by chance
(`benchmarks.spoilt.fit_spelling`). Of a text of some length only a few places, the likeliest, are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from medplan.language.habits import Codes, Floats, look_up, run_keys, word_habits
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.edits import (
    COMMA,
    CUT,
    CUT_TWO,
    LISTED,
    LOST,
    LOST_TWO,
    SHIFT,
    TURNED,
    TWICE,
    WRONG,
    Edits,
    Neighbouring,
    edits,
)
from medplan.rereading.keys import Numbers
from medplan.rereading.likelihood import Likelihood, Line
from medplan.rereading.runs import Index

LENGTH = 2500  # characters for each place that is told beyond the first
MOST = 8  # places told of one plan
LEAST = -3.0  # the logarithm of the odds of a fault, at least
LEAST_BEFORE = -2.0  # the same, of something lost before the first letter of a text
APART = 3  # characters between two places
_KEPT = {LOST: 6, WRONG: 4, TWICE: 1, TURNED: 1, CUT: 8, LOST_TWO: 4, CUT_TWO: 6, COMMA: 1, LISTED: 1}
_SIDE = 3  # characters shown on both sides
_ENDS = np.array([0, *map(ord, "，。；、：！？“”（）")], dtype=np.uint64)
_FAR = 60
_PUT_IN = ((2, 4), (3, 5), (1, 4), (2, 5), (3, 6), (0, 4), (1, 5), (2, 6), (3, 7))
_PUT_TWO = ((2, 4), (4, 6), (1, 4), (2, 5), (3, 6), (4, 7), (1, 5), (2, 6), (3, 7))
_JOINT = ((2, 4), (1, 4), (2, 5), (1, 5))
_ONE = ((2, 4), (3, 5), (1, 4), (2, 5), (3, 6))
_PAIR = ((2, 4), (3, 5), (4, 6), (1, 4), (2, 5), (3, 6))
# Of each kind the runs that are looked up about the place once edited, and as it stands.
_RUNS = {WRONG: (_PUT_IN, _ONE), TWICE: (_JOINT, _ONE), TURNED: (_PAIR, _PAIR)} | dict.fromkeys(
    (LOST_TWO, CUT_TWO), (_PUT_TWO, _JOINT)
)


def spelling(own: Index, neighbours: Index) -> Iterator[Candidate]:
    """Yield the places of a plan that are likeliest spoilt, a few for its length."""
    line = Line(own.laid.texts)
    beside = Line(neighbours.laid.texts)
    if not line.texts or not beside.texts:
        return
    weights = spelling_weights()
    found: list[tuple[float, int, int, int]] = []
    for chosen, features in weighed(line.codes, beside.codes):
        base, *factors = weights[chosen.kind]
        odds = base + features @ np.array(factors)
        kept = np.flatnonzero(odds >= (LEAST_BEFORE if chosen.kind in (CUT, CUT_TWO) else LEAST))
        found += [
            (round(float(odds[n]), 6), int(chosen.places[n]), chosen.kind, int(chosen.put[n])) for n in kept.tolist()
        ]
    told: list[int] = []
    for _, at, kind, put in sorted(found, key=lambda one: (-one[0], *one[1:])):
        if len(told) > min(MOST - 1, len(line.codes) // LENGTH):
            return
        if all(abs(at - other) > APART for other in told):
            told.append(at)
            yield _candidate(line, at, kind, put)


def weighed(line: Codes, beside: Codes, kept: dict[int, int] | None = None) -> Iterator[tuple[Edits, Floats]]:
    """Yield of each kind the edits that gain most, a few for each place, with what is known of them."""
    likely = Likelihood([line, beside], word_habits())
    near = Neighbouring([line, beside])
    for found, codes, logs in edits(line, likely, near):
        order = np.lexsort((found.put, -found.gains, found.places))
        places = found.places[order]
        first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
        rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
        order = order[rank < (kept or _KEPT)[found.kind]]
        best = Edits(
            kind=found.kind, places=found.places[order], put=found.put[order], gains=found.gains[order],
            after=found.after[order],
        )  # fmt: skip
        yield best, _features(best, codes, logs, likely)


def spelling_weights() -> dict[int, list[float]]:
    """Return of each kind of edit what it begins with, and what each of its features adds."""
    held = json.loads(Path(__file__).with_name("spelling.json").read_text("utf-8"))
    return {int(kind): factors for kind, factors in held.items()}


def _features(found: Edits, codes: Codes, logs: Floats, likely: Likelihood) -> Floats:
    """Return what is known of each edit, a row each."""
    at, kind, habits = found.places, found.kind, likely.habits
    stands = np.stack([codes[at + n] for n in range(-3, 5)], axis=1)
    told = [found.gains]
    runs_after, runs_before = _RUNS.get(kind, (_PUT_IN, _JOINT))
    for window, runs, own in ((found.after, runs_after, 0), (stands, runs_before, 1)):
        for start, end in runs:
            columns = [window[:, n] for n in range(start, end)]
            told.append(np.log1p(np.maximum(likely.often(columns) - own, 0)))
            if end - start == 2:
                told.append(np.log1p(look_up(habits.pairs, run_keys(columns)) / 30))
            elif end - start == 3:
                told.append(np.log1p(look_up(habits.threes, run_keys(columns)) / 10))
    for start in (1, 4 if kind in (WRONG, TWICE, TURNED) else 3):
        pair = [stands[:, start], stands[:, start + 1]]
        told.append(np.log1p(look_up(habits.pairs, run_keys(pair)) / 30))
        told.append(np.log1p(np.maximum(likely.often(pair) - 1, 0)))
    for n in (2, 3, 4):
        told += [habits.rarity(stands[:, n]), habits.apart(stands[:, n])]
        told.append(np.log1p(np.maximum(likely.often([stands[:, n]]) - 1, 0)))
    told.append(habits.rarity(found.put >> SHIFT if kind in (LOST_TWO, CUT_TWO) else found.put))
    told += [logs[at + n] for n in range(4)]
    for marks in (_ENDS, _ENDS[4:5], _ENDS[1:2]):
        told += [np.log1p(np.minimum(far, _FAR)) for far in _far(codes, marks, at)]
    return np.stack(told, axis=1)


def _far(codes: Codes, marks: Codes, at: Numbers) -> tuple[Numbers, Numbers]:
    """Return how far the last of some marks stands before each place, and how far the next one behind it."""
    numbers = np.arange(len(codes))
    is_mark = np.isin(codes, marks)
    last = np.maximum.accumulate(np.where(is_mark, numbers, -_FAR - 1))
    following = np.minimum.accumulate(np.where(is_mark, numbers, len(codes) + _FAR)[::-1])[::-1]
    return at - 1 - last[at - 1], following[at] - at


def _candidate(line: Line, at: int, kind: int, put: int) -> Candidate:
    text = line.texts[line.owner[at]]
    gone = 1 if kind in (WRONG, TWICE) else 2 if kind == TURNED else 0
    first, last = line.starts[at], line.ends[at + max(gone, 1) - 1]
    end = last if gone else first
    own = text.printed[first:end]
    letters = "".join(map(chr, (put >> int(SHIFT), put & 0xFFFFF) if kind in (LOST_TWO, CUT_TWO) else (put,)))
    meant = "" if kind == TWICE else own[::-1] if kind == TURNED else letters
    left, right = max(0, first - _SIDE), min(len(text.printed), end + _SIDE)
    before, behind = text.printed[left:first], text.printed[end:right]
    words = {
        WRONG: f"“{own}”疑为“{meant}”",
        TWICE: f"“{own}”疑衍",
        TURNED: f"“{own}”疑颠倒",
        COMMA: f"“{before}”与“{behind}”之间疑脱逗号",
        LISTED: f"“{before}”与“{behind}”之间疑脱顿号",
    }.get(kind, f"“{before}”与“{behind}”之间疑脱“{meant}”一类的字" if before else f"“{behind}”之前疑脱字，如“{meant}”")
    return Candidate(
        kind="spelling", eid=text.eid, place=text.place, quote=text.printed[left:right], words=words,
        here=around(text.printed, first, end), there=before + meant + behind,
    )  # fmt: skip
