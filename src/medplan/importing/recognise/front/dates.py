"""Read the days of a document: a line in; ISO dates with what happened on them out."""

from __future__ import annotations

import re
import unicodedata

from medplan.importing.recognise.closing import squeeze
from medplan.importing.recognise.date_forms import DAY, MONTH, YEAR, ZERO
from medplan.language.dates import is_date

_FIGURES = str.maketrans("一二三四五六七八九" + ZERO, "123456789" + "0" * len(ZERO))
_DATE = re.compile(rf"(?P<year>{YEAR})年(?P<month>{MONTH})月(?:(?P<day>{DAY})日)?")
_FIGURED = re.compile(r"(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>20\d\d|19\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)")
_ACTS = re.compile("通过|公布|发布|颁布|修订|修正|修改|批准|施行|实施|生效|印发|令第")


def squeeze_widths(text: str) -> str:
    """Return a text without white space and in the usual widths, so that 2 0 0 1 年 is read as 2001年."""
    return squeeze(unicodedata.normalize("NFKC", text))


def dates_in(text: str) -> list[tuple[str, int, int]]:
    """Return the dates in a squeezed text in Chinese writing: (ISO date or month, where it begins, where it ends)."""
    found = [(_iso(m), m.start(), m.end()) for m in _DATE.finditer(text)]
    return [(iso, start, end) for iso, start, end in found if iso]


def date_line(text: str) -> str | None:
    """Return the date that is all a line holds, brackets aside; None for another line."""
    bare = squeeze_widths(text).strip("()[]【】〔〕.。")
    found = _DATE.fullmatch(bare) if len(bare) < 16 else None
    return _iso(found) if found else None


def date_of(value: str) -> str | None:
    """Return the date that the value of a label begins with: 2021年3月2日, 2021-03-02 09:00, 20210302."""
    plain = unicodedata.normalize("NFKC", value[:40]).strip()
    bare = squeeze_widths(plain)
    found = _DATE.match(bare) or _FIGURED.match(plain) or _COMPACT.fullmatch(bare)
    return _iso(found) if found else None


def acts_in(text: str) -> list[tuple[str, str]]:
    """Return (act, ISO date) for what a law's heading tells: 通过, 公布, 修订, 施行 … each with the date before it."""
    bare = squeeze_widths(text)
    dates = dates_in(bare)
    acts: list[tuple[str, str]] = []
    for at, (iso, _, end) in enumerate(dates):
        said = bare[end : dates[at + 1][1] if at + 1 < len(dates) else len(bare)]
        acts += [(act, iso) for act in dict.fromkeys(_ACTS.findall(said))]
    return acts


def _iso(found: re.Match[str]) -> str | None:
    year = found["year"].translate(_FIGURES)
    month = _number(found["month"])
    day = _number(found["day"]) if found["day"] else None
    iso = f"{year}-{month:02d}" + (f"-{day:02d}" if day is not None else "")
    return iso if year.isdigit() and 1949 <= int(year) <= 2100 and is_date(iso) else None


def _number(text: str) -> int:
    """Return a month or day: 9, 九, 十二, 二十三, 廿三, 元 (the first month)."""
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_FIGURES)) if text.translate(_FIGURES).isdigit() else 0
    figures = (tens or "一").translate(_FIGURES), (ones or "0").translate(_FIGURES)
    return int(figures[0]) * 10 + int(figures[1]) if all(f.isdigit() for f in figures) else 0
