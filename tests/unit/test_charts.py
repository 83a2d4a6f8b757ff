"""Drawings: axes, marks and the side on which a mark's text stands, by characters alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.views.charts import Scale, chart, text_width
from medplan.compare.standing import Comparisons
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository


@pytest.mark.parametrize(
    ("values", "unit", "ticks"),
    [
        (["95", "99"], "%", ["94", "95", "96", "97", "98", "99", "100"]),
        (["70", "70"], "%", ["68", "70", "72"]),
        (["0", "3"], "个", ["0", "1", "2", "3", "4"]),
        (["40.7", "9697.8"], "万人", ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]),
        (["0", "0"], "%", ["0", "0.2"]),
        (["-5", "5"], "%", ["-6", "-4", "-2", "0", "2", "4", "6"]),
        (["100", "100"], "%", ["98", "100"]),
        (["0.001", "0.0035"], "%", ["0.0005", "0.001", "0.0015", "0.002", "0.0025", "0.003", "0.0035", "0.004"]),
        (["1e15", "3e15"], "元", ["500,000,000,000,000", "1,000,000,000,000,000", "1,500,000,000,000,000",
                                  "2,000,000,000,000,000", "2,500,000,000,000,000", "3,000,000,000,000,000",
                                  "3,500,000,000,000,000"]),
    ],
)  # fmt: skip
def test_an_axis_has_few_round_ticks_around_what_it_shows(values: list[str], unit: str, ticks: list[str]) -> None:
    scale = Scale.over(map(Decimal, values), unit)
    assert [number for _, number in scale.ticks] == ticks
    assert all(0 <= scale.part(Decimal(value)) <= 1 for value in values)
    assert scale.ticks[0][0] == "0.00%"


def test_a_text_is_measured_by_its_characters() -> None:
    assert text_width("目标") == 26
    assert text_width("＞95") == text_width("约95") == 29
    assert text_width("") == 0


@pytest.fixture(scope="module")
def compared(repository: Repository) -> Comparisons:
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    return Comparisons(index)


def test_limits_are_open_and_words_make_up_no_number(compared: Comparisons) -> None:
    drawn = chart(compared.of("enrolment-rate"))
    assert drawn is not None
    kinds = {(row.row.plan.place.name, row.target.kind) for row in drawn.comparable if row.target}
    assert {("山东省", "at-least"), ("正宁县", "above"), ("鹤山市", "dot")} <= kinds
    assert [row.row.plan.place.name for row in drawn.apart] == ["包头市", "苏州市"]
    words = chart(compared.of("employee-inpatient-payment-ratio"))
    assert words is not None
    [zhengning] = [row for row in words.comparable if row.row.plan.place.name == "正宁县"]
    assert zhengning.words == "2025 年 “保持稳定”"
    assert zhengning.target is not None
    assert zhengning.baseline is not None
    assert zhengning.target.kind == "words"
    assert zhengning.target.at == zhengning.baseline.at
    assert not any(character.isdigit() for character in zhengning.target.text)


def test_no_text_leaves_the_narrowest_drawing(compared: Comparisons) -> None:
    for indicator in compared.index.rows:
        drawn = chart(compared.of(indicator))
        for row in (*drawn.comparable, *drawn.apart) if drawn else ():
            for mark in filter(None, (row.baseline, row.target)):
                at = float(mark.at.rstrip("%")) / 100 * 250
                room = at - 14 if mark.left else 250 - at - (30 if mark.kind in ("above", "at-least") else 14)
                assert room + 8 >= text_width(mark.text), (indicator, mark)  # the margin beside a drawing
