"""Dates of the data: the days an ISO year, month or date spans, and how a Chinese reader writes it."""

from __future__ import annotations

from datetime import date

import pytest

from medplan.language.dates import chinese_date, first_day, last_day


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
