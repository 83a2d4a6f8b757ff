"""Made-up plans, one of each status and others below them, in a library of their own: a folder in; a data root out.

Few enough that every page across plans names each of them: two share words with each other, one sets a target beside
the rest, each cites what the others do and is cited by the one below it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from builds import Build, build_site, stage_data, stage_plan

DAY = date(2026, 6, 1)
SHARED = """
天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈
剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐
吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方
盖此身发四大五常恭惟鞠养岂敢毁伤女慕贞洁男效才良知过必改得能莫忘罔谈彼短靡恃己长信使可覆器欲难量
墨悲丝染诗赞羔羊景行维贤克念作圣德建名立形端表正空谷传声虚堂习听祸因恶积福缘善庆尺璧非宝寸阴是竞
资父事君曰严与敬
"""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up plan: the place it is of, the plan above it, which piece of SHARED it has, and what its file says.

    `key` and `word` are how it stands on DAY, "" where its name needs no mark.
    """

    id: str
    place: str
    above: str | None
    shared: int
    period: str
    kind: str = "plan"
    stage: str = "issued"
    more: str = ""
    key: str = "in-period"
    word: str = ""
    text_from: str = ""

    @property
    def code(self) -> str:
        """Return the code of its place."""
        return self.id[:6]

    @property
    def title(self) -> str:
        """Return its title, which no other plan has."""
        return f"{self.place}医疗保障{self.id.rsplit('-', 1)[1]}试验规划"


OLD, NEW = "990200-maotu-145", "990200-maotu-155"
DRAFT = "990000-tianyuan-155"
PAST, THIS, NEXT = "{start: 2021, end: 2025}", "{start: 2026, end: 2030}", "{start: 2031, end: 2035}"
REPEAL = 'repealed_by: {title: 关于废止部分文件的决定, number: 寅府〔2026〕1号, date: "2026-03"}\n'
REPLACES = f'replaces: [{{title: 卯兔市医疗保障145试验规划, number: null, date: "2021-10-08", plan: {OLD}}}]\n'
# Two documents came after it, one of them a plan that is held and marked.
BOTH = f"{REPEAL}replaced_by: {{title: 天元省医疗保障155试验规划, number: null, date: '2021-10-08', plan: {DRAFT}}}\n"
PLANS = (
    MadeUp("990000-tianyuan-155", "天元省", None, 0, THIS, stage="consultation", key="consultation", word="征求意见稿"),
    MadeUp("990100-yinhu-145", "寅虎市", "990000-tianyuan-155", 0, PAST, more=REPEAL, key="repealed", word="已废止"),
    MadeUp(
        *("990101-yinlin-145", "寅林县", "990100-yinhu-145", 1, PAST),
        **{"kind": "press-conference", "key": "secondary", "word": "第二手资料"},
    ),
    MadeUp(OLD, "卯兔市", "990000-tianyuan-155", 1, PAST, key="replaced", word="已被取代"),
    MadeUp(NEW, "卯兔市", "990000-tianyuan-155", 2, THIS, more=REPLACES),
    MadeUp("990201-maolin-155", "卯林县", OLD, 2, THIS),
    MadeUp("990300-chenlong-145", "辰龙市", "990000-tianyuan-155", 3, PAST, key="ended", word="规划期已满"),
    MadeUp("990301-chenlin-155", "辰林县", "990300-chenlong-145", 3, THIS, text_from="libreoffice"),
    MadeUp("990400-sishe-165", "巳蛇市", "990000-tianyuan-155", 4, NEXT, key="upcoming", word="规划期未到"),
    MadeUp("990401-silin-155", "巳林县", "990400-sishe-165", 4, THIS, text_from="ocr"),
    # The first of all, so the one that the guide shows; the country's name is a word in other names and sentences.
    MadeUp("100000-zhongguo-145", "中国", DRAFT, 4, PAST, more=BOTH, key="repealed", word="已废止"),
)
MARKED = tuple(plan for plan in PLANS if plan.word)
_BODY = """\
body:
  - num: 第一章
    heading: 总体要求
    body:
      - SHARED
      - 落实NAMED《关于深化医疗保障制度改革的意见》（中发〔2020〕5号）。
  - num: 第二章
    heading: 主要任务
    body:
      - num: 一、
        heading: 健全待遇机制。
        themes: [enrolment]
        text: PLACE稳定住院待遇，做好门诊保障。
        lead: 市医保局
        schedule: 2026年9月完成
      - indicators:
          caption: 主要指标
          columns: {num: 序号, name: 主要指标, baseline: 2020年, target: 2025年, nature: 属性}
          rows:
            - {indicator: enrolment-rate, match: exact, num: '1', name: 参保率（%）, baseline: '90', target: 'TARGET',
               nature: binding}
remarks:
  - {at: chp_1__p_1, kind: note, text: 试验用的规划}
"""


def text_of(plan: MadeUp) -> str:
    """Return a plan's YAML."""
    above = next((other for other in PLANS if other.id == plan.above), None)
    said = f"{{title: {above.title}, number: null, plan: {above.id}}}" if above else ""
    lines = "".join(SHARED.split())[plan.shared * 60 : plan.shared * 60 + 60]
    body = _BODY.replace("SHARED", f"{lines}。").replace("NAMED", f"《{above.title}》和" if above else "")
    target = "99" if plan.id == NEW else "95"
    return f"""\
title: {plan.title}
jurisdiction: '{plan.code}'
kind: {plan.kind}
stage: {plan.stage}
period: {plan.period}
issuer: null
document_number: null
published: '{"2026-02-01" if plan.id == NEW else "2021-10-08"}'
source:
  file: data/sources/SOURCE.txt
  sha256: '{"0" * 64}'
  origin: null
{f"  text_from: {plan.text_from}" if plan.text_from else ""}
  excluded: []
implements: [{said}]
{plan.more}{f"cites: [{said}]" if said else ""}
{body.replace("PLACE", plan.place).replace("TARGET", target)}"""


def stage_standing(folder: Path) -> Path:
    """Return a data root with the made-up plans and Suzhou's."""
    data = stage_data(folder)
    with (data / "jurisdictions.yaml").open("a", encoding="utf-8") as catalogue:
        for plan in {plan.code: plan for plan in PLANS if plan.code[:2] == "99"}.values():
            level = "province" if plan.code[2:] == "0000" else "prefecture" if plan.code[4:] == "00" else "county"
            parent = {"province": "100000", "prefecture": "990000", "county": f"{plan.code[:4]}00"}[level]
            pinyin = plan.id.split("-")[1].capitalize()
            entry = {"code": plan.code, "name": plan.place, "pinyin": pinyin, "level": level, "parent": parent}
            catalogue.write(f"- {json.dumps(entry, ensure_ascii=False)}\n")
    for plan in PLANS:
        stage_plan(data, text_of(plan), plan.id, "99-tianyuan" if plan.code[:2] == "99" else "10-zhongguo")
    return data


def build_standing(folder: Path, day: date = DAY) -> Build:
    """Build the made-up library as of a day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return build_site(
        folder / "site",
        data=stage_standing(folder / "data"),
        SITE_URL="https://library.example/library/",
        SOURCE_DATE_EPOCH=str(int(moment.timestamp())),
    )
