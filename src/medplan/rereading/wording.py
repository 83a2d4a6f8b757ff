"""Near-identical wording: a plan's texts, and what neighbours say, in; passages that differ by a few characters out.

Where the same run of characters stands in two places, goes on differently and soon goes on alike again, what stands
between is a variant.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from medplan.plan.address import Eid
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import Numbers
from medplan.rereading.runs import RUN, Index, Laid, Text, meetings

LEFT, RIGHT = RUN, 4  # characters alike on both sides of a variant
MOST_GAP = 4  # characters of a variant
LEAST_ALIKE = 12  # characters alike around it, both sides taken together
LEAST_ALIKE_APART = 16  # the same, against another plan
LEAST_ALIKE_OTHERWISE = 32  # the same, where the other plan says something else in the place
FEW = 2  # characters alike before one that differs, where many follow that are alike
_REACH = 40
_JOINS = frozenset("和与及或等的在")
# Of equal sums of what each says of its own, the least of the first counts.
_GAPS = sorted(
    ((a, b) for a in range(MOST_GAP + 1) for b in range(MOST_GAP + 1) if a or b), key=lambda gap: (sum(gap), gap)
)


def variants(laid: Laid, index: Index) -> Iterator[Candidate]:
    """Yield places of texts that differ by a few characters from what else is said alike, each place once.

    Of two places in one plan the later is told, with the earlier beside it; of other plans the one most alike.
    """
    told: set[tuple[Eid, Eid, str]] = set()
    best: dict[tuple[int, int, int], tuple[int, int, int, int]] = {}
    for number, start, end, place, beside, rejoins, alike in _partings(laid, index):
        text, other = laid.texts[number], index.laid.texts[place]
        gap = end - start, rejoins - beside
        if alike < _least(text, other, gap) or {*text.folded[start:end], *other.folded[beside:rejoins]} <= _JOINS:
            continue
        key = number, start, end
        if key not in best or alike > best[key][0]:
            best[key] = alike, place, beside, rejoins
    for (number, start, end), (_, place, beside, rejoins) in best.items():
        text, other = laid.texts[number], index.laid.texts[place]
        here, there = _shown(text, start, end), _shown(other, beside, rejoins)
        pair = text.eid, other.eid, other.plan_id
        if pair in told or here == there:
            continue
        told.add(pair)
        same = other.plan_id == text.plan_id
        yield Candidate(
            kind="wording", eid=text.eid, place=text.place, quote=here, words="与别处相近的一句差几个字",
            here=around(text.printed, text.offsets[start - 1], text.offsets[min(end, len(text.offsets) - 1)] + 1),
            there=there, other=other.eid, other_plan=None if same else other.plan_id,
        )  # fmt: skip


def _partings(laid: Laid, index: Index) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    """Yield where texts part after a run and rejoin, in order: number, start, end of either's own, and how much alike.

    Starts and ends are counted from the text's beginning; what is too little alike within one plan is left out.
    """
    other = index.laid
    ours, theirs = laid.hashes(RIGHT), other.hashes(RIGHT)
    for one, two in meetings(laid, index):
        at, beside = one + LEFT, two + LEFT
        parts = laid.codes[at] != other.codes[beside]
        at, beside = at[parts], beside[parts]
        # How far on the run that is alike again may begin.
        most = laid.ends[laid.owner[at - 1]] - at - RIGHT
        other_most = other.ends[other.owner[beside - 1]] - beside - RIGHT
        own, others = np.zeros_like(at), np.full_like(at, -1)
        for a, b in _GAPS:
            still = ((others < 0) & (most >= a) & (other_most >= b)).nonzero()[0]
            met = still[ours[at[still] + a] == theirs[beside[still] + b]]
            own[met], others[met] = a, b
        found = others >= 0
        at, beside, rejoins, other_rejoins = at[found], beside[found], (at + own)[found], (beside + others)[found]
        after = _alike(laid, rejoins, other, other_rejoins, 1)
        alike = _alike(laid, at - 1, other, beside - 1, -1) + after
        enough = (alike >= LEAST_ALIKE) & (after >= RIGHT)
        number, place = laid.owner[at[enough] - 1], other.owner[beside[enough] - 1]
        begin, other_begin = laid.begins[number], other.begins[place]
        yield from zip(
            number.tolist(),
            (at[enough] - begin).tolist(),
            (rejoins[enough] - begin).tolist(),
            place.tolist(),
            (beside[enough] - other_begin).tolist(),
            (other_rejoins[enough] - other_begin).tolist(),
            alike[enough].tolist(),
            strict=True,
        )


def turned(index: Index) -> Iterator[Candidate]:
    """Yield places of one plan where the same words follow another letter, which soon follows the same words again.

    What stands before a run is looked at here, as what stands behind it is by `variants`: 制定全市统一的办法 beside
    制定全县统一的办法, which have too little in common before.
    """
    laid = index.laid
    told: set[tuple[int, int]] = set()
    for one, two in meetings(laid, index):
        before, beside = laid.codes[one - 1], laid.codes[two - 1]
        parts = (before != beside) & (before != 0) & (beside != 0)
        one, two = one[parts], two[parts]
        left = _alike(laid, one - 2, laid, two - 2, -1)
        right = _alike(laid, one, laid, two, 1)
        enough = (left >= FEW) & (left < LEFT) & (right >= LEAST_ALIKE)
        for at, other_at in zip(one[enough].tolist(), two[enough].tolist(), strict=True):
            number, place = int(laid.owner[at]), int(laid.owner[other_at])
            if number == place or (number, place) in told:
                continue
            told.add((number, place))
            text, other = laid.texts[number], laid.texts[place]
            start, beside_start = at - int(laid.begins[number]), other_at - int(laid.begins[place])
            here = text.printed[text.offsets[max(0, start - 1 - FEW)] : text.offsets[start + RIGHT - 1] + 1]
            there = other.printed[
                other.offsets[max(0, beside_start - 1 - FEW)] : other.offsets[beside_start + RIGHT - 1] + 1
            ]
            yield Candidate(
                kind="wording", eid=text.eid, place=text.place, quote=here, words="与别处相近的一句差一个字",
                here=around(text.printed, text.offsets[start - 1], text.offsets[start] + 1), there=there,
                other=other.eid,
            )  # fmt: skip


def _alike(laid: Laid, one: Numbers, other: Laid, two: Numbers, step: int) -> Numbers:
    """Return how many characters are the same from two places on, forwards or backwards, _REACH at most."""
    size = np.zeros_like(one)
    still = np.arange(len(one))
    for far in range(_REACH):
        here = laid.codes[one[still] + far * step]
        still = still[(here == other.codes[two[still] + far * step]) & (here != 0)]
        if not len(still):
            break
        size[still] += 1
    return size


def _least(text: Text, other: Text, gap: tuple[int, int]) -> int:
    """Return how many characters must be alike around a variant; what another plan lacks is that plan's to answer."""
    if other.plan_id == text.plan_id:
        return LEAST_ALIKE
    if gap[1] == 0:
        return 2 * _REACH + 1
    return LEAST_ALIKE_APART if gap[0] == 0 else LEAST_ALIKE_OTHERWISE


def _shown(text: Text, start: int, end: int) -> str:
    """Return a variant as printed, with a few characters on both sides that are alike."""
    first = text.offsets[max(0, start - LEFT)]
    last = text.offsets[min(end + RIGHT, len(text.offsets)) - 1]
    return text.printed[first : last + 1]
