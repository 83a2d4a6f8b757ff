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
    # In parts of a hundred across, with room at both ends for a mark.
    assert made.ticks == ((4.0, 70), (33.7, 80), (63.3, 90), (93.0, 100))
    assert (one.base.at, one.target.at, two.base.at, two.target.at) == (63.3, 78.2, 9.9, 4.0)


@pytest.mark.parametrize(
    ("low", "high", "first", "step", "last"),
    [
        ("40", "99", 40, 10, 100),
        ("39", "99", 20, 20, 100),
        ("30", "150", 20, 20, 160),
        ("30", "151", 0, 50, 200),
        ("30", "529", 0, 50, 550),
        ("30", "530", 0, 100, 600),
        ("30", "1030", 0, 150, 1050),
    ],
)
def test_an_axis_has_a_handful_of_round_numbers(low: str, high: str, first: int, step: int, last: int) -> None:
    ticks = [tick for _, tick in drawn(row("enrolment-rate", low, high)).ticks]
    assert ticks == list(range(first, last + 1, step))


def test_a_target_that_is_its_baseline_does_not_fall() -> None:
    [rung] = drawn(row("enrolment-rate", "95", "≤95")).rungs
    assert (rung.falls, rung.target.mark, rung.base.at == rung.target.at) == (False, "most", True)


def test_no_more_are_drawn_than_fit_a_screen() -> None:
    rates = ["enrolment-rate", "satisfaction-rate", "online-service-rate", "window-service-rate", "vbp-completion-rate"]
    made = drawn(*(row(rate, "50", "60", name=f"第{n}（%）") for n in (1, 2) for rate in rates))
    assert MOST == 8 and (len(made.rungs), made.left_out) == (8, 2)


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
    assert [(dot.at, dot.radius, dot.named) for dot in made.dots] == [(12.5, 11.5, True), (62.5, 10.0, True)]
    assert made.today == 87.36  # 181 of 366 days into the last of four years


def test_years_too_close_to_be_read_are_not_all_named() -> None:
    tasks = TASKS.strip("\n").replace("2023年底前", "2024年底前")
    index = library((head_of("320500", published='"2021-10-08"'), table(row("enrolment-rate", "90", "95")) + tasks))
    for day, named in ((date(2033, 1, 1), [True, True, True]), (date(2034, 1, 1), [True, False, True])):
        made = glance(index.plans[0], Comparisons(index), day).due
        assert made is not None
        assert [dot.named for dot in made.dots] == named


def test_without_dates_there_is_no_line() -> None:
    assert due_years((), date(2026, 1, 1)) is None
