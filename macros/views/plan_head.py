"""The head of a plan's page: a build and a plan's id in; meta data for references, JSON-LD and its script out."""

from __future__ import annotations

from macros.build.facts import Build
from macros.build.templates import Templates
from medplan.library.summary import PlanSummary
from medplan.publish.linked.json_ld import describe_plan
from medplan.publish.linked.reference import Reference
from medplan.publish.plan_files import DOCUMENT_KINDS


def plan_head(build: Build, root: str, plan_id: str) -> str:
    """Return what more stands in the head of a plan's page."""
    site = f"{build.site_url}/" if build.site_url else root
    href = build.download_href(site, document_of(plan_id))
    return head_of(build.index.plan(plan_id), root, build.templates, build.site_url, href)


def document_of(plan_id: str) -> str:
    """Return the name of the one of a plan's documents that says most; a page is to hold little beside its words."""
    return f"documents/{plan_id}.xml"


def head_of(plan: PlanSummary, root: str, templates: Templates, site_url: str, document: str) -> str:
    """Return what more stands in the head of a plan's page; `document` is where that document is."""
    return templates.render(
        "parts/plan_meta",
        root=root,
        plan=plan,
        reference=Reference.of(plan, site_url),
        described=describe_plan(plan, site_url, [(document, DOCUMENT_KINDS["xml"])]),
    )
