"""What the pages of indicators are filled with: the index and an indicator in, HTML out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.charts import MOST_ROWS, describe, distribution, drawn, dumbbell, told_below
from macros.views.matrix_columns import Cell, Column, columns_of
from medplan.compare.indicators import ComparedRow, Comparison
from medplan.compare.spread import spread_by_level
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address

CHART_WIDTHS = (560, 200)
LONGEST_CELL = 12
MOST_TOGETHER = 4


def indicator_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the indicators of the catalogue that some plan sets or reports."""
    index = build.index
    for indicator_id, rows in index.rows.items():
        name = index.catalogues.indicators[indicator_id].name
        facts = f"{name}：{len({plan.id for plan, _ in rows})} 份规划的基期值、目标值和属性"
        yield Entry(key=indicator_id, name=indicator_id, title=name, description=facts, count=len(rows))


def indicator(build: Build, root: str, indicator_id: str, page: int) -> str:
    """Return a page of one indicator."""
    comparison = build.comparisons.of(indicator_id)
    all_rows = [*comparison.comparable, *comparison.apart]
    shown = on_page(all_rows, page)
    many = len(comparison.comparable) > MOST_ROWS
    spread = spread_by_level(comparison) if many else ()
    widths = CHART_WIDTHS if page == 1 else ()
    charts = [
        distribution(spread, comparison.unit, build.labels["level"], w) if many else dumbbell(comparison, w)
        for w in widths
    ]
    return build.render(
        "pages/indicator",
        root=root,
        comparison=comparison,
        together=list(dict.fromkeys(row.plan.place.code for row in shown))[:MOST_TOGETHER],
        comparable=[row for row in shown if not row.obstacles],
        apart=[row for row in shown if row.obstacles],
        page=page,
        pages=page_count(len(all_rows)),
        charts=charts,
        spread=spread if page == 1 else (),
        described=describe(comparison),
        told=_told_below(comparison) if charts and not many else [],
        labels=build.labels,
    )


def _told_below(comparison: Comparison) -> list[list[PlanSummary]]:
    """Return the plans whose status stands below the chart, those together of which the same is to be said."""
    groups: dict[str, list[PlanSummary]] = {}
    for plan in filter(told_below, drawn(comparison)):
        groups.setdefault(plan.standing.told(), []).append(plan)
    return list(groups.values())


def indicator_matrix(build: Build, root: str) -> str:
    """Return all indicators by category, against plans (or provinces, where plans are many)."""
    index = build.index
    columns = columns_of(index)
    categories = []
    for category, name in build.labels["category"].items():
        entries = [i for i in index.catalogues.indicators.values() if i.category == category and i.id in index.rows]
        # What many plans set comes first: that is what can be compared.
        entries.sort(key=lambda i: -build.comparisons.of(i.id).plans)
        if entries:
            categories.append((category, name, [(i, list(_cells(build, i.id, columns))) for i in entries]))
    return build.render("macros/indicator_matrix", root=root, categories=categories, columns=columns)


def _cells(build: Build, indicator_id: str, columns: list[Column]) -> Iterable[Cell | None]:
    comparisons = build.comparisons
    comparison = comparisons.of(indicator_id)
    by_province: dict[str, set[str]] = {}
    for row in (*comparison.comparable, *comparison.apart):
        by_province.setdefault(row.plan.place.code[:2], set()).add(row.plan.id)
    for column in columns:
        if column.plan is None:
            plans = by_province.get(column.key, ())
            yield Cell(text=f"{len(plans)} 份", href=f"indicators/{indicator_id}/") if plans else None
        else:
            rows = comparisons.rows_of(indicator_id, column.key)
            yield _cell(rows, comparison.unit) if rows else None


def _cell(rows: list[ComparedRow], unit: str) -> Cell:
    """Return what one plan says of an indicator: a target before a baseline, what can be compared before what can't."""
    row = next((r for r in rows if r.row.target_value), rows[0])
    has_target = row.row.target_value is not None
    printed, figure = (row.printed_target, row.target) if has_target else (row.printed_baseline, row.baseline)
    text = f"{figure.shown}{unit}" if figure else printed or "未列"
    notes = [] if has_target else ["基期值"]
    notes += [obstacle.short for obstacle in row.obstacles]
    notes += [f"原文 {printed}"] if figure and figure.converted else []
    notes += [f"另有 {len(rows) - 1} 行"] if len(rows) > 1 else []
    return Cell(
        text=text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…",
        href=str(Address.of_plan(row.plan.id, row.row.eid)),
        note="，".join(notes),
    )


def figures_of(build: Build, plan: PlanSummary) -> list[tuple[str, ComparedRow]]:
    """Return the rows of a plan under indicators of the catalogue, each with the indicator's id, in its own order."""
    ids = dict.fromkeys(r.ref.indicator_id for r in build.index.rows_of(plan.id) if r.ref.indicator_id)
    return [(i, row) for i in ids for row in build.comparisons.rows_of(i, plan.id)]
