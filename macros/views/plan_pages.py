"""What a plan's page, the list of plans and excerpts are filled with: a build and a plan's id in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from markupsafe import escape

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, Entry
from macros.build.templates import Templates
from macros.views import change_pages, lineage_parts, moved_pages, wording_pages
from medplan.compare.glance import MOST_BINDING, Glance, glance, name_beside_value
from medplan.compare.standing import Comparisons
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address, Eid
from medplan.plan.model import Node, Plan, walk
from medplan.publish.plan_files import plan_files
from medplan.publish.plan_view import PlanView
from medplan.schema.schemas import plan_labels

# What other plans and the day add stands in these places of a plan's page until all plans are known.
GLANCE = "<!--glance-->"
COMPARED = "<!--compared-->"


def plan_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the plans."""
    for plan in build.index.plans:
        description = describe_plan(plan)
        yield Entry(key=plan.id, name=plan.id, title=title_of(plan), description=description, source=plan.path)


def title_of(plan: PlanSummary) -> str:
    """Return the title of a plan's page."""
    return f"{plan.title}（{plan.place.name}）"


def describe_plan(plan: PlanSummary) -> str:
    """Return a sentence of facts for search engines and previews."""
    facts = [plan.place_names, plan.issuer or "", plan.published or ""]
    counts = f"{plan.provisions} 条条文"
    if plan.indicators:
        counts += f"、{plan.indicators} 项指标"
    if plan.measures:
        counts += f"、{plan.measures} 项任务"
    status = "" if plan.status.plain else plan.status.sentence
    return f"{plan.title}全文。{status}" + "，".join(f for f in facts if f) + f"。{counts}。"


def plan(build: Build, root: str, plan_id: str, _: int) -> str:
    """Return a plan's page: what was rendered of the plan alone, with what other plans add to it."""
    opening, compared = plan_glance(build, plan_id)
    html = build.plan_html(plan_id).replace(GLANCE, opening, 1)
    html = html.replace(COMPARED, compared + lineage_parts.plan_lineage(build, root, plan_id), 1)
    for file in plan_files(build.index.plan(plan_id)) if build.bulk else ():
        html = html.replace(f'href="{root}data/{quote(file)}"', f'href="{escape(build.download_href(root, file))}"', 1)
    moved = moved_pages.provisions(build, root, Address.of_plan(plan_id))
    return wording_pages.complete_plan(build, html, plan_id) + moved + change_pages.last_change(build, root, plan_id)


def plan_glance(build: Build, plan_id: str) -> tuple[str, str]:
    """Return what a plan's page opens with, and what it says of other plans below; both need all plans."""
    facts = glance(build.index.plan(plan_id), build.comparisons, build.day)
    return _opening(facts, build.index, build.templates, build.day), build.render("parts/compared", g=facts)


def _opening(facts: Glance, index: LibraryIndex, templates: Templates, day: date) -> str:
    rows = index.rows_of(facts.plan.id)
    tables = [parent for row in rows if row.ref.row is not None and (parent := Eid(row.eid).parent)]
    return templates.render(
        "parts/glance",
        g=facts,
        today=day.isoformat(),
        most_binding=MOST_BINDING,
        table=tables[0] if tables else rows[0].eid if rows else "",
        in_table=bool(tables),
        labels=plan_labels(),
        named=lambda row: name_beside_value(row, index.catalogues),
    )


def plan_beforehand(html: str, plan_id: str, index: LibraryIndex, templates: Templates, day: date) -> str:
    """Return a plan's page before other plans are looked at, with a line that says so; the index holds it alone.

    What other plans would add is left out.
    """
    facts = glance(index.plan(plan_id), Comparisons(index), day)
    html = html.replace(GLANCE, _opening(facts, index, templates, day), 1).replace(COMPARED, "", 1)
    return templates.render("parts/beforehand") + wording_pages.ADDED.sub("", html)


def with_day(build: Build, html: str) -> str:
    """Return a page's content, with the day that it speaks of where a plan may come to stand otherwise later."""
    if 'data-status="' in html or 'data-since="' in html:
        return html + build.render("parts/as_of", day=build.day.isoformat())
    return html


def plan_list(build: Build, root: str, province: str | None = None) -> str:
    """Return the list of plans, to sort and filter; of one province when its two digits are given ("32")."""
    index = build.index
    if province is not None and not any(code.startswith(province) for code in index.catalogues.jurisdictions):
        raise KeyError(f"没有以 {province} 开头的行政区")
    plans = [p for p in index.plans if province is None or p.place.code.startswith(province)]
    provinces = sorted({(p.place.code[:2], province_of(p)) for p in plans})
    return build.render(
        "macros/plan_list",
        root=root,
        plans=plans[:PER_PAGE],
        total=len(plans),
        provinces=provinces,
        only=province or "",
        labels=build.labels,
    )


def province_of(plan: PlanSummary) -> str:
    """Return the name of the province that a plan's place belongs to."""
    return next((p.name for p in (*plan.above, plan.place) if p.level == "province"), plan.place.name)


def indicator_table(build: Build, root: str, plan_id: str) -> str:
    """Return the indicator tables of one plan; raise KeyError for an unknown id."""
    plan = build.read_plan(plan_id)
    tables = [node for node, _ in plan.walk() if node.kind == "indicators"]
    return _excerpt(build, root, plan, tables)


def provision(build: Build, root: str, plan_id: str, eid: str) -> str:
    """Return one provision with all below it, its place and a link; raise KeyError for an unknown id or address."""
    plan = build.read_plan(plan_id)
    found = plan.find(eid)
    if found is None:
        raise KeyError(f"{plan_id} 里没有条文 {eid}")
    return _excerpt(build, root, plan, [found[0]])


def sample_provision(build: Build, root: str) -> str:
    """Return a provision to show what quoting one looks like: the first headed one of the first plan, if any."""
    for summary in build.index.plans[:1]:
        plan = build.read_plan(summary.id)
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
    summary = build.index.plan(plan.id)
    facts = {"view": view, "plan": plan, "summary": summary, "nodes": nodes, "eids": eids, "names": names}
    html = build.render("macros/excerpt", root=root, theme_names={}, **facts)
    return wording_pages.ADDED.sub("", html)
