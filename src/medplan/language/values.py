"""Read the value an indicator prints (>95、0—5%、70%左右、保持稳定): printed text in, a Value or a refusal out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from medplan.language.digits import with_ascii_digits

Comparator = Literal["=", ">", ">=", "<", "<=", "~"]
_COMPARATORS: dict[str, Comparator] = {
    ">": ">", "＞": ">", "大于": ">", "超过": ">", "高于": ">", "达到": "=",
    "≥": ">=", "≧": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "至少": ">=",
    "<": "<", "＜": "<", "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<",
    "≤": "<=", "≦": "<=", "<=": "<=", "不高于": "<=", "不超过": "<=", "不多于": "<=",
    "约": "~", "近": "~", "稳定在": "=", "保持在": "=",
}  # fmt: skip
_AFTER: dict[str, Comparator] = {
    "以上": ">=", "及以上": ">=", "以下": "<=", "以内": "<=", "左右": "~", "上下": "~",
}  # fmt: skip
_NUMBER = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_HEAD = "|".join(sorted(map(re.escape, _COMPARATORS), key=len, reverse=True))
_TAIL = "|".join(sorted(_AFTER, key=len, reverse=True))
_UNIT = r"[%％‰]|[㐀-鿿/]{1,8}?"
# Without a unit first: the 以上 of 95以上 is none.
_UNIT_AND_TAIL = rf"\s*+(?:(?P<unit>{_UNIT})\s*+)??(?P<tail>{_TAIL})?"
_QUANTITY = re.compile(rf"(?P<head>{_HEAD})?\s*+(?P<number>{_NUMBER}){_UNIT_AND_TAIL}")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*+(?:(?P<unit1>[%％‰])\s*+)?(?:[—–\-~～－]+|至|到)\s*+(?P<high>{_NUMBER}){_UNIT_AND_TAIL}"
)
# 2900多家 is more than 2900家, 25.64万余人次 more than 25.64万人次.
_AND_MORE = re.compile(r"(?<=[0-9万亿])[多余](?=[㐀-鿿])")
_RATIO = re.compile(rf"(?P<low>{_NUMBER})\s*+[:：]\s*+(?P<high>{_NUMBER})\s*+(?P<tail>{_TAIL})?")
_MISSING = re.compile(r"[—–\-－/／]+|")
MYRIADS = frozenset({"万", "亿"})  # beside a figure, the beginning of a unit: 9697.8万 of 万人
# What figures are counted in: a bracket of a name that holds anything else (社区, 含个人账户) prints no unit.
_MEASURE = re.compile(
    r"[%％‰‱]|个?百分点|[十百千万亿]{0,2}(?:个|人民币)?"
    r"(?:人次|人|名|户|元|家|个|项|种|类|件|批次|批|笔|天|日|自然日|工作日|小时|分钟|年|岁|月|次|例|所|间|张|台|套|条|份|床|"
    r"位|支|公里|品种|机构|单位|大类|地区|市|县)(?:人民币)?(?:[/／·每][㐀-鿿·]{1,6})?"
)
_QUALITATIVE = re.compile(r"[㐀-鿿、，（）“”]{2,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value as read: `number` alone, `number`–`high` for a range, or `words` for a qualitative target.

    `comparator` `~` is an approximation; `unit` is as printed beside the number, None when it prints none.
    """

    printed: str
    comparator: Comparator = "="
    number: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    words: str | None = None


def is_missing(printed: str | None) -> bool:
    """Return whether the cell prints nothing or only a dash."""
    return printed is None or _MISSING.fullmatch(printed.strip()) is not None


def read_value(printed: str | None) -> Value | None:
    """Return the value, or None where the cell prints none; raise ValueError when it can't be read."""
    if printed is None or is_missing(printed):
        return None
    text = printed.strip()
    if found := _RATIO.fullmatch(text):
        parts = _decimal(found["high"])
        if not parts:
            raise ValueError(f"“{printed}”是对零的比")
        ratio = _decimal(found["low"]) / parts
        comparator = _AFTER.get(found["tail"] or "", "=")
        return Value(printed=printed, comparator=comparator, number=ratio, unit="比")
    if found := _RANGE.fullmatch(text):
        low, high = _decimal(found["low"]), _decimal(found["high"])
        if low > high:
            raise ValueError(f"“{printed}”的下限大于上限")
        return Value(
            printed=printed,
            comparator=_AFTER.get(found["tail"] or "", "="),
            number=low,
            high=high,
            unit=_unit(found["unit"] or found["unit1"]),
        )
    whole, more = _AND_MORE.subn("", text, count=1)
    if found := _QUANTITY.fullmatch(whole):
        head, tail = found["head"], found["tail"]
        comparator = _COMPARATORS.get(head or "", "=")
        if tail and comparator == "=":
            comparator = _AFTER[tail]
        if more and comparator == "=":
            comparator = ">"
        return Value(
            printed=printed,
            comparator=comparator,
            number=_decimal(found["number"]),
            unit=_unit(found["unit"]),
        )
    if _QUALITATIVE.fullmatch(text):
        return Value(printed=printed, words=text)
    raise ValueError(f"读不出“{printed}”的数值")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", ""))


def _unit(text: str | None) -> str | None:
    return {"％": "%"}.get(text or "", text or None)


def unit_in_name(name: str) -> str | None:
    """Return the unit that an indicator's name prints in its last bracket: 参保率（%） → %, 所有的村（社区） → None."""
    found = re.search(r"[（(]([^（）()]{1,8})[）)]?\s*$", name.strip())
    inside = (found.group(1) if found else "").removeprefix("单位：").removeprefix("单位:").strip()
    return _unit(inside) if _MEASURE.fullmatch(inside) else None


def year_in(text: str) -> int | None:
    """Return the first year 19xx or 20xx in a column's heading or a phrase, else None."""
    found = re.search("(?<![0-9])(19|20)[0-9]{2}(?![0-9])", with_ascii_digits(text))
    return int(found.group()) if found else None
