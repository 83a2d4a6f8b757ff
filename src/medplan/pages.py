"""Which pages the library generates from its data: an index in; addresses, titles and views out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from medplan.index import LibraryIndex, PlanSummary

PLANS_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to generate: its address from the site's root (with a slash at the end), and what fills it.

    `view` names the template, `key` what it shows (a plan's id, a code, a page's number), `source` the YAML it shows.
    """

    url: str
    title: str
    description: str
    view: str
    key: str
    source: str | None = None


def list_pages(index: LibraryIndex) -> Iterator[Page]:
    """Yield every generated page: plans, jurisdictions, and the further pages of the quality report."""
    for plan in index.plans:
        yield Page(
            url=f"plans/{plan.id}/",
            title=f"{plan.title}（{plan.place.name}）",
            description=describe_plan(plan),
            view="plan",
            key=plan.id,
            source=plan.path,
        )
    for place in index.catalogues.jurisdictions.values():
        yield Page(
            url=f"jurisdictions/{place.code}/",
            title=place.name,
            description=f"{place.name}的医疗保障规划、上下级行政区和主要指标",
            view="jurisdiction",
            key=place.code,
        )
    for indicator_id, rows in index.rows.items():
        indicator = index.catalogues.indicators[indicator_id]
        for number in range(1, page_count(len(rows)) + 1):
            yield Page(
                url=f"indicators/{indicator.id}/" + (f"{number}/" if number > 1 else ""),
                title=indicator.name + (f"（第 {number} 页）" if number > 1 else ""),
                description=f"{indicator.name}：{len({plan.id for plan, _ in rows})} 份规划的基期值、目标值和属性",
                view="indicator",
                key=f"{indicator.id} {number}",
            )
    for number in range(2, quality_page_count(index) + 1):
        yield Page(
            url=f"quality/{number}/",
            title=f"质量（第 {number} 页）",
            description="各规划与原文逐字核对的结果、校订和编者注",
            view="quality",
            key=str(number),
        )


def quality_page_count(index: LibraryIndex) -> int:
    """Return how many pages the quality report has, at least one."""
    return page_count(len(index.plans))


def page_count(things: int) -> int:
    """Return how many pages a list of so many things takes, at least one."""
    return max(1, -(-things // PLANS_PER_PAGE))


def plans_on_page(index: LibraryIndex, number: int) -> list[PlanSummary]:
    """Return the plans that page `number` (from 1) of a paged list shows."""
    start = (number - 1) * PLANS_PER_PAGE
    return index.plans[start : start + PLANS_PER_PAGE]


def describe_plan(plan: PlanSummary) -> str:
    """Return a sentence of facts for search engines and previews."""
    facts = [plan.place_names, plan.issuer or "", plan.published or ""]
    counts = f"{plan.provisions} 条条文"
    if plan.indicators:
        counts += f"、{plan.indicators} 项指标"
    if plan.measures:
        counts += f"、{plan.measures} 项任务"
    return f"{plan.title}全文。" + "，".join(f for f in facts if f) + f"。{counts}。"
