"""A printed value in an indicator's own unit: a parsed value in, a figure or the reason why there is none out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from medplan.catalogue.catalogues import Catalogues, Indicator
from medplan.language.values import MYRIADS, Value

RATIO = "比"  # what read_value calls the unit of 2:1
SIGNS = {"=": "", "~": "约 ", ">": "＞", ">=": "≥", "<": "＜", "<=": "≤"}


def plain_number(number: Decimal, *, rounded: bool = False) -> str:
    """Return a number with its thousands parted; rounded to one decimal place (below 1, to two figures) when asked."""
    if rounded:
        places = Decimal("0.1") if abs(number) >= 1 else Decimal(1).scaleb(number.adjusted() - 1)
        number = number.quantize(places, rounding=ROUND_HALF_UP)
    return f"{number:,f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value in the indicator's own unit: `low` alone, or `low`–`high`; `converted` when the source prints another."""

    low: Decimal
    high: Decimal | None
    comparator: str
    converted: bool

    @property
    def shown(self) -> str:
        """Return the figure as a reader sees it; a converted one is rounded."""
        ends = [plain_number(end, rounded=self.converted) for end in (self.low, self.high) if end is not None]
        return SIGNS[self.comparator] + "—".join(ends)


def with_unit(printed: str | None, value: Value | None, unit: str | None) -> str:
    """Return what is printed, with the row's unit where the figure itself prints none (2:1以内 prints all it has)."""
    bare = value is not None and value.unit is None and value.words is None
    return (printed or "") + ((unit or "") if bare else "")


def change_between(baseline: Figure | None, target: Figure | None) -> str | None:
    """Return by how much the target leaves the baseline: +0.88, ＞+380; only from a baseline that is one number."""
    if baseline is None or target is None or baseline.comparator != "=":
        return None
    if baseline.high is not None or target.high is not None:
        return None
    change = target.low - baseline.low
    rounded = baseline.converted or target.converted
    return SIGNS[target.comparator] + ("+" if change > 0 else "") + plain_number(change, rounded=rounded)


def to_unit(
    value: Value | None, unit: str | None, indicator: Indicator, catalogues: Catalogues
) -> tuple[Figure | None, str | None]:
    """Return a value in the indicator's unit; None with the reason when its unit is another kind, or unknown.

    A value without a unit is taken to have the row's, and so is one that prints its beginning (9697.8万 of 万人).
    A goal in words has no figure and no obstacle.
    """
    if value is None or value.number is None:
        return None, None
    wanted = catalogues.units[indicator.unit]
    printed = unit if unit and unit.startswith(value.unit or "") else value.unit
    if printed in MYRIADS and unit and catalogues.unit_of(printed + unit):
        printed += unit  # 9697.8万 in a row of 人
    found = catalogues.unit_of(printed)
    if found is None:
        return None, f"单位“{printed}”不详" if printed else "原文没有印单位"
    if found.dimension != wanted.dimension:
        return None, f"单位为{found.symbol}，不是{wanted.symbol}"
    factor = found.factor / wanted.factor
    return Figure(
        low=value.number * factor,
        high=value.high * factor if value.high is not None else None,
        comparator=value.comparator,
        converted=found.id != wanted.id or value.unit == RATIO,
    ), None
