"""What each template is filled with: the library and a key in, HTML out; one function a view, macros and hook alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros import compare_views, moved
from macros.library import current
from macros.render import render
from medplan.catalogues import Jurisdiction
from medplan.index import LEVEL_ORDER, LibraryIndex, PlanSummary
from medplan.model import Node, Plan, walk
from medplan.pages import PER_PAGE, Page, on_page, page_count
from medplan.schemas import SCHEMA_DIR, plan_labels
from medplan.view import PlanView

GLANCE = "<!--glance-->"  # stands in a plan's page until all plans are known


def root_of(url: str) -> str:
    """Return the way from a page's address to the site's root: plans/x/ → ../../ (empty for the root itself)."""
    return "../" * url.strip("/").count("/") + ("../" if url.strip("/") else "")


def generated_page(page: Page) -> str:
    """Return the content of a generated page."""
    root = root_of(page.url)
    if page.view == "plan":
        html = current().plan_html(page.key).replace(GLANCE, compare_views.plan_glance(page.key), 1)
        return html + moved.provisions(root, page.url)
    if page.view == "jurisdiction":
        return jurisdiction(root, page.key)
    key, _, number = page.key.partition(" ")
    if page.view == "quality":
        return quality_report(root, int(number))
    return compare_views.BY_NAME[page.view](root, key, int(number))


def plan_list(root: str, province: str | None = None) -> str:
    """Return the list of plans, to sort and filter; of one province when its two digits are given ("32")."""
    index = current().index
    if province is not None and not any(code.startswith(province) for code in index.catalogues.jurisdictions):
        raise KeyError(f"没有以 {province} 开头的行政区")
    plans = [p for p in index.plans if province is None or p.place.code.startswith(province)]
    provinces = sorted({(p.place.code[:2], _province(p)) for p in plans})
    return render(
        "plan_list",
        root=root,
        plans=plans[:PER_PAGE],
        total=len(plans),
        provinces=provinces,
        only=province or "",
        labels=plan_labels(),
    )


def _province(plan: PlanSummary) -> str:
    return next((p.name for p in (*plan.above, plan.place) if p.level == "province"), plan.place.name)


def _read(plan_id: str) -> Plan:
    """Return a plan whole, read again from its file; raise KeyError for an unknown id."""
    library = current()
    path = next((p for p in library.repository.plan_files() if p.stem == plan_id), None)
    plan = library.repository.read_plan(path)[0] if path else None
    if plan is None:
        raise KeyError(f"没有规划 {plan_id}")
    return plan


def indicator_table(root: str, plan_id: str) -> str:
    """Return the indicator tables of one plan; raise KeyError for an unknown id."""
    plan = _read(plan_id)
    tables = [node for node, _ in plan.walk() if node.kind == "indicators"]
    return _excerpt(root, plan, tables)


def provision(root: str, plan_id: str, eid: str) -> str:
    """Return one provision with all below it, its place and a link; raise KeyError for an unknown id or address."""
    plan = _read(plan_id)
    found = plan.find(eid)
    if found is None:
        raise KeyError(f"{plan_id} 里没有条文 {eid}")
    return _excerpt(root, plan, [found[0]])


def sample_provision(root: str) -> str:
    """Return a provision to show what quoting one looks like: the first headed one of the first plan, if any."""
    for summary in current().index.plans[:1]:
        plan = _read(summary.id)
        headed = (node for node, _ in plan.walk() if node.kind in ("para", "subpara", "point") and node.fields)
        for node in headed:
            return _excerpt(root, plan, [node])
    return ""


def _excerpt(root: str, plan: Plan, nodes: list[Node]) -> str:
    # Remarks point to places that an excerpt does not hold.
    plan = replace(plan, remarks=())
    view = PlanView(plan, indicator_names=current().index.indicator_names)
    eids = {node.eid for node, _ in walk(tuple(nodes))}
    names = [view.name_of(node.eid) for node in nodes]
    return render("excerpt", root=root, view=view, plan=plan, nodes=nodes, eids=eids, names=names)


def jurisdiction(root: str, code: str) -> str:
    """Return a place's page: where it belongs, its plans, the places below it, their plans."""
    index = current().index
    place = index.catalogues.jurisdictions[code]
    children = [_coverage_of(child, index) for child in index.children_of(code)] if place.level != "national" else []
    provinces = index.children_of(code) if place.level == "national" else []
    below = [plan for plan in index.plans_under(code) if plan.place.code != code]
    return render(
        "jurisdiction",
        root=root,
        place=place,
        above=index.catalogues.ancestors(code),
        plans=index.plans_of(code),
        below=below[:PER_PAGE],
        below_total=len(below),
        children=children,
        provinces=provinces,
        labels=plan_labels(),
    )


def _coverage_of(place: Jurisdiction, index: LibraryIndex) -> Coverage:
    """Return a place with how many plans it and all below it have, and the places next below it likewise."""
    below = tuple(_coverage_of(child, index) for child in index.children_of(place.code))
    own = len(index.plans_of(place.code))
    return Coverage(place=place, plans=own + sum(c.plans for c in below), page=index.has_page(place), below=below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the library holds of a place and of all below it; `page` tells whether it has a page to lead to."""

    place: Jurisdiction
    plans: int
    page: bool
    below: tuple[Coverage, ...]


def coverage(root: str) -> str:
    """Return the provinces with what the library holds of each, by level."""
    index = current().index
    provinces = [p for p in index.catalogues.jurisdictions.values() if p.level == "province"]
    plans = {p.code: index.plans_under(p.code) for p in provinces}
    places = {p.code: _count_places(p.code, index) for p in provinces}
    return render(
        "coverage",
        root=root,
        provinces=[(p, len(plans[p.code]), plans[p.code][:8], places[p.code]) for p in provinces],
        national=index.plans_of("100000"),
        by_level=index.count_by_level(),
        totals={level: sum(p.level == level for p in index.catalogues.jurisdictions.values()) for level in LEVEL_ORDER},
        labels=plan_labels(),
    )


def _count_places(code: str, index: LibraryIndex) -> int:
    children = index.children_of(code)
    return len(children) + sum(_count_places(child.code, index) for child in children)


def quality_report(root: str, page: int = 1) -> str:
    """Return a page of the report on fidelity: proof, exclusions, emendations and remarks of each plan."""
    index = current().index
    return render(
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
        labels=plan_labels(),
    )


def library_counts(root: str) -> str:
    """Return what the library holds, in figures, with ways in."""
    plans = current().index.plans
    return render(
        "counts",
        root=root,
        plans=plans[-6:],
        labels=plan_labels(),
        counts={
            "plans": len(plans),
            "places": len({p.place.code for p in plans}),
            "provisions": sum(p.provisions for p in plans),
            "characters": sum(p.characters for p in plans),
            "indicators": sum(p.indicators for p in plans),
            "measures": sum(p.measures for p in plans),
        },
    )


def download_list(root: str) -> str:
    """Return the downloads with their sizes in KB, and the columns of each."""
    library = current()
    files = [(path.name, max(1, round(path.stat().st_size / 1000))) for path in sorted(library.downloads.glob("*.*"))]
    names = sorted(path.name for path in SCHEMA_DIR.glob("*.json"))
    plans = library.index.plans[:PER_PAGE]
    return render("downloads", root=root, files=files, schemas=names, plans=plans)


def search_page(root: str) -> str:
    """Return the search page's form, filters and the places for its results."""
    index = current().index
    labels = plan_labels()
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
    return render("search_page", root=root, facets=facets)
