"""What templates that show a plan between those above and below it are filled with: an id or a place in, HTML out."""

from __future__ import annotations

from macros.build.library import current
from macros.build.render import render
from medplan.catalogue.catalogues import Theme
from medplan.compare.lineage import INDICATOR_LABELS, THEME_LABELS, PlanLineage, lineage, tally
from medplan.library.index import PlanSummary
from medplan.schema.schemas import plan_labels

MOST_LADDERS = 3


def plan_lineage(root: str, plan_id: str) -> str:
    """Return the section on what stands above and below a plan; it needs all plans, as the glance does."""
    library = current()
    plan = library.ancestry.by_id[plan_id]
    facts = _facts(plan)
    return render(
        "lineage",
        root=root,
        plan=plan,
        facts=facts,
        counts=tally(list(facts.indicators)),
        themes=_themes_by_relation(facts),
        indicator_labels=INDICATOR_LABELS,
        labels=plan_labels(),
    )


def ladders(plans: list[PlanSummary]) -> list[tuple[PlanSummary, PlanLineage]]:
    """Return the lineage of a place's first plans, for the place's page."""
    return [(plan, _facts(plan)) for plan in plans[:MOST_LADDERS]]


def _facts(plan: PlanSummary) -> PlanLineage:
    library = current()
    return lineage(plan, library.ancestry, library.index)


def _themes_by_relation(facts: PlanLineage) -> list[tuple[str, list[Theme]]]:
    themes = current().index.catalogues.themes
    groups = [
        (label, [themes[t] for t, r in facts.themes if r == relation]) for relation, label in THEME_LABELS.items()
    ]
    return [(label, found) for label, found in groups if found]


def compare_page(root: str) -> str:
    """Return the page of comparison: the choice of places, and where the browser puts them side by side."""
    return render("compare_page", root=root)
