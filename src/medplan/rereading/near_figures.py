"""Figures nearly the same: what a plan prints in; long figures that differ by a digit, and shares above the whole, out.

A figure of five digits and more that stands twice is one figure; where one digit of it is another, one of the two is
misprinted. The work grows with the text: each figure is put down once for each digit that it could lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Found

_DIGITS = "[0-9](?<![0-9A-Za-z.〔（-][0-9])"
_FIGURE = re.compile(_DIGITS + "[0-9]*+(?:[.][0-9]++)?(?![0-9.〕年号A-Za-z-])")
_SHARE = re.compile("(" + _DIGITS + "[0-9]*+(?:[.][0-9]++)?)[%％]")
_GROWTH = re.compile("提高|增|涨|升|长|翻|超|完成|达|为|比|降|减")
_LEAST, _MOST = 5, 10  # digits of a figure that is told by them
_NEAR = 14


def near_figures(said: Fields) -> Iterator[Candidate]:
    """Yield the later of two figures that differ by a digit, and what is said to be more than 100 % of a whole."""
    seen: dict[tuple[int, str], tuple[str, Found]] = {}
    for found in said.find_figures(_FIGURE):
        printed = found.match.group()
        digits = printed.replace(".", "")
        if found.one.field in ("num", "label") or not _LEAST <= len(digits) <= _MOST or digits.endswith("00"):
            continue
        for at in (at for at, sign in enumerate(printed) if sign != "."):
            other = seen.setdefault((at, printed[:at] + printed[at + 1 :]), (printed, found))
            if other[0] != printed and other[1].one is not found.one:
                yield _told(found, "与别处的数只差一位", *other)
                break
    for found in said.find_figures(_SHARE):
        before = found.one.text[max(0, found.start - _NEAR) : found.start]
        if Decimal(found.match.group(1)) > 100 and not _GROWTH.search(before):
            yield _told(found, "超过百分之百，而前面没有说增长", "")


def _told(found: Found, words: str, there: str, other: Found | None = None) -> Candidate:
    one, start, end, _ = found
    beside = other.one.node.eid if other and other.one.node.eid != one.node.eid else None
    return Candidate(
        kind="table" if there else "unit", eid=one.node.eid, place=one.node.place, quote=one.text[start:end],
        words=words, here=around(one.text, start, end), there=there, other=beside,
    )  # fmt: skip
