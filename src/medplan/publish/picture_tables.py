"""The numbers behind pictures: the index of a library in; under data/pictures/ a CSV for each picture out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from medplan.compare.indicators import ComparedRow
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.compare.units import Figure
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.lists import year_of
from medplan.publish.rows.common import plan_url
from medplan.publish.spreadsheet import safe_cell
from medplan.schema.schemas import plan_labels

FOLDER = "pictures"
YEAR_WORDS = {"yearly": "每年"}
_AMOUNTS = ("论及与否", "条文", "字数")
_PLAN = ("行政区划代码", "行政区", "规划代号", "状态")
_INDICATOR = (
    *(*_PLAN, "原文指标"),
    *("基期（原文）", "基期数值", "基期上限", "基期的界限", "基期年"),
    *("目标（原文）", "目标数值", "目标上限", "目标的界限", "目标年"),
    *("数值的单位", "属性", "能否比较", "网址"),
)


def write_picture_tables(comparisons: Comparisons, folder: Path) -> None:
    """Write the tables of all pictures into a folder's `pictures`."""
    index = comparisons.index
    made = folder / FOLDER
    made.mkdir(parents=True)
    for indicator_id in index.rows:
        _write(made / f"indicator-{indicator_id}.csv", _INDICATOR, _indicator_rows(comparisons, indicator_id))
    _write(made / "timeline.csv", (*_PLAN, "年", "条数"), _years(index))
    _write(made / "themes.csv", ("主题代号", "主题", *_PLAN, *_AMOUNTS), _theme_rows(index))
    for theme in index.catalogues.themes.values():
        heads = (*_PLAN, "种类", "内容", "数值或日期", "网址")
        _write(made / f"theme-{theme.id}.csv", heads, _rows_on(comparisons, theme.id))


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _of(plan: PlanSummary) -> tuple[str, str, str, str]:
    return plan.place.code, plan.place.name, plan.id, plan.status.word


def _indicator_rows(comparisons: Comparisons, indicator_id: str) -> Iterator[Sequence[object]]:
    comparison = comparisons.of(indicator_id)
    natures = plan_labels()["nature"]
    for row in (*comparison.comparable, *comparison.apart):
        yield (
            *(*_of(row.plan), row.row.name_read),
            *(row.printed_baseline, *_figure(row.baseline), row.row.baseline_year if row.row.baseline_value else None),
            *(row.printed_target, *_figure(row.target), row.row.target_year if row.row.target_value else None),
            *(comparison.unit, natures[row.row.ref.nature] if row.row.ref.nature else "未列", _reason(row)),
            plan_url(row.plan.id, row.row.eid),
        )


def _figure(figure: Figure | None) -> tuple[object, object, object]:
    if figure is None:
        return None, None, None
    return f"{figure.low:f}", f"{figure.high:f}" if figure.high is not None else None, figure.comparator


def _reason(row: ComparedRow) -> str:
    return "；".join(obstacle.reason for obstacle in row.obstacles) or "可以比较"


def _years(index: LibraryIndex) -> Iterator[Sequence[object]]:
    for plan in index.plans:
        counts = Counter(year_of(found.due, found.recurring) for found in index.commitments_by(plan.id))
        for year, count in sorted(counts.items()):
            yield *_of(plan), YEAR_WORDS.get(year, year), count


def _theme_rows(index: LibraryIndex) -> Iterator[Sequence[object]]:
    for theme in index.catalogues.themes.values():
        for plan in index.plans:
            said = COVERAGE_LABELS[coverage(plan, theme.id)]
            yield theme.id, theme.name, *_of(plan), said, *index.amount_on(plan.id, theme.id)


def _rows_on(comparisons: Comparisons, theme: str) -> Iterator[Sequence[object]]:
    """Yield what a theme's page tells of each plan that addresses it: how much text, indicators, dated commitments."""
    index = comparisons.index
    indicators = [found for found in index.catalogues.indicators_on(theme) if found.id in index.rows]
    for plan in index.plans:
        if theme in plan.themes:
            provisions, characters = index.amount_on(plan.id, theme)
            yield *_of(plan), "条文", f"{provisions} 条", f"{characters} 字", plan_url(plan.id)
            for indicator in indicators:
                for row in comparisons.rows_of(indicator.id, plan.id):
                    ends = f"{row.printed_baseline or '未列'} → {row.printed_target or '未列'}"
                    yield *_of(plan), "指标", indicator.name, ends, plan_url(plan.id, row.row.eid)
            for found in index.commitments_by(plan.id):
                if theme in found.themes:
                    yield *_of(plan), "写明日期的", found.text, found.due or "每年", plan_url(plan.id, found.eid)
