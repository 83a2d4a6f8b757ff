"""Marks between the same letters: an index of a plan's texts in; marks that stand in one place and lack in another out.

What stands between two letters is looked at with SIDE letters on both sides: the same letters with a mark here and
none there, or with a comma here and a 、 there. Only letters about a mark are looked up: the work grows with the text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import among, times
from medplan.rereading.runs import Index, Text

SIDE = 4  # letters on both sides
MOST_PLACES = 40  # of one run: what stands in more is a set phrase with its own ways
_SPACES = " \u3000\t\n"
_LIST = frozenset({"、", "，"})


def marks(index: Index) -> Iterator[Candidate]:
    """Yield the rarer of two ways to set the same letters, once each, with the other beside it."""
    laid = index.laid
    hashes, starts = laid.hashes(2 * SIDE), laid.starts(2 * SIDE)
    parted = np.zeros(len(laid.codes) + SIDE, dtype=bool)
    parted[laid.parted()] = True
    about = parted[starts + SIDE]
    same = starts[among(hashes[starts], hashes[starts[about]])]
    same = same[times(hashes[same]) > 1]
    groups: dict[str, dict[str, list[tuple[Text, int]]]] = {}
    for at in same.tolist():
        number = int(laid.owner[at])
        text, start = laid.texts[number], at - int(laid.begins[number])
        between = text.printed[text.offsets[start + SIDE - 1] + 1 : text.offsets[start + SIDE]]
        ways = groups.setdefault(laid.run(at, 2 * SIDE), {})
        ways.setdefault(between.strip(_SPACES), []).append((text, start))
    told: set[tuple[str, str]] = set()
    for ways in groups.values():
        count = sum(map(len, ways.values()))
        if len(ways) < 2 or count > MOST_PLACES:
            continue
        usual = max(ways, key=lambda mark: (len(ways[mark]), mark != ""))
        for mark, found in ways.items():
            if mark == usual or not _speaks(mark, usual, len(found), len(ways[usual])):
                continue
            for text, start in found:
                other, there = ways[usual][0]
                here = _shown(text, start)
                if (text.eid, here) in told:
                    continue
                told.add((text.eid, here))
                yield Candidate(
                    kind="mark", eid=text.eid, place=text.place, quote=here, words="同样的文字，标点与别处不同",
                    here=_around(text, start), there=_shown(other, there),
                    other=other.eid if other.eid != text.eid else None,
                )  # fmt: skip


def _speaks(mark: str, usual: str, here: int, there: int) -> bool:
    """Return whether two ways to set the same letters are worth a look: one lacks a mark, or lists in another way."""
    if {mark, usual} <= _LIST:
        return here < there
    return (not mark or not usual) and {mark, usual}.isdisjoint({"（", "）", "〔", "〕", "—"})


def _shown(text: Text, start: int) -> str:
    return text.printed[text.offsets[start] : text.offsets[start + 2 * SIDE - 1] + 1]


def _around(text: Text, start: int) -> str:
    return around(text.printed, text.offsets[start], text.offsets[start + 2 * SIDE - 1] + 1, 8)
