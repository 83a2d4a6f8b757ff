"""A comparison drawn: rows in; marks on one axis out, across in percent and down in pixels, so that no text is scaled.

What stands beside a mark is measured by its characters, never by a font of the machine: the same data is the same
drawing everywhere. A place's name is no part of the drawing, so that it is never cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import Literal

from medplan.compare.indicators import ComparedRow, Comparison
from medplan.compare.spread import Spread
from medplan.compare.units import Figure, plain_number

MOST_ROWS = 30
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_MOST_STEPS = 5
_NARROWEST = 250  # pixels that a drawing has on the narrowest screen
_EM = 13  # pixels of a Chinese character beside a mark
_ARROW, _DOT = 30, 14  # pixels that a mark takes on the side to which its text stands

Kind = Literal["dot", "about", "above", "at-least", "below", "at-most", "range", "words"]
_KINDS: Mapping[str, Kind] = MappingProxyType(
    {"=": "dot", "~": "about", ">": "above", ">=": "at-least", "<": "below", "<=": "at-most"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from `low` to `high`, both at ticks."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def over(cls, values: Iterable[Decimal], unit: str) -> Scale:
        """Return an axis with room around the values, but for shares not beyond none and all."""
        found = list(values)
        lowest, highest = min(found), max(found)
        width = (highest - lowest) or abs(highest) / 10 or Decimal(1)
        power = Decimal(1).scaleb((width / _MOST_STEPS).adjusted())
        step = next(step * power for step in _STEPS if step * power * _MOST_STEPS >= width)
        low = ((lowest / step).to_integral_value(ROUND_FLOOR) - (lowest % step == 0)) * step
        high = ((highest / step).to_integral_value(ROUND_CEILING) + (highest % step == 0)) * step
        if lowest >= 0:
            low = max(low, Decimal(0))
        if unit == "%" and highest <= 100:
            high = min(high, Decimal(100))
        return cls(low=low, high=high if high > low else low + step, step=step)

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """Return each tick's place and number."""
        count = int((self.high - self.low) / self.step)
        values = [self.low + self.step * n for n in range(count + 1)]
        return [(self.at(value), plain_number(value.normalize() + 0)) for value in values]

    def part(self, value: Decimal) -> Decimal:
        """Return how far along the axis a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def at(self, value: Decimal) -> str:
        """Return a value's place: 16.67%."""
        return f"{self.part(value) * 100:.2f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A figure drawn: where, as what, its text and the side on which that stands; `end` is that of a range."""

    kind: Kind
    at: str
    text: str
    left: bool
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A row of a comparison: base year above, target below, each None where nothing can be drawn of it.

    `words` are a goal in words, whole: they stand beside the drawing, which tells only that there is no number.
    """

    row: ComparedRow
    words: str
    baseline: Mark | None
    target: Mark | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A comparison on one axis: rows that can be compared, and those that stand apart."""

    scale: Scale
    comparable: tuple[DrawnRow, ...]
    apart: tuple[DrawnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSpread:
    """The targets of a level: places of the lowest, the quartiles and the highest."""

    spread: Spread
    lowest: str
    quarter: str
    median: str
    three_quarters: str
    highest: str
    half: str


def text_width(text: str) -> int:
    """Return the pixels that a text takes at most: a wide character one em, any other six tenths."""
    ems = sum(10 if unicodedata.east_asian_width(character) in "WFA" else 6 for character in text)
    return -(-ems * _EM // 10)


def chart(comparison: Comparison, most_apart: int = MOST_ROWS) -> Chart | None:
    """Return a comparison drawn; None when no row has a figure, or rows are too many to tell apart."""
    apart = comparison.apart[:most_apart]
    figures = [figure for row in (*comparison.comparable, *apart) for figure in (row.baseline, row.target) if figure]
    if not figures or len(comparison.comparable) > MOST_ROWS:
        return None
    scale = Scale.over([end for f in figures for end in (f.low, f.high) if end is not None], comparison.unit)
    return Chart(
        scale=scale,
        comparable=tuple(_drawn(row, scale) for row in comparison.comparable),
        apart=tuple(_drawn(row, scale) for row in apart),
    )


def spread_chart(spread: tuple[Spread, ...], unit: str) -> tuple[Scale, list[DrawnSpread]] | None:
    """Return the targets of each level drawn; None for no target."""
    if not spread:
        return None
    scale = Scale.over((end for s in spread for end in (s.lowest, s.highest)), unit)
    return scale, [
        DrawnSpread(
            spread=s,
            lowest=scale.at(s.lowest),
            quarter=scale.at(s.quarter),
            median=scale.at(s.median),
            three_quarters=scale.at(s.three_quarters),
            highest=scale.at(s.highest),
            half=f"{(scale.part(s.three_quarters) - scale.part(s.quarter)) * 100:.2f}%",
        )
        for s in spread
    ]


def _drawn(row: ComparedRow, scale: Scale) -> DrawnRow:
    years = row.row.baseline_year, row.row.target_year
    baseline = _mark(row.baseline, years[0], scale)
    target = _mark(row.target, years[1], scale)
    words = row.row.target_value.words if row.row.target_value else None
    if target is None and words:
        start = row.baseline.low if row.baseline else scale.low
        target = Mark(kind="words", at=scale.at(start), text="没有给数", left=scale.part(start) > Decimal("0.5"))
    told = _told(years[1], f"“{words}”") if words else ""
    return DrawnRow(row=row, words=told, baseline=baseline, target=target, said="，".join(_said(row)))


def _said(row: ComparedRow) -> Iterator[str]:
    ends = (
        ("基期", row.baseline, row.printed_baseline, row.row.baseline_value),
        ("目标", row.target, row.printed_target, row.row.target_value),
    )
    for name, figure, printed, value in ends:
        yield f"{name} {figure.shown if figure else printed if value else '未列'}"


def _told(year: int | None, words: str) -> str:
    return f"{year} 年 {words}" if year else f"年份不详 {words}"


def _mark(figure: Figure | None, year: int | None, scale: Scale) -> Mark | None:
    if figure is None:
        return None
    kind: Kind = "range" if figure.high is not None else _KINDS[figure.comparator]
    text = _told(year, figure.shown)
    start, stop = (int(scale.part(end) * _NARROWEST) for end in (figure.low, figure.high or figure.low))
    wanted = text_width(text)
    right = _NARROWEST - stop - (_ARROW if kind in ("above", "at-least") else _DOT)
    left = start - (_ARROW if kind in ("below", "at-most") else _DOT)
    return Mark(
        kind=kind,
        at=scale.at(figure.low),
        end=scale.at(figure.high) if figure.high is not None else None,
        text=text,
        left=right < wanted and left > right,
    )
