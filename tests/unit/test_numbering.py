"""Printed numbers: what level each form is, which number it says, and the address that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.language.numbering import DECIMALS, LEVELS, read_han_number, read_label, read_number

DIGITS = "〇一二三四五六七八九"


def in_han(number: int) -> str:
    """Write 1–199 as a Chinese document does: 十, 二十一, 一百零五, 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = "一百" if hundreds else ""
    if not tens:
        return head + ("零" if head and ones else "") + (DIGITS[ones] if ones else "")
    leading = "" if tens == 1 and not hundreds else DIGITS[tens]
    return head + leading + "十" + (DIGITS[ones] if ones else "")


def test_the_writer_of_these_tests_counts_right() -> None:
    assert [in_han(n) for n in (1, 10, 11, 20, 21, 99, 100, 101, 110, 111, 199)] == [
        *("一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零一", "一百一十", "一百一十一", "一百九十九")
    ]


FORMS = {
    "第{}编": "part",
    "第{}篇": "part",
    "第{}章": "chp",
    "第{}节": "sec",
    "第{}条": "art",
    "{}、": "para",
    "{}．": "para",
    "（{}）": "subpara",
    "({})": "subpara",
    "（{}）、": "subpara",
}


@given(number=st.integers(1, 199), form=st.sampled_from(sorted(FORMS)))
def test_every_han_number_is_read_back(number: int, form: str) -> None:
    read = read_number(form.format(in_han(number)))
    assert read is not None
    assert (read.level, read.value) == (FORMS[form], number)


@given(number=st.integers(1, 999), form=st.sampled_from(["{}.", "{}．", "{}、", "{}"]))
def test_every_arabic_point_is_read_back(number: int, form: str) -> None:
    read = read_number(form.format(number))
    assert read is not None
    assert (read.level, read.value) == ("point", number)


@given(number=st.integers(1, 999), form=st.sampled_from(["（{}）", "({})"]))
def test_every_subpoint_is_read_back(number: int, form: str) -> None:
    read = read_number(form.format(number))
    assert read is not None
    assert (read.level, read.value) == ("subpoint", number)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("第3章", "chp 3"),
        ("第１2章", "chp 12"),
        ("（２）", "subpoint 2"),
        ("第٢章", None),
        ("第十二节", "sec 12"),
        ("第一〇五条", None),
        (" 一、 ", "para 1"),
        ("①", "item 1"),
        ("⑳", "item 20"),
        ("1.1", "cl 1"),
        ("1.2.3", "subcl 3"),
        ("1．2．3．4、", "lvl 4"),
        ("1.2.3.4.5", None),
        ("㈠", "subpara 1"),
        ("㈩", "subpara 10"),
        ("⒛", "point 20"),
        ("⑵", "subpoint 2"),
        ("㈠㈡", None),
        ("一、二、", None),
        ("第一章 总则", None),
        ("（%1）", None),
        ("甲", None),
        ("甲、", None),
        ("〇、", None),
        ("0.", None),
        ("（）", None),
        ("", None),
        ("——", None),
        ("附件", None),
    ],
)
def test_numbers_that_are_easy_to_misread(printed: str, said: str | None) -> None:
    read = read_number(printed)
    if printed == "第一〇五条":
        assert read is None or read.value == 105, "digit by digit, if it is read at all"
    else:
        assert (f"{read.level} {read.value}" if read else None) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十九", 19),
        ("九十", 90),
        ("百", 100),
        ("两百", 200),
        ("一百一", 101),
        # Digit by digit.
        ("二五", 25),
        ("三〇", 30),
        ("一〇五", 105),
        ("二零二五", 2025),
        ("〇", 0),
        ("7", 7),
        ("", None),
        ("甲", None),
        ("十甲", None),
        ("７", None),
    ],
)
def test_a_han_number(text: str, number: int | None) -> None:
    assert read_han_number(text) == number


def test_what_counts_on_within_the_number_above_is_a_level_of_its_own() -> None:
    levels = {read.level for printed in ("1.1", "1.1.1", "1.1.1.1") if (read := read_number(printed))}
    assert levels == DECIMALS < set(LEVELS)


def test_levels_run_from_coarse_to_fine() -> None:
    assert LEVELS == ("part", "chp", "sec", "art", "para", "subpara", "point", "cl", "subcl", "lvl", "subpoint", "item")


@pytest.mark.parametrize(
    ("printed", "kind", "number"),
    [
        ("专栏1", "box", 1),
        ("专栏１2", "box", 12),
        ("专栏 12", "box", 12),
        ("专栏十", "box", 10),
        ("专栏2：", "box", 2),
        ("专栏", "box", None),
        ("专栏甲", "box", None),
        ("附件", "annex", None),
        ("附件3", "annex", 3),
        ("附件二:", "annex", 2),
        ("附4", "annex", 4),
        ("附件1", "box", None),
    ],
)
def test_labels_of_boxes_and_annexes(printed: str, kind: str, number: int | None) -> None:
    assert read_label(printed, kind) == number


@given(st.text())
def test_no_text_breaks_the_readers(text: str) -> None:
    read = read_number(text)
    assert read is None or (read.value > 0 and read.level in LEVELS)
    assert read_label(text, "box") is None or read_label(text, "box") >= 0  # type: ignore[operator]
    assert read_han_number(text) is None or read_han_number(text) >= 0  # type: ignore[operator]
