"""Romanised forms of place names beyond the official one, which is data: initials of the syllables."""

from __future__ import annotations

import re
from functools import cache

from pypinyin import Style, lazy_pinyin

_KIND = re.compile(r"(省|市|自治区|特别行政区|自治州|地区|盟|自治县|自治旗|县|旗|区|林区|特区)$")


@cache
def initials(name: str) -> str:
    """Return the first letters of a place's syllables, without its kind: 苏州市 → sz, 内蒙古自治区 → nmg."""
    bare = _KIND.sub("", name) if len(name) > 2 else name
    return "".join(lazy_pinyin(bare, style=Style.FIRST_LETTER)).lower()
