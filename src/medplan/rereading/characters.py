"""Characters: what a plan prints in; look-alikes, words printed twice and unusual company of characters out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from medplan.language.codes import Codes
from medplan.language.lookalike import find_lookalike
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Said

_SIZES = (2, 3, 4)  # letters of a word that may be printed twice
_TWICE = re.compile(rf"([㐀-鿿]{{{_SIZES[0]},{_SIZES[-1]}}}?)\1(?=[㐀-鿿])")
# A place's word is gone: 全医疗保障 for 全县医疗保障, 委、政府 for 县委、县政府.
_LOST = re.compile(
    "全(?=[医经]|集中|认真)(?<![安健保完周齐]全)|我(?=[医经社集])|委、政府(?<![县市省州区旗党常工]委、政府)"
    "|委、(?<=[^县市省州区旗、\0]委、)(?=[㐀-鿿]{2,6}政府)|乡居民(?<!城乡居民)"
)
_USE_TWICE = re.compile(r"用([^，。；、用\0]{2,10})用于")
# Letters set apart, and a Latin letter that stands alone as a digit would: 2O25年, l5分钟.
_APART = re.compile("[ \u3000](?<=[㐀-鿿，。；、][ \u3000])[ \u3000]*(?=[㐀-鿿])(?![^《》\0]{1,60}》)")
_NO_DIGIT = re.compile(r"[OoIl](?<![A-Za-z+][OoIl])(?:(?<=[0-9.][OoIl])|(?=[0-9年月日个项家人元万亿%]))(?![A-Za-z])")
_ODD = re.compile(r"[%％](?:(?<=%)[0-9]|(?=[A-Za-z]))")
_STOP = re.compile(r"[.](?<=[㐀-鿿][.])(?=[㐀-鿿 ])")
_MOST_APART = 6  # places with a space between letters


def characters(said: Fields) -> Iterator[Candidate]:
    """Yield look-alikes, words printed twice in a row and remains of a word processor."""
    for one in said if find_lookalike(said.whole) else ():
        if found := find_lookalike(one.text):
            at, char, meant = found
            yield _doubt(one, at, at + 1, f"“{char}”是形近的另一字符", meant)
    for one, start, end, _ in said.find_from(_repeats(said.codes), _TWICE):
        yield _doubt(one, start, end, "字词重出", "")
    for pattern, words in (
        (_USE_TWICE, "“用”字重出"),
        (_NO_DIGIT, "数字疑误作字母"),
        (_ODD, "疑为排版或抓取的残留"),
        (_STOP, "疑为排版或抓取的残留"),
    ):
        for one, start, end, _ in said.find(pattern):
            yield _doubt(one, start, end, words, "")
    for one, start, end, _ in said.find(_LOST):
        yield _doubt(one, start, end, "此处通常有“县”“市”“城”一类的字，疑脱", "", "lost")
    apart = [space for space in said.find(_APART) if space.one.field == "text"]
    # A document that is set with spaces throughout has them by its own way, and is told of once.
    for one, start, end, _ in apart[: 1 if len(apart) > _MOST_APART else None]:
        yield _doubt(one, start, end, f"字与字之间有空格（{len(apart)} 处）", "")


def _repeats(codes: Codes) -> list[int]:
    """Return the places where the same two, three or four letters follow at once: few, and found in one look."""
    length = len(codes)
    found = np.zeros(length, dtype=bool)
    for size in _SIZES:
        alike = np.zeros(length + size, dtype=bool)
        alike[: max(0, length - size)] = codes[size:] == codes[: max(0, length - size)]
        found |= np.logical_and.reduce([alike[at : at + length] for at in range(size)])
    return np.flatnonzero(found).tolist()


def _doubt(one: Said, start: int, end: int, words: str, there: str, kind: str = "character") -> Candidate:
    return Candidate(
        kind=kind, eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end + 2],
        words=words, here=around(one.text, start, end), there=there,
    )  # fmt: skip
