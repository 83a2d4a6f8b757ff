"""Index a data root in a process of its own: `python -m benchmarks.indexing DATA FOLDER`; figures as JSON out."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from medplan.library.repository import Repository
from medplan.library.status import build_day, standing_of
from medplan.search.indexer import SearchIndexer
from medplan.search.prepare import prepare_search


def index_plans(data: Path, folder: Path) -> dict[str, Any]:
    """Write the index of all plans; return CPU seconds of indexing and of reading the plans, and bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    repository = Repository.open(data)
    start = time.process_time()
    indexing = 0.0
    with SearchIndexer(folder, repository.catalogues, len(repository.plan_files())) as indexer:
        for plan in repository.plans():
            before = time.process_time()
            indexer.add(prepare_search(plan, repository.catalogues, standing_of(plan, (), build_day()).told()))
            indexing += time.process_time() - before
        before = time.process_time()
    finishing = time.process_time() - before
    everything = time.process_time() - start
    return {
        "add_cpu": round(indexing, 2),
        "finish_cpu": round(finishing, 2),
        "index_cpu": round(indexing + finishing, 2),
        "read_cpu": round(everything - indexing - finishing, 2),
        **sizes(folder),
    }


def sizes(folder: Path) -> dict[str, Any]:
    """Return bytes and files of an index, by kind of piece."""
    pieces: dict[str, list[int]] = {}
    for path in folder.rglob("*.bin"):
        kind = path.parent.name if len(path.parent.name) == 1 else path.stem
        pieces.setdefault(kind, []).append(path.stat().st_size)
    return {
        "bytes": sum(map(sum, pieces.values())),
        "files": sum(map(len, pieces.values())),
        "manifest_bytes": sum(pieces.get("manifest", [0])),
        "pieces": {k: {"files": len(v), "bytes": sum(v), "largest": max(v)} for k, v in sorted(pieces.items())},
    }


if __name__ == "__main__":
    print(json.dumps(index_plans(Path(sys.argv[1]), Path(sys.argv[2]))))
