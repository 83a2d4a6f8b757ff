"""A plan's dated commitments on a line of years: commitments and a day in; a dot a year, and where today is, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from medplan.facts.commitments import Commitment
from medplan.language.dates import last_day

_CLOSEST = 9.0  # parts of a hundred between two years that are both named


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDot:
    """The commitments of one year: where the dot stands across, its radius in pixels, whether its year is named."""

    year: int
    count: int
    at: float
    radius: float
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueYears:
    """The dots in order; `days` are (last day, how many), `today` stands across."""

    dots: tuple[YearDot, ...]
    days: tuple[tuple[date, int], ...]
    first: int
    years: int
    today: float

    @property
    def count(self) -> int:
        """Return how many commitments have a date."""
        return sum(count for _, count in self.days)


def due_years(commitments: Iterable[Commitment], day: date) -> DueYears | None:
    """Return the line of the commitments that have a date, None where none has; it takes in the day's own year."""
    days = sorted(Counter(last_day(c.due) for c in commitments if c.due).items())
    if not days:
        return None
    counts: Counter[int] = Counter()
    for last, count in days:
        counts[last.year] += count
    first, until = min(*counts, day.year), max(*counts, day.year)
    years = until - first + 1
    most = max(counts.values())
    dots: list[YearDot] = []
    said = -_CLOSEST
    for year, count in sorted(counts.items()):
        at = round((year - first + 0.5) / years * 100, 2)
        named = at - said >= _CLOSEST
        said = at if named else said
        radius = round(6.5 + 5 * (count / most) ** 0.5, 1)
        dots.append(YearDot(year=year, count=count, at=at, radius=radius, named=named))
    within = (day - date(day.year, 1, 1)).days / 366
    return DueYears(
        dots=tuple(dots),
        days=tuple(days),
        first=first,
        years=years,
        today=round((day.year - first + within) / years * 100, 2),
    )
