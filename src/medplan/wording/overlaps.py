"""Shared wording across all plans: a closed spool in; for each plan its shared runs with all others out.

Two passes over files: each part of the fingerprints is sorted and its equal ones are paired (`candidates`); then, block
of plans by block of plans, the pairs are checked to the character (`runs`). What is held at once is one part, or two
blocks, whatever the number of plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medplan.wording.candidates import MOST_PLANS, pair_equal
from medplan.wording.fingerprints import Hashes, Places
from medplan.wording.runs import Runs, first_of_each, shared_runs
from medplan.wording.spool import PARTS, Table, WordingSpool, append, read, scatter

PLANS_A_BLOCK = 128
PAIRS_AT_A_TIME = 500_000
_PAIR = np.dtype([("place", "i8"), ("other", "i8")])
_RUN = np.dtype([("place", "i8"), ("other", "i8"), ("size", "i8")])
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
        for second in range(first, blocks):
            _check_pairs(spool, first, second, spool.folder / f"pairs-{first * blocks + second}")
    for block in range(blocks):
        yield from _runs_of_block(spool, block)


def runs_between(spool: WordingSpool, first: int, second: int) -> Runs:
    """Return all runs that two plans share, common or not: rows (first's place, second's place, characters)."""
    one, two = spool.seeds(first), spool.seeds(second)
    one, two = one[_among(one["hash"], two["hash"])], two[_among(two["hash"], one["hash"])]
    found = pair_equal(
        np.concatenate((one["hash"], two["hash"])),
        np.concatenate((one["place"], two["place"])),
        np.repeat([0, 1], [len(one), len(two)]),
    )
    return shared_runs(spool.body(first, first + 1), spool.body(second, second + 1), found.places, found.others)


def _among(hashes: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Return which hashes are among others, which are sorted."""
    if not len(others):
        return np.zeros(len(hashes), bool)
    found: NDArray[np.bool_] = others.take(np.searchsorted(others, hashes), mode="clip") == hashes
    return found


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


def _check_pairs(spool: WordingSpool, first: int, second: int, path: Path) -> None:
    """Check the pairs of two blocks, and write the runs to both blocks' files."""
    if not path.exists():
        return
    bodies = [spool.body(b * PLANS_A_BLOCK, min((b + 1) * PLANS_A_BLOCK, len(spool.numbers))) for b in (first, second)]
    pairs = _take(path, _PAIR)
    for at in range(0, len(pairs), PAIRS_AT_A_TIME):
        some = pairs[at : at + PAIRS_AT_A_TIME]
        found = shared_runs(bodies[0], bodies[1], some["place"], some["other"])
        for block, columns in ((first, (0, 1, 2)), (second, (1, 0, 2))):
            runs = np.empty(len(found), _RUN)
            for name, column in zip(("place", "other", "size"), columns, strict=True):
                runs[name] = found[:, column]
            append(spool.folder / f"runs-{block}", runs)


def _take(path: Path, kind: np.dtype[Any]) -> Table:
    """Return a file's rows, and delete it."""
    rows = read(path, kind)
    path.unlink(missing_ok=True)
    return rows


def _runs_of_block(spool: WordingSpool, block: int) -> Iterator[PlanRuns]:
    runs, common = (
        _take(spool.folder / f"{name}-{block}", kind) for name, kind in (("runs", _RUN), ("common", _COMMON))
    )
    # One number tells both places, so that one sort is enough.
    keys = runs["place"] * int(spool.plan_starts[-1]) + runs["other"]
    order = np.argsort(keys)
    runs = runs[order[first_of_each(keys[order])]]
    common = common[np.argsort(common["place"], kind="stable")]
    for plan in range(block * PLANS_A_BLOCK, min((block + 1) * PLANS_A_BLOCK, len(spool.numbers))):
        bounds = spool.plan_starts[plan : plan + 2]
        own = runs[slice(*np.searchsorted(runs["place"], bounds))]
        words = common[slice(*np.searchsorted(common["place"], bounds))]
        yield PlanRuns(
            plan=plan,
            runs=np.stack([own[name] for name in ("place", "other", "size")], axis=1),
            common=words["place"].copy(),
            common_plans=words["plans"].copy(),
        )
