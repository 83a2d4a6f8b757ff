"""Sizes of figures: what a plan prints in; people and money too many or too few for its place, with the reason, out.

Only what cannot be, or is a thousand times another figure of the same sentence, is told: 万 printed for 亿, 亿 for 万.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from medplan.catalogue.catalogues import Catalogues
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Said

_PEOPLE = re.compile("([0-9](?<![0-9.][0-9])[0-9]*+(?:[.][0-9]++)?)余?([万亿])(?=人(?!次)|户|名)")
_MONEY = re.compile("([0-9](?<![0-9.][0-9])[0-9]*+(?:[.][0-9]++)?)余?(亿元|万元|元)")
_VISITS = re.compile("([0-9](?<![0-9.][0-9])[0-9]*+(?:[.][0-9]++)?)余?(亿)(?=人次)")
_TIMES = {"万": 10**4, "亿": 10**8, "亿元": 10**8, "万元": 10**4, "元": 1}
# Of a place by its level: people at most, money of its fund at most, and of what is spoken of in all at least, in 元.
_LEVELS = {
    "province": (130_000_000, 10**12, 10**7),
    "prefecture": (35_000_000, 2 * 10**11, 10**6),
    "county": (3_000_000, 2 * 10**10, 10**5),
}
_EACH = re.compile("限额|封顶|起付|人均|每人|单价|标准|保费|均价|平均|奖励|每户|罚款")
_ALL = re.compile("累计|总收入|总支出|基金[收支结累]|全[省市县区](?!平均)|追回|节约|减征|金额|拨付")
_OTHER = re.compile("生产总值|增加值|投资|财政|贷款|存款|产值|进出口|零售|债")  # of which no fund is made
_MUCH = 1000  # times that one figure of a change is the other
_NEAR = 30  # characters before a figure that say what it counts


def magnitudes(plan: Plan, said: Fields, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield figures of people and money that are out of all proportion."""
    place = catalogues.jurisdictions.get(plan.jurisdiction)
    level = place.level if place else ""
    if level not in _LEVELS:
        return
    most_people, most_money, least_money = _LEVELS[level]
    for one in said:
        if not ("万" in one.text or "亿" in one.text or "元" in one.text):
            continue
        for found in _PEOPLE.finditer(one.text):
            if _value(found) > most_people:
                yield _doubt(one, found, "人数超过本地可能有的人口，单位疑误")
        if level != "province":
            for found in _VISITS.finditer(one.text):
                yield _doubt(one, found, "人次以亿计，单位疑误")
        money = list(_MONEY.finditer(one.text))
        for found in money:
            before = one.text[max(0, found.start() - _NEAR) : found.start()].rpartition("。")[2]
            value = _value(found)
            if _OTHER.search(before):
                continue
            if value > most_money:
                yield _doubt(one, found, "金额超过本地基金可能有的规模，单位疑误")
            elif _EACH.search(before.rpartition("，")[2]):
                if value >= 10**7 and not _ALL.search(before):
                    yield _doubt(one, found, "每人、每次的金额以千万计，单位疑误")
            elif 0 < value < least_money and found.group(2) != "元" and _ALL.search(before):
                yield _doubt(one, found, "合计的金额只有这一点，单位疑误")
        for first, second in pairwise(money):
            between = one.text[first.end() : second.start()]
            small, large = sorted((_value(first), _value(second)))
            near = len(between) <= _NEAR and "。" not in between
            if near and small and large > small * _MUCH and _changed(one, first, between):
                yield _doubt(one, first, "前后两个数相差千倍以上，单位疑误", second.group())


def _changed(one: Said, first: re.Match[str], between: str) -> bool:
    """Return whether two sums of money are the same thing's, before and after."""
    before = one.text[max(0, first.start() - _NEAR) : first.start()].rpartition("，")[2]
    return bool(re.search("[由从]", before) and re.search("[至到为]", between)) or (
        between.startswith("，比") and between.count("，") == 1
    )


def _value(found: re.Match[str]) -> Decimal:
    return Decimal(found.group(1)) * _TIMES[found.group(2)]


def _doubt(one: Said, found: re.Match[str], words: str, there: str = "") -> Candidate:
    start, end = found.span()
    return Candidate(
        kind="unit", eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end], words=words,
        here=around(one.text, start, end), there=there,
    )  # fmt: skip
