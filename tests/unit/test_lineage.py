"""Lineage: which plan stands above which, and what each indicator and theme makes of the plan above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builds import stage_chain, validate_all

from medplan.compare.ancestry import Ancestry
from medplan.compare.lineage import INDICATOR_LABELS, MOST_LOWER, THEME_LABELS, lineage, relate
from medplan.facts.derive import IndicatorRow
from medplan.language.values import read_value
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.library.status import How, RelatedDocument, standing_of
from medplan.library.summary import PlanSummary
from medplan.plan.head import CitedDocument
from medplan.plan.model import IndicatorRef

NATION, PROVINCE, PREFECTURE, COUNTY = (
    "100000-zhongguo-145",
    "620000-gansu-145",
    "621000-qingyang-145",
    "621025-zhengning-trial",
)


def index_of(data: Path) -> LibraryIndex:
    """Return the index over a data root that has no fault."""
    assert not [issue for issue in validate_all(data) if " 错误 " in issue]
    repository = Repository.open(data)
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    return index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LibraryIndex:
    return index_of(stage_chain(tmp_path_factory.mktemp("chain") / "data"))


def plan_of(index: LibraryIndex, plan_id: str) -> PlanSummary:
    return next(plan for plan in index.plans if plan.id == plan_id)


def altered(index: LibraryIndex, plan_id: str, **facts: object) -> LibraryIndex:
    """Return the index with one plan's facts changed."""
    plans = [replace(p, **facts) if p.id == plan_id else p for p in index.plans]  # type: ignore[arg-type]
    return replace(index, plans=plans)


def relations(index: LibraryIndex, plan_id: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = lineage(plan_of(index, plan_id), Ancestry(index), index)
    return {link.indicator.id: (INDICATOR_LABELS[link.relation], link.reasons) for link in found.indicators}


def test_four_levels_stand_one_above_the_other(index: LibraryIndex) -> None:
    found = lineage(plan_of(index, COUNTY), Ancestry(index), index)
    assert [(s.rung.plan.id if s.rung.plan else None, s.rung.bond) for s in found.steps] == [
        (NATION, "stated"),
        (PROVINCE, "stated"),
        (PREFECTURE, "placed"),
        (COUNTY, "self"),
    ]
    assert [s.tally for s in found.steps] == [
        {},
        {"承接": 1, "提高": 2, "新增": 1},
        {"提高": 1, "放宽": 1, "变动": 1, "新增": 1, "未提出": 1},
        {"承接": 1, "提高": 1, "新增": 1, "不能比较": 2},
    ]


def test_the_province_takes_over_raises_and_adds(index: LibraryIndex) -> None:
    assert relations(index, PROVINCE) == {
        "enrolment-rate": ("承接", ()),
        "drg-dip-cost-share": ("提高", ()),
        "fund-settlement-cycle": ("提高", ()),  # fewer days ask for more
        "satisfaction-rate": ("新增", ()),
    }


def test_the_prefecture_lowers_and_leaves_out(index: LibraryIndex) -> None:
    assert relations(index, PREFECTURE) == {
        "enrolment-rate": ("提高", ()),
        "drg-dip-cost-share": ("放宽", ()),
        "satisfaction-rate": ("变动", ("数相同，界限的写法不同",)),
        "fund-income": ("新增", ()),
        "fund-settlement-cycle": ("未提出", ()),
    }


def test_what_cannot_be_compared_is_never_raised_or_lowered(index: LibraryIndex) -> None:
    assert relations(index, COUNTY) == {
        "enrolment-rate": ("不能比较", ("原文指标“参保率和续保率”范围更宽",)),
        "satisfaction-rate": ("提高", ()),
        "fund-income": ("承接", ()),  # 2.4 亿元 is 24,000 万元
        "online-service-rate": ("新增", ()),
        "drg-dip-cost-share": ("不能比较", ("目标年为 2024 年，上位规划为 2025 年",)),
    }


def test_themes_say_which_kind_of_nothing(index: LibraryIndex) -> None:
    def themes(plan_id: str) -> dict[str, str]:
        found = lineage(plan_of(index, plan_id), Ancestry(index), index)
        return {theme: THEME_LABELS[relation] for theme, relation in found.themes}

    assert themes(PROVINCE) == {"enrolment": "承接", "payment-reform": "未涉及", "fund-supervision": "承接"}
    assert themes(PREFECTURE) == {"enrolment": "承接", "payment-reform": "新增", "fund-supervision": "本规划未审阅"}
    assert themes(COUNTY) == {
        "enrolment": "未涉及",
        "payment-reform": "未涉及",
        "fund-supervision": "上位规划未审阅",
    }


def test_a_parent_that_is_not_held_is_named(index: LibraryIndex) -> None:
    found = lineage(plan_of(index, PREFECTURE), Ancestry(index), index)
    assert [(d.title, d.number) for d in found.not_held] == [("没有收录的意见", "甘试〔2021〕9号")]
    alone = LibraryIndex(catalogues=index.catalogues, plans=[plan_of(index, COUNTY)])
    found = lineage(alone.plans[0], Ancestry(alone), alone)
    assert [s.rung.bond for s in found.steps] == ["not-held", "not-held", "not-held", "self"]
    assert (found.upper, found.indicators, found.themes) == (None, (), ())


def test_a_plan_of_other_years_is_no_parent(index: LibraryIndex) -> None:
    later = altered(index, COUNTY, period=(2026, 2030))
    found = lineage(plan_of(later, COUNTY), Ancestry(later), later)
    assert found.upper is None
    assert [s.rung.bond for s in found.steps] == ["other-years", "other-years", "other-years", "self"]


def test_a_number_names_a_plan_as_its_title_does(index: LibraryIndex) -> None:
    cited = (CitedDocument(title="别的写法", number="国试〔2021〕1号"),)
    named = altered(index, COUNTY, implements=cited)
    assert Ancestry(named).upper(plan_of(named, COUNTY)) == (plan_of(named, NATION), "stated")
    elsewhere = altered(
        index, COUNTY, implements=(CitedDocument(title="苏州规划", number=None, plan="320500-suzhou-145"),)
    )
    ancestry = Ancestry(elsewhere)
    found = ancestry.upper(plan_of(elsewhere, COUNTY))
    assert found == (plan_of(elsewhere, PREFECTURE), "placed")  # a plan of another prefecture stands beside, not above
    assert ancestry.not_held(plan_of(elsewhere, COUNTY)) == []


def test_plans_that_name_each_other_make_no_circle(index: LibraryIndex) -> None:
    other = replace(plan_of(index, COUNTY), id="621025-zhengning-other", title="另一份", implements=())
    turned = altered(index, COUNTY, implements=(CitedDocument(title="另一份", number=None),))
    back = replace(other, implements=(CitedDocument(title=plan_of(index, COUNTY).title, number=None),))
    both = replace(turned, plans=[*turned.plans, back])
    found = Ancestry(both).rungs(plan_of(both, COUNTY))
    assert [rung.plan.id for rung in found if rung.plan and rung.place.code == "621025"] == [back.id, COUNTY]


def standing_anew(plan: PlanSummary, *ended_by: RelatedDocument) -> PlanSummary:
    """Return a plan with its status as its changed facts make it."""
    return replace(plan, standing=standing_of(plan, ended_by, date(2023, 6, 1)))


@pytest.mark.parametrize("how", ["repealed", "replaced"])
def test_a_plan_that_stands_no_more_is_taken_last(index: LibraryIndex, how: How) -> None:
    base = plan_of(index, PREFECTURE)
    gone = standing_anew(base, RelatedDocument(how=how, title="别的"))
    draft = standing_anew(replace(base, id="621000-qingyang-draft", stage="consultation"))
    others = [p for p in index.plans if p.id != PREFECTURE]
    more = replace(index, plans=[gone, draft, *others])
    assert Ancestry(more).upper(plan_of(more, COUNTY)) == (draft, "placed")
    only = replace(index, plans=[gone, *others])
    assert Ancestry(only).upper(plan_of(only, COUNTY)) == (gone, "placed")


def test_an_issued_plan_is_taken_before_a_draft_and_a_report(index: LibraryIndex) -> None:
    base = plan_of(index, PREFECTURE)
    draft = standing_anew(replace(base, id="621000-qingyang-draft", stage="consultation", published="2022-01-01"))
    press = replace(base, id="621000-qingyang-press", kind="press-conference", published="2022-02-01")
    more = replace(index, plans=[draft, press, *index.plans])
    assert Ancestry(more).upper(plan_of(more, COUNTY)) == (base, "placed")
    only = replace(index, plans=[draft, *(p for p in index.plans if p.id != PREFECTURE)])
    assert Ancestry(only).upper(plan_of(only, COUNTY)) == (draft, "placed")


def test_of_many_plans_below_the_first_are_named(tmp_path: Path) -> None:
    index = index_of(stage_chain(tmp_path / "data", counties=7))
    found = lineage(plan_of(index, PREFECTURE), Ancestry(index), index)
    assert found.lower == 8
    assert len(found.first_lower) == MOST_LOWER
    assert lineage(plan_of(index, PROVINCE), Ancestry(index), index).lower == 1


def test_the_five_plans_have_no_pair(repository: Repository) -> None:
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    ancestry = Ancestry(index)
    assert [ancestry.upper(plan) for plan in index.plans] == [None] * 5
    zhengning = plan_of(index, "621025-zhengning-145")
    assert any("庆阳市" in document.title for document in ancestry.not_held(zhengning))


def row(target: str | None, nature: str | None = "binding", unit: str = "%", match: str = "exact") -> IndicatorRow:
    return IndicatorRow(
        plan_id="x",
        eid="p_1",
        ref=IndicatorRef(indicator_id="x", match=match, nature=nature),
        name="某率",
        name_read="某率",
        unit=unit,
        baseline=None,
        target=target,
        baseline_value=None,
        target_value=read_value(target),
        baseline_year=None,
        target_year=2025,
    )


CASES = [
    # own, upper, direction, relation
    ("95", "95", "higher", "承接"),
    ("96", "95", "higher", "提高"),
    ("≥96", ">95", "higher", "提高"),
    ("94", "≥95", "higher", "放宽"),
    (">95", "≥95", "higher", "变动"),
    ("94", "95", "lower", "提高"),
    ("≤94", "<95", "lower", "提高"),
    ("96", "95", "lower", "放宽"),
    ("96", "95", None, "变动"),
    ("95", "95", None, "承接"),
    ("≤96", "95", "higher", "变动"),  # a ceiling on what should rise
    ("约96", "95", "higher", "变动"),
    ("70%左右", "70%左右", "higher", "承接"),
    ("0—5%", "0—5%", "higher", "承接"),
    ("1—5%", "0—5%", "higher", "变动"),
    ("保持稳定", "保持稳定", "higher", "承接"),
    ("保持稳定", "稳步提高", "higher", "不能比较"),
    ("保持稳定", "95", "higher", "不能比较"),
    ("95", None, "higher", "新增"),
    (None, "95", "higher", "未提出"),
]


@pytest.mark.parametrize(("own", "upper", "direction", "wanted"), CASES)
def test_targets_are_related_as_printed(
    repository: Repository, own: str | None, upper: str | None, direction: str | None, wanted: str
) -> None:
    indicator = replace(repository.catalogues.indicators["enrolment-rate"], direction=direction)
    relation, reasons = relate(indicator, row(own), row(upper), repository.catalogues)
    assert INDICATOR_LABELS[relation] == wanted
    assert bool(reasons) == (wanted not in ("承接", "提高", "放宽"))


@pytest.mark.parametrize(
    ("own", "upper", "reason"),
    [
        (row("96", nature="anticipatory"), row("95"), "属性为预期性，上位规划为约束性"),
        (row("96", unit="万人"), row("95"), "单位为万人，不是%"),
        (row("96"), row("95", match="broader"), "上位规划的原文指标“某率”范围更窄"),
        (row("96"), replace(row("95"), target_year=None), "目标年为 2025 年，上位规划没有写明"),
        (replace(row("96"), target_year=None), row("95"), "原文没有写明目标年，上位规划为 2025 年"),
        (
            replace(row("96"), target_year=None),
            replace(row("95"), target_year=None),
            "原文没有写明目标年，上位规划没有写明",
        ),
    ],
)
def test_the_guard_gives_its_reason(
    repository: Repository, own: IndicatorRow, upper: IndicatorRow, reason: str
) -> None:
    indicator = repository.catalogues.indicators["enrolment-rate"]
    assert indicator.direction == "higher"
    relation, reasons = relate(indicator, own, upper, repository.catalogues)
    assert (relation, reasons) == ("incomparable", [reason])


def test_a_nature_that_one_does_not_print_is_told(repository: Repository) -> None:
    indicator = repository.catalogues.indicators["enrolment-rate"]
    relation, reasons = relate(indicator, row("96", nature=None), row("95"), repository.catalogues)
    assert (relation, reasons) == ("tightened", ["有一方原文未列属性"])
