"""What is rendered of a plan from the plan alone: its page, with gaps for what other plans add, its words on themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from macros.build.templates import Templates
from medplan.compare.themes import passages
from medplan.facts.citations import plan_citations
from medplan.library.summary import OwnSummary
from medplan.publish.contents import contents_of
from medplan.publish.opening import opening
from medplan.publish.plan_files import DOCUMENT_NAMES, REFERENCE_NAMES
from medplan.publish.plan_view import PlanView
from medplan.rereading.candidate import Candidate
from medplan.rereading.strongest import strongest_of

OPENING = 90  # characters of a long provision on a theme's page


def render_alone(
    view: PlanView,
    summary: OwnSummary,
    undecided: Sequence[Candidate],
    theme_names: Mapping[str, str],
    templates: Templates,
    *,
    many: bool = False,
) -> dict[str, str]:
    """Return HTML by the name to keep it under: the plan's page under its id, its words on a theme under theme/id.

    What nobody has decided on is under `-undecided/id`, where there is any: no theme has such a name. Where plans are
    `many`, a long provision has its opening alone on the page of a theme.
    """
    plan = view.plan
    facts = {"view": view, "plan": plan, "summary": summary, "theme_names": theme_names}
    contents = contents_of(plan.nodes)
    files = {"references": REFERENCE_NAMES, "documents": DOCUMENT_NAMES}
    more = {"contents": contents, "citations": plan_citations(plan)} | files
    pages = {plan.id: templates.render("pages/plan", **more, **facts)}
    if undecided:
        pages[f"-undecided/{plan.id}"] = templates.render(
            "parts/undecided", plan=plan, many=len(undecided), candidates=strongest_of(plan, undecided)
        )
    said = passages(plan)
    for theme in sorted(summary.themes):
        shown = [
            {"path": passage.path, "nodes": [opening(view, node, OPENING if many else None) for node in passage.nodes]}
            for passage in said.get(theme, ())
        ]
        pages[f"{theme}/{plan.id}"] = templates.render("parts/theme_entry", passages=shown, **facts)
    return pages
