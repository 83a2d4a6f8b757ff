"""What templates that put jurisdictions side by side are filled with: the index and a key in, HTML out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from macros.charts import dumbbell
from macros.library import current
from macros.render import render
from medplan.commitments import Commitment, last_day
from medplan.compare.glance import glance
from medplan.compare.indicators import compare_indicator
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.derive import IndicatorRow
from medplan.index import LibraryIndex, PlanSummary
from medplan.model import UNIT_FIELDS
from medplan.pages import PLANS_A_THEME_PAGE, on_page, page_count
from medplan.rows import Row
from medplan.schemas import plan_labels

MOST_COLUMNS = 12
MOST_NAMED = 60
CHART_WIDTHS = (560, 200)


def indicator(root: str, indicator_id: str, page: int = 1) -> str:
    """Return a page of one indicator."""
    index = current().index
    rows = index.rows[indicator_id]
    comparison = compare_indicator(index.catalogues.indicators[indicator_id], rows, index.catalogues)
    all_rows = [*comparison.comparable, *comparison.apart]
    shown = on_page(all_rows, page)
    wide, narrow = (dumbbell(comparison, width) if page == 1 else None for width in CHART_WIDTHS)
    return render(
        "indicator",
        root=root,
        comparison=comparison,
        comparable=[row for row in shown if not row.obstacles],
        apart=[row for row in shown if row.obstacles],
        page=page,
        pages=page_count(len(all_rows)),
        wide=wide,
        narrow=narrow,
        labels=plan_labels(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a matrix: a plan, or a province where plans are many."""

    key: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a matrix: what it says, and where it leads."""

    text: str
    href: str
    note: str = ""


def columns_of(index: LibraryIndex) -> list[Column]:
    """Return a column a plan, or, beyond MOST_COLUMNS plans, a column a province."""
    if len(index.plans) <= MOST_COLUMNS:
        return [Column(key=p.id, name=p.place.name, note=_kind_note(p)) for p in index.plans]
    provinces = {p.place.code[:2] for p in index.plans}
    names = {p.code[:2]: p.name for p in index.catalogues.jurisdictions.values() if p.level in ("province", "national")}
    return [Column(key=code, name=names.get(code, code), note="") for code in sorted(provinces)]


def _kind_note(plan: PlanSummary) -> str:
    if plan.kind == "press-conference":
        return "发布会"
    return "征求意见稿" if plan.stage == "consultation" else ""


def indicator_matrix(root: str) -> str:
    """Return all indicators by category, against plans (or provinces, where plans are many)."""
    index = current().index
    columns = columns_of(index)
    categories = []
    for category, name in plan_labels()["category"].items():
        entries = [i for i in index.catalogues.indicators.values() if i.category == category and i.id in index.rows]
        # What many plans set comes first: that is what can be compared.
        entries.sort(key=lambda i: -len({plan.id for plan, _ in index.rows[i.id]}))
        if entries:
            categories.append((category, name, [(i, _cells(index.rows[i.id], columns)) for i in entries]))
    return render("indicator_matrix", root=root, categories=categories, columns=columns)


def _cells(rows: list[tuple[PlanSummary, IndicatorRow]], columns: list[Column]) -> list[Cell | None]:
    matches = plan_labels()["match"]
    cells: list[Cell | None] = []
    for column in columns:
        found = [(p, r) for p, r in rows if column.key in (p.id, p.place.code[:2])]
        if not found:
            cells.append(None)
        elif len(column.key) == 2:
            plans = len({p.id for p, _ in found})
            cells.append(Cell(text=f"{plans} 份", href=f"indicators/{found[0][1].ref.indicator_id}/"))
        else:
            plan, row = next(((p, r) for p, r in found if r.target), found[0])
            note = "" if row.ref.match in ("exact", None) else matches[row.ref.match]
            text = row.target or row.baseline or "未列"
            shown = text if len(text) <= 12 else text[:11] + "…"
            cells.append(
                Cell(text=shown, href=f"plans/{plan.id}/#{row.eid}", note=note if row.target else f"基期{note}")
            )
    return cells


def measures(root: str, _: str = "", page: int = 1) -> str:
    """Return a page of all measures, in order of place."""
    index = current().index
    return _measure_list(root, "measures/", index.measures, page, "")


def agency(root: str, agency_id: str, page: int = 1) -> str:
    """Return a page of the measures an agency has a part in, those it leads first."""
    index = current().index
    found = index.measures_of(agency_id)
    return _measure_list(root, f"agencies/{agency_id}/", found, page, agency_id)


def _measure_list(root: str, url: str, found: list[tuple[PlanSummary, Row]], page: int, agency_id: str) -> str:
    index = current().index
    agencies = index.catalogues.agencies.agencies
    shown = list(on_page(found, page))
    named = [a for a in index.agencies_named() if any(a in _parties(row) for _, row in shown)]
    led = sum(agency_id in row["lead_agencies"] for _, row in found)
    return render(
        "measures",
        root=root,
        url=url,
        agency=agencies.get(agency_id),
        led=led,
        total=len(found),
        rows=[(plan, row, " ".join(_parties(row)), _year(row)) for plan, row in shown],
        agencies=[agencies[a] for a in named],
        plans=list({plan.id: plan for plan, _ in shown}.values()),
        themes=[t for t in index.catalogues.themes.values() if any(t.id in row["themes"] for _, row in shown)],
        years=sorted({_year(row) for _, row in shown} - {""}),
        page=page,
        pages=page_count(len(found)),
        labels=plan_labels(),
    )


def _parties(row: Row) -> list[str]:
    parties = [a for role in UNIT_FIELDS for a in row[f"{role}_agencies"] if a]
    return list(dict.fromkeys(parties))


def _year(row: Row) -> str:
    return (row["due"] or "")[:4] or ("每年" if row["recurring"] else "")


def timeline(root: str, _: str = "", page: int = 1) -> str:
    """Return a page of all dated commitments, the earliest first; what recurs every year stands at the end."""
    index = current().index
    found = sorted(index.commitments, key=lambda pair: _when(pair[1]))
    today = build_date()
    years: dict[str, list[tuple[PlanSummary, Commitment, bool]]] = {}
    for plan, commitment in on_page(found, page):
        past = bool(commitment.due and last_day(commitment.due) < today)
        years.setdefault((commitment.due or "每年")[:4], []).append((plan, commitment, past))
    return render(
        "timeline",
        root=root,
        years=years,
        total=len(found),
        past=sum(bool(c.due and last_day(c.due) < today) for _, c in found),
        today=today.isoformat(),
        page=page,
        pages=page_count(len(found)),
        labels=plan_labels(),
    )


def _when(commitment: Commitment) -> tuple[bool, str]:
    return commitment.due is None, last_day(commitment.due).isoformat() if commitment.due else ""


def build_date() -> date:
    """Return the day of the build; SOURCE_DATE_EPOCH fixes it, so that a build can be repeated."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC).date() if given else datetime.now(UTC).date()


def theme(root: str, theme_id: str, page: int = 1) -> str:
    """Return a page of one theme: who addresses it, and their provisions side by side, ten plans a page."""
    library = current()
    index = library.index
    groups: dict[str, list[PlanSummary]] = {key: [] for key in COVERAGE_LABELS}
    for plan in index.plans:
        groups[coverage(plan, theme_id)].append(plan)
    here = on_page(groups["addressed"], page, PLANS_A_THEME_PAGE)
    provinces = [p for p in index.catalogues.jurisdictions.values() if p.level == "province"]
    return render(
        "theme",
        root=root,
        theme=index.catalogues.themes[theme_id],
        labels=COVERAGE_LABELS,
        groups={key: plans[:MOST_NAMED] for key, plans in groups.items()},
        counts={key: len(plans) for key, plans in groups.items()},
        absent=sum(not index.plans_under(p.code) for p in provinces),
        here={plan.id for plan in here},
        entries=[library.theme_html(theme_id, plan.id) for plan in here],
        page=page,
        pages=page_count(len(groups["addressed"]), PLANS_A_THEME_PAGE),
    )


def theme_matrix(root: str) -> str:
    """Return all themes against plans (or provinces, where plans are many), each cell saying which kind of nothing."""
    index = current().index
    columns = columns_of(index)
    rows = [
        (entry, [_theme_cell(entry.id, column, index) for column in columns])
        for entry in index.catalogues.themes.values()
    ]
    return render("theme_matrix", root=root, columns=columns, rows=rows, labels=COVERAGE_LABELS)


def _theme_cell(theme_id: str, column: Column, index: LibraryIndex) -> Cell:
    plans = [p for p in index.plans if column.key in (p.id, p.place.code[:2])]
    if len(column.key) == 2:
        count = sum(theme_id in p.themes for p in plans)
        kind = "addressed" if count else coverage(plans[0], theme_id)
        return Cell(text=f"{count}/{len(plans)}", href=f"themes/{theme_id}/", note=kind)
    kind = coverage(plans[0], theme_id)
    href = f"themes/{theme_id}/#{plans[0].id}" if kind == "addressed" else ""
    return Cell(text=COVERAGE_LABELS[kind], href=href, note=kind)


def plan_glance(plan_id: str) -> str:
    """Return what a plan's page opens with; it needs all plans, so it is made after they have been read."""
    index = current().index
    today = build_date()
    plan = next(p for p in index.plans if p.id == plan_id)
    return render("glance", g=glance(plan, index, today), today=today.isoformat())


BY_NAME = {"theme": theme, "indicator": indicator, "measures": measures, "agency": agency, "timeline": timeline}
