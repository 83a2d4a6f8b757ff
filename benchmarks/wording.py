"""The cost of comparing wording: `python -m benchmarks.wording DATA` does it in a process of its own; JSON out."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.measure import BIN, OUT, run_measured
from benchmarks.site_cost import with_growth
from benchmarks.synthetic import data_root
from macros.build.facts import Build
from macros.build.page_kinds import page_count
from macros.build.templates import Templates
from macros.views.pair_pages import PASSAGES_A_PAGE, pair_entries, wording_pair
from macros.views.table import PAGE_KINDS
from medplan.compare.cited import index_citations
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.schema.schemas import plan_labels
from medplan.wording.pairs import Wording, compare_wording
from medplan.wording.passages import prepare_wording
from medplan.wording.spool import WordingSpool

PAGES = ("wording", "wording_pair", "citations", "cited")


def compare_all(data: Path) -> dict[str, Any]:
    """Compare the wording of all plans; return CPU seconds of each step, and how much came out."""
    repository = Repository.open(data)
    index = LibraryIndex(catalogues=repository.catalogues)
    spent = {"read": 0.0, "prepare": 0.0, "compare": 0.0, "cite": 0.0, "pages": 0.0}
    at = time.process_time()

    def note(step: str) -> None:
        nonlocal at
        now = time.process_time()
        spent[step] += now - at
        at = now

    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:
        wording = Wording(spool=WordingSpool(Path(folder) / "wording"))
        for plan in repository.plans():
            index.add(plan, repository.prove(plan))
            note("read")
            wording.spool.add(prepare_wording(plan))
            note("prepare")
        wording.spool.close()
        compare_wording(wording)
        note("compare")
        cited = index_citations(index.plans, index.citations)
        note("cite")
        spooled = sum(path.stat().st_size for path in (Path(folder) / "wording").iterdir())
        templates = Templates.read()
        known = cast(
            Build,
            SimpleNamespace(
                index=index,
                wording=wording,
                cited=cited,
                templates=templates,
                render=templates.render,
                labels=plan_labels(),
            ),
        )
        pages = [page for kind in PAGE_KINDS if kind.name in PAGES for page in kind.pages(known)]
        note("cite")
        written = 0
        for entry in pair_entries(known):
            for number in range(1, page_count(entry.count, PASSAGES_A_PAGE) + 1):
                written += len(wording_pair(known, "../../", entry.key, number).encode())
        note("pages")
    return {
        **{f"{step}_cpu_s": round(seconds, 2) for step, seconds in spent.items()},
        "characters": sum(wording.spool.characters),
        "passages": int(wording.spool.first_passages[-1]),
        "pairs": len(wording.pairs),
        "pages_made": len(pages),
        "documents": len(cited.entries),
        "pair_pages_mb": round(written / 1e6, 1),
        "spooled_mb": round(spooled / 1e6),
    }


def measure_wording(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Compare the wording at each size."""
    found: dict[str, Any] = {}
    for count in sizes:
        cost = run_measured([BIN / "python", "-m", "benchmarks.wording", data_root(OUT, count)])
        row = cost.figures() | {"cpu_a_plan_ms": round(cost.cpu / count * 1000, 1)}
        found[str(count)] = row | (json.loads(cost.output.splitlines()[-1]) if not cost.code else {})
    return with_growth(found, "cpu_a_plan_ms")


if __name__ == "__main__":
    print(json.dumps(compare_all(Path(sys.argv[1]))))
