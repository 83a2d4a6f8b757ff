"""Files for Word of what plans say on each theme, one a theme or one a province: a theme's plans, then a build, in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from macros.build.facts import Build, Collection, word_part
from macros.views.plan_pages import province_of
from medplan.library.summary import PlanSummary
from medplan.publish.documents.collection import collection

FOLDER = "collections"


def collections_of(theme: str, plans: Sequence[PlanSummary], *, apart: bool) -> Iterator[Collection]:
    """Yield the files of a theme, given the plans that address it; `apart` tells that there is one a province."""
    if not apart:
        if plans:
            yield Collection(file=f"{FOLDER}/{theme}.docx", province="", plans=plans)
        return
    for code, some in groupby(plans, lambda plan: plan.id[:2]):
        found = list(some)
        yield Collection(file=f"{FOLDER}/{theme}/{code}.docx", province=province_of(found[0]), plans=found)


def write_collections(build: Build, data: Path) -> None:
    """Write them below data/ of the site, or of what is kept apart."""
    for theme in build.index.catalogues.themes.values():
        for found in build.collections[theme.id]:
            path = data / found.file
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = (build.rendered.recall_bytes(word_part(theme.id, plan.id)) for plan in found.plans)
            path.write_bytes(collection(theme.name, found.province or "各地", parts))
