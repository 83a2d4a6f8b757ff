"""Names of one thing: what a plan prints in; the rarer of several ways to call it out.

Only ways that are known to be taken for one another are looked for, each as printed; a plan that keeps to one of them
is told of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.language.any_word import any_word
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Said, pairs_of

# Each line: ways to call one thing.
_SAME = """
大病保险 大病医疗保险 重大疾病医疗保险 重大疾病保险 大病医保
门诊慢特病 门特门慢 门慢门特 门诊慢病特病 门诊特慢病 慢特病门诊
检查检验 检验检查
旗县区 县（区、旗） 旗、县、区 县区旗
村（社区） 村（居）
复合式 复合型
“三医”联动 三医联动 三医协同 “三医联动”
防范和化解 预防和化解 防范化解
政府补助 政府补贴 财政补贴
总额预算 总额预付 总额控制
失能评估 失智评估
低指征入院 低标准入院
港澳台居民 港澳居民
紧密型县域 县域紧密型
紧密型县域医共体 紧密型县域医疗共同体 县域紧密型医疗共同体 县域医共体
不断增强 不断加强
城乡居民医保 城乡医保
待遇清单制度 待遇制度清单 待遇清单管理制度
智能监控系统 智能监管系统 数据监控系统
法治化 法制化
定点零售药店 定点药店
长期护理保险制度 长期护理保障制度 长期护理制度
医保服务站 医保工作站 医保便民服务站点 医保服务站点
协议管理 行政协议管理
飞行检查 飞检
高值医用耗材 高值耗材
分值付费 点数付费 赋值付费
医保电子凭证 医疗保障电子凭证
家庭医生签约 家庭签约医生
自治区级统筹 自治区统筹 全区统筹
"""
_GROUPS = tuple(tuple(line.split()) for line in _SAME.strip().split("\n"))
_WAYS = re.compile(any_word(way for group in _GROUPS for way in group))
_PAIRS = pairs_of(way for group in _GROUPS for way in group)
MOST_PLACES = 8  # of a rarer way that are named


def terms(said: Fields) -> Iterator[Candidate]:
    """Yield the first place of each rarer way, with the first of the commonest beside it."""
    found: dict[str, list[tuple[Said, int]]] = {}
    for one, start, _, match in said.find_about(_PAIRS, _WAYS):
        found.setdefault(match.group(), []).append((one, start))
    for group in _GROUPS:
        used = [way for way in group if way in found]
        if len(used) < 2:
            continue
        usual = max(used, key=lambda way: (len(found[way]), -used.index(way)))
        for way in used:
            if way == usual or (len(found[usual]) > 3 and len(found[way]) * 2 > len(found[usual]) + 1):
                continue
            one, at = found[way][0]
            other = found[usual][0][0]
            yield Candidate(
                kind="term", eid=one.node.eid, place=one.node.place, quote=way,
                words=f"别处多作“{usual}”（{len(found[usual])} 处），作“{way}”的 {len(found[way])} 处",
                here=around(one.text, at, at + len(way)), there=usual,
                other=other.node.eid if other.node.eid != one.node.eid else None,
                also=tuple(dict.fromkeys(place.node.eid for place, _ in found[way][1:MOST_PLACES])),
            )  # fmt: skip
