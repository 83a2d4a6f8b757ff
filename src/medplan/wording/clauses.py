"""Words that pairs of plans share, cut to whole clauses: their runs in; by province, on disk, each time they do out.

A run is cut to whole clauses where that leaves enough of it; what has a bracket without its other half is left out.
All runs of the pairs of a few plans are looked at together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from medplan.language.codes import Codes, encode
from medplan.wording.fingerprints import RUN, Hashes, Places
from medplan.wording.pairs import PlanPair, Wording
from medplan.wording.runs import Runs, spread
from medplan.wording.spool import WordingSpool
from medplan.wording.tables import Table, append

PLANS_A_BLOCK = 16
MOST_RUNS = 400  # of a pair, the longest
LONGEST = 240  # characters; what is longer is a passage copied whole, and told of on the page of the pair
ROWS, WORDS = "shared-rows", "shared-words"  # a file of each province, after a hyphen
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"))
_FIELD = 64 // len(_BRACKETS)  # bits that count one kind of them
_MULTIPLIER = 0x9E3779B97F4A7C15
# Words are known by a hash of them folded; `pair` and `order` tell when they are met, `size` how long they are written.
ROW = np.dtype(
    [(name, "i4") for name in ("pair", "order", "one", "two", "characters", "size", "start")] + [("key", "u8")]
)


def cut_to_clauses(wording: Wording, provinces: Sequence[str], tagged: NDArray[np.bool_]) -> list[str]:
    """Write the words that pairs of plans share to files of each plan's province, and return the provinces.

    `provinces` is that of each plan by number, `tagged` are the themes of each passage: words of none are left out.
    """
    pairs = sorted(enumerate(wording.pairs), key=lambda ranked: (ranked[1].first, ranked[1].second))
    met: set[str] = set()
    for block, some in groupby(pairs, key=lambda ranked: ranked[1].first // PLANS_A_BLOCK):
        ranks, asked = zip(*some, strict=True)
        rows, written = _of_block(wording.spool, block * PLANS_A_BLOCK, asked, tagged)
        places: dict[str, list[int]] = {}
        for number, pair in enumerate(asked):
            for province in dict.fromkeys((provinces[pair.first], provinces[pair.second])):
                places.setdefault(province, []).append(number)
        of = rows["pair"].copy()
        rows["pair"] = np.array(ranks)[of]
        for province, numbers in places.items():
            own = rows[np.isin(of, numbers)]
            append(wording.spool.folder / f"{ROWS}-{province}", own)
            append(wording.spool.folder / f"{WORDS}-{province}", written[spread(own["start"], own["size"])])
        met |= places.keys()
    return sorted(met)


def _of_block(
    spool: WordingSpool, first: int, pairs: Sequence[PlanPair], tagged: NDArray[np.bool_]
) -> tuple[Table, Codes]:
    """Return rows of what pairs share whose first plans are those of a block, and the text in which they `start`."""
    runs, of, order = _longest(spool, pairs)
    begins, ends = _whole_clauses(spool, pairs, runs)
    one, two = spool.passage_at(runs[:, 0]), spool.passage_at(runs[:, 1])
    wanted = (tagged[one] | tagged[two]).any(axis=1) & (ends > begins)
    begins, ends = (runs[:, 0] + begins)[wanted], (runs[:, 0] + ends)[wanted]
    plans = range(first, min(first + PLANS_A_BLOCK, len(spool.numbers)))
    written = spool.written(plans)
    codes, offsets = spool.placed(plans)
    begins, ends = begins - spool.plan_starts[first], ends - spool.plan_starts[first]
    rows = np.zeros(len(begins), ROW)
    for name, values in (("pair", of), ("order", order), ("one", one), ("two", two)):
        rows[name] = values[wanted]
    rows["characters"] = ends - begins
    rows["start"] = offsets[begins]
    rows["size"] = offsets[ends - 1] + 1 - rows["start"]
    before = np.concatenate(([0], np.cumsum(_opened(written))))
    told = np.flatnonzero(rows["size"] <= LONGEST)
    told = told[before[rows["start"][told]] == before[rows["start"][told] + rows["size"][told]]]
    rows = rows[told]
    rows["key"] = _hashes(codes, begins[told], rows["characters"].astype(np.int64))
    return rows, written


def _longest(spool: WordingSpool, pairs: Sequence[PlanPair]) -> tuple[Runs, Places, Places]:
    """Return the longest runs of each pair, the longest first; the number of each one's pair, and its own in that."""
    start = min(pair.rows[0] for pair in pairs)
    runs = spool.kept_runs((start, max(pair.rows[1] for pair in pairs)))
    starts, ends = (np.array([(pair.rows[side] - start) // 3 for pair in pairs]) for side in (0, 1))
    sizes = ends - starts
    runs, of = runs[spread(starts, sizes)], np.repeat(np.arange(len(pairs)), sizes)
    runs = runs[np.lexsort((-runs[:, 2], of))]
    order = np.arange(len(runs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    taken = order < MOST_RUNS
    return runs[taken], of[taken], order[taken]


def _whole_clauses(spool: WordingSpool, pairs: Sequence[PlanPair], runs: Runs) -> tuple[Places, Places]:
    """Return of each run where its whole clauses begin and end, the end of the run where they are not enough of it.

    A clause is one that either text parts. Where there is not enough of it from its first clause on, it ends where it
    begins.
    """
    plans = sorted({plan for pair in pairs for plan in (pair.first, pair.second)})
    clauses = np.concatenate([spool.clauses(plan) + spool.plan_starts[plan] for plan in plans])
    sizes = runs[:, 2]
    begins, ends = sizes.copy(), np.zeros_like(sizes)
    for starts in (runs[:, 0], runs[:, 1]):
        begins = np.minimum(begins, clauses[np.searchsorted(clauses, starts)] - starts)
        ends = np.maximum(ends, clauses[np.searchsorted(clauses, starts + sizes, side="right") - 1] - starts)
    ends = np.where(ends - begins < RUN, sizes, ends)
    return begins, np.where(sizes - begins < RUN, begins, ends)


def _opened(written: Codes) -> Places:
    """Return of each character what it opens, less what it closes: a field of bits for each kind of bracket."""
    found = np.zeros(len(written), np.int64)
    for kind, brackets in enumerate(_BRACKETS):
        for bracket, sign in zip(encode("".join(brackets)), (1, -1), strict=True):
            found[written == bracket] = sign << (kind * _FIELD)
    return found


def _hashes(codes: Codes, begins: Places, sizes: Places) -> Hashes:
    """Return the hash of each stretch of characters, none empty, the same wherever it stands."""
    starts = np.cumsum(sizes) - sizes
    powers = np.multiply.accumulate(np.full(int(sizes.max(initial=1)), _MULTIPLIER, np.uint64))
    every = codes[spread(begins, sizes)] * powers[spread(np.zeros_like(sizes), sizes)]
    return np.add.reduceat(every, starts, dtype=np.uint64) if len(starts) else np.zeros(0, np.uint64)
