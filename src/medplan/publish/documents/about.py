"""What a document made of a plan says of itself: a plan's summary in; lines for a reader, out."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.language.dates import chinese_date
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address


def warning_of(plan: PlanSummary) -> str:
    """Return what must stand above the text, "" where there is nothing to warn of."""
    return "" if plan.status.plain else plan.status.sentence


def lines_about(plan: PlanSummary, site: str) -> Iterator[str]:
    """Yield where the text comes from and where it is kept; `site` is the site's address, "" when unknown."""
    yield f"行政区：{plan.place_names or plan.place.name}（{plan.place.code}）"
    yield f"发文机关：{plan.issuer or '原文未印'}"
    yield f"文号：{plan.document_number or '原文未印'}"
    yield f"发布日期：{chinese_date(plan.published) if plan.published else '原文未印'}"
    yield f"来源：{plan.source.origin or '原文未载出处'}" + (f"，{plan.source.url}" if plan.source.url else "")
    if plan.source.caveat:
        yield plan.source.caveat
    yield f"本库代号：{plan.id}" + (f"，{Address.of_plan(plan.id).href(f'{site}/')}" if site else "")
    yield "文本以原发布机关公布者为准。本库照录原文，校订与编者注在文后。"
