"""Dates as the data writes them (ISO year, month or day) and as Chinese readers do: the day they leave, the words."""

from __future__ import annotations

import calendar
import re
from datetime import date

# A year whose digits are gone: 上线年底建成. What may rightly stand before 年底 is not one.
LOST_YEAR = re.compile(
    r"年(?<![0-9〇零○今明本当每去前近同历往多几半全后翌来该次保两一二三四五六七八九十百逐周老青少成整跨年的度]年)(?<=[㐀-鿿]年)(?=[底末前，])"
)


def last_day(due: str) -> date:
    """Return the last day that an ISO year, month or date leaves: 2023-06 → 30 June 2023."""
    parts = [int(part) for part in due.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def first_day(due: str) -> date:
    """Return the first day of an ISO year, month or date: 2023-06 → 1 June 2023."""
    return date.fromisoformat((due + "-01-01")[:10])


def is_date(due: str) -> bool:
    """Return whether an ISO year, month or date is one of the calendar's: 2023-13 and 2023-02-30 are not."""
    try:
        last_day(due)
    except ValueError:
        return False
    return True


def chinese_date(iso: str | None) -> str | None:
    """Return 2021-10-08 as 2021年10月8日, 2022-06 as 2022年6月, None for None."""
    if iso is None:
        return None
    parts = [int(part) for part in iso.split("-")]
    return "".join(f"{n}{unit}" for n, unit in zip(parts, "年月日", strict=False))
