"""The cost of the site and of the validator at several sizes of the library; and how far it grows in line with it."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.editing import Editor
from benchmarks.measure import BIN, OUT, ROOT, Cost, run_measured
from benchmarks.synthetic import QUOTED, data_root
from medplan.plan.address import Address
from medplan.publish.downloads import bulk_of

BUILD_LIMIT = 1800
MOST_THE_USUAL_WAY = 320
# What is edited, one after the other, by the name of the row.
EDITED = {
    "after_an_edit": "number",
    "after_an_edit_of_words": "words",
    "after_another_title": "title",
    "after_another_theme": "theme",
    "after_one_is_taken_out": "take out",
    "after_one_is_new": "put back",
}


def measure_build(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Build the site strictly at each size: with nothing kept, after nothing, after an edit; and what bounds it."""
    found: dict[str, Any] = {}
    for count in sizes:
        data, site = data_root(OUT, count), OUT / "site"
        for kept in (site, bulk_of(site), ROOT / ".cache"):  # nothing is kept of an earlier build
            shutil.rmtree(kept, ignore_errors=True)
        cold = _build(site, data)
        row = cold.figures() | _pages(site, data)
        row["cpu_a_plan_ms"] = round(cold.cpu / count * 1000, 1)
        if cold.code:
            row["said"] = cold.output[-800:]
        row["after_nothing"] = _beside(_build(site, data), cold)
        row |= {name: _beside(cost, cold) for name, cost in _after_edits(site, data)}
        row["plain_jinja"] = _beside(run_measured([BIN / "python", "-m", "benchmarks.bounds", "jinja", site]), cold)
        if count <= MOST_THE_USUAL_WAY:
            usual = run_measured([BIN / "python", "-m", "benchmarks.bounds", "usual", data], limit=BUILD_LIMIT)
            row["usual_way"] = _beside(usual, cold)
        found[str(count)] = row
        shutil.rmtree(site, ignore_errors=True)
    return with_growth(found, "cpu_a_plan_ms")


def _build(site: Path, data: Path) -> Cost:
    command: list[str | Path] = [BIN / "properdocs", "build", "--quiet", "--config-file", "mkdocs.yml", "--strict"]
    return run_measured([*command, "--site-dir", site], limit=BUILD_LIMIT, MEDPLAN_DATA=str(data))


def _beside(cost: Cost, cold: Cost) -> dict[str, Any]:
    return cost.figures() | {"share_of_cold_cpu": round(cost.cpu / cold.cpu, 3)}


def _after_edits(site: Path, data: Path) -> Iterator[tuple[str, Cost]]:
    """Yield what a build costs after each edit of one plan, the first of all; at the end all is as it was."""
    editor = Editor(data=data, chance=random.Random(1), spared=QUOTED)
    plan = editor.plans()[0]
    try:
        for name, kind in EDITED.items():
            editor.edit(kind, plan)
            yield name, _build(site, data)
    finally:
        editor.undo()


def _pages(site: Path, data: Path) -> dict[str, Any]:
    plans = sorted(path.stem for path in data.glob("plans/*/*.yaml"))
    built = sum(1 for _ in site.glob("plans/*/index.html"))
    pages = {
        "plan": str(Address.of_plan(plans[1])),
        "home": "",
        "plans": "plans/",
        "quality": "quality/",
        "search": "search/",
    }
    pages |= {name: f"{name}/" for name in ("indicators", "themes", "measures", "timeline", "jurisdictions")}
    sizes = {}
    for name, url in pages.items():
        path = site / url / "index.html"
        if path.exists():
            raw = path.read_bytes()
            sizes[name] = {"kb": round(len(raw) / 1000, 1), "gzip_kb": round(len(gzip.compress(raw, 6)) / 1000, 1)}
    files = [path.stat().st_size for path in site.rglob("*") if path.is_file()] if site.exists() else []
    weights = ((len(gzip.compress(path.read_bytes(), 6)), path) for path in site.glob("*/**/index.html"))
    across = max(((kb, path) for kb, path in weights if path.parent.parent.name != "plans"), default=None)
    if across:
        sizes[f"heaviest across plans: {across[1].relative_to(site).parent}"] = {"gzip_kb": round(across[0] / 1000, 1)}
    return {"plan_pages": built, "files": len(files), "site_mb": round(sum(files) / 1e6, 1), "pages": sizes}


def measure_validate(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Validate the whole data root at each size."""
    found: dict[str, Any] = {}
    for count in sizes:
        data = data_root(OUT, count)
        cost = run_measured([BIN / "python", ROOT / "scripts" / "validate.py", "--data", data])
        found[str(count)] = cost.figures() | {"cpu_a_plan_ms": round(cost.cpu / count * 1000, 1)}
    return with_growth(found, "cpu_a_plan_ms")


def measure_hooks(count: int) -> dict[str, Any]:
    """Run the hooks of a commit, all that a plan's file sets off, on one plan of a library of `count`."""
    data = data_root(OUT, count)
    # This plan stands in every library of ours, as in the repository, whose files pre-commit looks at.
    file = f"data/plans/32-jiangsu/{QUOTED}.yaml"
    command: list[str | Path] = [BIN / "pre-commit", "run", "--files", file, f"data/sources/{QUOTED}.txt"]
    costs = [run_measured(command, MEDPLAN_DATA=str(data)) for _ in range(3)]
    best = min(costs, key=lambda cost: cost.wall)
    return best.figures() | {"plans": count, "seconds": round(best.wall, 2), "codes": [cost.code for cost in costs]}


def with_growth(found: dict[str, Any], key: str) -> dict[str, Any]:
    """Add the CPU of one more plan between neighbouring sizes; equal figures mean growth in line."""
    sizes = list(found)
    for before, after in pairwise(sizes):
        more = found[after]["cpu_s"] - found[before]["cpu_s"]
        found[after]["cpu_of_one_more_plan_ms"] = round(more / (int(after) - int(before)) * 1000, 1)
        found[after][f"{key}_to_{sizes[0]}"] = round(found[after][key] / found[sizes[0]][key], 2)
    return found
