"""Every number in the sources is accounted for: a table, a stated indicator, a date, or a count with its reason."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right

import pytest

from medplan.facts.derive import indicator_rows
from medplan.library.repository import Repository
from medplan.plan.head import Exclusion
from medplan.plan.printed import printed_fields
from medplan.rules.fidelity import trace

from .figures import DECIDED, Decided, account, figures, read_decided
from .support import FIVE, SUZHOU, Held


@pytest.mark.parametrize("plan_id", FIVE)
def test_every_figure_of_a_plan_is_accounted_for(held: dict[str, Held], plan_id: str) -> None:
    accounts = account(held[plan_id].plan, read_decided(plan_id))
    assert accounts.open == (), "列入 stated_indicators，或在 tests/cases/figures 写明不是指标的理由"
    assert accounts.idle == (), "所引文字里的数另有着落，或没有数：删去这一条"


@pytest.mark.parametrize("plan_id", FIVE)
def test_the_numbers_of_a_source_are_the_plans_and_those_of_what_is_left_out(
    held: dict[str, Held], plan_id: str
) -> None:
    """What is accounted for is what the plan prints; the file as received has no number besides."""
    plan, source = held[plan_id].plan, held[plan_id].source.decode()
    runs = trace(plan, source)
    starts = [offset for offset, _ in runs]
    numbers = [found.start() for found in re.finditer("[0-9]", source)]
    kept = [at for at in numbers if not isinstance(runs[bisect_right(starts, at) - 1][1], Exclusion)]
    printed = "".join(text for _, _, text in printed_fields(plan))
    assert "".join(source[at] for at in kept) == re.sub("[^0-9]", "", printed)


def test_decisions_are_about_plans_of_the_library() -> None:
    assert {path.stem for path in DECIDED.glob("*.yaml")} == set(FIVE)


def test_a_figure_that_nobody_recorded_is_told(held: dict[str, Held]) -> None:
    plan, decided = held[SUZHOU].plan, read_decided(SUZHOU)
    unrecorded = account(dataclasses.replace(plan, stated_indicators=()), decided).open
    assert any("参保人数达到【1200】万人" in place for place in unrecorded)
    assert any("分散的【7】个统筹区" in place for place in account(plan, []).open)
    idle = Decided(at="chp_3__sec_2__box_2__point_3", quote="1200万人", why="不是指标")
    assert account(plan, [*decided, idle]).idle == ("chp_3__sec_2__box_2__point_3: 1200万人",)


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_match_that_is_not_exact_says_why_and_has_no_name_of_the_catalogue(
    held: dict[str, Held], repository: Repository, plan_id: str
) -> None:
    """A name of the catalogue is the quantity itself: what an import would call exact is exact."""
    for row in indicator_rows(held[plan_id].plan):
        assert bool(row.ref.why) == (row.ref.match not in ("exact", None)), row.name
        if row.ref.match != "exact" and row.ref.indicator_id:
            entry = repository.catalogues.indicators[row.ref.indicator_id]
            assert row.name_read not in (entry.name, *entry.names), row.name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("参保率98%，2:1左右，90.96%", ["98", "2", "1", "90.96"]),
        ("共七个核心平台、三批药品、一个平台、第十二批", ["七", "三", "十二"]),
        ("实现村（社区）全覆盖", ["全覆盖"]),
        ("“十四五”时期全面建成", []),
    ],
)
def test_what_counts_as_a_figure(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in figures(text)] == found
