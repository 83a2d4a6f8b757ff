"""What the pages of indicators are filled with: the index and an indicator in, HTML out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.charts import MOST_ROWS, Chart, DrawnSpread, Scale, chart, spread_chart
from macros.views.matrix_columns import Cell, Column, columns_of
from medplan.compare.indicators import ComparedRow, Comparison
from medplan.compare.spread import spread_by_level
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address

LONGEST_CELL = 12
MOST_TOGETHER = 4
MOST_BESIDE = 6
MOST_IN_PANEL = 8
MOST_PANELS = 6


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
    spread = spread_by_level(comparison) if page == 1 and len(comparison.comparable) > MOST_ROWS else ()
    return build.render(
        "pages/indicator",
        root=root,
        comparison=comparison,
        together=list(dict.fromkeys(row.plan.place.code for row in shown))[:MOST_TOGETHER],
        comparable=[row for row in shown if not row.obstacles],
        apart=[row for row in shown if row.obstacles],
        page=page,
        pages=page_count(len(all_rows)),
        chart=chart(comparison) if page == 1 else None,
        several=_met_twice(all_rows),
        spread=spread,
        spread_chart=spread_chart(spread, comparison.unit),
        themes=[build.index.catalogues.themes[theme] for theme in comparison.indicator.themes],
        beside=_beside(build, comparison) if comparison.plans == 1 else [],
        data=build.picture_href(root, f"indicator-{indicator_id}"),
        labels=build.labels,
    )


def _met_twice(rows: Iterable[ComparedRow]) -> frozenset[str]:
    """Return the plans that have several rows: beside their place's name the row's own is told."""
    met = Counter(row.plan.id for row in rows)
    return frozenset(plan for plan, count in met.items() if count > 1)


def _beside(build: Build, comparison: Comparison) -> list[Comparison]:
    """Return other indicators of the same theme that plans set, those of most plans first."""
    index = build.index
    ids = {i.id for theme in comparison.indicator.themes for i in index.catalogues.indicators_on(theme)}
    found = [build.comparisons.of(i) for i in sorted(ids - {comparison.indicator.id}) if i in index.rows]
    return sorted(found, key=lambda other: -other.plans)[:MOST_BESIDE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One of several small pictures: what of an indicator can be compared, as rows or, where they are many, spread.

    `left_out` is how many plans set the indicator in a way that must be looked at apart.
    """

    comparison: Comparison
    chart: Chart | None
    spread: tuple[Scale, list[DrawnSpread]] | None
    several: frozenset[str]
    left_out: int


def panels(build: Build, ids: Iterable[str], most: int) -> list[Panel]:
    """Return the small pictures of the indicators that can be compared across most plans, those first."""
    index = build.index
    found = [build.comparisons.of(i) for i in ids if i in index.rows]
    found = [c for c in found if len({row.plan.id for row in c.comparable if row.target or row.baseline}) > 1]
    found.sort(key=lambda c: -len({row.plan.id for row in c.comparable}))
    return [made for c in found[:most] if (made := _panel(c))]


def _panel(comparison: Comparison) -> Panel | None:
    compared = {row.plan.id for row in comparison.comparable}
    many = len(comparison.comparable) > MOST_IN_PANEL
    drawn = None if many else chart(comparison, most_apart=0)
    spread = spread_chart(spread_by_level(comparison), comparison.unit) if many else None
    if drawn is None and spread is None:
        return None
    return Panel(
        comparison=comparison,
        chart=drawn,
        spread=spread,
        several=_met_twice(comparison.comparable),
        left_out=len({row.plan.id for row in comparison.apart} - compared),
    )


def indicator_matrix(build: Build, root: str) -> str:
    """Return all indicators by category, against plans (or provinces, where plans are many).

    An indicator that most columns don't have stands below the matrix, with those that do.
    """
    index = build.index
    columns = columns_of(index)
    categories = []
    for category, name in build.labels["category"].items():
        entries = [i for i in index.catalogues.indicators.values() if i.category == category and i.id in index.rows]
        # What many plans set comes first: that is what can be compared.
        entries.sort(key=lambda i: -build.comparisons.of(i.id).plans)
        rows = [(i, build.comparisons.of(i.id).plans, list(_cells(build, i.id, columns))) for i in entries]
        dense = [row for row in rows if 2 * row[2].count(None) < len(columns)]
        sparse = [
            (i, plans, _filled(columns, cells)) for i, plans, cells in rows if 2 * cells.count(None) >= len(columns)
        ]
        if rows:
            pictures = panels(build, (i.id for i in entries), MOST_PANELS)
            categories.append((category, name, dense, sparse, pictures))
    return build.render(
        "macros/indicator_matrix", root=root, categories=categories, columns=columns, labels=build.labels
    )


def _filled(columns: list[Column], cells: list[Cell | None]) -> list[tuple[Column, Cell]]:
    return [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell]


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
