"""The head of a plan's page: a build and a plan's id in; meta data for references, JSON-LD and its script out."""

from __future__ import annotations

from macros.build.facts import Build
from medplan.publish.linked.json_ld import describe_plan
from medplan.publish.linked.reference import Reference
from medplan.publish.plan_files import DOCUMENT_KINDS


def plan_head(build: Build, root: str, plan_id: str) -> str:
    """Return what more stands in the head of a plan's page."""
    plan = build.index.plan(plan_id)
    site = f"{build.site_url}/" if build.site_url else root
    # The one that says most; a page is to hold little beside its words.
    encodings = [(build.download_href(site, f"documents/{plan_id}.xml"), DOCUMENT_KINDS["xml"])]
    return build.render(
        "parts/plan_meta",
        root=root,
        plan=plan,
        reference=Reference.of(plan, build.site_url),
        described=describe_plan(plan, build.site_url, encodings),
    )
