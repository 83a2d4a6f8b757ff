"""Two plans' provisions matched: a pair of plans in; provisions with the same words side by side out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np

from medplan.language.codes import Codes
from medplan.wording.fingerprints import Places
from medplan.wording.pairs import PlanPair
from medplan.wording.passages import Passage
from medplan.wording.runs import Runs, covered, grouped
from medplan.wording.side_by_side import FoldedText
from medplan.wording.spool import WordingSpool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedPassages:
    """A passage of the first plan beside that of the second with the most of its words; `also` are further ones.

    `runs` are rows (offset in the one, offset in the other, characters) in folded characters.
    """

    first: int
    second: int
    shared: int
    shares: tuple[float, float]
    also: tuple[int, ...]
    runs: Runs


def match_passages(
    spool: WordingSpool, pair: PlanPair, start: int = 0, end: int | None = None
) -> list[MatchedPassages]:
    """Return the first plan's passages that share words with the second's, in order, from `start` up to `end`."""
    runs = spool.kept_runs(pair.rows)
    one, two = spool.passage_at(runs[:, 0]), spool.passage_at(runs[:, 1])
    groups, group = grouped(one, two)
    shared = covered(runs[:, 0], runs[:, 2], group)
    back = covered(runs[:, 1], runs[:, 2], group)
    lengths = spool.text_starts[groups + 1] - spool.text_starts[groups]
    shares = (np.stack((shared, back), axis=1) / lengths).tolist()
    runs = runs - np.stack((spool.text_starts[one], spool.text_starts[two], np.zeros_like(one)), axis=1)
    runs = runs[np.argsort(group, kind="stable")]
    edges = [0, *np.cumsum(np.bincount(group, minlength=len(groups))).tolist()]
    characters, others = shared.tolist(), groups[:, 1].tolist()
    order = np.lexsort((groups[:, 1], -shared, groups[:, 0]))
    matched = []
    for passage, some in islice(groupby(order.tolist(), groups[:, 0].tolist().__getitem__), start, end):
        number, *also = some
        matched.append(
            MatchedPassages(
                first=passage,
                second=others[number],
                shared=characters[number],
                shares=(shares[number][0], shares[number][1]),
                also=tuple(others[more] for more in also),
                runs=runs[edges[number] : edges[number + 1]],
            )
        )
    return matched


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedPlan:
    """The text of one plan's passages, from place `start` on, and the offset of each character in its passage."""

    starts: Places
    start: int
    codes: Codes
    offsets: Places

    def passage(self, number: int, passage: Passage) -> FoldedText:
        """Return a passage's text with its folded characters."""
        begin, end = (self.starts[number : number + 2] - self.start).tolist()
        return FoldedText(text=passage.text, codes=self.codes[begin:end], offsets=self.offsets[begin:end])


def folded_plan(spool: WordingSpool, plan: int) -> FoldedPlan:
    """Return the folded text of a plan."""
    codes, offsets = spool.folded(plan)
    return FoldedPlan(starts=spool.text_starts, start=int(spool.plan_starts[plan]), codes=codes, offsets=offsets)
