"""What comparisons tell the reader in words and signs, and which plan they choose: small made-up libraries."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from medplan.compare.ancestry import Ancestry, say_bond
from medplan.compare.cited import index_citations, says_whose
from medplan.compare.lineage import relate
from medplan.compare.themes import COVERAGE_LABELS, passages
from medplan.compare.units import Figure, change_between, plain_number, to_unit
from medplan.language.values import read_value

from .library import catalogues, head_of, library
from .support import read_sample
from .test_lineage import row

BODY = "body: [甲。]\n"
THEMED = """
body:
  - num: 一、
    heading: 参保
    themes: [enrolment]
    body:
      - 甲。
      - 乙。
      - {num: （一）, text: 丙。}
  - num: 二、
    heading: 其他
    body: [丁。, {num: （一）, text: 戊。, themes: [enrolment]}]
  - {num: 三、, text: 己。, themes: [enrolment]}
"""


def test_a_theme_is_gathered_by_heading_with_all_below_a_tagged_one() -> None:
    _, plan, issues = read_sample(THEMED)
    assert not issues
    assert [(found.path, [node.eid for node in found.nodes]) for found in passages(plan, "enrolment")] == [
        ("苏州市样本规划", ["para_1"]),
        ("一、参保", ["para_1__p_1", "para_1__p_2", "para_1__subpara_1"]),
        ("二、其他", ["para_2__subpara_1"]),
        ("苏州市样本规划", ["para_3"]),
    ]
    assert passages(plan, "fund-budget") == []


def test_the_three_kinds_of_coverage_have_their_words() -> None:
    assert COVERAGE_LABELS == {"addressed": "论及", "not-addressed": "未论及", "not-reviewed": "未审阅"}


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1", "1.0"), ("1.25", "1.3"), ("-1.25", "-1.3"), ("0.0456", "0.046"), ("0.5", "0.50"), ("12345.67", "12,345.7")],
)
def test_a_converted_number_is_rounded(number: str, shown: str) -> None:
    assert plain_number(Decimal(number), rounded=True) == shown
    assert plain_number(Decimal("1234.567")) == "1,234.567"


@pytest.mark.parametrize(
    ("comparator", "shown"), [("=", "5"), ("~", "约 5"), (">", "＞5"), (">=", "≥5"), ("<", "＜5"), ("<=", "≤5")]
)
def test_a_figure_shows_its_sign(comparator: str, shown: str) -> None:
    assert Figure(low=Decimal(5), high=None, comparator=comparator, converted=False).shown == shown


def test_a_range_shows_both_ends_and_a_change_is_rounded_when_either_was_converted() -> None:
    def figure(low: str, high: str | None = None, *, converted: bool = False) -> Figure:
        return Figure(low=Decimal(low), high=Decimal(high) if high else None, comparator="=", converted=converted)

    assert figure("1", "5").shown == "1—5"
    assert change_between(figure("1.23"), figure("4.56")) == "+3.33"
    assert change_between(figure("1.23", converted=True), figure("4.56")) == "+3.3"
    assert change_between(figure("1.23"), figure("4.56", converted=True)) == "+3.3"


@pytest.mark.parametrize(
    ("printed", "unit", "low", "high", "why"),
    [
        ("2—3亿元", None, "20000", "30000", None),
        ("5", "光年", None, None, "单位“光年”不详"),
        ("5", None, None, None, "原文没有印单位"),
        ("5%", None, None, None, "单位为%，不是万元"),
    ],
)
def test_a_value_in_another_unit_is_converted_or_refused(
    printed: str, unit: str | None, low: str | None, high: str | None, why: str | None
) -> None:
    held = catalogues()
    indicator = next(i for i in held.indicators.values() if held.units[i.unit].symbol in ("万元", "亿元"))
    wanted = held.units[indicator.unit]
    figure, reason = to_unit(read_value(printed), unit, indicator, held)
    assert reason == (why.replace("万元", wanted.symbol) if why else None)
    factor = Decimal(1) if wanted.symbol == "万元" else Decimal("0.0001")
    wanted_ends = (Decimal(low) * factor, Decimal(high) * factor) if low and high else None
    assert ((figure.low, figure.high) if figure else None) == wanted_ends


@pytest.mark.parametrize(
    ("own", "upper", "direction", "told"),
    [
        ("95", "——", "higher", ("added", ["上位规划只列现状，没有目标"])),
        ("95", None, "higher", ("added", [])),
        ("——", "95", "higher", ("absent", ["本规划只列现状，没有目标"])),
        ("保持稳定", "稳步提高", "higher", ("incomparable", ["定性的目标，措辞或写法不同"])),
        ("保持稳定", "95", "higher", ("incomparable", ["定性的目标，措辞或写法不同"])),
        ("95", "保持稳定", "higher", ("incomparable", ["定性的目标，措辞或写法不同"])),
        ("96", "95", None, ("changed", ["指标目录没有定方向，不说提高还是放宽"])),
        ("约96", "95", "higher", ("changed", ["有一方是区间、约数或反向的界限，不说提高还是放宽"])),
        (">95", "≥95", "higher", ("changed", ["数相同，界限的写法不同"])),
    ],
)
def test_how_a_target_stands_to_the_one_above_is_said_in_full(
    own: str, upper: str | None, direction: str | None, told: tuple[str, list[str]]
) -> None:
    indicator = replace(catalogues().indicators["enrolment-rate"], direction=direction)
    assert relate(indicator, row(own), row(upper) if upper else None, catalogues()) == told


def test_each_bond_has_its_sentence() -> None:
    assert [say_bond(bond, "甲市的规划") for bond in ("self", "stated", "placed", "other-years", "not-held")] == [
        "本规划",
        "甲市的规划写明落实它",
        "上级的同期规划，甲市的规划没有写明落实它",
        "本库所收的不是同期规划",
        "未收录",
    ]


def test_the_rungs_say_how_each_plan_is_known() -> None:
    index = library(
        (head_of("320000"), BODY),
        (head_of("320500"), BODY),
        (head_of("100000", period="{start: 2031, end: 2035}"), BODY),
    )
    ancestry = Ancestry(index)
    assert [(rung.place.code, rung.bond, rung.said) for rung in ancestry.rungs(index.plans[1])] == [
        ("100000", "other-years", "本库所收的不是同期规划"),
        ("320000", "placed", "上级的同期规划，本规划没有写明落实它"),
        ("320500", "self", "本规划"),
    ]
    assert [plan.id for plan in ancestry.lower[index.plans[0].id]] == [index.plans[1].id]


@pytest.mark.parametrize(
    ("changes", "chosen"),
    [
        # Of the same years, whichever end touches.
        ([{"period": "{start: 2025, end: 2030}"}], 0),
        ([{"period": "{start: 2016, end: 2021}"}], 0),
        ([{"period": "{start: 2026, end: 2030}"}], None),
        ([{"period": "{start: 2016, end: 2020}"}], None),
        # The same period before one that overlaps, the newest of equals, a plan before a scheme, the issued first.
        ([{"period": "{start: 2020, end: 2030}"}, {}], 1),
        ([{"published": '"2021-01-01"'}, {"published": '"2022-01-01"'}, {}], 1),
        ([{"kind": "scheme"}, {}], 1),
        ([{"kind": "press-conference"}, {"kind": "scheme"}], 1),
        ([{"stage": "consultation", "published": '"2023-01-01"'}, {"published": '"2022-01-01"'}], 1),
    ],
)
def test_which_plan_of_the_place_above_stands_in(changes: list[dict[str, str]], chosen: int | None) -> None:
    above = [
        (
            head_of("320000", **one),
            BODY if one.get("kind") != "press-conference" else "body: [{speech: null, body: [甲。]}]\n",
        )
        for one in changes
    ]
    index = library(*above, (head_of("320500"), BODY))
    found = Ancestry(index).upper(index.plans[-1])
    assert (found[0].id if found else None) == (None if chosen is None else index.plans[chosen].id)


def test_a_title_of_eight_characters_says_whose_it_is_and_a_shorter_one_does_not() -> None:
    assert says_whose("甲乙丙丁戊己庚辛")
    assert not says_whose("甲乙丙丁戊己庚")
    assert not says_whose("关于甲乙丙丁戊己庚辛的意见")


def doubts_of(*texts: str) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    codes = ["320500", "320100", "320200", "320300", "320400", "320600", "320700"]
    index = library(*((head_of(code), f"body: [{text}]\n") for code, text in zip(codes, texts, strict=False)))
    made = index_citations(index.plans, index.citations)
    return {entry.title: (entry.number, entry.doubts) for entry in made.entries}


def test_what_is_doubtful_of_a_cited_document_is_said() -> None:
    long = "《国家医保局关于甲的意见》"
    assert doubts_of(f"{long}（医保发〔2021〕5号）", long) == {
        "国家医保局关于甲的意见": ("医保发〔2021〕5号", ("南京市没有写文号，按标题相同归在这里",))
    }
    many = doubts_of(f"{long}（医保发〔2021〕5号）", *[long] * 6)["国家医保局关于甲的意见"][1]
    assert many == ("南京市、无锡市、徐州市、常州市、南通市等没有写文号，按标题相同归在这里",)
    five = doubts_of(f"{long}（医保发〔2021〕5号）", *[long] * 5)["国家医保局关于甲的意见"][1]
    assert five == ("南京市、无锡市、徐州市、常州市、南通市没有写文号，按标题相同归在这里",)
    assert doubts_of("《药品目录》", "《药品目录》")["药品目录"] == (
        None,
        ("标题没有写发文机关，也没有文号，各规划所指不一定是同一份文件",),
    )
    assert doubts_of("《药品目录》（甲发〔2021〕5号）", "《药品目录》") == {
        "药品目录": (None, ("没有写文号；是不是同题的甲发〔2021〕5号，不能确定",))
    }
