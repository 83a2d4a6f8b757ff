"""Which pages the library generates from its data: an index in; addresses, titles and views out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from medplan.compare.cited import CitationIndex, CitedDocumentEntry
from medplan.library.index import LibraryIndex, PlanSummary
from medplan.plan.address import Address
from medplan.wording.pairs import PlanPair, Wording

PER_PAGE = 100
PLANS_A_THEME_PAGE = 10
PASSAGES_A_PAGE = 40
DOCUMENTS_A_PAGE = 50
PLANS_IN_A_LIST = 5  # of plans that name a document; the rest stands on a page of the document's own

T = TypeVar("T")


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
    """Yield every generated page: plans, jurisdictions, indicators, agencies, and the further pages of long lists."""
    for plan in index.plans:
        yield Page(
            url=str(Address.of_plan(plan.id)),
            title=f"{plan.title}（{plan.place.name}）",
            description=describe_plan(plan),
            view="plan",
            key=plan.id,
            source=plan.path,
        )
    for place in filter(index.has_page, index.catalogues.jurisdictions.values()):
        yield Page(
            url=f"jurisdictions/{place.code}/",
            title=place.name,
            description=f"{place.name}的医疗保障规划、上下级行政区和主要指标",
            view="jurisdiction",
            key=place.code,
        )
    for indicator_id, rows in index.rows.items():
        indicator = index.catalogues.indicators[indicator_id]
        plans = len({plan.id for plan, _ in rows})
        facts = f"{indicator.name}：{plans} 份规划的基期值、目标值和属性"
        yield from _paged(f"indicators/{indicator.id}/", indicator.name, facts, "indicator", indicator.id, len(rows))
    for theme in index.catalogues.themes.values():
        plans = sum(theme.id in plan.themes for plan in index.plans)
        facts = f"{theme.name}：{plans} 份规划的有关条文，并列原文"
        yield from _paged(f"themes/{theme.id}/", theme.name, facts, "theme", theme.id, plans, PLANS_A_THEME_PAGE)
    for agency_id in index.agencies_named():
        agency = index.catalogues.agencies.agencies[agency_id]
        count = sum(map(len, index.agency_parts(agency_id)))
        facts = f"{agency.name}牵头、配合或负责的任务，{count} 项"
        yield from _paged(f"agencies/{agency_id}/", agency.name, facts, "agency", agency_id, count)
    for name, title, facts, count in (
        ("quality", "质量", "各规划与原文逐字核对的结果、校订和编者注", len(index.plans)),
        ("measures", "任务", "各规划的任务：谁牵头、谁配合、何时完成", len(index.measures)),
        ("timeline", "时间表", "各规划写明日期的承诺，按到期先后排列", len(index.commitments)),
    ):
        yield from _paged(f"{name}/", title, facts, name, "", count, first=2)


def list_wording_pages(index: LibraryIndex, wording: Wording, cited: CitationIndex) -> Iterator[Page]:
    """Yield the pages of shared wording, one or more a pair of plans, and those of cited documents."""
    facts = "哪些规划有相同的文字，各占多少"
    yield from _paged("wording/", "相同的文字", facts, "wording", "", len(wording.pairs), first=2)
    for pair in wording.pairs:
        one, two = index.plans[pair.first], index.plans[pair.second]
        title = f"{one.title}与{two.title}：相同的文字"
        facts = f"{len(pair.passages)} 条条文有相同的文字，逐条对照，标出不同之处"
        key = f"{pair.first}-{pair.second}"
        yield from _paged(pair_url(index, pair), title, facts, "wording_pair", key, len(pair.passages), PASSAGES_A_PAGE)
    facts = "各规划引用了哪些文件，哪些条文引用"
    yield from _paged("citations/", "引用的文件", facts, "citations", "", len(cited.entries), DOCUMENTS_A_PAGE, first=2)
    for number, entry in enumerate(cited.entries):
        plans = entry.plan_count
        if plans > PLANS_IN_A_LIST:
            facts = f"{plans} 份规划引用，及其条文"
            title = f"《{entry.title}》" if entry.title else entry.number or ""
            yield from _paged(f"citations/{entry.id}/", f"{title}：谁引用", facts, "cited", str(number), plans)


def pair_url(index: LibraryIndex, pair: PlanPair, number: int = 0) -> str:
    """Return the address of a pair's page, that which holds the row `number` (from 0)."""
    page = number // PASSAGES_A_PAGE + 1
    url = f"wording/{index.plans[pair.first].id}--{index.plans[pair.second].id}/"
    return url + (f"{page}/" if page > 1 else "")


def document_url(number: int, entry: CitedDocumentEntry) -> str:
    """Return where the entry `number` (from 0) of the index of cited documents stands."""
    page = number // DOCUMENTS_A_PAGE + 1
    return "citations/" + (f"{page}/" if page > 1 else "") + f"#{entry.id}"


def _paged(
    url: str, title: str, facts: str, view: str, key: str, count: int, per_page: int = PER_PAGE, *, first: int = 1
) -> Iterator[Page]:
    """Yield the pages of a list from page `first` on; a hand-written page stands in for those before."""
    for number in range(first, page_count(count, per_page) + 1):
        later = number > 1
        yield Page(
            url=url + (f"{number}/" if later else ""),
            title=title + (f"（第 {number} 页）" if later else ""),
            description=facts,
            view=view,
            key=f"{key} {number}",
        )


def page_count(things: int, per_page: int = PER_PAGE) -> int:
    """Return how many pages a list of so many things takes, at least one."""
    return max(1, -(-things // per_page))


def on_page(things: Sequence[T], number: int, per_page: int = PER_PAGE) -> Sequence[T]:
    """Return what page `number` (from 1) of a paged list shows."""
    return things[(number - 1) * per_page : number * per_page]


def describe_plan(plan: PlanSummary) -> str:
    """Return a sentence of facts for search engines and previews."""
    facts = [plan.place_names, plan.issuer or "", plan.published or ""]
    counts = f"{plan.provisions} 条条文"
    if plan.indicators:
        counts += f"、{plan.indicators} 项指标"
    if plan.measures:
        counts += f"、{plan.measures} 项任务"
    return f"{plan.title}全文。" + "，".join(f for f in facts if f) + f"。{counts}。"
