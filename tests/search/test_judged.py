"""The order of hits against what readers of the plans judged best."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from driving import SearchDriver
from exactness import Place, Scan

from medplan.search.query_fold import fold_query

JUDGED = Path(__file__).with_name("judged.yaml")
# The weights are round numbers, chosen with these queries in sight. Fitted on seven eighths of the queries, weights of
# the same features reach 0.987 on the rest: so much may be expected of other queries.
LEAST = 0.99
DEPTH = 10


def read_judged() -> dict[str, dict[Place, int]]:
    """Return for each query the gain of each record that is judged."""
    return {
        entry["query"]: {(plan, eid): gain for plan, gains in entry["judged"].items() for eid, gain in gains.items()}
        for entry in yaml.safe_load(JUDGED.read_text("utf-8"))
    }


def dcg(gains: list[int]) -> float:
    """Return the discounted cumulated gain of a list's first hits."""
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains[:DEPTH]))


def ndcg(driver: SearchDriver, query: str, gains: dict[Place, int]) -> float:
    """Return a query's gain against the best order of what is judged."""
    hits = driver.search(query, limit=DEPTH)["hits"]
    shown = [gains.get((hit["plan"], hit["eid"]), 0) for hit in hits]
    return dcg(shown) / dcg(sorted(gains.values(), reverse=True))


def test_everything_a_query_finds_is_judged(scan: Scan) -> None:
    judged = read_judged()
    assert len(judged) >= 30
    for query, gains in judged.items():
        assert scan.find(query) == set(gains), query
        assert set(gains.values()) <= {1, 2, 3}


def test_the_best_hits_come_first(driver: SearchDriver) -> None:
    values = {query: ndcg(driver, query, gains) for query, gains in read_judged().items()}
    mean = sum(values.values()) / len(values)
    report = "\n".join(f"{value:.3f}  {query}" for query, value in sorted(values.items(), key=lambda item: item[1]))
    print(f"nDCG@{DEPTH} {mean:.4f} over {len(values)} queries\n{report}")
    assert mean >= LEAST, f"nDCG@{DEPTH} {mean:.4f}\n{report}"


@pytest.mark.parametrize("query", ["长期护理保险", "智能监控", "互联网+"])
def test_headings_come_before_other_provisions(driver: SearchDriver, query: str) -> None:
    headings = [fold_query(query) in fold_query(hit["heading"]) for hit in driver.search(query, limit=100)["hits"]]
    assert any(headings)
    assert headings == sorted(headings, reverse=True)
