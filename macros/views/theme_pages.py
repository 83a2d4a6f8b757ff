"""What the pages of themes are filled with: a build and a theme in, HTML out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.indicator_pages import panels
from macros.views.matrix_columns import Cell, Column, columns_of
from medplan.catalogue.catalogues import Indicator
from medplan.compare.indicators import ComparedRow
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.facts.commitments import Commitment
from medplan.facts.themed import Amount
from medplan.language.dates import last_day
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.time_line import state_of

PLANS_A_THEME_PAGE = 24
MOST_NAMED = 60
MOST_PROMISES, MOST_PICTURES = 4, 4
SMALLEST_SIDE, LARGEST_SIDE = 3, 18  # pixels


def theme_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the themes of the catalogue."""
    for theme in build.index.catalogues.themes.values():
        plans = len(build.theme_groups[theme.id]["addressed"])
        facts = f"{theme.name}：{plans} 份规划的有关条文，并列原文"
        yield Entry(key=theme.id, name=theme.id, title=theme.name, description=facts, count=plans)


def theme(build: Build, root: str, theme_id: str, page: int) -> str:
    """Return a page of one theme: who addresses it, and their provisions side by side."""
    index = build.index
    groups = build.theme_groups[theme_id]
    here = on_page(groups["addressed"], page, PLANS_A_THEME_PAGE)
    indicators = [i for i in index.catalogues.indicators_on(theme_id) if i.id in index.rows]
    return build.render(
        "pages/theme",
        root=root,
        theme=index.catalogues.themes[theme_id],
        labels=COVERAGE_LABELS,
        # Who does not address it is told once: a theme may have hundreds of pages.
        groups={key: plans[:MOST_NAMED] if page == 1 else () for key, plans in groups.items()},
        counts={key: len(plans) for key, plans in groups.items()},
        absent=absent_provinces(index),
        here={plan.id for plan in here},
        rows=[_promised(build, theme_id, indicators, plan) for plan in here],
        most=MOST_PROMISES,
        pictures=panels(build, (i.id for i in indicators), MOST_PICTURES) if page == 1 else [],
        labels_of=build.labels,
        today=build.day.isoformat(),
        data=build.picture_href(root, f"theme-{theme_id}"),
        entries=[(plan, build.theme_html(theme_id, plan.id, root)) for plan in here],
        collections=[
            (found.province or "全部", build.download_href(root, found.file)) for found in build.collections[theme_id]
        ],
        page=page,
        pages=page_count(len(groups["addressed"]), PLANS_A_THEME_PAGE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What a plan sets for a theme: figures of its indicators, dated commitments (the past ones apart), its text."""

    plan: PlanSummary
    figures: list[tuple[Indicator, ComparedRow]]
    dated: list[Commitment]
    past: list[Commitment]
    amount: Amount


def _promised(build: Build, theme_id: str, indicators: Sequence[Indicator], plan: PlanSummary) -> Promised:
    index = build.index
    dated = [c for c in index.commitments_by(plan.id) if theme_id in c.themes]
    dated.sort(key=lambda c: last_day(c.due) if c.due else date.max)
    return Promised(
        plan=plan,
        figures=[(i, row) for i in indicators for row in build.comparisons.rows_of(i.id, plan.id)],
        dated=dated,
        past=[c for c in dated if state_of(c, build.day) == "past"],
        amount=index.amount_on(plan.id, theme_id),
    )


def absent_provinces(index: LibraryIndex) -> int:
    """Return how many provinces the library holds no plan of, at no level."""
    return sum(not index.plans_under(place.code) for place in index.children_of("100000"))


def theme_matrix(build: Build, root: str) -> str:
    """Return all themes against plans (or provinces, where plans are many), each cell with how much text there is.

    A cell without text says which kind of nothing it is. The last column is all provinces that the library holds no
    plan of.
    """
    index = build.index
    columns = columns_of(index)
    themes = index.catalogues.themes.values()
    amounts = {(entry.id, column.key): _amount(entry.id, column, index) for entry in themes for column in columns}
    most = max(amounts.values(), default=0)
    rows = [
        (entry, [_theme_cell(entry.id, column, index, amounts[entry.id, column.key], most) for column in columns])
        for entry in themes
    ]
    return build.render(
        "macros/theme_matrix",
        root=root,
        columns=columns,
        by_plan=all(column.plan for column in columns),
        rows=rows,
        labels=COVERAGE_LABELS,
        absent=absent_provinces(index),
        data=build.picture_href(root, "themes"),
    )


def _amount(theme_id: str, column: Column, index: LibraryIndex) -> int:
    """Return how many characters the plans of a column have on a theme, on an average of those that address it."""
    plans = [column.plan] if column.plan else index.plans_under(column.key + "0000")
    found = [index.amount_on(plan.id, theme_id).characters for plan in plans if theme_id in plan.themes]
    return sum(found) // max(1, len(found))


def _theme_cell(theme_id: str, column: Column, index: LibraryIndex, characters: int, most: int) -> Cell:
    # The square's area is the amount: its side goes with the root.
    side = max(SMALLEST_SIDE, round(LARGEST_SIDE * math.sqrt(characters / most))) if characters else 0
    if column.plan:
        plan = index.plan(column.key)
        kind = coverage(plan, theme_id)
        if kind != "addressed":
            return Cell(text=COVERAGE_LABELS[kind], href="", note=kind)
        return Cell(text=f"{characters:,} 字", href=f"themes/{theme_id}/#{plan.id}", note=kind, side=side)
    plans: list[PlanSummary] = index.plans_under(column.key + "0000")
    kinds = [coverage(plan, theme_id) for plan in plans]
    count = kinds.count("addressed")
    kind = "addressed" if count else "not-reviewed" if "not-reviewed" in kinds else "not-addressed"
    return Cell(text=f"{count}/{len(plans)}", href=f"themes/{theme_id}/" if count else "", note=kind, side=side)
