"""What version 1 of the API holds: typed rows, from which the files and their description are made.

Nothing in version 1 is taken away, renamed or given another type or meaning: what is to be so is another version, at
another address. A key may be added; the changelog tells of it. tests/golden/api.json holds what there is.

Its keys are those of the downloads' rows and stand here once more on purpose: a key that goes from a download, in a new
version of those, must not go from here unseen. What a key means both take from `common`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.indicators import COMPARATORS

VERSION = "1.1.0"
Number = int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version of the API, and what it brought."""

    version: Annotated[str, Column(title="版本")]
    date: Annotated[str, Column(title="日期")]
    changes: Annotated[tuple[str, ...], Column(title="变化")]


CHANGELOG = (
    Release(version=VERSION, date="2026-11-27", changes=("规划增加 previous_version、next_version：前一版、后一版",)),
    Release(version="1.0.0", date="2026-11-26", changes=("第一版：行政区、规划、条文、指标、任务",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province, or the country as a whole, with how many plans there are in it."""

    code: Annotated[str, Column(title="代码", note="行政区划代码的前两位；全国的文件为 10", pattern="^[0-9]{2}$")]
    name: common.PlaceName
    plans: Annotated[int, Column(title="规划数")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan without its text."""

    id: common.PlanId
    title: common.Title
    jurisdiction_code: common.PlaceCode
    jurisdiction: common.PlaceName
    level: common.Level
    kind: common.Kind
    stage: common.Stage
    period_start: common.PeriodStart
    period_end: common.PeriodEnd
    issuer: Annotated[str | None, Column(field="issuer", note="原文没有印明的为空")]
    document_number: Annotated[str | None, Column(field="document_number", note="原文没有印的为空")]
    published: common.Published
    status: common.Status
    status_date: common.StatusDate
    url: common.Url
    previous_version: common.PreviousVersion
    next_version: common.NextVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision that prints text of its own."""

    eid: common.Eid
    num: common.Number
    path: Annotated[str, Column(title="所在章节", note="以上各级的编号和标题")]
    text: Annotated[str, Column(title="原文", note="照录原文，不带编号")]
    reading: Annotated[str, Column(title="读法", note="校订以后的文字；没有校订的与原文相同")]
    themes: common.ThemeIds
    url: common.Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator of a plan."""

    eid: common.Eid
    row: Annotated[int | None, Column(title="表内行号", note="从 1 起；正文所述的为空")]
    indicator_id: Annotated[str | None, Column(title="指标目录代号", note="目录里没有的为空")]
    indicator: Annotated[str | None, Column(title="目录里的指标", note="指标目录里的名称；目录里没有的为空")]
    match: Annotated[str | None, Column(title="对应程度", note="方向同 SKOS", choices="match")]
    name: Annotated[str, Column(title="指标", note="照录原文")]
    unit: Annotated[str | None, Column(title="单位")]
    baseline: Annotated[str | None, Column(title="基期值", note="照录原文；没有列的为空，不是零")]
    baseline_value: Annotated[Number, Column(title="基期数值")]
    baseline_comparator: Annotated[str | None, Column(title="基期的界限", choices=COMPARATORS)]
    baseline_year: Annotated[int | None, Column(title="基期年")]
    target: Annotated[str | None, Column(title="目标值", note="照录原文；没有列的为空，不是零")]
    target_value: Annotated[Number, Column(title="目标数值")]
    target_comparator: Annotated[str | None, Column(title="目标的界限", choices=COMPARATORS)]
    target_year: Annotated[int | None, Column(title="目标年")]
    nature: Annotated[str | None, Column(title="属性", note="原文没有列的为空", choices="nature")]
    url: common.Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A provision with someone in charge."""

    eid: common.Eid
    text: Annotated[str, Column(title="任务", note="照录原文，不带编号、单位和时限")]
    lead: Annotated[tuple[str, ...], Column(title="牵头单位")]
    supporting: Annotated[tuple[str, ...], Column(title="配合单位")]
    responsible: Annotated[tuple[str, ...], Column(title="责任单位")]
    schedule: common.Schedule
    due: common.Due
    recurring: Annotated[str | None, Column(title="重复", note="RFC 5545 的写法")]
    url: common.Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Files of one form: `path` from the API's root, with `{province}` or `{id}` in it where there are many."""

    id: str
    path: str
    title: str
    type: type
    many: bool = True


RESOURCES = (
    Resource(id="listProvinces", path="provinces.json", title="有规划的省级行政区", type=Province),
    Resource(id="listPlans", path="provinces/{province}/plans.json", title="一个省级行政区的规划", type=Plan),
    Resource(id="getPlan", path="plans/{id}.json", title="一份规划", type=Plan, many=False),
    Resource(id="listProvisions", path="plans/{id}/provisions.json", title="一份规划的条文", type=Provision),
    Resource(id="listIndicators", path="plans/{id}/indicators.json", title="一份规划的指标", type=Indicator),
    Resource(id="listMeasures", path="plans/{id}/measures.json", title="一份规划的任务", type=Measure),
    Resource(id="listReleases", path="changelog.json", title="接口各版的变化", type=Release),
)
