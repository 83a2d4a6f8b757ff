"""What pages on the library as a whole are filled with: a build in; quality and the search form as HTML out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.plan_pages import province_of
from medplan.library.summary import PlanSummary

# What a reader may try: a theme, what is done for whom, a figure, a document, a place held, one that may not be.
EXAMPLES = ("长期护理保险", "异地就医", "95%", "中发〔2020〕5号", "集采 价格", "苏州", "杭州")
PLANS_A_QUALITY_PAGE = 20  # each with all that nobody has decided on yet


def quality_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the report on fidelity."""
    facts = "各规划与原文逐字核对的结果、校订和编者注"
    yield Entry(key=None, title="质量", description=facts, count=len(build.index.plans))


def quality(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of the report on fidelity: proof, exclusions, and what editors decided and have still to decide."""
    index = build.index
    plans = on_page(index.plans, page, PLANS_A_QUALITY_PAGE)
    return build.render(
        "pages/quality",
        root=root,
        plans=plans,
        undecided={plan.id: build.undecided_html(plan.id, root) for plan in plans if plan.undecided},
        page=page,
        pages=page_count(len(index.plans), PLANS_A_QUALITY_PAGE),
        totals=build.totals,
        labels=build.labels,
    )


def quality_totals(plans: Sequence[PlanSummary]) -> dict[str, int]:
    """Return how many plans there are, how many are proved, and what editors found in all of them."""
    return {
        "plans": len(plans),
        "proved": sum(p.proof.holds for p in plans),
        "characters": sum(p.proof.plan_characters for p in plans),
        "emendations": sum(len(p.emendations) for p in plans),
        "discrepancies": sum(r.kind == "discrepancy" for p in plans for r in p.remarks),
        "undecided": sum(p.undecided for p in plans),
        "missing": sum(r.kind == "missing" for p in plans for r in p.remarks),
    }


def search_page(build: Build, root: str) -> str:
    """Return the search page's form, filters and the places for its results."""
    index = build.index
    labels = build.labels
    years = sorted({(p.published or "")[:4] or str(p.period[0] if p.period else "") for p in index.plans})
    provinces = sorted({(p.place.code[:2], province_of(p)) for p in index.plans})
    facets = [
        ("province", "省份", provinces),
        ("level", "级别", list(labels["level"].items())),
        ("kind", "种类", list(labels["kind"].items())),
        ("stage", "阶段", list(labels["stage"].items())),
        ("year", "年份", [(year, f"{year} 年") for year in years if year]),
        ("theme", "主题", [(t.id, t.name) for t in index.catalogues.themes.values()]),
    ]
    return build.render("macros/search_page", root=root, facets=facets, examples=EXAMPLES)
