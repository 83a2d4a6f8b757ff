"""Files for Word of what plans say on each theme, one a theme or one a province: plans, and what was rendered, in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from macros.build.facts import Collection, Rendered, word_part
from macros.views.plan_pages import province_of
from medplan.catalogue.catalogues import Catalogues
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


def write_collections(
    collections: Mapping[str, Sequence[Collection]], catalogues: Catalogues, rendered: Rendered, data: Path
) -> None:
    """Write those of each theme into the folder that is served under data/, made of the parts that were rendered."""
    for theme in catalogues.themes.values():
        for found in collections[theme.id]:
            path = data / found.file
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = (rendered.recall_bytes(word_part(theme.id, plan.id)) for plan in found.plans)
            path.write_bytes(collection(theme.name, found.province or "各地", parts))
