"""Words and turns that are seldom right: what a plan prints in; slips of writing, half sentences and odd turns out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from medplan.language.any_word import any_word
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Found, pairs_of

# Wrong words that are no words, each with the one that is meant.
_SLIPS = """
步代>步伐 拚搏>拼搏 帐户>账户 帐目>账目 气侯>气候 以经>已经 己经>已经 巳经>已经 自已>自己 年未>年末
末来>未来 布署>部署 布暑>部署 按步就班>按部就班 渡过难关>度过难关 座落>坐落 名符其实>名副其实
一愁莫展>一筹莫展 再接再励>再接再厉 竟争>竞争 统酬>统筹 诊寥>诊疗 医寥>医疗 就珍>就诊 待预>待遇
补尝>补偿 监官>监管 欺炸>欺诈 骗宝>骗保 报消>报销 结箅>结算 预箅>预算 棱查>核查 稽合>稽核 服物>服务
制渡>制度 侯选>候选 既将>即将 立既>立即 法制化>法治化 主要矛盾的转移>主要矛盾的转化 复盖>覆盖 协凋>协调
凋整>调整 凋查>调查 帮抚>帮扶 宣船>宣传 陪训>培训 赔训>培训 资迅>资讯 通迅>通讯 信息话>信息化
医宝>医保 参宝>参保 基斤>基金 慢姓病>慢性病 药拼>药品 集彩>集采 采构>采购
"""
_MEANT = dict(slip.split(">") for slip in _SLIPS.split())
# What else must hold of those that may stand in right wording: 以经济建设为中心, 自己经营, 当年未参保, 既将甲又将乙.
_BESIDES = {
    "年未": "(?:(?<=[到至][0-9]{4}年未)|(?![^，。；、）前\\0]))",
    "以经": "(?![济办营费验纪销常典开络])",
    "己经": "(?<!自己经)",
    "末来": "(?<![年月周期岁]末来)",
    "自已": "(?<![各来]自已)(?!经)",
    "既将": "(?![^。；\\0]{0,40}[又也])",
    "服物": "(?!品)",
}
_WRONG = re.compile(any_word(_MEANT, _BESIDES))
_WRONG_PAIRS = pairs_of(_MEANT)
_REACHES = ("稳定在", "保持在", "达到", "控制在")
_A_RATIO = "(?:" + "|".join(f"{word}(?<!比例{word})(?<!比{word})" for word in _REACHES) + ")[0-9]{1,2}[:：][0-9]"
# Each turn with what is odd of it. Every one is read in time that grows with the text.
_TURNS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"以“[^“”。\0]{2,12}为[^“”。\0]{1,4}”", "前引号疑应在“以”之前，或不加"),
        (r"(?:完善|构建|优化|建立|推行|形成)[^，。；、以\0]{4,24}为(?:核心|主|基础|重点)的", "“为……的”之前疑脱“以”"),
        (r"将(?<![一-鿿]将)[我全][市县省区旗](?=居住|生活|工作)", "“将”之后疑脱“在”"),
        (r"推进[^，。；、\0]{2,12}(?<!改革)制度(?=[，。；（])", "“推进……制度”疑脱“建设”“试点”一类的词"),
        (r"推动[^，。；、\0]{2,10}示范点(?=[，。；])", "“推动……示范点”疑脱“建设”一类的词"),
        (r"加强[^，。；\0]{4,24}情况，", "“加强……情况”语意不全，逗号疑衍"),
        (r"通过(?<=[，。；：]通过)[^，。；\0]{4,40}。", "只有“通过……”而没有下文"),
        (r"同时也[^，。；\0]{2,24}也", "“也”字重出"),
        (r"(?:比例|率|占比)[0-9][0-9.]*+[%％](?!的)", "名称与数值直接相连，疑脱“达到”一类的词"),
        (_A_RATIO, "前面没有说这个数是比例"),
        (r"(?:配备|每年|每月|每季)(?:12|23|34|45)(?=名|个月|周|次|家)", "两个数字之间疑脱连接号"),
        (r"内(?<=[，、。；]内)(?=就医|住院|购药|定点|转诊)", "“内”之前疑脱“县”“市”一类的字"),
        (r"市场(?<!政府[、，]市场)(?<=[、，]市场)(?=[、，和等](?!社会))", "“市场”不成部门的名称，疑脱“监管”"),
        (r"[市县省区旗](?<![市县省区旗州党][市县省区旗])委政府", "“委”“政府”之间疑脱顿号和“市”“县”一类的字"),
        (r"经过发展(?=[，。])", "“经过”之后疑脱表示时间的词"),
        (r"服务体(?![系制验现量检育])", "“服务体”疑脱“系”"),
        (r"[，。；、][，。；、]", "两个标点相连"),
        (r"”，“(?=[^“”，。；\0]{1,16}”[^，。；“”\0]{0,4}和[^，。；“”\0]{0,12}于一体)", "并列的各项之间疑应为顿号"),
        (r"办理[^，。；、制\0]{2,10}，(?=[^，。；、\0]{2,8}、)", "并列的各项之间疑应为顿号"),
        (r"供给侧改革(?<!服务供给侧改革)", "“供给侧”之后疑脱“结构性”"),
        (r"(?:机制|目录|体系)(?=全面落实|推行|全面推进|加快推进|严格落实)", "两个分句之间疑脱标点"),
        (r"、[^，。；、\0]{2,10}(?<![的等和及与以用过是取种])多种(?=方式|渠道|形式|途径)", "“多种”之前疑脱“等”"),
        (r"对(?<=[，。；：这]对)[^，。；：、“”\0]{2,12}(?:、[^，。；：、“”\0]{1,12})?带来(?!的)", "“对”疑为“给”"),
        (r"，(?<=[一-鿿]，)(?=请问|当前，)", "以下另起一句，逗号疑应为句号"),
        (r"开展(?<!可开展)[^，。；、（）\0]{2,16}病种(?=[，。；])", "“病种”之后疑脱“诊疗”“付费”一类的词"),
        (r"力争(?:省|市|县|区|乡镇|各)[^，。；实达做到\0]{0,24}全覆盖", "“力争”之后疑脱“实现”"),
        (r"[0-9](?<=\0[0-9])[0-9]?月[0-9]{1,2}日(?=[，上下])", "日期没有印年份"),
    )
)
# Pairs of letters by which some turns are told sooner, and how far from the beginning they stand.
_PAIRS = {
    "两个标点相连": (pairs_of(map("".join, product("，。；、", repeat=2))), 0),
    "两个分句之间疑脱标点": (pairs_of(map("".join, product("制录系", "全推加严"))), 1),
}


def faulty(said: Fields) -> Iterator[Candidate]:
    """Yield wrong words with the ones that are meant, and odd turns with what is odd of them."""
    for found in filter(_in_prose, said.find_about(_WRONG_PAIRS, _WRONG)):
        word = found.match.group()
        yield _odd(found, f"“{word}”疑为“{_MEANT[word]}”", _MEANT[word])
    for pattern, words in _TURNS:
        about = _PAIRS.get(words)
        places = said.find_about(about[0], pattern, about[1]) if about else said.find(pattern)
        for found in filter(_in_prose, places):
            yield _odd(found, words, "")


def _in_prose(found: Found) -> bool:
    return found.one.field not in ("num", "label") and found.one.node.indicator is None


def _odd(found: Found, words: str, there: str) -> Candidate:
    one, start, end, _ = found
    return Candidate(
        kind="phrase", eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 2) : end + 2], words=words,
        here=around(one.text, start, end), there=there,
    )  # fmt: skip
