"""Printed values of indicators: comparator, number, range, unit and words as a reader would take them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medplan.language.values import is_missing, read_value, unit_in_name, year_in

READ = [
    # printed, comparator, number, high, unit
    ("95", "=", "95", None, None),
    (" 95 ", "=", "95", None, None),
    ("98.52%", "=", "98.52", None, "%"),
    ("95％", "=", "95", None, "%"),
    ("0.5‰", "=", "0.5", None, "‰"),
    (">95", ">", "95", None, None),
    ("＞95%", ">", "95", None, "%"),
    ("> 95 %", ">", "95", None, "%"),
    ("≥90%", ">=", "90", None, "%"),
    (">=90%", ">=", "90", None, "%"),
    ("≤7", "<=", "7", None, None),
    ("<5%", "<", "5", None, "%"),
    ("不低于95%", ">=", "95", None, "%"),
    ("不超过10天", "<=", "10", None, "天"),
    ("超过500个", ">", "500", None, "个"),
    ("95%以上", ">=", "95", None, "%"),
    ("达到90%以上", ">=", "90", None, "%"),
    ("3天以内", "<=", "3", None, "天"),
    ("5家及以上", ">=", "5", None, "家"),
    ("20%以下", "<=", "20", None, "%"),
    ("70%左右", "~", "70", None, "%"),
    ("约70%", "~", "70", None, "%"),
    ("近700亿元", "~", "700", None, "亿元"),
    ("稳定在95%", "=", "95", None, "%"),
    ("稳定在95%以上", ">=", "95", None, "%"),
    ("72954.2", "=", "72954.2", None, None),
    ("1,000", "=", "1000", None, None),
    ("1，234，567.8元", "=", "1234567.8", None, "元"),
    ("9697.8万人", "=", "9697.8", None, "万人"),
    ("2900多家", ">", "2900", None, "家"),
    ("25.64万余人次", ">", "25.64", None, "万人次"),
    ("约2900余家", "~", "2900", None, "家"),
    ("30个工作日", "=", "30", None, "个工作日"),
    ("6个批次", "=", "6", None, "个批次"),
    ("0—5%", "=", "0", "5", "%"),
    ("0%-5%", "=", "0", "5", "%"),
    ("30～40", "=", "30", "40", None),
    ("30至40万元", "=", "30", "40", "万元"),
    ("5—5%", "=", "5", "5", "%"),
    # The unit of a table stands in its head: what follows the figure is no unit.
    ("95以上", ">=", "95", None, None),
    ("95及以上", ">=", "95", None, None),
    ("98左右", "~", "98", None, None),
    ("60—70左右", "~", "60", "70", None),
    ("60%—70%左右", "~", "60", "70", "%"),
    ("5—10人以内", "<=", "5", "10", "人"),
    ("2:1", "=", "2", None, "比"),
    ("2：1以内", "<=", "2", None, "比"),
    ("1:4", "=", "0.25", None, "比"),
]


@pytest.mark.parametrize(("printed", "comparator", "number", "high", "unit"), READ)
def test_a_printed_number(printed: str, comparator: str, number: str, high: str | None, unit: str | None) -> None:
    value = read_value(printed)
    assert value is not None
    assert (value.comparator, value.number, value.high, value.unit, value.words) == (
        *(comparator, Decimal(number), Decimal(high) if high else None, unit, None),
    )
    assert value.printed == printed


@pytest.mark.parametrize("printed", ["保持稳定", "规模与经济社会发展水平更加适应", "全覆盖", "逐步提高，更加合理"])
def test_a_goal_in_words(printed: str) -> None:
    value = read_value(printed)
    assert value is not None
    assert (value.words, value.number, value.high, value.unit) == (printed, None, None, None)


@pytest.mark.parametrize("printed", [None, "", "  ", "-", "——", "—", "－", "/", "——　"])
def test_nothing_is_none_and_never_nought(printed: str | None) -> None:
    assert is_missing(printed)
    assert read_value(printed) is None


def test_a_goal_in_words_has_no_comparator_of_its_own() -> None:
    value = read_value("保持稳定")
    assert value is not None
    assert (value.comparator, value.number) == ("=", None)


@pytest.mark.parametrize("printed", ["0", "0%", "0.0"])
def test_nought_is_a_figure(printed: str) -> None:
    value = read_value(printed)
    assert value is not None
    assert value.number == 0
    assert not is_missing(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "5—3",
        "9O%",
        "9O",
        "7l",
        "1.2.3",
        "95%96%",
        "90%以上、95%以下",
        "%",
        "第3名以内吗",
        "1,00",
        "12,34",
        "> >5",
        "95%（约）",
        "1:0",
        "0:0",
    ],
)
def test_what_cannot_be_read_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_value(printed)


NUMBERISH = st.text(
    "0123456789０９.,，%％‰—–-~～至到:：><≥≤＞＜ 约近不超低于过达左右以上下内万亿元人个天保持稳定\t\n", max_size=14
)


@given(st.one_of(st.text(max_size=30), NUMBERISH))
@example("1:0")
def test_reading_gives_a_value_or_refuses(text: str) -> None:
    try:
        value = read_value(text)
    except ValueError:
        return
    if value is None:
        assert is_missing(text)
    else:
        assert (value.number is None) == (value.words is not None)
        assert value.high is None or (value.number is not None and value.high >= value.number)


@given(whole=st.integers(0, 10**7), part=st.integers(0, 99), unit=st.sampled_from(["%", "亿元", "万人", ""]))
def test_any_plain_figure_is_read_exactly(whole: int, part: int, unit: str) -> None:
    value = read_value(f"{whole}.{part:02d}{unit}")
    assert value is not None
    assert (value.number, value.unit) == (Decimal(whole) + Decimal(part) / 100, unit or None)


@given(low=st.integers(0, 999), high=st.integers(0, 999), dash=st.sampled_from(["—", "-", "～", "至"]))
def test_a_range_keeps_its_order_or_is_refused(low: int, high: int, dash: str) -> None:
    if low > high:
        with pytest.raises(ValueError, match="下限"):
            read_value(f"{low}{dash}{high}%")
    else:
        value = read_value(f"{low}{dash}{high}%")
        assert value is not None
        assert (value.number, value.high, value.unit) == (low, high, "%")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("参保率（%）", "%"),
        ("参保率(％)", "%"),
        ("基金收入（万元）", "万元"),
        ("基本医疗保险（含生育保险）基金收入（亿元）", "亿元"),
        ("比例（%", "%"),
        ("参保率", None),
        ("职工基本医疗保险（生育保险）基金当期平衡率", None),
        ("医保便民服务站点覆盖到所有的村（社区）", None),
        ("参保人数（职工）", None),
        ("参保人数（单位：万人）", "万人"),
        ("人均筹资标准（元/人）", "元/人"),
        ("办理时限（个工作日）", "个工作日"),
    ],
)
def test_a_unit_in_the_name_of_an_indicator(name: str, unit: str | None) -> None:
    assert unit_in_name(name) == unit


@pytest.mark.parametrize(
    ("text", "year"), [("2020年实现值", 2020), ("到2025年", 2025), ("2025", 2025), ("目标值", None), ("120205", None)]
)
def test_a_year_in_a_heading(text: str, year: int | None) -> None:
    assert year_in(text) == year


WORDS = {
    ">": (">", "＞", "大于", "超过", "高于"),
    ">=": ("≥", "≧", ">=", "不低于", "不少于", "至少"),
    "<": ("<", "＜", "小于", "低于", "少于", "不足", "不到"),
    "<=": ("≤", "≦", "<=", "不高于", "不超过", "不多于"),
    "~": ("约", "近"),
    "=": ("达到", "稳定在", "保持在", ""),
}
BEHIND = {">=": ("以上", "及以上"), "<=": ("以下", "以内"), "~": ("左右", "上下"), "=": ("",)}


@pytest.mark.parametrize(("sign", "word"), [(sign, word) for sign, words in WORDS.items() for word in words])
def test_every_word_before_a_figure(sign: str, word: str) -> None:
    read = read_value(f"{word}95%")
    assert read is not None
    assert (read.comparator, read.number, read.unit, read.words) == (sign, 95, "%", None)


@pytest.mark.parametrize(("sign", "word"), [(sign, word) for sign, words in BEHIND.items() for word in words])
def test_every_word_behind_a_figure_or_a_ratio(sign: str, word: str) -> None:
    bare = read_value(f"95{word}")
    assert bare is not None
    assert (bare.comparator, bare.number, bare.unit) == (sign, 95, None)
    read, ratio = read_value(f"95%{word}"), read_value(f"1:2{word}")
    assert read is not None and ratio is not None
    assert (read.comparator, read.number, read.unit) == (sign, 95, "%")
    assert (ratio.comparator, ratio.number, ratio.unit) == (sign, Decimal("0.5"), "比")


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("1:0", "“1:0”是对零的比"),
        ("9—5%", "“9—5%”的下限大于上限"),
        ("9?", "读不出“9?”的数值"),
    ],
)
def test_the_refusal_quotes_what_is_printed(printed: str, words: str) -> None:
    with pytest.raises(ValueError) as told:
        read_value(printed)
    assert str(told.value) == words
