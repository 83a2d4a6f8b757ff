"""What keeps an indicator's rows from being compared: a row in; its figures, its own obstacles and its terms out.

The one home of the rules. Rows can be put beside each other when none has an obstacle of its own and their terms (base
year, target year, nature) are equal; the comparison of one indicator, lineage and the page of comparison all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, Indicator
from medplan.compare.units import Figure, change_between, to_unit
from medplan.facts.derive import IndicatorRow
from medplan.schema.schemas import plan_labels

TERM_NAMES = {"base_year": "基期", "target_year": "目标年", "nature": "属性"}
UNSAID = "?"  # a figure is printed, but not the year it is of

Terms = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a row can't be put beside the others: `reason` whole, `short` for a narrow cell (范围更宽, 单位不同 …)."""

    short: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauged:
    """A row in the indicator's own unit, and what it must share with others to be put beside them.

    `obstacles` are its own (match, unit) and hold against every other row. `terms` must equal another row's: a year as
    "2025", UNSAID, or a nature; None where there is nothing to differ in: no figure, or a nature that is not printed.
    `change` is target less baseline, in words with its sign, None where either end is open or missing.
    """

    baseline: Figure | None
    target: Figure | None
    change: str | None
    obstacles: tuple[Obstacle, ...]
    terms: dict[str, str | None]


def gauge(row: IndicatorRow, indicator: Indicator, catalogues: Catalogues) -> Gauged:
    """Return a row in its indicator's unit, with what keeps it from other rows."""
    obstacles: list[Obstacle] = []
    if row.ref.match and row.ref.match != "exact":
        match = plan_labels()["match"][row.ref.match]
        why = f"（{row.ref.why}）" if row.ref.why else ""
        obstacles.append(Obstacle(short=match, reason=f"原文指标“{row.name_read}”{match}{why}"))
    figures: list[Figure | None] = []
    for value in (row.baseline_value, row.target_value):
        figure, reason = to_unit(value, row.unit, indicator, catalogues)
        figures.append(figure)
        obstacle = Obstacle(short="单位不同", reason=reason) if reason else None
        if obstacle and obstacle not in obstacles:
            obstacles.append(obstacle)
    baseline, target = figures
    return Gauged(
        baseline=baseline,
        target=target,
        change=change_between(baseline, target),
        obstacles=tuple(obstacles),
        terms={
            "base_year": str(row.baseline_year or UNSAID) if baseline else None,
            "target_year": str(row.target_year or UNSAID) if target else None,
            "nature": row.ref.nature,
        },
    )


def differing(one: Terms, other: Terms) -> list[str]:
    """Return the terms in which two rows differ; a term that either lacks is unknown, not another.

    A year that is not printed is never known to be the same, not even as another that is not printed.
    """
    both = [(term, one[term], other[term]) for term in TERM_NAMES if one[term] and other[term]]
    return [term for term, own, theirs in both if own != theirs or own == UNSAID]


def obstacle_of(term: str, own: str, others: str) -> Obstacle:
    """Return why a row's term keeps it apart; `others` says what the other rows have: 其他多为 2025 年."""
    name = TERM_NAMES[term]
    if own == UNSAID:
        return Obstacle(short=f"{name}不详", reason=f"{say_term(term, own)}{others and '，' + others}")
    return Obstacle(short=f"{name}不同", reason=f"{say_term(term, own)}，{others}")


def say_term(term: str, value: str) -> str:
    """Return a term of a row in words: 基期为 2020 年, 属性为约束性, 原文没有写明目标年."""
    name = TERM_NAMES[term]
    return f"原文没有写明{name}" if value == UNSAID else f"{name}为{shown_term(term, value)}"


def shown_term(term: str, value: str) -> str:
    """Return a term's value in words, spaced to follow a Chinese character."""
    return plan_labels()["nature"][value] if term == "nature" else f" {value} 年"
