"""The rows of the table of measures: a plan in; who does what by when, as printed and as resolved, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import Duty, measures
from medplan.plan.model import Plan
from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.common import RowHead, plan_url

_UNITS = "照校订以后的文字拆开，一个单位一项"
_AGENCIES = "部门目录的代号，与左边的单位一一对应；认不出的为空文字"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresRow:
    """A provision with someone in charge."""

    plan_id: common.PlanId
    eid: common.Eid
    text: Annotated[str, Column(title="任务", note="要做的事，照录原文，不带编号、单位和时限")]
    lead: Annotated[tuple[str, ...], Column(title="牵头单位", note=_UNITS)]
    supporting: Annotated[tuple[str, ...], Column(title="配合单位", note=_UNITS)]
    responsible: Annotated[tuple[str, ...], Column(title="责任单位", note=_UNITS)]
    schedule: common.Schedule
    due: common.Due
    recurring: Annotated[str | None, Column(title="重复", note="RFC 5545 的写法，如 FREQ=YEARLY;BYMONTH=12")]
    url: common.Url
    ongoing: Annotated[bool, Column(title="持续推进", note="进度要求里写明持续、长期的")]
    due_before: Annotated[bool, Column(title="期限两可", note="原文作“某年前”，可能指年初以前，也可能指年底以前")]
    num: common.Number
    themes: Annotated[tuple[str, ...], Column(title="主题", note="主题目录的代号，以上各级的也算")]
    lead_agencies: Annotated[tuple[str, ...], Column(title="牵头部门", note=_AGENCIES)]
    supporting_agencies: Annotated[tuple[str, ...], Column(title="配合部门", note=_AGENCIES)]
    responsible_agencies: Annotated[tuple[str, ...], Column(title="责任部门", note=_AGENCIES)]
    status: common.Status
    status_date: common.StatusDate
    plan_title: common.PlanTitle
    jurisdiction_code: common.PlaceCode
    jurisdiction: common.PlaceName
    address: common.FullUrl


def measure_rows(plan: Plan, catalogues: Catalogues, head: RowHead) -> Iterator[MeasuresRow]:
    """Yield the plan's rows in printed order."""
    for measure in measures(plan, catalogues):
        schedule, url = measure.schedule, plan_url(plan.id, measure.node.eid)
        yield MeasuresRow(
            plan_id=plan.id,
            eid=measure.node.eid,
            text=measure.text,
            lead=measure.lead.names,
            supporting=measure.supporting.names,
            responsible=measure.responsible.names,
            schedule=measure.node.printed("schedule") or None,
            due=schedule.due if schedule else None,
            recurring=schedule.recurring if schedule else None,
            url=url,
            ongoing=bool(schedule and schedule.ongoing),
            due_before=bool(schedule and schedule.before),
            num=measure.node.printed("num") or None,
            themes=measure.themes,
            lead_agencies=_ids(measure.lead),
            supporting_agencies=_ids(measure.supporting),
            responsible_agencies=_ids(measure.responsible),
            status=head.status.key,
            status_date=head.status.date,
            plan_title=head.plan_title,
            jurisdiction_code=head.place_code,
            jurisdiction=head.place,
            address=head.full_url(url),
        )


def _ids(duty: Duty) -> tuple[str, ...]:
    return tuple(agency or "" for agency in duty.agencies)
