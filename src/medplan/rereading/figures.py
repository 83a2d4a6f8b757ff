"""Figures: a plan and the catalogues in; figures that no row records, that lack a unit or that add up wrong, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from medplan.catalogue.catalogues import Catalogues
from medplan.language.any_word import any_word
from medplan.plan.model import Plan
from medplan.plan.once import once
from medplan.plan.printed import node_text
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields

_FIGURE = re.compile(
    r"([0-9](?<![0-9.〔第][0-9])[0-9]*(?:\.[0-9]+)?)([%％]|万人次|亿人次|人次|万人|亿人|亿元|万元|万户|元|人|个百分点)"
)
_LEADS = ("达到", "达", "至", "到", "为", "共", "增至", "高于", "超过")
_BARE = re.compile(
    f"(?:{'|'.join(rf'{lead}(?<![0-9.—〔（(:：第-]{lead})' for lead in _LEADS)})"
    r"([0-9]+(?:\.[0-9]+)?)(?=[，。；、）]|左右|以上|以内|以下)"
)
_PRINTED = re.compile(r"[0-9](?<=共印[0-9])[0-9]*(?=\0)")
# A figure with a decimal or of three digits and more, behind which no letter of a measure stands.
_NO_MEASURE = re.compile(
    r"[0-9](?<![0-9A-Za-z.〔（(\-—–~～:：%％/第+][0-9])(?:[0-9]*+\.[0-9]++|[0-9]++)"
    r"(?![0-9.A-Za-z%％‰〕）)\-—–~～:：/+“”年月日号期届次个项家人元万亿千百多余种类名倍天时分秒周岁批条例件位度级点章节版笔户张"
    r"座床台辆份处市县区省镇乡村社所院校页款句字封册股吨克米里升公平方小周周旗州轮团支套对只步成、])"
)
_SHARE = re.compile(r"(?:比例|率|占比)[^，。；0-9\0]{0,8}(?:提高|增长|上升|下降|降低)[0-9.]+[%％]")
_MONEY = re.compile(r"[0-9][多余]?[万亿](?=[，。；、]|左右|以上|以内)")
_WHOLE = re.compile(r"([0-9](?<![0-9.][0-9])[0-9]*+(?:\.[0-9]++)?)(万人|亿元|万元|人|家|个)[^。；\0]{0,12}?其中")
_GROWTH = re.compile("提高|增加|增长|减少|降低|下降|上升|新增")
_NEAR = 24  # characters between the name of an indicator and its figure


def figures(plan: Plan, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield figures with a unit, near an indicator's name, that no row and no stated indicator of the place holds."""
    names = frozenset(
        name for entry in catalogues.indicators.values() for name in (entry.name, *entry.names) if len(name) >= 3
    )
    if not names:
        return
    named = _any_of(names)
    held: dict[str, set[str]] = {}
    for stated in plan.stated_indicators:
        held.setdefault(stated.at, set()).update(filter(None, (stated.baseline, stated.target, stated.name)))
    for node, above in plan.walk():
        if node.indicator is not None or (
            node.kind in ("indicators", "note") and above and above[-1].kind == "indicators"
        ):
            continue
        text = node_text(node, number=False)
        counted = list(_FIGURE.finditer(text))
        if not counted:
            continue
        last: tuple[str, int] | None = None
        mentions = iter([*named.finditer(text), None])
        mention = next(mentions)
        for found in counted:
            while mention is not None and mention.start() < found.start():
                last, mention = (mention.group(), mention.end()), next(mentions)
            if last is None or found.start() - last[1] > _NEAR or "。" in text[last[1] : found.start()]:
                continue
            if _GROWTH.search(text[max(0, found.start() - 6) : found.start()]):
                continue  # by how much, not how many
            if any(found.group(1) in value for value in held.get(node.eid, ())):
                continue
            yield Candidate(
                kind="figure", eid=node.eid, place=node.place, quote=found.group(),
                words=f"“{last[0]}”近旁的数，指标里没有记", here=around(text, *found.span()),
            )  # fmt: skip


@lru_cache(maxsize=2)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(any_word(names))


def units(said: Fields) -> Iterator[Candidate]:
    """Yield figures of the text that are followed by no unit, and sums of money without 元."""
    for places, words in (
        (said.find(_BARE), "数后没有单位"),
        (said.find_figures(_PRINTED), "数后没有单位"),
        (said.find_figures(_NO_MEASURE), "数后没有单位"),
        (said.find(_MONEY), "数后没有单位"),
        (said.find(_SHARE), "比率提高百分之几，还是几个百分点"),
    ):
        for one, start, end, _ in places:
            if one.node.indicator is None and one.node.kind != "indicators" and one.field not in ("num", "label"):
                yield Candidate(
                    kind="unit", eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end],
                    words=words, here=around(one.text, start, end),
                )  # fmt: skip


@once
def sums(said: Fields) -> tuple[Candidate, ...]:
    """Return wholes whose parts, counted in the same unit after 其中, come near them and yet do not make them."""
    return tuple(_sums(said)) if "其中" in said.whole else ()


def _sums(said: Fields) -> Iterator[Candidate]:
    for one, _, end, found in said.find(_WHOLE):
        whole, unit = Decimal(found.group(1)), found.group(2)
        sentence = one.text[end : end + 120].partition("。")[0]
        parts = [Decimal(n) for n in re.findall(rf"(?<![0-9.])([0-9]++(?:\.[0-9]++)?){unit}", sentence)]
        total = sum(parts, Decimal(0))
        slack = Decimal(1).scaleb(int(whole.as_tuple().exponent)) * len(parts)
        if len(parts) >= 2 and abs(total - whole) > slack and abs(total - whole) * 5 < whole:
            yield Candidate(
                kind="sum", eid=one.node.eid, place=one.node.place, quote=found.group(),
                words="各项相加与合计不同", here=f"{found.group(1)}{unit}",
                there="＋".join(f"{p}" for p in parts) + f"＝{total}{unit}",
            )  # fmt: skip
