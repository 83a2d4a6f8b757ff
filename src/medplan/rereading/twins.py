"""Text against annex: a plan's texts in; pairs of provisions that say the same measure, with what differs, out.

A provision's twin is that with which it shares most of its runs; only one pair is compared for each provision, and
no text longer than MOST_COMPARED, so the work grows with the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np

from medplan.plan.address import Eid
from medplan.rereading.candidate import Candidate
from medplan.rereading.runs import RUN, Index, Text, meetings

LEAST_SHARE = 0.6  # of the shorter one's runs
MOST_COMPARED = 1500
MOST_SHOWN = 6  # differences of one pair
_CONTEXT = 3


def twins(index: Index) -> Iterator[Candidate]:
    """Yield each pair of twins that are not the same, the later one's address first; `index` is of a plan's texts."""
    texts = index.laid.texts
    for number, place, count in _nearest(index):
        text, other = texts[number], texts[place]
        if len(text.folded) > MOST_COMPARED:
            continue
        shorter = min(len(text.folded), len(other.folded)) - RUN + 1
        if len(other.folded) > MOST_COMPARED or count < LEAST_SHARE * shorter:
            continue
        found = _differences(text, other)
        if found:
            here, there = ("／".join(side) for side in zip(*found, strict=True))
            yield Candidate(
                kind="twin", eid=text.eid, place=text.place, quote=here, words="同一项在两处的文字不同",
                here=here, there=there, other=Eid(other.eid),
            )  # fmt: skip


def _nearest(index: Index) -> Iterator[tuple[int, int, int]]:
    """Yield for each text the number of the earlier one, the first of equals, that it meets most often; how often."""
    size, owner = len(index.laid.texts), index.laid.owner
    meet = [owner[one] * size + owner[two] for one, two in meetings(index.laid, index)]
    pairs, counts = np.unique(np.concatenate([*meet, np.zeros(0, dtype=np.int64)]), return_counts=True)
    best: dict[int, tuple[int, int]] = {}
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        number, place = divmod(pair, size)
        if number not in best or count > best[number][1]:
            best[number] = place, count
    yield from ((number, place, count) for number, (place, count) in best.items())


def _differences(one: Text, two: Text) -> list[tuple[str, str]]:
    """Return the short passages that differ within what both say, with a few characters on both sides."""
    codes = SequenceMatcher(None, one.folded, two.folded, autojunk=False).get_opcodes()
    within = [n for n, code in enumerate(codes) if code[0] == "equal" and code[2] - code[1] >= _CONTEXT]
    if not within:
        return []
    found = []
    for n, (tag, a, b, c, d) in enumerate(codes):
        near = n - 1 in within or n + 1 in within
        if tag != "equal" and near and max(b - a, d - c) <= 12:
            found.append((_shown(one, a, b), _shown(two, c, d)))
    return found[:MOST_SHOWN]


def _shown(text: Text, start: int, end: int) -> str:
    first = text.offsets[max(0, start - _CONTEXT)]
    last = text.offsets[min(len(text.offsets), end + _CONTEXT) - 1]
    return text.printed[first : last + 1]
