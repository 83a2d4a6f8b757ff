"""What comparisons tell the reader in words and signs, and which plan they choose: small made-up libraries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from medplan.compare.ancestry import Ancestry, say_bond
from medplan.compare.cited import index_citations, says_whose
from medplan.compare.glance import glance
from medplan.compare.lineage import lineage, relate
from medplan.compare.spread import spread_by_level
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, passages
from medplan.compare.units import Figure, change_between, plain_number, to_unit
from medplan.language.values import read_value

from .library import catalogues, head_of, library, table
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
    assert [(found.path, [node.eid for node in found.nodes]) for found in passages(plan)["enrolment"]] == [
        ("苏州市样本规划", ["para_1"]),
        ("一、参保", ["para_1__p_1", "para_1__p_2", "para_1__subpara_1"]),
        ("二、其他", ["para_2__subpara_1"]),
        ("苏州市样本规划", ["para_3"]),
    ]
    assert "fund-budget" not in passages(plan)


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
        ("标题没有写发布机关，也没有文号，各规划所指不一定是同一份文件",),
    )
    assert doubts_of("《药品目录》（甲发〔2021〕5号）", "《药品目录》") == {
        "药品目录": (None, ("没有写文号；是不是同题的甲发〔2021〕5号，不能确定",))
    }


def test_a_cited_document_is_shown_as_most_plans_write_it_else_in_full() -> None:
    number = "（甲发〔2021〕5号）"
    index = library(
        *(
            (head_of(code), f"body: [《{title}》{number}]\n")
            for code, title in (("320100", "乙办法"), ("320200", "乙办法"), ("320300", "关于丙的办法"))
        )
    )
    [entry] = index_citations(index.plans, index.citations).entries
    assert (entry.title, entry.titles) == ("乙办法", ("关于丙的办法",))
    index = library(
        (head_of("320100"), f"body: [《乙办法》{number}]\n"), (head_of("320300"), f"body: [《关于丙的办法》{number}]\n")
    )
    [entry] = index_citations(index.plans, index.citations).entries
    assert (entry.title, entry.titles, entry.doubts) == ("关于丙的办法", ("乙办法",), ("同一文号，标题写法不同",))


def test_the_address_of_a_cited_document_follows_from_its_number_or_title_and_never_moves() -> None:
    index = library((head_of("320100"), "body: [甲发〔2021〕5号, 《意见》, 《国家医保局关于甲的意见》]\n"))
    plan = index.plans[0]
    made = index_citations(index.plans, index.citations)
    keys = {"": "甲发〔2021〕5号", "意见": f"意见 {plan.id}", "国家医保局关于甲的意见": "国家医保局关于甲的意见"}
    assert {entry.title: entry.id for entry in made.entries} == {
        title: "d-" + sha256(key.encode()).hexdigest()[:10] for title, key in keys.items()
    }
    assert [made.entries[number].title for number in made.of_plan(plan.id)] == [
        c.title or "" for _, c in index.citations
    ]


def test_four_documents_of_one_title_are_not_all_listed_in_the_doubt() -> None:
    numbered = "，".join(f"《药品目录》（甲发〔2021〕{n}号）" for n in range(1, 5))
    index = library((head_of("320100"), f"body: [{numbered}]\n"), (head_of("320200"), "body: [《药品目录》]\n"))
    [doubts] = [entry.doubts for entry in index_citations(index.plans, index.citations).entries if not entry.number]
    assert doubts == ("没有写文号；是不是同题的甲发〔2021〕1号、甲发〔2021〕2号、甲发〔2021〕3号，不能确定",)


def test_a_full_title_that_several_plans_name_is_no_doubt() -> None:
    assert doubts_of("《国家医保局关于甲的意见》", "《国家医保局关于甲的意见》") == {
        "国家医保局关于甲的意见": (None, ())
    }


def rate(indicator: str, target: str, match: str = "exact") -> str:
    figures = f"baseline: '50', target: '{target}', nature: anticipatory"
    return f"indicator: {indicator}, match: {match}, name: 率（%）, {figures}"


RATES = ("enrolment-rate", "satisfaction-rate", "online-service-rate", "window-service-rate", "vbp-completion-rate")


def test_the_main_targets_are_the_four_that_most_plans_set() -> None:
    own = (head_of("320500"), table(*(rate(name, "90") for name in RATES)))
    others = [(head_of(code), table(*(rate(name, "80") for name in RATES[1:]))) for code in ("320100", "320200")]
    one = (head_of("320300"), table(rate(RATES[4], "80")))
    index = library(own, *others, one)
    made = glance(index.plans[0], Comparisons(index), date(2024, 1, 1))
    assert [r.ref.indicator_id for r in made.main_targets] == [RATES[4], *RATES[1:4]]
    assert len(made.stands_out) == 4


def test_rows_of_a_plan_under_an_indicator_are_made_when_first_asked_for() -> None:
    index = library((head_of("320500"), table(rate("enrolment-rate", "90"))))
    [found] = Comparisons(index).rows_of("enrolment-rate", index.plans[0].id)
    assert found.printed_target == "90%"
    assert Comparisons(index).rows_of("enrolment-rate", "x") == []


def test_a_missing_figure_prints_nothing() -> None:
    index = library((head_of("320500"), table("indicator: enrolment-rate, match: exact, name: 率（%）, target: '90'")))
    [found] = Comparisons(index).of("enrolment-rate").comparable
    assert (found.printed_baseline, found.printed_target) == ("", "90%")


def test_what_only_one_plan_prints_keeps_it_apart_only_where_it_can_differ() -> None:
    """The one exact row says neither nature nor base year; a wider one says both."""
    broad = rate("enrolment-rate", "91", match="narrower")
    plain = "indicator: enrolment-rate, match: exact, name: 率（%）, target: '90'"
    index = library((head_of("320100"), table(plain)), (head_of("320200"), table(broad)))
    made = Comparisons(index).of("enrolment-rate")
    assert [row.plan.place.code for row in made.comparable] == ["320100"]
    [apart] = made.apart
    assert [obstacle.reason for obstacle in apart.obstacles] == [
        "原文指标“率（%）”范围更宽",
        "基期为 2020 年，其他没有可比的基期",
    ]


@pytest.mark.parametrize(
    ("targets", "lowest"), [(("90", "90", "96"), None), (("90", "91", "96"), 0), (("95", "96", "90左右"), None)]
)
def test_only_one_plan_stands_lowest(targets: tuple[str, ...], lowest: int | None) -> None:
    codes = ("320100", "320200", "320300")
    index = library(*((head_of(c), table(rate("enrolment-rate", t))) for c, t in zip(codes, targets, strict=True)))
    comparisons = Comparisons(index)
    found = [
        n for n, p in enumerate(index.plans) if (o := comparisons.standing_out("enrolment-rate", p.id)) and not o.higher
    ]
    assert found == ([] if lowest is None else [lowest])


def test_an_open_upper_end_may_hide_a_lower_target() -> None:
    index = library(
        *(
            (head_of(c), table(rate("enrolment-rate", t)))
            for c, t in (("320100", "90"), ("320200", "<95"), ("320300", "96"))
        )
    )
    assert Comparisons(index).standing_out("enrolment-rate", index.plans[0].id) is None


def test_targets_that_are_no_figure_do_not_spread() -> None:
    targets = ("90", "1—99", "98左右", "保持稳定", "——")
    codes = ("320100", "320200", "320300", "320400", "320500")
    index = library(*((head_of(c), table(rate("enrolment-rate", t))) for c, t in zip(codes, targets, strict=True)))
    [spread] = spread_by_level(Comparisons(index).of("enrolment-rate"))
    assert (spread.count, spread.shown) == (1, ("90",) * 5)


def test_above_three_levels_each_is_said_of_the_next_below() -> None:
    index = library((head_of("100000"), BODY), (head_of("320000"), BODY), (head_of("320500"), BODY))
    ancestry = Ancestry(index)
    assert [rung.said for rung in ancestry.rungs(index.plans[2])] == [
        "上级的同期规划，江苏省的规划没有写明落实它",
        "上级的同期规划，本规划没有写明落实它",
        "本规划",
    ]
    made = lineage(index.plans[2], ancestry, index)
    assert (made.said, made.lower) == ("上级的同期规划，本规划没有写明落实它", 0)
    assert [step.upper.id if step.upper else None for step in made.steps] == [
        None,
        index.plans[0].id,
        index.plans[1].id,
    ]
    assert lineage(index.plans[0], ancestry, index).said == ""


def test_a_plan_that_is_passed_over_still_stands_on_its_rung() -> None:
    stated = "[{title: 国家规划, number: null, plan: 100000-place-0}]"
    index = library((head_of("100000"), BODY), (head_of("320000"), BODY), (head_of("320500", implements=stated), BODY))
    rungs = Ancestry(index).rungs(index.plans[2])
    assert [(rung.plan.id if rung.plan else None, rung.bond, rung.said) for rung in rungs] == [
        ("100000-place-0", "stated", "本规划写明落实它"),
        ("320000-place-1", "placed", "上级的同期规划，本规划没有写明落实它"),
        ("320500-place-2", "self", "本规划"),
    ]


def test_of_several_rows_the_exact_one_with_a_target_speaks() -> None:
    above = table(rate("enrolment-rate", "90"))
    own = table(
        rate("enrolment-rate", "——"), rate("enrolment-rate", "70", match="narrower"), rate("enrolment-rate", "95")
    )
    index = library((head_of("320000"), above), (head_of("320500"), own))
    [link] = lineage(index.plans[1], Ancestry(index), index).indicators
    assert link.own and link.upper
    assert (link.own.target, link.upper.target, link.relation) == ("95", "90", "tightened")


def test_six_plans_below_are_named_and_all_are_counted() -> None:
    below = [(head_of(f"320{n}00"), BODY) for n in range(1, 9)]
    index = library((head_of("320000"), BODY), *below)
    made = lineage(index.plans[0], Ancestry(index), index)
    assert (made.lower, len(made.first_lower)) == (8, 6)
