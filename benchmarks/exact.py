"""10,000 random passages of the five plans, asked of the browser's own module in node and of a scan of everything.

The comparison is the test suite's (`tests/search/exactness.py`), which draws a smaller number.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from benchmarks.measure import OUT, ROOT
from medplan.library.repository import Repository

SEED = 20211008


def measure_exactness(draws: int) -> dict[str, Any]:
    """Compare `draws` passages; recall and precision over all records found, and what was wrong."""
    sys.path.insert(0, str(ROOT / "tests" / "search"))
    driving, exactness, indexing = (importlib.import_module(name) for name in ("driving", "exactness", "indexing"))
    import shutil

    repository = Repository.open(ROOT / "data")
    folder = OUT / "index-real"
    shutil.rmtree(folder, ignore_errors=True)
    indexing.write_index(folder, repository.plans(), repository.catalogues)
    scan = exactness.Scan.of(repository.plans())
    with driving.SearchDriver(folder) as driver:
        outcome = exactness.compare(scan, driver, scan.draw(draws, SEED), 0)
    return {
        "queries": outcome.queries,
        "skipped": outcome.skipped,
        "wanted": outcome.wanted,
        "recall": outcome.recall,
        "precision": outcome.precision,
        "faults": len(outcome.faults),
        "examples": [list(map(str, fault)) for fault in outcome.faults[:5]],
    }
