"""Citations of a plan after GB/T 7714—2015 and dates as Chinese readers write them: facts in, text out."""

from __future__ import annotations

import re


def chinese_date(iso: str | None) -> str | None:
    """Return 2021-10-08 as 2021年10月8日, 2022-06 as 2022年6月, None for None."""
    if iso is None:
        return None
    parts = [int(part) for part in iso.split("-")]
    return "".join(f"{n}{unit}" for n, unit in zip(parts, "年月日", strict=False))


def citation_head(*, author: str, title: str) -> str:
    """Return the part before the place: 责任者. 题名 (GB/T 7714—2015, 4.6: electronic resources)."""
    return f"{author}. {re.sub(r'[.。]$', '', title)}"
