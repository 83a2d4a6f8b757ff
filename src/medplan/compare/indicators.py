"""One indicator across plans: rows in, each with its figures in one unit and what keeps it from being compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from medplan.catalogues import Catalogues, Indicator
from medplan.derive import IndicatorRow
from medplan.index import PlanSummary
from medplan.schemas import plan_labels
from medplan.values import Value

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a row can't be put beside the others: `reason` whole, `short` for a narrow cell (范围更宽, 单位不同 …)."""

    short: str
    reason: str


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
        return self._printed(self.row.baseline, self.row.baseline_value)

    @property
    def printed_target(self) -> str:
        """Return the target likewise."""
        return self._printed(self.row.target, self.row.target_value)

    def _printed(self, printed: str | None, value: Value | None) -> str:
        unit = self.row.unit if value and value.unit is None and value.words is None else None
        return (printed or "") + (unit or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An indicator with the rows that can be compared with each other, and those that can't; both in order of place."""

    indicator: Indicator
    unit: str
    comparable: tuple[ComparedRow, ...]
    apart: tuple[ComparedRow, ...]

    @property
    def plans(self) -> int:
        """Return how many plans set or report the indicator."""
        return len({row.plan.id for row in (*self.comparable, *self.apart)})


def compare_indicator(
    indicator: Indicator, rows: Iterable[tuple[PlanSummary, IndicatorRow]], catalogues: Catalogues
) -> Comparison:
    """Return the comparison of one indicator.

    The years and the nature that most exact rows share are the measure; a row with another is set apart, with the
    reason. A nature that the source doesn't print is unknown, not another.
    """
    pairs = list(rows)
    exact = [row for _, row in pairs if row.ref.match == "exact"]
    usual = {
        "baseline_year": _usual(row.baseline_year for row in exact if row.baseline_value),
        "target_year": _usual(row.target_year for row in exact if row.target_value),
        "nature": _usual(row.ref.nature for row in exact),
    }
    compared = [_compare_row(plan, row, indicator, usual, catalogues) for plan, row in pairs]
    return Comparison(
        indicator=indicator,
        unit=catalogues.units[indicator.unit].symbol,
        comparable=tuple(row for row in compared if not row.obstacles),
        apart=tuple(row for row in compared if row.obstacles),
    )


def _usual(values: Iterable[object]) -> object:
    """Return the commonest value that isn't None, the first met when several are; None when there is none."""
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _compare_row(
    plan: PlanSummary, row: IndicatorRow, indicator: Indicator, usual: dict[str, object], catalogues: Catalogues
) -> ComparedRow:
    labels = plan_labels()
    obstacles: list[Obstacle] = []
    if row.ref.match and row.ref.match != "exact":
        match = labels["match"][row.ref.match]
        obstacles.append(Obstacle(short=match, reason=f"原文指标“{row.name_read}”{match}"))
    figures: list[Figure | None] = []
    for value in (row.baseline_value, row.target_value):
        figure, reason = to_unit(value, row.unit, indicator, catalogues)
        figures.append(figure)
        obstacle = Obstacle(short="单位不同", reason=reason) if reason else None
        if obstacle and obstacle not in obstacles:
            obstacles.append(obstacle)
    baseline, target = figures
    if baseline and row.baseline_year != usual["baseline_year"]:
        obstacles.append(_other_year("基期", row.baseline_year, usual["baseline_year"]))
    if target and row.target_year != usual["target_year"]:
        obstacles.append(_other_year("目标年", row.target_year, usual["target_year"]))
    if row.ref.nature and usual["nature"] and row.ref.nature != usual["nature"]:
        nature = labels["nature"]
        reason = f"属性为{nature[row.ref.nature]}，其他多为{nature[str(usual['nature'])]}"
        obstacles.append(Obstacle(short="属性不同", reason=reason))
    return ComparedRow(
        plan=plan,
        row=row,
        baseline=baseline,
        target=target,
        change=_change(baseline, target),
        obstacles=tuple(obstacles),
    )


def _other_year(what: str, year: int | None, usual: object) -> Obstacle:
    if year is None:
        return Obstacle(short=f"{what}不详", reason=f"原文没有写明{what}")
    if usual is None:
        return Obstacle(short=f"{what}不同", reason=f"{what}为 {year} 年，其他没有可比的{what}")
    return Obstacle(short=f"{what}不同", reason=f"{what}为 {year} 年，其他多为 {usual} 年")


def _change(baseline: Figure | None, target: Figure | None) -> str | None:
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

    A value without a unit is taken to have the row's; a goal in words has no figure and no obstacle.
    """
    if value is None or value.number is None:
        return None, None
    wanted = catalogues.units[indicator.unit]
    printed = value.unit or unit
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
