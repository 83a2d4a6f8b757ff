"""Characters: what a plan prints in; look-alikes, words printed twice and unusual company of characters out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.language.lookalike import find_lookalike
from medplan.rereading.candidate import Candidate, Said, around

_TWICE = re.compile(r"([㐀-鿿]{2,4}?)\1(?=[㐀-鿿])")
# A place's word is gone: 全医疗保障 for 全县医疗保障, 委、政府 for 县委、县政府.
_LOST = re.compile(
    "全(?=[医经]|集中|认真)(?<![安健保完周齐]全)|我(?=[医经社集])|委、政府(?<![县市省州区旗党常工]委、政府)"
    "|委、(?<=[^县市省州区旗、]委、)(?=[㐀-鿿]{2,6}政府)|乡居民(?<!城乡居民)"
)
_USE_TWICE = re.compile(r"用([^，。；、用]{2,10})用于")
# Letters set apart, and a Latin letter that stands alone as a digit would: 2O25年, l5分钟.
_APART = re.compile("(?<=[㐀-鿿，。；、])[ \u3000]+(?=[㐀-鿿])(?![^《》]{1,60}》)")
_NO_DIGIT = re.compile(r"(?<![A-Za-z+])(?:(?<=[0-9.])[OoIl]|[OoIl](?=[0-9年月日个项家人元万亿%]))(?![A-Za-z])")
_ODD = re.compile(r"%[0-9]|[%％](?=[A-Za-z])|[㐀-鿿][.](?=[㐀-鿿 ])")
_MOST_APART = 6  # places with a space between letters


def characters(said: tuple[Said, ...]) -> Iterator[Candidate]:
    """Yield look-alikes, words printed twice in a row and remains of a word processor."""
    apart: list[tuple[Said, re.Match[str]]] = []
    for one in said:
        if found := find_lookalike(one.text):
            at, char, meant = found
            yield _doubt(one, at, at + 1, f"“{char}”是形近的另一字符", meant)
        for pattern, words in (
            (_TWICE, "字词重出"),
            (_USE_TWICE, "“用”字重出"),
            (_NO_DIGIT, "数字疑误作字母"),
            (_ODD, "疑为排版或抓取的残留"),
        ):
            for twice in pattern.finditer(one.text):
                yield _doubt(one, twice.start(), twice.end(), words, "")
        if one.field == "text":
            apart += ((one, found) for found in _APART.finditer(one.text))
        for lost in _LOST.finditer(one.text):
            yield _doubt(one, lost.start(), lost.end(), "此处通常有“县”“市”“城”一类的字，疑脱", "", "lost")
    # A document that is set with spaces throughout has them by its own way, and is told of once.
    for one, space in apart[: 1 if len(apart) > _MOST_APART else None]:
        yield _doubt(one, *space.span(), f"字与字之间有空格（{len(apart)} 处）", "")


def _doubt(one: Said, start: int, end: int, words: str, there: str, kind: str = "character") -> Candidate:
    return Candidate(
        kind=kind, eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end + 2],
        words=words, here=around(one.text, start, end), there=there,
    )  # fmt: skip
