"""How documents write a day: patterns of the year, the month and the day for those who look for dates."""

from __future__ import annotations

ZERO = "〇零○◯OoＯО0"
YEAR = rf"[12]\d{{3}}|[一二三四五六七八九{ZERO}]{{4}}"
MONTH = rf"\d{{1,2}}|[一二三四五六七八九十元{ZERO}]{{1,3}}"
DAY = rf"\d{{1,2}}|[一二三四五六七八九十廿卅{ZERO}]{{1,3}}"
# A whole day, in a text without white space.
DATE = rf"(?:(?:{YEAR})年(?:{MONTH})月(?:{DAY})日)"
