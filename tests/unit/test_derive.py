"""Facts derived from one plan: the year and unit of an indicator's figures, what a measure says."""

from __future__ import annotations

import pytest

from medplan.facts.derive import indicator_rows, measures

from .library import catalogues, head_of, table
from .support import read_sample

ROW = "name: 参保率, baseline: 95%, target: 96%, nature: binding, indicator: null"


@pytest.mark.parametrize(
    ("target", "period", "years"),
    [
        ("2025年", "{start: 2021, end: 2030}", (2020, 2025)),
        ("目标值", "{start: 2021, end: 2030}", (2020, 2030)),
        ("目标值", "null", (2020, None)),
    ],
)
def test_a_target_is_for_its_columns_year_else_for_the_plans_last(
    target: str, period: str, years: tuple[int | None, int | None]
) -> None:
    _, plan, _ = read_sample(table(ROW, columns=f"2020年, target: {target}"), head_of("320500", period=period))
    assert [(row.baseline_year, row.target_year) for row in indicator_rows(plan)] == [years]


@pytest.mark.parametrize(
    ("name", "baseline", "target", "unit"),
    [
        ("参保率", "95%", "96%", "%"),
        ("参保率", "95%", "96", "%"),
        ("参保率", "95%", "——", "%"),
        ("参保率（%）", "95", "96", "%"),
        ("参保率", "95", "96", None),
        ("参保人数（万人）", "95人", "96", "人"),
    ],
)
def test_a_unit_stands_beside_a_figure_else_in_the_name(
    name: str, baseline: str, target: str, unit: str | None
) -> None:
    row = f"name: {name}, baseline: {baseline}, target: {target}, nature: binding, indicator: null"
    _, plan, _ = read_sample(table(row))
    assert [found.unit for found in indicator_rows(plan)] == [unit]


def test_what_a_measure_says_is_without_its_number_units_and_schedule() -> None:
    _, plan, issues = read_sample(
        """
        body:
          - {num: 一、, heading: 甲。, text: 乙。, lead: 市医保局, schedule: 2023年完成}
          - num: 二、
            lead: 市医保局
            body: [丙。]
        """
    )
    assert not issues
    assert [m.text for m in measures(plan, catalogues())] == ["甲。乙。", "（牵头单位：市医保局）"]
