"""The rows of plans.json: the summary of a plan in, what is known of it as a whole out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from medplan.catalogue.catalogues import Catalogues
from medplan.library.summary import PlanSummary
from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.common import full_url, plan_url, status_phases


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansRow:
    """One plan."""

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
    url: common.Url
    pinyin: common.Pinyin
    initials: common.Initials
    province: Annotated[str, Column(title="省级行政区", note="所在的省、自治区、直辖市；全国的文件为国家的名称")]
    path: common.PlacePath
    status: common.Status
    status_date: common.StatusDate
    status_phases: common.StatusPhases
    address: common.FullUrl
    published_on: Annotated[str | None, Column(field="published_on", note="不是发布机关；没有印的为空")]
    printed_by: Annotated[str | None, Column(field="printed_by", note="不是发布机关；没有印的为空")]
    date_kind: Annotated[str | None, Column(field="date_kind", note="published 是什么日期", choices="date_kind")]
    previous_version: common.PreviousVersion
    next_version: common.NextVersion


def plan_row(plan: PlanSummary, catalogues: Catalogues, site: str = "") -> PlansRow:
    """Return the plan's row; `site` is the site's address without a slash at its end, "" when unknown."""
    place = catalogues.jurisdictions[plan.jurisdiction]
    above = [*catalogues.ancestors(place.code), place]
    return PlansRow(
        id=plan.id,
        title=plan.title,
        jurisdiction_code=place.code,
        jurisdiction=place.name,
        level=place.level,
        kind=plan.kind,
        stage=plan.stage,
        period_start=plan.period[0] if plan.period else None,
        period_end=plan.period[1] if plan.period else None,
        issuer=plan.issuer,
        document_number=plan.document_number,
        published=plan.published,
        url=plan_url(plan.id),
        pinyin=place.pinyin,
        initials=catalogues.initials[place.code],
        province=next((p.name for p in above if p.level == "province"), place.name),
        path="".join(p.name for p in above if p.level != "national"),
        status=plan.status.key,
        status_date=plan.status.date,
        status_phases=status_phases(plan.standing),
        address=full_url(site, plan_url(plan.id)),
        published_on=plan.published_on,
        printed_by=plan.printed_by,
        date_kind=plan.date_kind,
        previous_version=plan.previous_version,
        next_version=plan.next_version,
    )
