"""Write what plans say on each theme as files for Word: a build in; one file a theme, or one a province, out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from macros.build.facts import COLLECTIONS, Build, word_part
from macros.views.plan_pages import province_of
from medplan.library.summary import PlanSummary
from medplan.publish.documents.collection import collection


def write_collections(build: Build, data: Path) -> None:
    """Write them below data/ of the site, or of what is kept apart."""
    for theme in build.index.catalogues.themes.values():
        for name, places, plans in _parts(build, theme.id):
            path = data / COLLECTIONS / name
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = (build.rendered.recall_bytes(word_part(theme.id, plan.id)) for plan in plans)
            path.write_bytes(collection(theme.name, places, parts))


def _parts(build: Build, theme: str) -> Iterator[tuple[str, str, list[PlanSummary]]]:
    plans = list(build.theme_groups[theme]["addressed"])
    if not build.bulk:
        if plans:
            yield f"{theme}.docx", "各地", plans
        return
    for code, some in groupby(plans, lambda plan: plan.id[:2]):
        found = list(some)
        yield f"{theme}/{code}.docx", province_of(found[0]), found
