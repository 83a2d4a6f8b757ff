"""Printed schedules: when a measure is due, whether it recurs, whether it goes on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.language.schedule import read_schedule

TABLE = [
    # printed, due, recurring, ongoing, before
    ("2023年6月完成、持续推进", "2023-06", None, True, False),
    ("2023年6月完成,持续推进", "2023-06", None, True, False),
    ("每年12月底前", None, "FREQ=YEARLY;BYMONTH=12", False, False),
    ("每年 6 月完成", None, "FREQ=YEARLY;BYMONTH=6", False, False),
    ("每年底前完成", None, "FREQ=YEARLY", False, False),
    ("每年", None, "FREQ=YEARLY", False, False),
    ("2023年6月底前", "2023-06", None, False, False),
    ("2023年6月30日前完成", "2023-06-30", None, False, False),
    ("2024年2月29日前完成", "2024-02-29", None, False, False),
    ("2023年底前完成，并持续推进", "2023-12", None, True, False),
    ("2023年年底前完成", "2023-12", None, False, False),
    ("2023年末", "2023-12", None, False, False),
    ("2022年完成，并持续推进", "2022", None, True, False),
    ("2023年前完成，并持续推进", "2023", None, True, True),
    ("2025年前完成", "2025", None, False, True),
    ("2025年之前", "2025", None, False, True),
    ("2023 年 1 月完成", "2023-01", None, False, False),
    ("2023年6月底前完成，每年12月评估", "2023-06", "FREQ=YEARLY;BYMONTH=12", False, False),
    ("持续推进", None, None, True, False),
    ("长期坚持", None, None, True, False),
    ("2023年6月1日前完成", "2023-06-01", None, False, False),
    # Of several the first of its form.
    ("2023年6月30日完成，2024年12月评估", "2023-06-30", None, False, False),
    ("每年6月完成，每年评估", None, "FREQ=YEARLY;BYMONTH=6", False, False),
]


@pytest.mark.parametrize(("printed", "due", "recurring", "ongoing", "before"), TABLE)
def test_a_printed_schedule(printed: str, due: str | None, recurring: str | None, ongoing: bool, before: bool) -> None:
    read = read_schedule(printed)
    assert read is not None
    assert (read.due, read.recurring, read.ongoing, read.before) == (due, recurring, ongoing, before)
    assert read.printed == printed
    assert read.unread is None


@pytest.mark.parametrize("printed", ["按照省安排时间落实", "适时启动", "按国家部署"])
def test_words_without_a_date_are_kept_as_words(printed: str) -> None:
    read = read_schedule(printed)
    assert read is not None
    assert (read.due, read.recurring, read.ongoing, read.unread) == (None, None, False, printed)


@pytest.mark.parametrize(
    ("printed", "unread"),
    [
        ("2023年6月完成（按省级统一时间安排推进）", None),
        ("2023年6月完成甲乙丙丁戊己庚辛壬癸子丑", None),
        ("2023年6月完成甲乙丙丁戊己庚辛壬癸子丑寅", "甲乙丙丁戊己庚辛壬癸子丑寅"),
        ("持续推进，甲乙丙丁戊己庚辛壬癸子丑寅", "甲乙丙丁戊己庚辛壬癸子丑寅"),
    ],
)
def test_a_long_rest_beside_the_date_is_kept(printed: str, unread: str | None) -> None:
    read = read_schedule(printed)
    assert read is not None
    assert read.unread == unread


@pytest.mark.parametrize("printed", [None, "", "  "])
def test_no_schedule_is_none(printed: str | None) -> None:
    assert read_schedule(printed) is None


@pytest.mark.parametrize(
    "printed",
    ["2023年13月完成", "2023年0月", "每年13月", "2023年6月31日", "2023年2月30日", "2023年2月29日前", "2023年6月0日"],
)
def test_a_day_that_is_in_no_calendar_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="里没有"):
        read_schedule(printed)


@pytest.mark.parametrize(
    ("printed", "words"),
    [("2023年13月完成", "“2023年13月完成”里没有 13 月"), ("2023年6月31日前", "“2023年6月31日前”里没有 31 日")],
)
def test_the_refusal_names_the_month_or_day(printed: str, words: str) -> None:
    with pytest.raises(ValueError) as told:
        read_schedule(printed)
    assert str(told.value) == words


def is_iso(due: str) -> bool:
    """Return whether the text is an ISO year, month or date that exists."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", due):
        return False
    try:
        date.fromisoformat((due + "-01-01")[:10])
    except ValueError:
        return False
    return True


WORDISH = st.text("0123456789年月日底末前每完成持续推进、，。 \n并第季度上半", max_size=16)
PARTS = st.lists(
    st.sampled_from(
        [
            "2023年",
            "2024年底",
            "2025年前",
            "6月",
            "13月",
            "31日",
            "2月",
            "30日",
            "每年",
            "12月底前",
            "、",
            "，",
            "完成",
            "持续推进",
            "并",
            "20２３年",
            "６月",
        ]
    ),
    max_size=6,
).map("".join)


@given(st.one_of(st.text(max_size=30), WORDISH, PARTS))
def test_reading_gives_a_schedule_or_refuses(text: str) -> None:
    try:
        read = read_schedule(text)
    except ValueError:
        return
    if read is None:
        assert not text.strip()
        return
    assert read.due is None or is_iso(read.due), read.due
    assert read.recurring is None or re.fullmatch(r"FREQ=YEARLY(;BYMONTH=([1-9]|1[0-2]))?", read.recurring)
    # Nothing is lost without a word: a schedule has a date, a rhythm, goes on, or keeps its words.
    assert read.due or read.recurring or read.ongoing or read.unread


@given(year=st.integers(1990, 2060), month=st.integers(1, 12), tail=st.sampled_from(["完成", "底前", "前", ""]))
def test_any_month_is_read_exactly(year: int, month: int, tail: str) -> None:
    read = read_schedule(f"{year}年{month}月{tail}")
    assert read is not None
    assert read.due == f"{year}-{month:02d}"
