"""All comparisons of a library, each made once, and where a target stands out: the index in, comparisons out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from medplan.compare.indicators import ComparedRow, Comparison, compare_indicator
from medplan.compare.units import Figure
from medplan.library.index import LibraryIndex

AT_LEAST, AT_MOST = (">", ">="), ("<", "<=")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsOut:
    """A target above or below that of every other plan with which it can be compared; `others` are those rows.

    `bound` tells that what is compared are the limits the plans set (＞99 beside ＞95), not two figures.
    """

    row: ComparedRow
    comparison: Comparison
    higher: bool
    bound: bool
    others: tuple[ComparedRow, ...]


@dataclass(slots=True)
class Comparisons:
    """The comparisons of every indicator of a library, made when first asked for."""

    index: LibraryIndex
    _made: dict[str, Comparison] = field(default_factory=dict)
    _by_plan: dict[str, dict[str, list[ComparedRow]]] = field(default_factory=dict)
    _standing: dict[str, dict[str, StandsOut]] = field(default_factory=dict)

    def of(self, indicator_id: str) -> Comparison:
        """Return the comparison of an indicator that some plan sets or reports."""
        if indicator_id not in self._made:
            catalogues = self.index.catalogues
            indicator = catalogues.indicators[indicator_id]
            made = compare_indicator(indicator, self.index.rows[indicator_id], catalogues)
            self._made[indicator_id] = made
            plans = self._by_plan.setdefault(indicator_id, {})
            for row in (*made.comparable, *made.apart):
                plans.setdefault(row.plan.id, []).append(row)
            self._standing[indicator_id] = {found.row.plan.id: found for found in find_standing(made)}
        return self._made[indicator_id]

    def rows_of(self, indicator_id: str, plan_id: str) -> list[ComparedRow]:
        """Return one plan's rows under an indicator, those that can be compared first."""
        self.of(indicator_id)
        return self._by_plan[indicator_id].get(plan_id, [])

    def standing_out(self, indicator_id: str, plan_id: str) -> StandsOut | None:
        """Return how the plan's target stands out, None when it doesn't."""
        self.of(indicator_id)
        return self._standing[indicator_id].get(plan_id)


def find_standing(comparison: Comparison) -> Iterable[StandsOut]:
    """Yield the targets that surely stand above, or below, those of two other plans at least.

    Only rows that nothing keeps from being compared count; ranges, approximations and goals in words say nothing sure.
    """
    rows = [row for row in comparison.comparable if row.target]
    for higher in (True, False):
        farthest = max if higher else min
        for row in [farthest(rows, key=_low)] if rows else []:
            others = [other for other in rows if other.plan.id != row.plan.id]
            if len({other.plan.id for other in others}) < 2:
                continue
            beyond = [_beyond(row.target, other.target, higher=higher) for other in others]
            if None not in beyond:
                bound = "bound" in beyond
                yield StandsOut(row=row, comparison=comparison, higher=higher, bound=bound, others=tuple(others))


def _low(row: ComparedRow) -> Decimal:
    assert row.target is not None
    return row.target.low


def _beyond(figure: Figure | None, other: Figure | None, *, higher: bool) -> str | None:
    """Return `figure` or `bound` when a target surely lies beyond another as a figure, or as a limit; else None."""
    if figure is None or other is None or figure.high is not None or other.high is not None:
        return None
    if "~" in (figure.comparator, other.comparator) or (figure.low <= other.low if higher else figure.low >= other.low):
        return None
    towards, away = (AT_LEAST, AT_MOST) if higher else (AT_MOST, AT_LEAST)
    if figure.comparator in away:
        return None
    if other.comparator in towards:  # above a “more than” there may be anything: only a limit can top a limit
        return "bound" if figure.comparator in towards else None
    return "figure"


__all__ = ["Comparisons", "StandsOut", "find_standing"]
