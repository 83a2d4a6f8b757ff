"""Folding: width, spaces and punctuation go, wording and figures stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.language.fidelity_fold import DROPPED, fold_in_place, fold_print, fold_with_offsets

SAME = [
    ("1、-2", "12"),  # first, so that it is judged where each character is looked at for the first time
    ("甲，乙。", "甲,乙."),
    ("甲 乙　丙\n丁", "甲乙丙丁"),
    ("（一）“甲”", '(一)"甲"'),
    ("ＤＲＧ　２０２５年", "DRG2025年"),
    ("0—5%", "0-5%"),
    ("0–5%", "0～5%"),
    ("2021－2025", "2021—2025"),
    ("1．5", "1.5"),
    ("95％", "95%"),
    ("＞95", ">95"),
    ("《甲》《乙》", "甲乙"),
    ("——机构改革", "机构改革"),
    ("1. 2020年", "1、2020年"),
    ("1,000", "1000"),
    ("0——5", "0-5"),
    ("1 -2", "1-2"),
    ("1-、2", "12"),
    ("1..5", "15"),
    ("甲①\ufe0f乙", "甲①乙"),
    ("甲\ufffc\u2800\u3164乙", "甲乙"),
    ("甲\u0301乙\U0001e8d0", "甲乙"),
    ("5-甲", "5甲"),
    ("甲-5", "甲5"),
    ("-5", "5"),
]
DIFFERENT = [
    ("甲", "乙"),
    ("95%", "95"),
    ("95%", "95‰"),
    (">95", "≥95"),
    (">95", "95"),
    ("0—5%", "05%"),
    ("1.5", "15"),
    ("2021-2025", "20212025"),
    ("互联网+", "互联网"),
    ("DRG", "drg"),
    ("1.5", "1-5"),
    ("①", ""),
    ("e\u0301", "e"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_a_scrape_flattens_is_the_same(one: str, other: str) -> None:
    assert fold_print(one) == fold_print(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_changes_the_meaning_is_not_the_same(one: str, other: str) -> None:
    assert fold_print(one) != fold_print(other)


MIXED = st.text("甲乙12.．-—～,，。 \n（）%‰>≥A", max_size=20)


def is_mark(char: str) -> bool:
    """Whether it depends on what stands before a character if it counts."""
    return unicodedata.category(char)[0] == "M"


@given(st.one_of(st.text(), MIXED))
def test_offsets_point_at_what_was_kept(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(folded) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)
    for char, offset in zip(folded, offsets, strict=True):
        if char not in ".-" and not is_mark(char):
            assert fold_print(text[offset]) == char


def test_a_separator_has_the_offset_of_the_digit_behind_it() -> None:
    assert fold_with_offsets("约1 ．5—") == ("约1.5", [0, 1, 4, 4])
    assert fold_with_offsets("0 — 5，") == ("0-5", [0, 4, 4])


@given(st.one_of(st.text(), MIXED))
def test_folded_in_place_each_character_stands_where_it_stood(text: str) -> None:
    placed = fold_in_place(text)
    assert len(placed) == len(text)
    assert placed.replace(DROPPED, "") == fold_print(text)
    for before, after in zip(text, placed, strict=True):
        assert after in (DROPPED, before if is_mark(before) else fold_print(before) or DROPPED, ".", "-")


@given(st.one_of(st.text(), MIXED))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_print(fold_print(text)) == fold_print(text)


@given(one=MIXED, other=MIXED)
def test_every_letter_digit_and_sign_counts(one: str, other: str) -> None:
    def kept(text: str) -> str:
        return "".join(c for c in text if c in "甲乙12%‰>≥A")

    if fold_print(one) == fold_print(other):
        assert kept(one) == kept(other)


@given(
    text=st.text(
        st.one_of(st.sampled_from("甲Ａ1２.．-—  \u3000，\U00020000\U0001f600\ud800\u0301"), st.characters()),
        max_size=30,
    )
)
def test_each_character_folds_as_it_does_alone(text: str) -> None:
    # Between figures and on other characters a few count otherwise: those are parted here.
    parted = "甲".join(text)
    alone = [fold_in_place(f"甲{char}甲")[1] for char in text]
    assert list(fold_in_place(f"甲{parted}甲")[1::2])[: len(text)] == alone
