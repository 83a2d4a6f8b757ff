"""Keys that several downloads share: their types with their words, and the addresses they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from medplan.library import status as library_status
from medplan.library.status import WORDS, Standing
from medplan.library.summary import PlanSummary
from medplan.plan import address
from medplan.plan.address import Address
from medplan.publish.columns import Column

_DATE = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

PlanId = Annotated[str, Column(title="规划代号", note="永久不变，也是网址 /plans/代号/", pattern=f"^{address.NAME}$")]
Title = Annotated[str, Column(field="title", note="照录原文")]
PlaceCode = Annotated[str, Column(title="行政区划代码", note="GB/T 2260 六位代码，是文字", pattern="^[0-9]{6}$")]
PlaceName = Annotated[str, Column(title="行政区", note="行政区的名称")]
PlacePath = Annotated[str, Column(title="行政区全称", note="省级以下各级名称相连，如江苏省苏州市")]
Pinyin = Annotated[str, Column(title="罗马字名称", note="行政区名称的罗马字写法，如 Suzhou")]
Initials = Annotated[str, Column(title="首字母", note="行政区名称的拼音首字母，如 sz")]
Level = Annotated[str, Column(title="级别", choices="level")]
Kind = Annotated[str, Column(field="kind")]
Stage = Annotated[str, Column(field="stage")]
PeriodStart = Annotated[int | None, Column(title="规划期起始年", note="原文没有规划期的为空")]
PeriodEnd = Annotated[int | None, Column(title="规划期终止年", note="原文没有规划期的为空")]
Published = Annotated[str | None, Column(field="published", note="印发或发布的年、年月或日期", pattern=_DATE)]
Eid = Annotated[
    str,
    Column(
        title="条文地址", note="永久不变的 eId，如 chp_3__sec_1__para_2：第三章第一节二、", pattern=f"^{address.EID}$"
    ),
]
Number = Annotated[str | None, Column(title="编号", note="照录原文，如（一）；没有编号的为空")]
ThemeIds = Annotated[tuple[str, ...], Column(title="主题", note="主题目录的代号")]
Status = Annotated[
    str,
    Column(title="状态", note="生成之日的状态；几样都合的，只写次序在前的一样，次序见“关于”页", choices=WORDS),
]
PreviousVersion = Annotated[str | None, Column(field="previous_version", note="没有的为空")]
NextVersion = Annotated[
    str | None,
    Column(title="后一版", note="同一份规划的后一版在本库的代号，由后一版的 previous_version 得出；没有的为空"),
]
StatusDate = Annotated[
    str | None,
    Column(
        title="状态的日期",
        note="规划期已满、规划期未到、规划期内的，是这一段的第一天；取代、废止的，是那份文件的日期；其余为空",
        pattern=_DATE,
    ),
]
Url = Annotated[str, Column(title="网址", note="从网站的根目录起", pattern="^/plans/")]
PlanTitle = Annotated[str, Column(title="规划", note="规划的标题，照录原文")]
FullUrl = Annotated[
    str | None, Column(title="完整网址", note="生成网站时写明了它的网址才有，否则为空", pattern="^https?://")
]
Schedule = Annotated[str | None, Column(title="进度要求", note="照录原文")]
Due = Annotated[
    str | None,
    Column(
        title="期限",
        note="年、年月或日期。“2023年底前”记作 2023-12；“2023年前”记作 2023，并且 due_before 为真",
        pattern=_DATE,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHead:
    """What every row of a plan's tables says of the plan; `site` is the site's address, "" when unknown."""

    plan_title: str
    place_code: str
    place: str
    status: library_status.Status
    site: str = ""

    @classmethod
    def of(cls, plan: PlanSummary, site: str = "") -> RowHead:
        """Return that of a plan."""
        place = plan.place
        return cls(plan_title=plan.title, place_code=place.code, place=place.name, status=plan.status, site=site)

    def full_url(self, url: str) -> str | None:
        """Return an address whole, given that from the site's root."""
        return full_url(self.site, url)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPhase:
    """What a plan's status is from a day on."""

    since: Annotated[str | None, Column(title="自哪一天起", note="第一段没有起始的日子，为空", pattern=_DATE)]
    status: Annotated[str, Column(title="状态", choices=WORDS)]
    word: Annotated[str, Column(title="文字", note="状态的名称；征求意见稿被取代之类，两样都写")]
    plain: Annotated[bool, Column(title="不必注明", note="已印发，有规划期的在规划期内")]


def status_phases(standing: Standing) -> tuple[StatusPhase, ...]:
    """Return all that a plan's status has been and will be, if nothing else happens."""
    told: list[StatusPhase] = []
    for phase in standing.phases:
        if not told or (told[-1].status, told[-1].word) != (phase.key, phase.word):
            since = phase.since.isoformat() if phase.since else None
            told.append(StatusPhase(since=since, status=phase.key, word=phase.word, plain=phase.plain))
    return tuple(told)


StatusPhases = Annotated[
    tuple[StatusPhase, ...],
    Column(title="状态的各段", note="依日期的次序；今天的状态是已经开始的最后一段，不必等网站重新生成"),
]


def plan_url(plan_id: str, eid: address.Eid | None = None) -> str:
    """Return the address of a plan or a provision, from the site's root."""
    return Address.of_plan(plan_id, eid).href("/")


def full_url(site: str, url: str) -> str | None:
    """Return an address whole, given the site's (without a slash at its end) and that from its root."""
    return f"{site}{url}" if site else None
