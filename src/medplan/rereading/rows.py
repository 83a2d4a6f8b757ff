"""Indicator rows: a plan and the catalogues in; values that differ, goals below what is reached, matches, out."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import IndicatorRow, indicator_rows
from medplan.language.values import Value
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate

_Place = tuple[int, int]


def values(plan: Plan) -> Iterator[Candidate]:
    """Yield values of one indicator and one year that are printed differently in two places."""
    seen: dict[tuple[str, int | None], tuple[IndicatorRow, str, Value]] = {}
    for row in indicator_rows(plan):
        for printed, value, year in (
            (row.baseline, row.baseline_value, row.baseline_year),
            (row.target, row.target_value, row.target_year),
        ):
            if value is None or value.number is None or printed is None or row.ref.indicator_id is None:
                continue
            key = row.ref.indicator_id, year
            if key not in seen:
                seen[key] = row, printed, value
                continue
            before, other, known = seen[key]
            if before.eid != row.eid and (known.number, known.high, known.comparator) != (
                value.number, value.high, value.comparator,
            ):  # fmt: skip
                at = f"{year} 年" if year else "未写年份"
                yield Candidate(
                    kind="table", eid=row.eid, place=_place(plan, row.eid), quote=printed,
                    words=f"“{row.name_read}”（{at}）两处的值不同", here=printed, there=other, other=before.eid,
                )  # fmt: skip


def targets(plan: Plan, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield goals that ask for less than is reached, by the catalogue's direction, and goals that ask for the same."""
    rows = [row for row in indicator_rows(plan) if row.baseline_value and row.target_value]
    steady = any(row.target_value and row.target_value.words for row in rows)
    for row in rows:
        low, high = row.baseline_value, row.target_value
        entry = catalogues.indicators.get(row.ref.indicator_id or "")
        if low is None or high is None or low.number is None or high.number is None or low.unit != high.unit:
            continue
        words = ""
        if entry and entry.direction == "higher" and high.number < low.number:
            words = "目标低于基期，而此项以高为好"
        elif entry and entry.direction == "lower" and high.number > low.number:
            words = "目标高于基期，而此项以低为好"
        elif (low.number, low.comparator) == (high.number, high.comparator) and steady and high.number not in (0, 100):
            words = "目标与基期相同，而本表别处作文字（如“保持稳定”）"
        if words and row.baseline and row.target:
            yield Candidate(
                kind="target", eid=row.eid, place=_place(plan, row.eid), quote=row.target, words=words,
                here=f"目标 {row.target}", there=f"基期 {row.baseline}",
            )  # fmt: skip


def matches(plan: Plan, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield rows named as the catalogue entry is that don't match it exactly, and matches that nobody gives a why."""
    for row in indicator_rows(plan):
        entry = catalogues.indicators.get(row.ref.indicator_id or "")
        if entry is None or row.ref.match in (None, "exact") or row.ref.why:
            continue
        same = row.name_read in (entry.name, *entry.names)
        words = "名称与目录的相同，对应程度却不是完全对应" if same else "对应程度不是完全对应，没有写理由（why）"
        yield Candidate(
            kind="match", eid=row.eid, place=_place(plan, row.eid), quote=row.name, words=words, here=row.name_read,
            there=entry.name,
        )  # fmt: skip


def _place(plan: Plan, eid: Eid) -> _Place:
    found = plan.find(eid)
    return found[0].place if found else (1, 1)
