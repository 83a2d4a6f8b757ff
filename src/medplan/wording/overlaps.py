"""Shared wording across all plans: a closed spool in; for each plan its shared runs with all others out.

Two passes over files: each part of the fingerprints is sorted and its equal ones are paired (`candidates`); then, block
of plans by block of plans, the pairs are checked to the character (`runs`). What is held at once is one part, or two
blocks, whatever the number of plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from medplan.wording.candidates import MOST_PLANS, Candidates, pair_equal
from medplan.wording.fingerprints import Places
from medplan.wording.runs import Body, Runs, first_of_each, found_runs, shared_runs, spread
from medplan.wording.spool import PARTS, WordingSpool
from medplan.wording.tables import Table, append, scatter, take

PLANS_A_BLOCK = 128
PAIRS_AT_A_TIME = 500_000
_PAIR = np.dtype([("place", "i8"), ("other", "i8")])
_COMMON = np.dtype([("place", "i8"), ("plans", "i8")])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRuns:
    """One plan's runs, rows (own place, other plan's place, characters), in order and each once.

    `common` are places of words that stand in more than MOST_PLANS plans, `common_plans` in how many.
    """

    plan: int
    runs: Runs
    common: Places
    common_plans: Places


def find_overlaps(spool: WordingSpool, most_plans: int = MOST_PLANS) -> Iterator[PlanRuns]:
    """Yield the shared runs of every plan in turn; every run of RUN characters is there, less those all too common."""
    blocks = -(-len(spool.numbers) // PLANS_A_BLOCK)
    for part in range(PARTS):
        _pair_part(spool, part, blocks, most_plans)
    for first in range(blocks):
        own = _block_body(spool, first)
        for second in range(first, blocks):
            path = spool.folder / f"pairs-{first * blocks + second}"
            if path.exists():
                beside = own if second == first else _block_body(spool, second)
                _check_pairs(spool, (first, second), (own, beside), take(path, _PAIR))
    for block in range(blocks):
        yield from _runs_of_block(spool, block)


def runs_of_pairs(spool: WordingSpool, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], Runs]]:
    """Yield pairs of plans with all runs that they share, common or not: rows (first's place, second's, characters).

    They come with those of the same two blocks one after the other.
    """
    for (first, second), some in groupby(sorted(pairs, key=_blocks), key=_blocks):
        asked = sorted(some)
        found = _pair_seeds(spool, asked)
        runs = shared_runs(_block_body(spool, first), _block_body(spool, second), found.places, found.others)
        one, two = spool.plan_at(runs[:, 0]), spool.plan_at(runs[:, 1])
        number = np.searchsorted(np.array(asked) @ (len(spool.numbers), 1), one * len(spool.numbers) + two)
        runs = runs[np.argsort(number, kind="stable")]
        ends = np.cumsum(np.bincount(number, minlength=len(asked))).tolist()
        yield from ((pair, runs[start:end]) for pair, (start, end) in zip(asked, pairwise([0, *ends]), strict=True))


def _blocks(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[0] // PLANS_A_BLOCK, pair[1] // PLANS_A_BLOCK


def _block_body(spool: WordingSpool, block: int) -> Body:
    return spool.body(block * PLANS_A_BLOCK, min((block + 1) * PLANS_A_BLOCK, len(spool.numbers)))


def _pair_seeds(spool: WordingSpool, pairs: Sequence[tuple[int, int]]) -> Candidates:
    """Return the places of two plans whose K characters hash alike, of each pair."""
    numbers, places, plans = [], [], []
    known = 0
    for number, pair in enumerate(pairs):
        seeds = [spool.seeds(plan) for plan in pair]
        every = np.sort(np.concatenate([hashes for hashes, _ in seeds]))
        twice = every[1:][every[1:] == every[:-1]]
        twice = twice[first_of_each(twice)]
        for side, (hashes, at) in enumerate(seeds):
            starts = np.searchsorted(hashes, twice)
            sizes = np.searchsorted(hashes, twice, side="right") - starts
            # Not the hash but its number among those of all pairs: in another pair it is another.
            numbers.append(np.repeat(np.arange(known, known + len(twice), dtype=np.uint64), sizes))
            places.append(at[spread(starts, sizes)])
            plans.append(np.full(len(places[-1]), 2 * number + side))
        known += len(twice)
    return pair_equal(np.concatenate(numbers), np.concatenate(places), np.concatenate(plans))


def _pair_part(spool: WordingSpool, part: int, blocks: int, most_plans: int) -> None:
    hashes, places = spool.take_prints(part)
    # Places rise: where each plan's begin tells the plan of every one.
    plans = np.repeat(np.arange(len(spool.numbers)), np.diff(np.searchsorted(places, spool.plan_starts)))
    found = pair_equal(hashes, places, plans, most_plans)
    pairs = np.empty(len(found.places), _PAIR)
    pairs["place"], pairs["other"] = found.places, found.others
    starts = spool.plan_starts[:-1:PLANS_A_BLOCK]
    block, other = (np.searchsorted(starts, pairs[name], side="right") - 1 for name in ("place", "other"))
    scatter(spool.folder, "pairs", pairs, block * blocks + other)
    common = np.empty(len(found.common), _COMMON)
    common["place"], common["plans"] = found.common, found.common_plans
    scatter(spool.folder, "common", common, np.searchsorted(starts, found.common, side="right") - 1)


def _check_pairs(spool: WordingSpool, blocks: tuple[int, int], bodies: tuple[Body, Body], pairs: Table) -> None:
    """Check the pairs of two blocks, and write the runs to both blocks' files."""
    for at in range(0, len(pairs), PAIRS_AT_A_TIME):
        some = pairs[at : at + PAIRS_AT_A_TIME]
        found = found_runs(bodies[0], bodies[1], some["place"], some["other"])
        append(spool.folder / f"runs-{blocks[0]}", found)
        append(spool.folder / f"runs-{blocks[1]}", found[:, (1, 0, 2)])


def _runs_of_block(spool: WordingSpool, block: int) -> Iterator[PlanRuns]:
    runs = take(spool.folder / f"runs-{block}", np.dtype(np.int64)).reshape(-1, 3)
    common = take(spool.folder / f"common-{block}", _COMMON)
    # One number tells both places, so that one sort is enough.
    keys = runs[:, 0] * int(spool.plan_starts[-1]) + runs[:, 1]
    order = np.argsort(keys)
    runs = runs[order[first_of_each(keys[order])]]
    common = common[np.argsort(common["place"], kind="stable")]
    for plan in range(block * PLANS_A_BLOCK, min((block + 1) * PLANS_A_BLOCK, len(spool.numbers))):
        bounds = spool.plan_starts[plan : plan + 2]
        words = common[slice(*np.searchsorted(common["place"], bounds))]
        yield PlanRuns(
            plan=plan,
            runs=runs[slice(*np.searchsorted(runs[:, 0], bounds))],
            common=words["place"].copy(),
            common_plans=words["plans"].copy(),
        )
