"""What can be put side by side, and what is said of the rest: comparisons of made-up plans."""

from __future__ import annotations

import pytest

from medplan.compare.indicators import ComparedRow, Comparison
from medplan.compare.spread import spread_by_level
from medplan.compare.standing import Comparisons

from .library import head_of, library, table

RATE = "indicator: satisfaction-rate, match: exact, name: 满意率（%）"
VARIETIES = "indicator: drug-vbp-varieties, match: exact, name: 药品品种"
NATURE = "nature: binding"
CODES = ("110000", "120000", "130000", "140000", "150000")


def row(baseline: str, target: str, *, start: str = RATE, nature: str = NATURE) -> str:
    return f'{start}, baseline: "{baseline}", target: "{target}"{nature and ", "}{nature}'


def compare(indicator: str, *bodies: str) -> Comparison:
    """Return the comparison of an indicator across plans with these bodies, each of another province."""
    plans = [(head_of(code), body) for code, body in zip(CODES, bodies, strict=False)]
    return Comparisons(library(*plans)).of(indicator)


def codes(rows: tuple[ComparedRow, ...]) -> list[str]:
    return [row.plan.place.code for row in rows]


USUAL = (table(row("90", "95")), table(row("91", "96")), table(row("92", "97")))


@pytest.mark.parametrize(
    ("odd", "short", "reason"),
    [
        (table(row("90", "95", start=RATE.replace("exact", "narrower"))), "范围更宽", "原文指标“满意率（%）”范围更宽"),
        (table(row("90", "95", start=RATE.replace("exact", "close"))), "近似对应", "原文指标“满意率（%）”近似对应"),
        (
            table(row("90", "95", start=RATE.replace("exact", "broader, why: 限于窗口"))),
            "范围更窄",
            "原文指标“满意率（%）”范围更窄（限于窗口）",
        ),
        (
            table(row("90", "95", start="indicator: satisfaction-rate, match: exact, name: 满意率（‱）")),
            "单位不同",
            "单位“‱”不详",
        ),
        (
            table(row("9", "12", start="indicator: satisfaction-rate, match: exact, name: 满意人数（万人）")),
            "单位不同",
            "单位为万人，不是%",
        ),
        (table(row("90", "95"), columns="2019年, target: 2025年"), "基期不同", "基期为 2019 年，其他多为 2020 年"),
        (table(row("90", "95"), columns="2020年, target: 2024年"), "目标年不同", "目标年为 2024 年，其他多为 2025 年"),
        (table(row("90", "95"), columns="基期, target: 2025年"), "基期不详", "原文没有写明基期"),
        (
            table(row("90", "95", nature="nature: anticipatory")),
            "属性不同",
            "属性为预期性，其他多为约束性",
        ),
    ],
)
def test_a_row_that_cannot_be_compared_stands_apart_with_the_reason(odd: str, short: str, reason: str) -> None:
    made = compare("satisfaction-rate", *USUAL, odd)
    assert codes(made.comparable) == list(CODES[:3])
    [apart] = made.apart
    assert apart.plan.place.code == CODES[3]
    assert [(o.short, o.reason) for o in apart.obstacles] == [(short, reason)]


def test_a_figure_that_prints_the_beginning_of_its_rows_unit_has_that_unit() -> None:
    start = "indicator: enrolment-number, match: exact, name: 参保人数（万人）"
    made = compare("enrolment-number", table(row("845.1万", "9697.8万", start=start)))
    [found] = made.comparable
    assert found.baseline and found.target
    assert (found.baseline.shown, found.target.shown, found.target.converted) == ("845.1", "9,697.8", False)


def test_every_reason_is_given_not_only_the_first() -> None:
    odd = table(
        row("90", "95", start=RATE.replace("exact", "broader"), nature="nature: anticipatory"),
        columns="2018年, target: 2030年",
    )
    [apart] = compare("satisfaction-rate", *USUAL, odd).apart
    assert [o.short for o in apart.obstacles] == ["范围更窄", "基期不同", "目标年不同", "属性不同"]


def test_a_nature_not_printed_is_unknown_and_no_obstacle() -> None:
    body = table(row("90", "95", nature=""))
    made = compare("satisfaction-rate", *USUAL, body)
    assert len(made.comparable) == 4


def test_rows_stand_in_order_of_place_whatever_their_figures() -> None:
    bodies = [table(row("50", target)) for target in ("60", "99", "70", "95", "80")]
    assert codes(compare("satisfaction-rate", *bodies).comparable) == list(CODES)


@pytest.mark.parametrize(
    ("name", "baseline", "shown", "printed"),
    [
        ("基金收入（亿元）", "2.4", "2.4", "2.4亿元"),
        ("基金收入（万元）", "72954.2", "7.3", "72954.2万元"),
        ("基金收入（万元）", "5,000", "0.50", "5,000万元"),
        ("基金收入", "400亿元", "400", "400亿元"),
        ("基金收入", "超过3万元", "＞0.00030", "超过3万元"),
        ("基金收入（元）", "123456789012", "1,234.6", "123456789012元"),
    ],
)
def test_money_is_converted_and_what_is_printed_kept(name: str, baseline: str, shown: str, printed: str) -> None:
    body = table(row(baseline, "——", start=f"indicator: fund-income, match: exact, name: {name}"))
    [found] = compare("fund-income", body).comparable
    assert found.baseline is not None
    assert (found.baseline.shown, found.printed_baseline) == (shown, printed)
    assert found.baseline.converted == ("亿元" not in printed)
    assert found.target is None


def test_a_ratio_keeps_what_is_printed() -> None:
    start = "indicator: resident-subsidy-contribution-ratio, match: exact, name: 补助与缴费之比"
    [found] = compare("resident-subsidy-contribution-ratio", table(row("——", "2:1以内", start=start))).comparable
    assert found.target is not None
    assert (found.target.low, found.target.comparator, found.printed_target) == (2, "<=", "2:1以内")
    assert found.target.converted


@pytest.mark.parametrize(
    ("baseline", "target", "change"),
    [
        ("94.12%", "95%", "+0.88"),
        ("120", ">500", "＞+380"),
        ("70", "70", "0"),
        ("3%", "2%", "-1"),
        (">95", ">95", None),
        ("——", "80", None),
        ("90", "95—98", None),
        ("90", "保持稳定", None),
        ("0—5%", "6%", None),
    ],
)
def test_change_is_said_only_from_one_number(baseline: str, target: str, change: str | None) -> None:
    [found] = compare("satisfaction-rate", table(row(baseline, target))).comparable
    assert found.change == change


def test_two_different_things_counted_are_not_one_comparison() -> None:
    """类 beside 个: 15类 of consumables is no number of varieties."""
    made = compare(
        "drug-vbp-varieties",
        table(row("100个", "500个", start=VARIETIES)),
        table(row("10类", "15类", start=VARIETIES)),
    )
    assert codes(made.comparable) == [CODES[0]]
    assert made.apart[0].obstacles[0].reason == "单位为类，不是个"


STANDING = [
    (("99", "95", "96"), [(0, "higher", "figure"), (1, "lower", "figure")]),
    (("90", "95", "96"), [(0, "lower", "figure"), (2, "higher", "figure")]),
    ((">99", ">95", ">95"), [(0, "higher", "bound")]),
    (("≥97", ">95", "96"), [(0, "higher", "bound")]),
    (("99", ">95", "96"), []),  # more than 95 may be more than 99
    (("99", "99", "96"), [(2, "lower", "figure")]),  # two are highest: neither stands out
    (("99", "95—99", "96"), []),
    (("99", "98左右", "96"), []),
    (("≤1", "≤5", "≤5"), [(0, "lower", "bound")]),
    (("1", "≤5", "≤5"), []),
    ((">10", "95", "96"), []),  # more than 10 may be more than 96; yet it is no lower for sure
    (("99", "95"), []),  # one other is no others
    (("99", "保持稳定", "96"), []),
]


@pytest.mark.parametrize(("targets", "wanted"), STANDING)
def test_what_surely_stands_out_and_nothing_else(targets: tuple[str, ...], wanted: list[tuple]) -> None:
    plans = [(head_of(c), table(row("——", t))) for c, t in zip(CODES, targets, strict=False)]
    index = library(*plans)
    comparisons = Comparisons(index)
    found = {}
    for number, plan in enumerate(index.plans):
        out = comparisons.standing_out("satisfaction-rate", plan.id)
        if out:
            found[number] = ("higher" if out.higher else "lower", "bound" if out.bound else "figure")
            assert {other.plan.id for other in out.others} == {p.id for p in index.plans} - {plan.id}
    assert found == {number: (which, how) for number, which, how in wanted}


def test_what_stands_apart_neither_stands_out_nor_counts_as_other() -> None:
    wider = table(row("——", "100", start=RATE.replace("exact", "narrower")))
    plans = [(head_of(c), table(row("——", t))) for c, t in zip(CODES, ("95", "96"), strict=False)]
    index = library(*plans, (head_of(CODES[2]), wider))
    comparisons = Comparisons(index)
    assert [comparisons.standing_out("satisfaction-rate", plan.id) for plan in index.plans] == [None] * 3


def test_targets_spread_by_level() -> None:
    counties = ("620102", "620103", "620104", "620105", "620111")
    targets = ("≥90", "80", "70%", ">60", "50")
    plans = [(head_of(c), table(row("——", t))) for c, t in zip(counties, targets, strict=True)]
    plans += [(head_of("110000"), table(row("——", "99"))), (head_of("120000"), table(row("——", "95左右")))]
    province, county = spread_by_level(Comparisons(library(*plans)).of("satisfaction-rate"))
    assert (province.level, province.count, province.shown) == ("province", 1, ("99",) * 5)
    assert (county.level, county.count, county.shown) == ("county", 5, ("50", "60", "70", "80", "90"))


def test_quartiles_are_rounded_half_up() -> None:
    plans = [(head_of(c), table(row("——", t))) for c, t in zip(CODES, ("14", "45"), strict=False)]
    [province] = spread_by_level(Comparisons(library(*plans)).of("satisfaction-rate"))
    assert province.shown == ("14", "21.8", "29.5", "37.3", "45")
