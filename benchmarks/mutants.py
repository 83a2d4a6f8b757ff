"""How many small faults the tests notice: packages of the domain in, mutants by verdict and the share that dies out.

Judged by the unit tests named here for each package. What is equivalent (no input can tell it from the original) stands
in `equivalent_mutants.yaml` with the reason, and counts neither way; an entry that names no survivor is told of.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import yaml

from benchmarks.measure import OUT, ROOT

EQUIVALENT = ROOT / "benchmarks" / "equivalent_mutants.yaml"
# Few and quick tests of each package: every one of them runs for every mutant that it reaches and that survives.
TESTS: dict[str, tuple[str, ...]] = {
    "rules": (
        *("rules", "fidelity", "invalid_cases", "redirects", "succession"),
        *("check_part", "read_despite", "one_fault_one_issue"),
    ),
    "facts": ("derive", "commitments", "citations", "named_pages", "valid_cases"),
    "language": ("dates", "digits", "numbering", "schedule", "values", "fold", "lookalike", "unseen"),
    "plan": ("plan_data", "address", "plan_whole", "head", "emend", "printed", "valid_cases", "invalid_cases"),
    "compare": (
        *("compare_words", "comparing", "comparison", "lineage", "glance", "citations"),
        *("ladders", "compared_another_way"),
    ),
}


def measure_mutants(quick: bool) -> dict[str, Any]:
    """Return counts for each package and the least share of mutants killed; survivors are written to out/."""
    named = [package for package in os.environ.get("MUTANTS", "").split(",") if package] or list(TESTS)
    packages = {package: _of_package(package) for package in (named[:1] if quick else named)}
    return packages | {"least_killed": min(figures["killed"] for figures in packages.values())}


def _of_package(package: str) -> dict[str, Any]:
    verdicts = _judge(package)
    equivalent = {entry["mutant"] for entry in yaml.safe_load(EQUIVALENT.read_text("utf-8"))}
    counts = Counter(verdicts.values())
    survivors = [name for name, verdict in verdicts.items() if verdict != "killed"]
    left = [name for name in survivors if name not in equivalent]
    stale = sorted(
        name
        for name in equivalent
        if name.startswith(f"medplan.{package}.") and verdicts.get(name, "killed") == "killed"
    )
    (OUT / f"survivors-{package}.txt").write_text("".join(f"{name}\n" for name in left), "utf-8")
    even = len(survivors) - len(left)
    return {
        "mutants": len(verdicts),
        "equivalent": even,
        "survived": len(left),
        "unreached": counts["unreached"],
        "killed": round(counts["killed"] / max(1, len(verdicts) - even), 3),
    } | ({"listed_but_no_survivor": stale} if stale else {})


def _judge(package: str) -> dict[str, str]:
    """Run pytest with the plugin over one package and return each mutant's verdict, in the order of the text."""
    out = OUT / f"mutants-{package}.json"
    out.unlink(missing_ok=True)
    tests = [f"tests/unit/test_{name}.py" for name in TESTS[package]]
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.mutant_runs", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        env=os.environ | {"MUTANTS_OF": f"medplan.{package}", "MUTANTS_OUT": str(out), "FIDELITY_SEED": "1"},
        check=False,  # pytest says “no tests ran”: the plugin ran them
    )
    verdicts: dict[str, str] = json.loads(out.read_text("utf-8"))
    return verdicts
