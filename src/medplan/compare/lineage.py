"""A plan beside the one above it: what each indicator and theme takes over, raises, lowers, adds or leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from medplan.catalogue.catalogues import Catalogues, Indicator
from medplan.compare.ancestry import Ancestry, Rung, say_bond
from medplan.compare.guard import UNSAID, Gauged, differing, gauge, obstacle_of, shown_term
from medplan.compare.themes import coverage
from medplan.compare.units import Figure
from medplan.facts.derive import IndicatorRow
from medplan.language.fidelity_fold import fold_print
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.plan.head import CitedDocument

Relation = Literal[
    "inherited", "tightened", "relaxed", "changed", "added", "absent", "incomparable", "not-reviewed", "upper-unknown"
]
INDICATOR_LABELS: dict[Relation, str] = {
    "inherited": "承接",
    "tightened": "提高",
    "relaxed": "放宽",
    "changed": "变动",
    "added": "新增",
    "absent": "未提出",
    "incomparable": "不能比较",
}
# The last three are the kinds of nothing; a place whose plan isn't held has no row here, but a rung that says so.
THEME_LABELS: dict[Relation, str] = {
    "inherited": "承接",
    "added": "新增",
    "absent": "未涉及",
    "not-reviewed": "本规划未审阅",
    "upper-unknown": "上位规划未审阅",
}
_FLOORS, _CEILINGS = ("=", ">=", ">"), ("=", "<=", "<")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLink:
    """One indicator in both plans; a row is None where the plan hasn't the indicator. `reasons` are for the reader."""

    indicator: Indicator
    upper: IndicatorRow | None
    own: IndicatorRow | None
    relation: Relation
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rung, with the plan next above its own, and how many indicators stand in each relation to it, by label."""

    rung: Rung
    upper: PlanSummary | None
    tally: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineage:
    """A plan's place between those above and below; without `upper` there are no links.

    `said` is how the upper plan is known to stand above. `lower` counts the plans that stand next below; `first_lower`
    are the first of them.
    """

    steps: tuple[Step, ...]
    upper: PlanSummary | None
    said: str
    indicators: tuple[IndicatorLink, ...]
    themes: tuple[tuple[str, Relation], ...]
    not_held: tuple[CitedDocument, ...]
    lower: int
    first_lower: tuple[PlanSummary, ...]


MOST_LOWER = 6


def lineage(plan: PlanSummary, ancestry: Ancestry, index: LibraryIndex) -> PlanLineage:
    """Return a plan's lineage; its cost does not depend on how many plans there are."""
    found = ancestry.upper(plan)
    upper = found[0] if found else None
    lower = ancestry.lower.get(plan.id, [])
    steps = [_step(rung, ancestry, index) for rung in ancestry.rungs(plan)]
    return PlanLineage(
        steps=tuple(steps),
        upper=upper,
        said=say_bond(found[1], "本规划") if found else "",
        indicators=tuple(link_indicators(plan, upper, index)) if upper else (),
        themes=tuple(link_themes(plan, upper, index.catalogues)) if upper else (),
        not_held=tuple(ancestry.not_held(plan)),
        lower=len(lower),
        first_lower=tuple(lower[:MOST_LOWER]),
    )


def _step(rung: Rung, ancestry: Ancestry, index: LibraryIndex) -> Step:
    found = ancestry.upper(rung.plan) if rung.plan else None
    if rung.plan is None or found is None:
        return Step(rung=rung, upper=None, tally={})
    return Step(rung=rung, upper=found[0], tally=tally(link_indicators(rung.plan, found[0], index)))


def tally(links: list[IndicatorLink]) -> dict[str, int]:
    """Return how many indicators stand in each relation, as {label: count} in the order of the labels."""
    counts = Counter(link.relation for link in links)
    return {label: counts[relation] for relation, label in INDICATOR_LABELS.items() if counts[relation]}


def link_indicators(plan: PlanSummary, upper: PlanSummary, index: LibraryIndex) -> list[IndicatorLink]:
    """Return a link for each indicator that either plan sets a target of: the plan's own order, then what it lacks.

    Where a plan has several rows of one indicator, the first exact one with a target speaks for it.
    """
    own, above = _speaking(index.rows_of(plan.id)), _speaking(index.rows_of(upper.id))
    links = []
    for indicator_id in (*own, *(i for i in above if i not in own)):
        rows = own.get(indicator_id), above.get(indicator_id)
        if any(row and row.target_value for row in rows):
            indicator = index.catalogues.indicators[indicator_id]
            relation, reasons = relate(indicator, *rows, index.catalogues)
            links.append(
                IndicatorLink(
                    indicator=indicator, own=rows[0], upper=rows[1], relation=relation, reasons=tuple(reasons)
                )
            )
    return links


def _speaking(rows: list[IndicatorRow]) -> dict[str, IndicatorRow]:
    """Return the row that speaks for each indicator of the catalogue, in the order of the first rows."""
    rows = [row for row in rows if row.ref.indicator_id]
    chosen: dict[str, IndicatorRow] = {}
    for row in sorted(rows, key=lambda r: (r.target_value is None, r.ref.match not in ("exact", None))):
        chosen.setdefault(row.ref.indicator_id or "", row)
    order = [row.ref.indicator_id or "" for row in rows]
    return {indicator_id: chosen[indicator_id] for indicator_id in dict.fromkeys(order)}


def relate(
    indicator: Indicator, own: IndicatorRow | None, upper: IndicatorRow | None, catalogues: Catalogues
) -> tuple[Relation, list[str]]:
    """Return how a plan's row stands to the upper plan's, with the reasons a reader needs.

    A target is raised or lowered only between rows that the guard lets stand side by side, and only where the
    catalogue says which way is more.
    """
    if upper is None or upper.target_value is None:
        return "added", ["上位规划只列现状，没有目标"] if upper else []
    if own is None or own.target_value is None:
        return "absent", ["本规划只列现状，没有目标"] if own else []
    ours, theirs = gauge(own, indicator, catalogues), gauge(upper, indicator, catalogues)
    if reasons := _obstacles(ours, theirs):
        return "incomparable", reasons
    notes = ["有一方原文未列属性"] if bool(own.ref.nature) != bool(upper.ref.nature) else []
    if own.target_value.words or upper.target_value.words:
        same = fold_print(own.target_value.words or "") == fold_print(upper.target_value.words or "")
        return ("inherited", notes) if same else ("incomparable", ["定性的目标，措辞或写法不同"])
    if ours.target is None or theirs.target is None:
        return "incomparable", ["有一方的目标读不出数"]
    relation, reasons = _relate_figures(ours.target, theirs.target, indicator.direction)
    return relation, reasons + notes


def _obstacles(ours: Gauged, theirs: Gauged) -> list[str]:
    found = [*(o.reason for o in ours.obstacles), *(f"上位规划的{o.reason}" for o in theirs.obstacles)]
    for term in differing(ours.terms, theirs.terms):
        own, other = ours.terms[term] or "", theirs.terms[term] or ""
        said = "没有写明" if other == UNSAID else f"为{shown_term(term, other)}"
        found.append(obstacle_of(term, own, f"上位规划{said}").reason)
    return found


def _relate_figures(own: Figure, upper: Figure, direction: str | None) -> tuple[Relation, list[str]]:
    if (own.low, own.high, own.comparator) == (upper.low, upper.high, upper.comparator):
        return "inherited", []
    if direction is None:
        return "changed", ["指标目录没有定方向，不说提高还是放宽"]
    sides = _FLOORS if direction == "higher" else _CEILINGS
    if any(figure.high is not None or figure.comparator not in sides for figure in (own, upper)):
        return "changed", ["有一方是区间、约数或反向的界限，不说提高还是放宽"]
    if own.low == upper.low:
        return "changed", ["数相同，界限的写法不同"]
    return ("tightened" if (own.low > upper.low) == (direction == "higher") else "relaxed"), []


def link_themes(plan: PlanSummary, upper: PlanSummary, catalogues: Catalogues) -> list[tuple[str, Relation]]:
    """Return (theme id, relation) of every theme that either plan addresses, in the catalogue's order."""
    links: list[tuple[str, Relation]] = []
    for theme_id in catalogues.themes:
        own, above = coverage(plan, theme_id), coverage(upper, theme_id)
        if own == "addressed":
            links.append((theme_id, _ABOVE[above]))
        elif above == "addressed":
            links.append((theme_id, "absent" if own == "not-addressed" else "not-reviewed"))
    return links


_ABOVE: Mapping[str, Relation] = {"addressed": "inherited", "not-addressed": "added", "not-reviewed": "upper-unknown"}
