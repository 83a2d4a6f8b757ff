"""What plans say in the same words: provisions with their counterparts, and pairs of plans with their shares.

Only runs of RUN characters and more within one provision count, punctuation, spaces and width folded away. A share says
that words are the same, never who took them from whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from medplan.files.json_text import read_json, write_json
from medplan.wording.candidates import MOST_PLANS
from medplan.wording.fingerprints import Places
from medplan.wording.overlaps import PlanRuns, find_overlaps, runs_of_pairs
from medplan.wording.runs import Runs, covered, first_of_each
from medplan.wording.spool import WordingSpool

MOST_COUNTERPARTS = 3
MOST_PARTNERS = 3
LEAST_SHARED = 50  # characters


class Counterpart(NamedTuple):
    """A provision of another plan that says `shared` characters of a provision in the same words.

    `share` is of the provision itself, from 0 to 1; plans go by their numbers in the spool.
    """

    plan: int
    passage: int
    shared: int
    share: float


class Alike(NamedTuple):
    """A provision's counterparts, those with the most words first, MOST_COUNTERPARTS at most, one of each plan.

    `passage` is the provision's own number. `plans` counts all plans that have one. `common_plans` is in how
    many plans words of it stand that are too common to be followed up, 0 when there are none.
    """

    passage: int
    counterparts: tuple[Counterpart, ...]
    plans: int
    common_plans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPair:
    """Two plans, by number, the earlier first: characters of each, and how many of them stand in the other too.

    `passages` are the numbers of the first plan's passages that share words with the second, in order; `rows` tells
    where the spool keeps the runs.
    """

    first: int
    second: int
    characters: tuple[int, int]
    shared: tuple[int, int]
    passages: tuple[int, ...]
    rows: tuple[int, int]

    @property
    def shares(self) -> tuple[float, float]:
        """Return the share of the first plan's characters that stand in the second, and the other way round."""
        one, two = (shared / max(1, whole) for shared, whole in zip(self.shared, self.characters, strict=True))
        return one, two


@dataclass(slots=True)
class Wording:
    """The wording of the library: pairs, the most alike first, and each plan's provisions with their counterparts."""

    spool: WordingSpool
    pairs: list[PlanPair] = field(default_factory=list)
    pairs_of: dict[int, list[PlanPair]] = field(default_factory=dict)

    def alike(self, plan: int) -> dict[str, Alike]:
        """Return a plan's provisions that have counterparts, or common words, by address."""
        eids, first = self.spool.eids(plan), int(self.spool.first_passages[plan])
        return {
            eids[passage - first]: Alike(
                passage=passage,
                counterparts=tuple(Counterpart(*c) for c in found),
                plans=plans,
                common_plans=common,
            )
            for passage, found, plans, common in read_json(self.spool.told(plan))
        }

    def note_pairs(self) -> None:
        """Note the pairs of each plan."""
        for pair in self.pairs:
            for plan in (pair.first, pair.second):
                self.pairs_of.setdefault(plan, []).append(pair)

    def pair(self, first: int, second: int) -> PlanPair | None:
        """Return a pair of plans, in whichever order, None when it has no page."""
        return next((p for p in self.pairs_of.get(first, []) if second in (p.first, p.second)), None)


def compare_wording(wording: Wording) -> None:
    """Find what all plans in the spool say in the same words; the spool is closed.

    A plan is paired with the MOST_PARTNERS plans that share most of its less common words; pairs are then compared
    whole. Pairs that share fewer than LEAST_SHARED characters are left out.
    """
    spool = wording.spool
    chosen: set[tuple[int, int]] = set()
    for found in find_overlaps(spool):
        beside = spool.passage_at(found.runs[:, 1])
        _write_alike(spool, found, beside)
        for other in _partners(found, spool.plans_of(beside)):
            chosen.add((min(found.plan, other), max(found.plan, other)))
    for (first, second), runs in runs_of_pairs(spool, sorted(chosen)):
        pair = compare_pair(spool, first, second, runs)
        if min(pair.shared) >= LEAST_SHARED:
            wording.pairs.append(pair)
    wording.pairs.sort(key=lambda p: (-max(p.shares), p.first, p.second))
    wording.note_pairs()


def compare_pair(spool: WordingSpool, first: int, second: int, runs: Runs) -> PlanPair:
    """Return how much two plans share, given their runs, common words included; keep the runs in the spool."""
    zero = np.zeros(len(runs), np.int64)
    one, two = (covered(runs[:, side], runs[:, 2], zero) for side in (0, 1))
    return PlanPair(
        first=first,
        second=second,
        characters=(spool.characters[first], spool.characters[second]),
        shared=(int(one.sum()), int(two.sum())),
        passages=tuple(np.unique(spool.passage_at(runs[:, 0])).tolist()),
        rows=spool.keep_runs(runs),
    )


def _partners(found: PlanRuns, plans: Places) -> Sequence[int]:
    """Return the plans that share most with one plan, the most alike first; `plans` are those of its runs."""
    shared = covered(found.runs[:, 0], found.runs[:, 2], plans)
    others = np.flatnonzero(shared)
    most: list[int] = others[np.lexsort((others, -shared[others]))[:MOST_PARTNERS]].tolist()
    return most


def _write_alike(spool: WordingSpool, found: PlanRuns, beside: Places) -> None:
    """Write the counterparts of a plan's provisions to a file; `beside` are the other plans' passages of its runs."""
    passages = len(spool.text_starts) - 1
    keys, group = np.unique(spool.passage_at(found.runs[:, 0]) * passages + beside, return_inverse=True)
    one, two = np.divmod(keys, passages)
    shared = covered(found.runs[:, 0], found.runs[:, 2], group)
    plans = spool.plans_of(two)
    # Of each plan the provision with the most words, the first of equals; then the plans, those with the most first.
    score = shared * passages + (passages - 1 - two)
    starts = np.flatnonzero(first_of_each(one, plans))
    best = np.maximum.reduceat(score, starts) if len(starts) else starts
    one, plans = one[starts], plans[starts]
    order = np.argsort((one - spool.first_passages[found.plan]) * (best.max(initial=0) + 1) - best)
    one, plans, best = one[order], plans[order], best[order]
    shared, two = np.divmod(best, passages)
    two = passages - 1 - two
    numbers, starts, counts = np.unique(one, return_index=True, return_counts=True)
    lengths = spool.text_starts[numbers + 1] - spool.text_starts[numbers]
    rows: dict[int, tuple[list[tuple[int, int, int, float]], int]] = {}
    some = zip(numbers.tolist(), starts.tolist(), counts.tolist(), lengths.tolist(), strict=True)
    for passage, start, count, length in some:
        end = start + min(count, MOST_COUNTERPARTS)
        kept = zip(*(column[start:end].tolist() for column in (plans, two, shared)), strict=True)
        rows[passage] = [(p, o, s, s / length) for p, o, s in kept], count
    places, starts = np.unique(spool.passage_at(found.common), return_index=True)
    most = np.maximum.reduceat(found.common_plans, starts) if len(starts) else starts
    common = dict(zip(places.tolist(), most.tolist(), strict=True))
    told = [(n, *rows.get(n, ([], 0)), common.get(n, 0)) for n in sorted(rows.keys() | common.keys())]
    spool.tell(write_json(told))


__all__ = ["MOST_PLANS", "Alike", "Counterpart", "Wording", "compare_wording"]
