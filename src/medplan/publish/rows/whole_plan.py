"""One plan whole, as plans/<id>.json holds it: a plan in, its typed tree with all that is derived from it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows
from medplan.library.status import RelatedDocument
from medplan.library.summary import PlanSummary
from medplan.plan.head import CitedDocument
from medplan.plan.model import Node, Plan
from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.indicators import IndicatorsRow, indicator_row
from medplan.publish.rows.measures import MeasuresRow, measure_rows
from medplan.publish.rows.plans import PlansRow, plan_row
from medplan.publish.rows.provisions import NodeKind

HOW = {"repealed": "废止", "replaced": "取代", "finalised": "定稿"}
TEXTS = {
    "num": "编号",
    "label": "称呼：专栏、附件的编号，发言人，问、答",
    "heading": "标题",
    "text": "正文",
    "lead": "牵头单位",
    "supporting": "配合单位",
    "responsible": "责任单位",
    "schedule": "进度要求",
    "caption": "表题",
    "category": "类别",
    "name": "指标",
    "unit": "单位",
    "baseline": "基期值",
    "target": "目标值",
    "nature": "属性",
    **{f"other_{n}": f"其他栏 {n}" for n in range(1, 7)},
    "columns:": "栏名，冒号后是本库的栏名或第几栏",
    "cell:": "单元格，冒号后是第几栏",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Emended:
    """A text that an emendation changes."""

    printed: Annotated[str, Column(title="原文")]
    reading: Annotated[str, Column(title="读法")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNode:
    """A piece of the plan with an address; its texts stand among its own keys, in printed order."""

    eid: common.Eid
    kind: NodeKind
    texts: Annotated[
        dict[str, str | Emended],
        Column(title="印出的文字", note="照录原文；有校订的写成原文和读法", spread=True, names=TEXTS),
    ]
    themes: Annotated[tuple[str, ...], Column(title="主题", note="主题目录的代号；没有的不写", sparse=True)]
    body: Annotated[tuple[WholeNode, ...], Column(title="下级条文", note="照原文的次序；没有的不写", sparse=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeExclusion:
    """A passage of the source that is not the plan's."""

    text: Annotated[str, Column(title="文字")]
    why: Annotated[str, Column(title="理由")]
    times: Annotated[int, Column(title="出现次数")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSource:
    """The document as received."""

    file: Annotated[str, Column(title="原文文件", note="在本库代码仓库里的位置")]
    sha256: Annotated[str, Column(title="原文校验值", note="SHA-256")]
    origin: Annotated[str | None, Column(title="出处", note="原文刊载于何处，不详的为空")]
    url: Annotated[str | None, Column(title="原文网址")]
    excluded: Annotated[
        tuple[WholeExclusion, ...], Column(title="不收的文字", note="原文里不属于文件本身的文字，及不收的理由")
    ]
    text_from: Annotated[
        str | None,
        Column(title="文字的由来", note="原文的文字经程序得出的才有；ocr 的可能有认错的字", choices="text_from"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCitation:
    """A document that the plan implements or cites."""

    title: Annotated[str, Column(title="标题", note="原文所印，不带书名号")]
    number: Annotated[str | None, Column(title="文号")]
    plan: Annotated[str | None, Column(title="本库代号", note="本库收有该文件的才有")]
    at: Annotated[tuple[str, ...], Column(title="提到它的条文", note="条文地址")]
    title_by_editor: Annotated[bool, Column(title="名称由编者拟定", note="原文没有印它的题名")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRelated:
    """A document that came before or after the plan."""

    how: Annotated[str, Column(title="关系", note="在后的一份是废止在先的，只取代它，还是它的定稿", choices=HOW)]
    title: Annotated[str, Column(title="标题", note="全称，不带书名号")]
    number: Annotated[str | None, Column(title="文号")]
    date: Annotated[str | None, Column(title="日期", note="那份文件的印发日期")]
    plan: Annotated[str | None, Column(title="本库代号", note="本库收有该文件的才有")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeEmendation:
    """An editor's reading of a passage that the source prints corruptly."""

    at: Annotated[tuple[str, ...], Column(title="所在条文", note="条文地址")]
    printed: Annotated[str, Column(title="原文")]
    reads: Annotated[str, Column(title="读法")]
    why: Annotated[str, Column(title="理由")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRemark:
    """What an editor tells the reader."""

    at: Annotated[str | None, Column(title="所注条文", note="条文地址；注整份规划的为空")]
    also: Annotated[tuple[str, ...], Column(title="有关的条文", note="条文地址")]
    kind: Annotated[str, Column(title="种类", choices="remark")]
    quote: Annotated[str | None, Column(title="所注文字", note="照录原文")]
    text: Annotated[str, Column(title="注文")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePlan:
    """One plan, whole."""

    plan: Annotated[PlansRow, Column(title="规划", note="与 plans.json 的一行相同", spread=True)]
    format_version: Annotated[
        str, Column(title="格式版本", note="本文件的格式所属的版本", pattern="^[0-9]+[.][0-9]+[.][0-9]+$")
    ]
    source: Annotated[WholeSource, Column(field="source")]
    implements: Annotated[tuple[WholeCitation, ...], Column(field="implements")]
    cites: Annotated[tuple[WholeCitation, ...], Column(field="cites")]
    body: Annotated[tuple[WholeNode, ...], Column(title="全文", note="照原文的次序，连同通知和标题")]
    indicators: Annotated[tuple[IndicatorsRow, ...], Column(title="指标", note="与 indicators.json 的各行相同")]
    measures: Annotated[tuple[MeasuresRow, ...], Column(title="任务", note="与 measures.json 的各行相同")]
    emendations: Annotated[tuple[WholeEmendation, ...], Column(field="emendations")]
    remarks: Annotated[tuple[WholeRemark, ...], Column(field="remarks")]
    replaced: Annotated[
        tuple[WholeRelated, ...], Column(title="在先的文件", note="本规划取代或废止的文件，两份文件里哪一份说的都算")
    ]
    ended_by: Annotated[
        tuple[WholeRelated, ...], Column(title="在后的文件", note="取代或废止本规划的文件，两份文件里哪一份说的都算")
    ]


def whole_plan(plan: Plan, summary: PlanSummary, catalogues: Catalogues, version: str, site: str = "") -> WholePlan:
    """Return one plan whole; `version` is the format's, `site` the site's address, "" when unknown."""
    head = common.RowHead.of(summary, site)
    source = plan.source
    return WholePlan(
        plan=plan_row(summary, catalogues, site),
        format_version=version,
        source=WholeSource(
            file=source.file,
            sha256=source.sha256,
            origin=source.origin,
            url=source.url,
            excluded=tuple(WholeExclusion(text=e.text, why=e.why, times=e.times) for e in source.excluded),
            text_from=source.text_from,
        ),
        implements=tuple(map(_cited, plan.implements)),
        cites=tuple(map(_cited, plan.cites)),
        body=tuple(map(_whole_node, plan.nodes)),
        indicators=tuple(indicator_row(row, catalogues, head) for row in indicator_rows(plan)),
        measures=tuple(measure_rows(plan, catalogues, head)),
        emendations=tuple(
            WholeEmendation(at=e.eids, printed=e.printed, reads=e.reads, why=e.why) for e in plan.emendations
        ),
        remarks=tuple(WholeRemark(at=r.at, also=r.also, kind=r.kind, quote=r.quote, text=r.text) for r in plan.remarks),
        replaced=tuple(map(_related, summary.replaced)),
        ended_by=tuple(map(_related, summary.ended_by)),
    )


def _cited(document: CitedDocument) -> WholeCitation:
    return WholeCitation(
        title=document.title,
        number=document.number,
        plan=document.plan,
        at=document.eids,
        title_by_editor=document.title_by_editor,
    )


def _related(document: RelatedDocument) -> WholeRelated:
    return WholeRelated(
        how=document.how, title=document.title, number=document.number, date=document.date, plan=document.plan
    )


def _whole_node(node: Node) -> WholeNode:
    return WholeNode(
        eid=node.eid,
        kind=node.kind,
        texts={name: _text(node, name) for name in node.fields},
        themes=node.themes,
        body=tuple(map(_whole_node, node.children)),
    )


def _text(node: Node, name: str) -> str | Emended:
    printed, reading = node.printed(name), node.reading(name)
    return printed if printed == reading else Emended(printed=printed, reading=reading)
