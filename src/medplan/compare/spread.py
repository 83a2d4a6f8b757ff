"""How the targets of many plans spread, by level of government: a comparison in, quartiles out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles

from medplan.catalogue.cross_checks import LEVEL_ORDER
from medplan.compare.indicators import Comparison
from medplan.compare.units import plain_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The targets of one level: how many, and lowest, quartiles and highest in the indicator's unit.

    A limit (＞95, ≥95) counts as the figure it names; ranges, approximations and goals in words do not count.
    """

    level: str
    count: int
    lowest: Decimal
    quarter: Decimal
    median: Decimal
    three_quarters: Decimal
    highest: Decimal

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the five figures as a reader sees them, to one decimal place at most."""
        five = (self.lowest, self.quarter, self.median, self.three_quarters, self.highest)
        return tuple(plain_number(number.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize() + 0) for number in five)


def spread_by_level(comparison: Comparison) -> tuple[Spread, ...]:
    """Return the spread of the comparable targets of each level that has one, the highest level first."""
    by_level: dict[str, list[Decimal]] = {}
    for row in comparison.comparable:
        if row.target and row.target.high is None and row.target.comparator != "~":
            by_level.setdefault(row.plan.place.level, []).append(row.target.low)
    return tuple(_spread(level, by_level[level]) for level in LEVEL_ORDER if level in by_level)


def _spread(level: str, numbers: list[Decimal]) -> Spread:
    if len(numbers) == 1:
        quarter = median = three_quarters = numbers[0]
    else:
        quarter, median, three_quarters = quantiles(numbers, n=4, method="inclusive")
    return Spread(
        level=level,
        count=len(numbers),
        lowest=min(numbers),
        quarter=quarter,
        median=median,
        three_quarters=three_quarters,
        highest=max(numbers),
    )
