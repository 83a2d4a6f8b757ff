"""Punctuation after GB/T 15834: full-width in Chinese, untouched in figures and Latin words, no wording lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.importing.recognise.punctuate import punctuate
from medplan.language.fidelity_fold import fold_print

TABLE = [
    ("一是甲,二是乙;三是丙:丁!戊?", "一是甲，二是乙；三是丙：丁！戊？"),
    ("(一)指导思想", "（一）指导思想"),
    ("按病种分值付费(DIP)和医共体", "按病种分值付费（DIP）和医共体"),
    ("乡镇(街道)、村(社区)", "乡镇（街道）、村（社区）"),
    ("共1,000人,其中", "共1,000人，其中"),
    ("稳定在2:1以内", "稳定在2:1以内"),
    ("达到95%,其中", "达到95%，其中"),
    ("2022年,全市", "2022年，全市"),
    ("比例(%)", "比例（%）"),
    ("比例(%", "比例（%"),
    ("品种()", "品种（）"),
    ("甲 乙　丙", "甲乙丙"),
    ("全国 DRG 付费", "全国DRG付费"),
    ("《中央 国务院关于改革的意见》", "《中央 国务院关于改革的意见》"),
    ("2021-2025年", "2021—2025年"),
    ("电话0512-65226522", "电话0512-65226522"),
    ("https://www.nhsa.gov.cn/index.html", "https://www.nhsa.gov.cn/index.html"),
    ("﹝2020﹞5号", "〔2020〕5号"),
    ("In plain English, nothing (at all) changes: see?", "In plain English, nothing (at all) changes: see?"),
    ("已经，是全角。", "已经，是全角。"),
    ("", ""),
]


@pytest.mark.parametrize(("given_text", "wanted"), TABLE)
def test_marks_are_set_as_in_print(given_text: str, wanted: str) -> None:
    assert punctuate(given_text) == wanted


CHARS = st.text("甲乙丙医保12345.,;:?!()（）《》“”%％,，。；： 　ABc-—﹝﹞\n、", max_size=30)


@given(CHARS)
def test_no_wording_is_changed(text: str) -> None:
    assert fold_print(punctuate(text)) == fold_print(text)


@given(st.text(max_size=40))
def test_no_wording_of_any_text_is_changed(text: str) -> None:
    assert fold_print(punctuate(text)) == fold_print(text)


@given(CHARS)
def test_setting_twice_changes_nothing(text: str) -> None:
    once = punctuate(text)
    assert punctuate(once) == once
