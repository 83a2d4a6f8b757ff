"""The rows of the table of provisions: a plan in, its provisions in printed order out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from medplan.plan.model import Plan, reading_text
from medplan.plan.printed import node_text, path_of
from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.common import RowHead, plan_url

NODE_KIND = (
    "chp 章、sec 节、para 一、subpara（一）、point 1.、cl 1.1、subcl 1.1.1、p 不编号的自然段、unit 不编号的标题、"
    "box 专栏、annex 附件、indicator_row 指标表的一行、task_row 任务表的一行、table_row 表格的一行、"
    "lede 导语、speech 发言、question 问、answer 答等"
)
NodeKind = Annotated[str, Column(title="条文种类", note=NODE_KIND, pattern="^[a-z_]+$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionsRow:
    """A provision that prints text of its own."""

    plan_id: common.PlanId
    eid: common.Eid
    num: common.Number
    path: Annotated[str, Column(title="所在章节", note="以上各级的编号和标题")]
    text: Annotated[str, Column(title="原文", note="照录原文，不带编号")]
    reading: Annotated[str, Column(title="读法", note="校订以后的文字；没有校订的与原文相同")]
    themes: common.ThemeIds
    url: common.Url
    kind: NodeKind
    status: common.Status
    status_date: common.StatusDate
    themes_inherited: Annotated[
        tuple[str, ...],
        Column(title="上级的主题", note="以上各级的主题，本条自己的不再列；与主题一栏合起来是对本条成立的"),
    ]
    plan_title: common.PlanTitle
    jurisdiction_code: common.PlaceCode
    jurisdiction: common.PlaceName
    address: common.FullUrl


def provision_rows(plan: Plan, head: RowHead) -> Iterator[ProvisionsRow]:
    """Yield a row for every node that prints text of its own, in printed order.

    The texts (with their numbers) in order are the whole plan.
    """
    status = head.status
    for node, above in plan.walk():
        text = node_text(node, number=False)
        number = node.printed("num") or node.printed("label")
        if not text and not number:
            continue
        url = plan_url(plan.id, node.eid)
        yield ProvisionsRow(
            plan_id=plan.id,
            eid=node.eid,
            num=number or None,
            path=path_of(above, node),
            text=text,
            reading=node_text(node, reading_text, number=False),
            themes=node.themes,
            url=url,
            kind=node.kind,
            status=status.key,
            status_date=status.date,
            themes_inherited=tuple(sorted({t for one in above for t in one.themes} - set(node.themes))),
            plan_title=head.plan_title,
            jurisdiction_code=head.place_code,
            jurisdiction=head.place,
            address=head.full_url(url),
        )
