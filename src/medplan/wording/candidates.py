"""Equal fingerprints: hashes with their places in, pairs of places in different plans out, and what is too common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.wording.fingerprints import Hashes, Places, in_order

MOST_PLANS = 20
MOST_PLACES = 100
MOST_IN_A_PLAN = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs of places whose K characters hash alike, `places` in the earlier plan, `others` in the later one.

    `common` are places whose characters stand in more than the given number of plans (or in MOST_PLACES places), and
    `common_plans` in how many plans; they are not paired.
    """

    places: Places
    others: Places
    common: Places
    common_plans: Places


def pair_equal(hashes: Hashes, places: Places, plans: Places, most_plans: int = MOST_PLANS) -> Candidates:
    """Pair the places of equal hashes in different plans; `places` and `plans` rise together, among equal hashes.

    Of one hash in one plan the first MOST_IN_A_PLAN places are taken: more repeat the same words over and over.
    """
    order = in_order(hashes)
    hashes = hashes[order]
    new_hash = _changes(hashes)
    # Most stand once: those pair with none.
    several = ~(new_hash & np.append(new_hash[1:], True))
    order, new_hash = order[several], new_hash[several]
    places, plans = places[order], plans[order]
    new_plan = new_hash | _changes(plans)
    taken = _ordinal(new_plan) < MOST_IN_A_PLAN
    places, plans = places[taken], plans[taken]
    new_hash, new_plan = new_hash[taken], new_plan[taken]
    group = np.cumsum(new_hash) - 1
    sizes = np.bincount(group) if len(group) else np.zeros(0, np.int64)
    in_plans = np.bincount(group, weights=new_plan).astype(np.int64) if len(group) else np.zeros(0, np.int64)
    common = (in_plans > most_plans) | ((in_plans > 1) & (sizes > MOST_PLACES))
    paired = (in_plans > 1) & ~common
    is_common = common[group]
    kept = paired[group]
    one, two = _pairs_within(group[kept], places[kept], plans[kept])
    return Candidates(places=one, others=two, common=places[is_common], common_plans=in_plans[group[is_common]])


def _pairs_within(group: Places, places: Places, plans: Places) -> tuple[Places, Places]:
    """Return all pairs of places of one group in different plans, the earlier place first."""
    one, two = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    lag = 1
    left = np.arange(len(group) - 1)
    while len(left):
        left = left[left + lag < len(group)]
        left = left[group[left] == group[left + lag]]
        other = left[plans[left] != plans[left + lag]]
        one.append(places[other])
        two.append(places[other + lag])
        lag += 1
    return np.concatenate(one), np.concatenate(two)


def _changes(values: NDArray[np.int64] | Hashes) -> NDArray[np.bool_]:
    """Return where a value differs from the one before it; the first does."""
    changed = np.ones(len(values), bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _ordinal(opens: NDArray[np.bool_]) -> Places:
    """Return each element's number from 0 since the last one that opens a group."""
    index = np.arange(len(opens))
    return index - np.maximum.accumulate(np.where(opens, index, 0)) if len(opens) else index
