"""Dates as Chinese readers write them: ISO in, text out."""

from __future__ import annotations


def chinese_date(iso: str | None) -> str | None:
    """Return 2021-10-08 as 2021年10月8日, 2022-06 as 2022年6月, None for None."""
    if iso is None:
        return None
    parts = [int(part) for part in iso.split("-")]
    return "".join(f"{n}{unit}" for n, unit in zip(parts, "年月日", strict=False))
