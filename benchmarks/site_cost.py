"""The cost of the site and of the validator at several sizes of the library; and how far it grows in line with it."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.measure import BIN, OUT, ROOT, Cost, run_measured
from benchmarks.synthetic import QUOTED, data_root
from medplan.plan.address import Address
from medplan.publish.downloads import bulk_of

BUILD_LIMIT = 1800
MOST_THE_USUAL_WAY = 320


def measure_build(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Build the site strictly at each size: with nothing kept, after nothing, after an edit; and what bounds it."""
    found: dict[str, Any] = {}
    for count in sizes:
        data, site = data_root(OUT, count), OUT / "site"
        for kept in (site, bulk_of(site), ROOT / ".cache" / "plans", ROOT / ".cache" / "sites"):
            shutil.rmtree(kept, ignore_errors=True)
        cold = _build(site, data)
        row = cold.figures() | _pages(site, data)
        row["cpu_a_plan_ms"] = round(cold.cpu / count * 1000, 1)
        if cold.code:
            row["said"] = cold.output[-800:]
        row["after_nothing"] = _beside(_build(site, data), cold)
        with _edited(data):
            row["after_an_edit"] = _beside(_build(site, data), cold)
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


@contextmanager
def _edited(data: Path) -> Iterator[None]:
    """Have another unit printed in one plan's file, which concerns no other plan, and put it back."""
    path = sorted(data.glob("plans/*/*.yaml"))[0]
    before = path.read_text("utf-8")
    path.write_text(re.sub(r"^document_number:.*$", "document_number: 测〔2021〕1号", before, flags=re.M), "utf-8")
    try:
        yield
    finally:
        path.write_text(before, "utf-8")


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
