"""Two plans' provisions matched: a pair of plans in; provisions with the same words side by side out."""

from __future__ import annotations

from dataclasses import dataclass

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
    order = np.lexsort((groups[:, 1], -shared))
    best: dict[int, list[int]] = {}
    for number, passage in zip(order.tolist(), groups[order, 0].tolist(), strict=True):
        best.setdefault(passage, []).append(number)
    matched = []
    for passage, numbers in sorted(best.items())[start:end]:
        number, other = numbers[0], int(groups[numbers[0], 1])
        begins, ends = spool.text_starts[[passage, other]], spool.text_starts[[passage + 1, other + 1]]
        lengths = (ends - begins).tolist()
        matched.append(
            MatchedPassages(
                first=passage,
                second=other,
                shared=int(shared[number]),
                shares=(int(shared[number]) / lengths[0], int(back[number]) / lengths[1]),
                also=tuple(groups[numbers[1:], 1].tolist()),
                runs=runs[group == number] - [*begins, 0],
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
        return FoldedText(text=passage.text, codes=self.codes[begin:end], offsets=self.offsets[begin:end].tolist())


def folded_plan(spool: WordingSpool, plan: int) -> FoldedPlan:
    """Return the folded text of a plan."""
    codes, offsets = spool.folded(plan)
    return FoldedPlan(starts=spool.text_starts, start=int(spool.plan_starts[plan]), codes=codes, offsets=offsets)
