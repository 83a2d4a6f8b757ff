"""The files of the page for those who draft the next plan as types: a plan's own, wording and documents of a theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.comparison import ComparedIndicator, ComparedPlan, EntryName

_LEAD = Annotated[str, Column(title="单位", note="牵头的单位，没有牵头的列责任单位；照录原文，几个单位以、分开")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What a plan set out to do, with its date where it has one."""

    eid: common.Eid
    place: Annotated[str, Column(title="条文位置", note="简称，如 第三章第一节二")]
    text: Annotated[str, Column(title="文字", note="校订以后的文字，长的只取开头")]
    lead: _LEAD
    schedule: common.Schedule
    due: common.Due
    due_before: Annotated[bool, Column(title="期限两可", note="原文作“某年前”")]
    recurring: Annotated[str | None, Column(title="重复", note="RFC 5545 的写法，如 FREQ=YEARLY;BYMONTH=12")]
    themes: common.ThemeIds


class ProvisionNamed(NamedTuple):
    """A provision with its name in short."""

    eid: common.Eid
    place: Annotated[str, Column(title="条文位置", note="简称，如 第三章第一节二")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNamed:
    """A document that a plan names."""

    title: Annotated[str | None, Column(title="标题", note="原文只写文号的为空")]
    number: Annotated[str | None, Column(title="文号", note="原文没有写的为空")]
    implemented: Annotated[bool, Column(title="依据", note="编者记为本规划所落实的")]
    places: Annotated[tuple[ProvisionNamed, ...], Column(title="条文")]
    themes: Annotated[tuple[str, ...], Column(title="主题", note="引用它的条文的主题，主题目录的代号")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingPlan:
    """What one plan brings to whoever drafts the next one."""

    plan: Annotated[ComparedPlan, Column(title="规划")]
    indicators: Annotated[tuple[ComparedIndicator, ...], Column(title="指标", note="指标目录里有的")]
    promises: Annotated[tuple[Pledge, ...], Column(title="任务和承诺", note="照原文的次序")]
    documents: Annotated[tuple[DocumentNamed, ...], Column(title="引用的文件")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A plan that says something, and where."""

    plan: common.PlanId
    name: Annotated[str, Column(title="行政区", note="行政区的名称")]
    status: common.Status
    status_phases: common.StatusPhases
    places: Annotated[tuple[ProvisionNamed, ...], Column(title="条文", note="最多六处")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """Words that stand in two plans or more."""

    text: Annotated[str, Column(title="文字", note="照第一份规划，校订以后的文字")]
    characters: Annotated[int, Column(title="相同的字数", note="不计标点和空格")]
    plans: Annotated[int, Column(title="份数", note="两两比对得出，至少这些")]
    citing: Annotated[tuple[Citing, ...], Column(title="见于", note="最多五份")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedOnTheme:
    """A document that provisions of a theme name."""

    title: Annotated[str, Column(title="标题", note="只写了文号的为空文字")]
    number: Annotated[str | None, Column(title="文号", note="没有一份写明的为空")]
    url: Annotated[str, Column(title="网址", note="引用文件页上的一条，从网站的根目录起")]
    held: Annotated[str | None, Column(title="本库的规划", note="本库收有全文的，是它的代号")]
    doubts: Annotated[tuple[str, ...], Column(title="疑问", note="归并时不能确定的")]
    plans: Annotated[int, Column(title="份数", note="有几份规划的这个主题的条文引用")]
    citing: Annotated[tuple[Citing, ...], Column(title="见于", note="最多五份")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingIndicator:
    """An indicator of the catalogue with its definition."""

    id: Annotated[str, Column(title="代号")]
    name: Annotated[str, Column(title="名称")]
    unit: Annotated[str, Column(title="单位")]
    definition: Annotated[str, Column(title="定义")]
    themes: Annotated[tuple[str, ...], Column(title="主题", note="主题目录的代号，最贴近的在前")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingNames:
    """The catalogues as the page needs them."""

    themes: Annotated[tuple[EntryName, ...], Column(title="主题目录")]
    indicators: Annotated[tuple[DraftingIndicator, ...], Column(title="指标目录")]
    natures: Annotated[dict[str, str], Column(title="属性", note="代号和名称")]
    differ: Annotated[dict[str, str], Column(title="须相同的各项", note="不同时怎么说")]
    wording: Annotated[tuple[str, ...], Column(title="有相同文字的", note="wording/ 下有哪些文件：主题，或主题-省")]
    documents: Annotated[tuple[str, ...], Column(title="有引用文件的", note="documents/ 下有哪些文件：主题，或主题-省")]
