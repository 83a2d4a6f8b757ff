"""What templates that show a plan between those above and below it are filled with: an id or a place in, HTML out."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from macros.build.facts import Build
from medplan.catalogue.catalogues import Theme
from medplan.compare.lineage import INDICATOR_LABELS, THEME_LABELS, PlanLineage, lineage, tally
from medplan.library.summary import PlanSummary

MOST_LADDERS = 3
MOST_PAIRED, MOST_PAIRS = 12, 4


def plan_lineage(build: Build, root: str, plan_id: str) -> str:
    """Return the section on what stands above and below a plan; it needs all plans, as the glance does."""
    plan = build.ancestry.by_id[plan_id]
    facts = _facts(build, plan)
    return build.render(
        "parts/lineage",
        root=root,
        plan=plan,
        facts=facts,
        counts=tally(list(facts.indicators)),
        themes=_themes_by_relation(build, facts),
        indicator_labels=INDICATOR_LABELS,
        labels=build.labels,
    )


def ladders(build: Build, plans: list[PlanSummary]) -> list[tuple[PlanSummary, PlanLineage]]:
    """Return the lineage of a place's first plans, for the place's page."""
    return [(plan, _facts(build, plan)) for plan in plans[:MOST_LADDERS]]


def _facts(build: Build, plan: PlanSummary) -> PlanLineage:
    return lineage(plan, build.ancestry, build.index)


def _themes_by_relation(build: Build, facts: PlanLineage) -> list[tuple[str, list[Theme]]]:
    themes = build.index.catalogues.themes
    groups = [
        (label, [themes[t] for t, r in facts.themes if r == relation]) for relation, label in THEME_LABELS.items()
    ]
    return [(label, found) for label, found in groups if found]


def compare_page(build: Build, root: str) -> str:
    """Return the page of comparison: the choice of places, pairs to begin with, and where the browser lays them out."""
    return build.render("macros/compare_page", root=root, packed=build.packed, examples=_example_pairs(build))


def _example_pairs(build: Build) -> list[tuple[PlanSummary, PlanSummary, int]]:
    """Return pairs of plans of different places with the most indicators that can be compared; of a few plans only."""
    index = build.index
    some = sorted(index.plans, key=lambda plan: -len(index.rows_of(plan.id)))[:MOST_PAIRED]
    counts: Counter[tuple[str, str]] = Counter()
    for indicator_id in index.rows:
        having = [
            plan.id
            for plan in some
            if any(not row.obstacles for row in build.comparisons.rows_of(indicator_id, plan.id))
        ]
        counts.update(combinations(having, 2))
    pairs = [(index.plan(one), index.plan(two), count) for (one, two), count in counts.most_common()]
    return [pair for pair in pairs if pair[0].place.code != pair[1].place.code][:MOST_PAIRS]
