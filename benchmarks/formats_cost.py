"""What the downloads' other formats cost beside the pages: a data root in; CPU seconds of each, and their ratio, out.

The site is built in one process on one core, in the plain frame, with nothing kept from before; what makes each format
is timed where the build calls it. All the rest of the build, the JSON and CSV tables with it, counts as the pages'.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import GeneratorType
from typing import Any

from benchmarks.measure import OUT, run_measured
from benchmarks.synthetic import data_root
from macros.build.kept import Kept
from macros.plain.__main__ import main as build_plain
from macros.steps import open_build, read_plan, write_site
from medplan.publish import plan_files

# The format, the module that calls what makes it, and the names that are called there.
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("word", plan_files, ("as_word",)),
    ("text", plan_files, ("blocks_of", "as_text", "as_markdown")),
    ("akoma_ntoso", plan_files, ("as_akoma_ntoso",)),
    ("citations", plan_files, ("reference_files",)),
    ("collections", read_plan, ("theme_parts",)),
    ("collections", open_build, ("write_collections",)),
    ("tables", open_build, ("write_packed",)),
    ("api", open_build, ("write_api",)),
    ("changes", open_build, ("read_news", "read_releases")),
    ("changes", write_site, ("write_feeds", "write_releases")),
)


def measure_formats(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Return, by number of plans, the CPU seconds of each format and of the pages, and what one is of the other."""
    found = {}
    for count in sizes:
        with tempfile.TemporaryDirectory(prefix="medplan-formats-") as folder:
            command = [sys.executable, "-m", "benchmarks.formats_cost", str(Path(folder) / "site")]
            cost = run_measured(command, MEDPLAN_DATA=str(data_root(OUT, count)))
            assert cost.code == 0, cost.output
            found[str(count)] = json.loads(cost.output.splitlines()[-1])
    return found | {"formats_to_pages": found[str(sizes[-1])]["formats_to_pages"]}


def _timed(make: Callable[..., Any], name: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        made = make(*given, **named)
        made = list(made) if isinstance(made, GeneratorType | Iterator) else made
        seconds[name] += time.process_time() - start
        return made

    return timed


def build_once(site: Path) -> dict[str, Any]:
    """Build the site of MEDPLAN_DATA and return the figures."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    Kept.recall = lambda self, name: None  # type: ignore[method-assign]
    seconds: dict[str, float] = defaultdict(float)
    for name, module, called in PARTS:
        for function in called:
            setattr(module, function, _timed(getattr(module, function), name, seconds))
    start = time.process_time()
    assert build_plain(["--site-dir", str(site)]) == 0
    whole = time.process_time() - start
    pages = whole - sum(seconds.values())
    return {
        "cpu_s": {name: round(cost, 2) for name, cost in sorted(seconds.items())},
        "pages_cpu_s": round(pages, 2),
        "formats_to_pages": round(sum(seconds.values()) / pages, 3),
    }


if __name__ == "__main__":
    print(json.dumps(build_once(Path(sys.argv[1]))))
