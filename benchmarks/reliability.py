"""What must hold however often it is tried: kills, patterns, edits, spoilt files in; what did not hold out."""

from __future__ import annotations

from typing import Any

from benchmarks.fuzz.fuzzing import measure_fuzz
from benchmarks.growth import MOST_GROWTH, QUICK, THOROUGH, slowest
from benchmarks.interrupted import measure_kills
from benchmarks.patterns import find_patterns
from benchmarks.stale import measure_stale


def measure_reliability(quick: bool) -> dict[str, Any]:
    """Return the long form of what `make test` tries a few times: kills, attacks on patterns, edits, spoilt files."""
    kills = measure_kills(5 if quick else 50)
    patterns = find_patterns()
    grown = [slowest(found, QUICK if quick else THOROUGH) for found in patterns]
    too_fast = [growth for growth in grown if growth and growth.ratio > MOST_GROWTH]
    return {
        "kills": kills["old"] + kills["new"] + kills["broken"],
        "killed_left_old": kills["old"],
        "killed_left_new": kills["new"],
        "sites_not_whole": kills["broken"],
        "left_over": kills["left_over"],
        "patterns": len(patterns),
        "patterns_not_linear": len(too_fast),
        "worst_ratio": round(max((growth.ratio for growth in grown if growth), default=0), 1),
        "not_linear": sorted(f"{growth.where} {growth.attack.pump!r}" for growth in too_fast),
        **measure_stale(3 if quick else 40, seed=11),
        **measure_fuzz(5 if quick else 600, seed=11),
    }
