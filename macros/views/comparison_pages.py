"""What templates that put jurisdictions side by side are filled with: the index and a key in, HTML out."""

from __future__ import annotations

from macros.build.facts import Build, NumberedView
from macros.views.indicator_pages import indicator
from macros.views.matrix_columns import Cell, Column, columns_of
from macros.views.measure_pages import agency, measures, timeline
from medplan.compare.glance import MOST_BINDING, glance
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.library.index import LibraryIndex, PlanSummary
from medplan.library.status import status_of
from medplan.publish.pages import PLANS_A_THEME_PAGE, on_page, page_count

MOST_NAMED = 60


def theme(build: Build, root: str, theme_id: str, page: int = 1) -> str:
    """Return a page of one theme: who addresses it, and their provisions side by side, ten plans a page."""
    index = build.index
    groups = build.theme_groups[theme_id]
    here = on_page(groups["addressed"], page, PLANS_A_THEME_PAGE)
    return build.render(
        "theme",
        root=root,
        theme=index.catalogues.themes[theme_id],
        labels=COVERAGE_LABELS,
        groups={key: plans[:MOST_NAMED] for key, plans in groups.items()},
        counts={key: len(plans) for key, plans in groups.items()},
        absent=absent_provinces(index),
        here={plan.id for plan in here},
        entries=[build.theme_html(theme_id, plan.id) for plan in here],
        page=page,
        pages=page_count(len(groups["addressed"]), PLANS_A_THEME_PAGE),
        status_of=status_of,
    )


def absent_provinces(index: LibraryIndex) -> int:
    """Return how many provinces the library holds no plan of, at no level."""
    provinces = [p for p in index.catalogues.jurisdictions.values() if p.level == "province"]
    return sum(not index.plans_under(p.code) for p in provinces)


def theme_matrix(build: Build, root: str) -> str:
    """Return all themes against plans (or provinces, where plans are many), each cell saying which kind of nothing.

    The last column is all provinces that the library holds no plan of.
    """
    index = build.index
    columns = columns_of(index)
    rows = [
        (entry, [_theme_cell(entry.id, column, index) for column in columns])
        for entry in index.catalogues.themes.values()
    ]
    absent = absent_provinces(index)
    return build.render("theme_matrix", root=root, columns=columns, rows=rows, labels=COVERAGE_LABELS, absent=absent)


def _theme_cell(theme_id: str, column: Column, index: LibraryIndex) -> Cell:
    if not column.province:
        plan = index.plan(column.key)
        kind = coverage(plan, theme_id)
        href = f"themes/{theme_id}/#{plan.id}" if kind == "addressed" else ""
        return Cell(text=COVERAGE_LABELS[kind], href=href, note=kind)
    plans: list[PlanSummary] = index.plans_under(column.key + "0000")
    kinds = [coverage(plan, theme_id) for plan in plans]
    count = kinds.count("addressed")
    kind = "addressed" if count else "not-reviewed" if "not-reviewed" in kinds else "not-addressed"
    return Cell(text=f"{count}/{len(plans)}", href=f"themes/{theme_id}/" if count else "", note=kind)


def plan_glance(build: Build, plan_id: str) -> str:
    """Return what a plan's page opens with; it needs all plans, so it is made after they have been read."""
    facts = glance(build.index.plan(plan_id), build.comparisons, build.day)
    return build.render("glance", g=facts, today=build.day.isoformat(), status_of=status_of, most_binding=MOST_BINDING)


BY_NAME: dict[str, NumberedView] = {
    "theme": theme,
    "indicator": indicator,
    "measures": measures,
    "agency": agency,
    "timeline": timeline,
}
