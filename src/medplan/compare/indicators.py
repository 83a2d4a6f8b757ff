"""One indicator across plans: rows in, each with its figures in one unit and what keeps it from being compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, Indicator
from medplan.compare.guard import TERM_NAMES, UNSAID, Gauged, Obstacle, gauge, obstacle_of, shown_term
from medplan.compare.units import Figure, with_unit
from medplan.facts.derive import IndicatorRow
from medplan.library.summary import PlanSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One plan's row under an indicator.

    `obstacles` say why it can't be put beside the others (match, unit, years, nature). `change` is target less
    baseline, in words with its sign, None where either end is open or missing.
    """

    plan: PlanSummary
    row: IndicatorRow
    baseline: Figure | None
    target: Figure | None
    change: str | None
    obstacles: tuple[Obstacle, ...]

    @property
    def printed_baseline(self) -> str:
        """Return the baseline as printed, with the unit that the source prints elsewhere; "" for none."""
        return with_unit(self.row.baseline, self.row.baseline_value, self.row.unit)

    @property
    def printed_target(self) -> str:
        """Return the target likewise."""
        return with_unit(self.row.target, self.row.target_value, self.row.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An indicator with the rows that can be compared with each other, and those that can't; both in order of place.

    `terms` are those that most rows share, by name, None where the row is alone: with its own terms they decide what
    keeps a row from being compared. `plans` is how many plans set or report the indicator.
    """

    indicator: Indicator
    unit: str
    terms: Mapping[str, str | None] | None
    plans: int
    comparable: tuple[ComparedRow, ...]
    apart: tuple[ComparedRow, ...]

    @property
    def is_beside_others(self) -> bool:
        """Return whether rows of two plans at least can be put beside each other."""
        return len({row.plan.id for row in self.comparable}) > 1


def compare_indicator(
    indicator: Indicator, rows: Iterable[tuple[PlanSummary, IndicatorRow]], catalogues: Catalogues
) -> Comparison:
    """Return the comparison of one indicator.

    The years and the nature that most exact rows share are the measure; a row with another is set apart, with the
    reason. A nature that the source doesn't print is unknown, not another. A row alone has nothing to differ from.
    """
    found = [(plan, row, gauge(row, indicator, catalogues)) for plan, row in rows]
    exact = [row for _, row, _ in found if row.ref.match == "exact"]
    alone = len(found) == 1
    # A goal in words has a year too, though no figure that could differ.
    usual = {
        "base_year": _usual(row.baseline_year for row in exact if row.baseline_value),
        "target_year": _usual(row.target_year for row in exact if row.target_value),
        "nature": _usual(row.ref.nature for row in exact),
    }
    compared = [
        ComparedRow(
            plan=plan,
            row=row,
            baseline=gauged.baseline,
            target=gauged.target,
            change=gauged.change,
            obstacles=(*gauged.obstacles, *(() if alone else _apart(gauged, usual))),
        )
        for plan, row, gauged in found
    ]
    return Comparison(
        indicator=indicator,
        unit=catalogues.units[indicator.unit].symbol,
        terms=None if alone else usual,
        plans=len({plan.id for plan, _, _ in found}),
        comparable=tuple(row for row in compared if not row.obstacles),
        apart=tuple(row for row in compared if row.obstacles),
    )


def _usual(values: Iterable[str | int | None]) -> str | None:
    """Return the commonest value that isn't None, as text, the first met when several are; None when there is none."""
    counts = Counter(str(value) for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _apart(gauged: Gauged, usual: dict[str, str | None]) -> Iterator[Obstacle]:
    """Yield an obstacle for each term that is not the usual one."""
    for term, name in TERM_NAMES.items():
        own, other = gauged.terms[term], usual[term]
        if own is None or own == other or (other is None and (own == UNSAID or term == "nature")):
            continue
        if own == UNSAID:
            yield obstacle_of(term, own, "")
        else:
            yield obstacle_of(term, own, f"其他多为{shown_term(term, other)}" if other else f"其他没有可比的{name}")
