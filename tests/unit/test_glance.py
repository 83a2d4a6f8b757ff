"""A plan at a glance: what binds, what stands out, who leads most, what falls due next."""

from __future__ import annotations

from datetime import date

from medplan.compare.glance import glance
from medplan.compare.standing import Comparisons

from .library import head_of, library, table

TASKS = """
  - num: 一、
    heading: 任务
    body:
      - {num: 1., heading: 甲。, text: 健全机制。, lead: 市财政局、市医保局, schedule: 2023年6月完成}
      - {num: 2., heading: 乙。, text: 定期通报。, lead: 市医保局, schedule: 2024年底前}
      - {num: 3., heading: 丙。, text: 到2025年全面建成。, lead: 市医保局, supporting: 市财政局}
"""


def row(indicator: str, target: str, nature: str) -> str:
    return (
        f'indicator: {indicator}, match: exact, name: 指标（%）, baseline: "50", target: "{target}", nature: {nature}'
    )


BODY = table(
    row("satisfaction-rate", "99", "binding"),
    row("enrolment-rate", "95", "anticipatory"),
    row("vbp-completion-rate", "——", "anticipatory"),
    row("online-service-rate", "80", "binding"),
    row("window-service-rate", "保持稳定", "anticipatory"),
) + TASKS.strip("\n")


def facts(today: date):
    others = [
        (head_of(c), table(row("satisfaction-rate", t, "binding"))) for c, t in (("110000", "90"), ("120000", "91"))
    ]
    index = library((head_of("320500", published='"2021-10-08"'), BODY), *others)
    return glance(index.plans[0], Comparisons(index), today)


def test_what_binds_and_what_else_is_aimed_at() -> None:
    made = facts(date(2024, 1, 1))
    assert [r.ref.indicator_id for r in made.binding] == ["satisfaction-rate", "online-service-rate"]
    assert made.anticipatory == 3
    assert [r.ref.indicator_id for r in made.main_targets] == ["enrolment-rate"]
    assert (made.plan.indicators, made.plan.binding) == (5, 2)


def test_what_stands_out() -> None:
    [out] = facts(date(2024, 1, 1)).stands_out
    assert (out.comparison.indicator.id, out.higher, out.bound) == ("satisfaction-rate", True, False)
    assert [other.target.shown for other in out.others] == ["90", "91"]


def test_who_leads_most_first() -> None:
    assert [(a, n) for a, _, n in facts(date(2024, 1, 1)).leaders] == [("healthcare-security", 3), ("finance", 1)]


def test_what_falls_due_next_on_the_day_of_the_build() -> None:
    made = facts(date(2024, 1, 1))
    assert ([c.due for c in made.next_due], made.past_due) == (["2024-12", "2025"], 1)
    made = facts(date(2024, 12, 31))  # the last day is not past
    assert ([c.due for c in made.next_due], made.past_due) == (["2024-12", "2025"], 1)
    made = facts(date(2026, 1, 1))
    assert (made.next_due, made.past_due) == ((), 3)
