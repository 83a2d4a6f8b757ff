"""Characters that no reader sees are found, and those that plans print are not."""

from __future__ import annotations

import unicodedata

import pytest

from medplan.language.unseen import MOST_MARKS, find_unseen, with_plain_spaces

# Default_Ignorable_Code_Point of the Unicode Character Database, version 15, in ranges.
IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)


def test_marks_stand_on_letters_that_take_them_and_not_in_heaps() -> None:
    assert find_unseen("e\u0301t, དྲྭ") is None
    assert find_unseen("甲乙") is None
    heap = find_unseen("e" + "\u0301" * (MOST_MARKS + 1))
    assert heap is not None and heap[0] == 1 + MOST_MARKS == 5
    assert heap[1] == "有叠在别的字上的符号 U+0301"
    assert find_unseen("e" + "\u0301" * MOST_MARKS) is None
    # The first and the last that are marks; which of the heap is told is the first too many.
    for mark in ("\u0300", "\ufe2f"):
        assert find_unseen(f"甲{mark}") is not None and find_unseen(f"ee{mark}e") is None
    assert find_unseen("e\u0301\u0302\u0303\u0304\u0305") == (
        5,
        "有叠在别的字上的符号 U+0305",
        "删去这个符号；确是字母的一部分，改用合成好的字母",
    )
    for nothing in ("甲\u0903", "\U0001e8d0", "甲\U00010a01", "a" + "\u093f" * 5):
        assert find_unseen(nothing) is not None, nothing
    for nothing in ("\u0301", "\u0301e", "甲\u20dd", "1\u20e3", "（\u0301", "e1\u0301", "\u2e80\u0301", "\u9fff\u0301"):
        assert find_unseen(nothing) is not None, nothing


@pytest.mark.parametrize(("first", "last"), IGNORABLE, ids=lambda code: f"{code:X}")
def test_what_unicode_says_is_not_drawn_is_found(first: int, last: int) -> None:
    for code in range(first, last + 1):
        found = find_unseen(f"甲乙{chr(code)}丙")
        assert found is not None and found[0] == 2 and f"U+{code:04X}" in found[1], f"{code:X}"


def test_every_mark_that_stands_on_nothing_is_found() -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Mn", "Me", "Mc")]
    assert len(marks) > 2_000
    assert [f"{ord(mark):X}" for mark in marks if find_unseen(f"甲{mark}") is None] == []


def test_what_holds_the_place_of_a_picture_is_found() -> None:
    found = find_unseen("甲\ufffc乙")
    assert found is not None and found[0] == 1


def test_every_space_but_two_is_found_and_made_plain() -> None:
    spaces = [chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"]
    assert [space for space in spaces if find_unseen(f"甲{space}") is None] == [" ", "\u3000"]
    assert with_plain_spaces("".join(spaces)).count(" ") == len(spaces) - 1
    assert with_plain_spaces("[甲\u00a0\u2003乙]") == "[甲  乙]"


def test_the_first_of_several_is_told() -> None:
    assert find_unseen("甲\u0301乙\u200b丙\u2800") == (
        1,
        "有叠在别的字上的符号 U+0301",
        "删去这个符号；确是字母的一部分，改用合成好的字母",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲\u2003乙", (1, "有特殊的空格 U+2003", "改成普通空格，或删去")),
        ("甲\u2800乙", (1, "有看不见或不能用的字符 U+2800", "删去这个字符")),
        ("甲乙\x07", (2, "有看不见或不能用的字符 U+0007", "删去这个字符")),
        ("a\x07", (1, "有看不见或不能用的字符 U+0007", "删去这个字符")),
        ("\t甲\n\u200b", (3, "有看不见或不能用的字符 U+200B", "删去这个字符")),
        ("甲\ud800", (1, "有看不见或不能用的字符 U+D800", "删去这个字符")),
        ("甲\ue000", (1, "有看不见或不能用的字符 U+E000", "删去这个字符")),
        ("甲\u0378", (1, "有看不见或不能用的字符 U+0378", "删去这个字符")),
        ("甲\u2028", (1, "有看不见或不能用的字符 U+2028", "删去这个字符")),
        ("甲\u2029", (1, "有看不见或不能用的字符 U+2029", "删去这个字符")),
        ("甲\u00a0", (1, "有特殊的空格 U+00A0", "改成普通空格，或删去")),
        ("\u205f", (0, "有特殊的空格 U+205F", "改成普通空格，或删去")),
    ],
)
def test_what_is_told_says_where_what_and_how_to_mend_it(text: str, told: tuple[int, str, str]) -> None:
    assert find_unseen(text) == told


def test_what_plans_print_passes() -> None:
    assert find_unseen("　“十五五”—— 95%≥1.5㎡①Ⅳ…·《》〔2021〕№℃αβμ𠮷éǚ\t\n") is None
