"""A plan's targets on one axis, its dates on a line of years."""

from __future__ import annotations

from datetime import date

import pytest

from medplan.compare.due_years import due_years
from medplan.compare.glance import glance
from medplan.compare.ladders import MOST, Ladders, ladders
from medplan.compare.standing import Comparisons

from .library import head_of, library, table


def row(indicator: str, baseline: str, target: str, nature: str = "anticipatory", name: str = "指标（%）") -> str:
    values = f'baseline: "{baseline}", target: "{target}"'
    return f"indicator: {indicator}, match: exact, name: {name}, {values}, nature: {nature}"


def drawn(*rows: str) -> Ladders:
    index = library((head_of("320500"), table(*rows)))
    return ladders(index.rows_of(index.plans[0].id))


def test_binding_ones_come_first_and_what_has_no_base_is_counted() -> None:
    made = drawn(
        row("enrolment-rate", "90", "95"),
        row("satisfaction-rate", "80", ">85", "binding"),
        row("online-service-rate", "——", "80"),
        row("window-service-rate", "70", "保持稳定"),
    )
    assert [rung.row.ref.indicator_id for rung in made.rungs] == ["satisfaction-rate", "enrolment-rate"]
    assert made.left_out == 2


@pytest.mark.parametrize(
    ("target", "mark", "is_open"),
    [
        ("95", "point", False),
        (">95", "over", True),
        ("≥95", "least", True),
        ("<95", "under", True),
        ("95左右", "about", False),
    ],
)
def test_a_limit_is_no_point(target: str, mark: str, is_open: bool) -> None:
    [rung] = drawn(row("enrolment-rate", "90", target)).rungs
    assert (rung.target.mark, rung.target.open) == (mark, is_open)


def test_what_is_higher_stands_further_right_on_the_axis_of_all() -> None:
    made = drawn(row("enrolment-rate", "90", "95"), row("satisfaction-rate", "72", "70"))
    (one, two), ticks = made.rungs, {tick: at for at, tick in made.ticks}
    assert [rung.falls for rung in made.rungs] == [False, True]
    assert ticks[70] == two.target.at < two.base.at < one.base.at == ticks[90] < one.target.at < ticks[100] < 100


def test_no_more_are_drawn_than_fit_a_screen() -> None:
    rates = ["enrolment-rate", "satisfaction-rate", "online-service-rate", "window-service-rate", "vbp-completion-rate"]
    made = drawn(*(row(rate, "50", "60", name=f"第{n}（%）") for n in (1, 2) for rate in rates))
    assert (len(made.rungs), made.left_out) == (MOST, 10 - MOST)


def test_other_units_are_not_drawn() -> None:
    made = drawn(row("enrolment-rate", "90", "95", name="指标（万人）"))
    assert (made.rungs, made.ticks, made.left_out) == ((), (), 1)


TASKS = """
  - num: 一、
    heading: 任务
    body:
      - {num: 1., heading: 甲。, text: 健全机制。, lead: 市财政局, schedule: 2023年6月完成}
      - {num: 2., heading: 乙。, text: 定期通报。, lead: 市财政局, schedule: 2023年底前}
      - {num: 3., heading: 丙。, text: 到2025年全面建成。, lead: 市财政局}
"""


def test_dates_are_gathered_by_year_with_the_day_among_them() -> None:
    index = library(
        (head_of("320500", published='"2021-10-08"'), table(row("enrolment-rate", "90", "95")) + TASKS.strip("\n"))
    )
    plan = index.plans[0]
    made = glance(plan, Comparisons(index), date(2026, 7, 1)).due
    assert made is not None
    assert [(dot.year, dot.count) for dot in made.dots] == [(2023, 2), (2025, 1)]
    assert (made.first, made.years, made.count) == (2023, 4, 3)
    assert made.dots[0].at < made.dots[1].at < made.today < 100
    assert made.dots[0].radius > made.dots[1].radius
    assert made.days[0] == (date(2023, 6, 30), 1)


def test_without_dates_there_is_no_line() -> None:
    assert due_years((), date(2026, 1, 1)) is None
