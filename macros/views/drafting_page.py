"""The page for those who draft the next plan: a build in; its form, an example and what stands without scripts out."""

from __future__ import annotations

from macros.build.facts import Build

MOST_EXAMPLES = 2


def drafting_page(build: Build, root: str) -> str:
    """Return the choice of a place and themes, where the browser lays out what there is, and the way on without it."""
    index = build.index
    themes = index.catalogues.themes
    # The plan that has most tasks shows most of the page.
    example = max((p for p in index.plans if p.themes), key=lambda plan: plan.measures, default=None)
    tasks = index.measures_by(example.id) if example else []
    found = sorted(
        example.themes if example else (),
        key=lambda theme: (-sum(theme in task.themes for task in tasks), [*themes].index(theme)),
    )
    return build.render(
        "macros/drafting_page",
        root=root,
        packed=build.packed,
        themes=list(themes.values()),
        example=example,
        example_themes=[themes[theme] for theme in found[:MOST_EXAMPLES]],
    )
