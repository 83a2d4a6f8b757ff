"""What each template is filled with: the library and a key in, HTML out; one function a view, macros and hook alike."""

from __future__ import annotations

from dataclasses import replace

from macros.build.facts import Build
from macros.views import comparison_pages, lineage_parts, moved_pages, wording_pages
from macros.views.place_pages import jurisdiction
from medplan.library.index import PlanSummary
from medplan.plan.address import Address
from medplan.plan.model import Node, Plan, walk
from medplan.publish.pages import PER_PAGE, Page, on_page, page_count
from medplan.publish.plan_view import PlanView

GLANCE = "<!--glance-->"  # stands in a plan's page until all plans are known


def root_of(url: str) -> str:
    """Return the way from a page's address to the site's root: plans/x/ → ../../ (empty for the root itself)."""
    return "../" * url.strip("/").count("/") + ("../" if url.strip("/") else "")


def generated_page(build: Build, page: Page) -> str:
    """Return the content of a generated page."""
    root = root_of(page.url)
    if page.view == "plan":
        facts = comparison_pages.plan_glance(build, page.key) + lineage_parts.plan_lineage(build, root, page.key)
        html = build.plan_html(page.key).replace(GLANCE, facts, 1)
        moved = moved_pages.provisions(build, root, Address.of_plan(page.key))
        return wording_pages.complete_plan(build, html, page.key) + moved
    if page.view == "jurisdiction":
        return jurisdiction(build, root, page.key)
    key, _, number = page.key.partition(" ")
    if page.view == "quality":
        return quality_report(build, root, int(number))
    return (comparison_pages.BY_NAME | wording_pages.BY_NAME)[page.view](build, root, key, int(number))


def plan_list(build: Build, root: str, province: str | None = None) -> str:
    """Return the list of plans, to sort and filter; of one province when its two digits are given ("32")."""
    index = build.index
    if province is not None and not any(code.startswith(province) for code in index.catalogues.jurisdictions):
        raise KeyError(f"没有以 {province} 开头的行政区")
    plans = [p for p in index.plans if province is None or p.place.code.startswith(province)]
    provinces = sorted({(p.place.code[:2], _province(p)) for p in plans})
    return build.render(
        "plan_list",
        root=root,
        plans=plans[:PER_PAGE],
        total=len(plans),
        provinces=provinces,
        only=province or "",
        labels=build.labels,
    )


def _province(plan: PlanSummary) -> str:
    return next((p.name for p in (*plan.above, plan.place) if p.level == "province"), plan.place.name)


def _read(build: Build, plan_id: str) -> Plan:
    """Return a plan whole, read again from its file; raise KeyError for an unknown id."""
    path = next((p for p in build.repository.plan_files() if p.stem == plan_id), None)
    plan = build.repository.read_plan(path)[0] if path else None
    if plan is None:
        raise KeyError(f"没有规划 {plan_id}")
    return plan


def indicator_table(build: Build, root: str, plan_id: str) -> str:
    """Return the indicator tables of one plan; raise KeyError for an unknown id."""
    plan = _read(build, plan_id)
    tables = [node for node, _ in plan.walk() if node.kind == "indicators"]
    return _excerpt(build, root, plan, tables)


def provision(build: Build, root: str, plan_id: str, eid: str) -> str:
    """Return one provision with all below it, its place and a link; raise KeyError for an unknown id or address."""
    plan = _read(build, plan_id)
    found = plan.find(eid)
    if found is None:
        raise KeyError(f"{plan_id} 里没有条文 {eid}")
    return _excerpt(build, root, plan, [found[0]])


def sample_provision(build: Build, root: str) -> str:
    """Return a provision to show what quoting one looks like: the first headed one of the first plan, if any."""
    for summary in build.index.plans[:1]:
        plan = _read(build, summary.id)
        headed = (node for node, _ in plan.walk() if node.kind in ("para", "subpara", "point") and node.fields)
        for node in headed:
            return _excerpt(build, root, plan, [node])
    return ""


def _excerpt(build: Build, root: str, plan: Plan, nodes: list[Node]) -> str:
    # Remarks point to places that an excerpt does not hold.
    plan = replace(plan, remarks=())
    view = PlanView(plan, indicator_names=build.index.indicator_names)
    eids = {node.eid for node, _ in walk(tuple(nodes))}
    names = [view.name_of(node.eid) for node in nodes]
    html = build.render("excerpt", root=root, view=view, plan=plan, nodes=nodes, eids=eids, names=names)
    return wording_pages.ADDED.sub("", html)


def quality_report(build: Build, root: str, page: int = 1) -> str:
    """Return a page of the report on fidelity: proof, exclusions, emendations and remarks of each plan."""
    index = build.index
    return build.render(
        "quality",
        root=root,
        plans=on_page(index.plans, page),
        page=page,
        pages=page_count(len(index.plans)),
        totals={
            "plans": len(index.plans),
            "proved": sum(p.proof.holds for p in index.plans),
            "characters": sum(p.proof.plan_characters for p in index.plans),
            "emendations": sum(len(p.emendations) for p in index.plans),
            "discrepancies": sum(r.kind == "discrepancy" for p in index.plans for r in p.remarks),
            "missing": sum(r.kind == "missing" for p in index.plans for r in p.remarks),
        },
        labels=build.labels,
    )


def library_counts(build: Build, root: str) -> str:
    """Return what the library holds, in figures, with ways in."""
    plans = build.index.plans
    return build.render(
        "counts",
        root=root,
        plans=plans[-6:],
        labels=build.labels,
        counts={
            "plans": len(plans),
            "places": len({p.place.code for p in plans}),
            "provisions": sum(p.provisions for p in plans),
            "characters": sum(p.characters for p in plans),
            "indicators": sum(p.indicators for p in plans),
            "measures": sum(p.measures for p in plans),
        },
    )


def search_page(build: Build, root: str) -> str:
    """Return the search page's form, filters and the places for its results."""
    index = build.index
    labels = build.labels
    years = sorted({(p.published or "")[:4] or str(p.period[0] if p.period else "") for p in index.plans})
    provinces = sorted({(p.place.code[:2], _province(p)) for p in index.plans})
    facets = [
        ("province", "省份", provinces),
        ("level", "级别", list(labels["level"].items())),
        ("kind", "种类", list(labels["kind"].items())),
        ("stage", "阶段", list(labels["stage"].items())),
        ("year", "年份", [(year, f"{year} 年") for year in years if year]),
        ("theme", "主题", [(t.id, t.name) for t in index.catalogues.themes.values()]),
    ]
    return build.render("search_page", root=root, facets=facets)
