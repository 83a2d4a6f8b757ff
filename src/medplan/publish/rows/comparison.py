"""The files of the page of comparison as types: one plan's facts, a place's plans, the list of places, the names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from medplan.compare.guard import TERM_NAMES
from medplan.compare.themes import COVERAGE_LABELS
from medplan.publish.columns import Column
from medplan.publish.rows import common

ROLES = {"lead": "牵头", "responsible": "责任"}
_BY_VALUE = "代号和名称"


class PlaceChoice(NamedTuple):
    """A place that can be chosen."""

    code: common.PlaceCode
    name: common.PlaceName
    pinyin: common.Pinyin
    initials: common.Initials
    plans: Annotated[int, Column(title="收录份数")]
    also: Annotated[tuple[str, ...], Column(title="又可写作", note="旧名、旧代码，罗马字是民族语拼写的另有汉语拼音")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPlan:
    """What the page says of a plan itself: some keys of its row of plans.json."""

    id: common.PlanId
    title: common.Title
    jurisdiction_code: common.PlaceCode
    jurisdiction: common.PlaceName
    level: common.Level
    kind: common.Kind
    stage: common.Stage
    period_start: common.PeriodStart
    period_end: common.PeriodEnd
    published: common.Published
    path: common.PlacePath
    status: common.Status
    status_phases: common.StatusPhases


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as the page shows it."""

    shown: Annotated[str, Column(title="显示的值", note="换算成目录的单位；不能换算的照录原文")]
    in_unit: Annotated[bool, Column(title="已换算", note="是目录的单位")]
    printed: Annotated[str | None, Column(title="原文", note="换算以前的数和单位；没有换算的为空")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term in which two rows must be equal to be compared."""

    is_: Annotated[str, Column(title="取值", note="两行的取值相同才可以比较")]
    said: Annotated[str, Column(title="文字", note="给读者看的说法，如“基期为 2020 年”")]


class Years(NamedTuple):
    """The years of a row's figures."""

    baseline: Annotated[int | None, Column(title="基期年")]
    target: Annotated[int | None, Column(title="目标年")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedIndicator:
    """One row of a plan's indicators, with what keeps it from being compared."""

    id: Annotated[str, Column(title="指标目录代号")]
    eid: common.Eid
    name: Annotated[str, Column(title="指标", note="校订以后的名称")]
    baseline: Annotated[Shown | None, Column(title="基期值", note="原文没有列的为空")]
    target: Annotated[Shown | None, Column(title="目标值", note="原文没有列的为空")]
    change: Annotated[str | None, Column(title="增减", note="目标减基期；两端有不定的为空")]
    nature: Annotated[str | None, Column(title="属性", choices="nature")]
    years: Annotated[Years, Column(title="年份")]
    obstacles: Annotated[tuple[str, ...], Column(title="障碍", note="使本行不能与任何一行比较的理由")]
    doubts: Annotated[tuple[str, ...], Column(title="须知", note="可以比较，但读者须知道的事")]
    terms: Annotated[
        dict[str, Term], Column(title="须相同的各项", note="、".join(f"{k} {v}" for k, v in TERM_NAMES.items()))
    ]


class ProvisionOnce(NamedTuple):
    """A provision of some theme; it stands once, however many themes it has."""

    eid: common.Eid
    path: Annotated[int, Column(title="所在章节", note="paths 的第几项，从 0 起")]
    text: Annotated[str, Column(title="文字", note="校订以后的文字")]
    emended: Annotated[int, Column(title="有校订", note="1 表示原文与此不同")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMeasure:
    """A measure: its first words, who leads it, or is responsible where none leads, who helps, and by when."""

    eid: common.Eid
    text: Annotated[str, Column(title="任务", note="长的只取开头")]
    role: Annotated[str, Column(title="单位的角色", note="没有牵头单位的列责任单位", choices=ROLES)]
    units: Annotated[tuple[str, ...], Column(title="单位", note="照录原文")]
    agencies: Annotated[tuple[str, ...], Column(title="部门", note="部门目录的代号")]
    supporting: Annotated[tuple[str, ...], Column(title="配合单位", note="照录原文")]
    schedule: common.Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanThemes:
    """A plan's provisions by theme, each text once."""

    paths: Annotated[tuple[str, ...], Column(title="所在章节")]
    provisions: Annotated[tuple[ProvisionOnce, ...], Column(title="条文", note="照原文的次序归并，一条只列一次")]
    themes: Annotated[
        dict[str, tuple[int, ...]], Column(title="主题", note="主题目录的代号，及其条文是 provisions 的第几项，从 0 起")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """One plan's indicators, themes and measures as the page lays them out."""

    indicators: Annotated[tuple[ComparedIndicator, ...], Column(title="指标", note="指标目录里有的")]
    unmatched: Annotated[int, Column(title="目录以外的指标", note="几项")]
    by_theme: Annotated[PlanThemes, Column(title="条文", spread=True)]
    silence: Annotated[str, Column(title="没有写到的主题", note="怎样理解没有写到", choices=COVERAGE_LABELS)]
    measures: Annotated[tuple[ComparedMeasure, ...], Column(title="任务")]
    plan: Annotated[ComparedPlan, Column(title="规划")]


class IndicatorName(NamedTuple):
    """An indicator of the catalogue."""

    id: Annotated[str, Column(title="代号")]
    name: Annotated[str, Column(title="名称")]
    category: Annotated[str, Column(title="类别", choices="category")]
    unit: Annotated[str, Column(title="单位")]


class EntryName(NamedTuple):
    """An entry of another catalogue."""

    id: Annotated[str, Column(title="代号")]
    name: Annotated[str, Column(title="名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that the page shows, in the catalogues' order, and labels by value."""

    categories: Annotated[dict[str, str], Column(title="指标类别", note=_BY_VALUE)]
    indicators: Annotated[tuple[IndicatorName, ...], Column(title="指标目录")]
    themes: Annotated[tuple[EntryName, ...], Column(title="主题目录")]
    agencies: Annotated[tuple[EntryName, ...], Column(title="部门目录")]
    coverage: Annotated[dict[str, str], Column(title="论及与否", note=_BY_VALUE)]
    differ: Annotated[dict[str, str], Column(title="须相同的各项", note="不同时怎么说")]
    natures: Annotated[dict[str, str], Column(title="属性", note=_BY_VALUE)]
