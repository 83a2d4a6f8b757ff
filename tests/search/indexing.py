"""Search indexes of plans for tests and benchmarks, written without the engine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from medplan.catalogue.catalogues import Catalogues
from medplan.library.status import build_day, standing_of
from medplan.plan.model import Plan
from medplan.search.indexer import SearchIndexer
from medplan.search.prepare import prepare_search


def write_index(folder: Path, plans: Iterable[Plan], catalogues: Catalogues, many: int = 0) -> Path:
    """Index plans into a folder, as if they were `many`, and return it."""
    with SearchIndexer(folder, catalogues, many) as indexer:
        for plan in plans:
            indexer.add(prepare_search(plan, catalogues, standing_of(plan, (), build_day()).told()))
    return folder
