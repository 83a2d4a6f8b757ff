"""A plan's targets as ladders on one axis: indicator rows in; where each begins and ends across the axis out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import Literal

from medplan.facts.derive import IndicatorRow
from medplan.language.values import Value

Mark = Literal["point", "over", "least", "under", "most", "about"]
_MARKS: dict[str, Mark] = {"=": "point", ">": "over", ">=": "least", "<": "under", "<=": "most", "~": "about"}
MOST = 8
# The axis keeps clear of the edges, so that an arrow that goes on has room.
_LEFT, _RIGHT = 4, 93


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a ladder: where it stands across, and how it is drawn: a point, or a limit that goes on."""

    at: float
    mark: Mark

    @property
    def open(self) -> bool:
        """Return whether only a limit is given."""
        return self.mark not in ("point", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One row drawn; `falls` tells that the target lies below the base."""

    row: IndicatorRow
    base: End
    target: End
    falls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladders:
    """The rows that are drawn, binding ones first, the axis's ticks as (across, in per cent), and rows left out."""

    rungs: tuple[Rung, ...]
    ticks: tuple[tuple[float, int], ...]
    left_out: int
    base_year: int | None
    target_year: int | None


def ladders(rows: Sequence[IndicatorRow]) -> Ladders:
    """Return rows in per cent with a base and a target, each one number, on one axis; the others are counted."""
    whole = [row for row in rows if _per_cent(row, row.baseline_value) and _per_cent(row, row.target_value)]
    # A printed row may stand for two indicators of the catalogue.
    once = {(row.eid, row.name, row.baseline, row.target): row for row in whole}
    drawn = sorted(once.values(), key=lambda row: row.ref.nature != "binding")[:MOST]
    shown = {row.eid for row in drawn if row.ref.row is not None}
    left_out = sum(row not in drawn and row.eid not in shown for row in rows)
    if not drawn:
        return Ladders(rungs=(), ticks=(), left_out=left_out, base_year=None, target_year=None)
    numbers = [_number(value) for row in drawn for value in (row.baseline_value, row.target_value)]
    low, high = min(numbers), max(max(numbers), Decimal(100))
    step = 10 if high - low <= 60 else 20 if high - low <= 120 else 50 * (1 + int(high - low) // 500)
    first, last = floor(low / step) * step, ceil(high / step) * step

    def across(value: Decimal | int) -> float:
        return round(_LEFT + float(value - first) / (last - first) * (_RIGHT - _LEFT), 1)

    def end(value: Value | None) -> End:
        assert value is not None
        return End(at=across(_number(value)), mark=_MARKS[value.comparator])

    rungs = tuple(
        Rung(
            row=row,
            base=end(row.baseline_value),
            target=end(row.target_value),
            falls=_number(row.target_value) < _number(row.baseline_value),
        )
        for row in drawn
    )
    return Ladders(
        rungs=rungs,
        ticks=tuple((across(tick), tick) for tick in range(first, last + 1, step)),
        left_out=left_out,
        base_year=_same([row.baseline_year for row in drawn]),
        target_year=_same([row.target_year for row in drawn]),
    )


def _per_cent(row: IndicatorRow, value: Value | None) -> bool:
    return value is not None and value.number is not None and value.high is None and (value.unit or row.unit) == "%"


def _number(value: Value | None) -> Decimal:
    assert value is not None and value.number is not None
    return value.number


def _same(years: list[int | None]) -> int | None:
    return years[0] if len(set(years)) == 1 else None
