"""Dates of the data: the days an ISO year, month or date spans, and how a Chinese reader writes it."""

from __future__ import annotations

from datetime import date

import pytest

from medplan.language.dates import chinese_date, first_day, is_date, last_day


@pytest.mark.parametrize(
    ("iso", "first", "last", "written"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023年"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2021-10-08", date(2021, 10, 8), date(2021, 10, 8), "2021年10月8日"),
    ],
)
def test_a_year_a_month_or_a_date(iso: str, first: date, last: date, written: str) -> None:
    assert (first_day(iso), last_day(iso), chinese_date(iso)) == (first, last, written)


def test_no_date_is_written_as_none() -> None:
    assert chinese_date(None) is None


@pytest.mark.parametrize("iso", ["2023", "2023-12", "2024-02-29"])
def test_a_date_of_the_calendar(iso: str) -> None:
    assert is_date(iso)


@pytest.mark.parametrize("iso", ["2023-13", "2023-00", "2023-02-29", "0000"])
def test_a_date_of_no_calendar(iso: str) -> None:
    assert not is_date(iso)
