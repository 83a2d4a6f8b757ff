"""What templates that put jurisdictions side by side are filled with: the index and a key in, HTML out."""

from __future__ import annotations

from dataclasses import dataclass

from macros.charts import dumbbell
from macros.library import current
from macros.render import render
from medplan.compare.indicators import compare_indicator
from medplan.derive import IndicatorRow
from medplan.index import LibraryIndex, PlanSummary
from medplan.pages import PLANS_PER_PAGE, page_count
from medplan.schemas import plan_labels

MOST_COLUMNS = 12
CHART_WIDTHS = (560, 200)


def indicator(root: str, key: str) -> str:
    """Return a page of one indicator; `key` is its id and the page's number."""
    indicator_id, _, number = key.partition(" ")
    page = int(number or 1)
    index = current().index
    rows = index.rows[indicator_id]
    comparison = compare_indicator(index.catalogues.indicators[indicator_id], rows, index.catalogues)
    all_rows = [*comparison.comparable, *comparison.apart]
    shown = all_rows[(page - 1) * PLANS_PER_PAGE : page * PLANS_PER_PAGE]
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
