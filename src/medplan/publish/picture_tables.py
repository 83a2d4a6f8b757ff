"""The numbers behind pictures: the index of a library in; under data/pictures/ a CSV for each picture out."""

from __future__ import annotations

import csv
import io
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from medplan.catalogue.catalogues import Theme
from medplan.compare.indicators import ComparedRow, Comparison
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, coverage
from medplan.compare.units import Figure
from medplan.files.digest import digest
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.keeper import Keeper
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLines:
    """Keeps the lines of a province, under what stands for its plans, `prints` by id, and the rest, `grounds`."""

    keeper: Keeper
    prints: Mapping[str, str]
    grounds: str


def write_picture_tables(comparisons: Comparisons, folder: Path, kept: KeptLines | None = None) -> None:
    """Write the tables of all pictures into a folder's `pictures`."""
    index = comparisons.index
    made = folder / FOLDER
    made.mkdir(parents=True)
    themes = index.catalogues.themes
    pieces = [
        _kept_lines(comparisons, province, list(plans), kept)
        for province, plans in groupby(index.plans, lambda plan: plan.id[:2])
    ]

    def write(name: str, heads: Sequence[str], keys: Iterable[str]) -> None:
        with (made / f"{name}.csv").open("wb") as file:
            file.write(f"\ufeff{_lines([heads])}".encode())
            file.writelines(piece[key] for key in keys for piece in pieces if key in piece)

    for indicator_id in index.rows:
        write(f"indicator-{indicator_id}", _INDICATOR, (f"{indicator_id} {apart}" for apart in (False, True)))
    write("timeline", (*_PLAN, "年", "条数"), ["timeline"])
    write("themes", ("主题代号", "主题", *_PLAN, *_AMOUNTS), (f"themes {theme}" for theme in themes))
    for theme in themes:
        write(f"theme-{theme}", (*_PLAN, "种类", "内容", "数值或日期", "网址"), [f"theme {theme}"])


def _kept_lines(
    comparisons: Comparisons, province: str, plans: list[PlanSummary], kept: KeptLines | None
) -> dict[str, bytes]:
    """Return a province's lines by what they are lines of, as they were kept or made now."""
    if kept is None:
        return _lines_of(comparisons, plans)
    terms = repr([(indicator, comparisons.of(indicator).terms) for indicator in comparisons.index.rows])
    grounds = (kept.grounds, "pictures", province, terms, *(kept.prints[plan.id] for plan in plans))
    name = digest(ground.encode() for ground in grounds)
    if (known := kept.keeper.recall(name)) is not None:
        lines: dict[str, bytes] = pickle.loads(known)
        return lines
    lines = _lines_of(comparisons, plans)
    kept.keeper.keep(name, pickle.dumps(lines))
    return lines


def _lines_of(comparisons: Comparisons, plans: list[PlanSummary]) -> dict[str, bytes]:
    index = comparisons.index
    rows: dict[str, Iterable[Sequence[object]]] = {}
    for indicator_id in index.rows:
        found = [row for plan in plans for row in comparisons.rows_of(indicator_id, plan.id)]
        for apart in (False, True):
            some = [row for row in found if bool(row.obstacles) is apart]
            rows[f"{indicator_id} {apart}"] = _indicator_rows(comparisons.of(indicator_id), some)
    rows["timeline"] = _years(index, plans)
    for theme in index.catalogues.themes.values():
        rows[f"themes {theme.id}"] = _theme_rows(index, theme, plans)
        rows[f"theme {theme.id}"] = _rows_on(comparisons, theme.id, plans)
    return {key: lines.encode() for key, found in rows.items() if (lines := _lines(found))}


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def _of(plan: PlanSummary) -> tuple[str, str, str, str]:
    return plan.place.code, plan.place.name, plan.id, plan.status.word


def _indicator_rows(comparison: Comparison, rows: Iterable[ComparedRow]) -> Iterator[Sequence[object]]:
    natures = plan_labels()["nature"]
    for row in rows:
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


def _years(index: LibraryIndex, plans: Iterable[PlanSummary]) -> Iterator[Sequence[object]]:
    for plan in plans:
        counts = Counter(year_of(found.due, found.recurring) for found in index.commitments_by(plan.id))
        for year, count in sorted(counts.items()):
            yield *_of(plan), YEAR_WORDS.get(year, year), count


def _theme_rows(index: LibraryIndex, theme: Theme, plans: Iterable[PlanSummary]) -> Iterator[Sequence[object]]:
    for plan in plans:
        said = COVERAGE_LABELS[coverage(plan, theme.id)]
        yield theme.id, theme.name, *_of(plan), said, *index.amount_on(plan.id, theme.id)


def _rows_on(comparisons: Comparisons, theme: str, plans: Iterable[PlanSummary]) -> Iterator[Sequence[object]]:
    """Yield what a theme's page tells of each plan that addresses it: how much text, indicators, dated commitments."""
    index = comparisons.index
    indicators = [found for found in index.catalogues.indicators_on(theme) if found.id in index.rows]
    for plan in plans:
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
