"""Pieces that arrive late, broken, unpacked or not at all; searches that are given up; what a cold search loads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from driving import SearchDriver, code_bytes
from exactness import Scan
from indexing import write_index
from test_index_files import small_plan

from medplan.library.repository import Repository
from medplan.search.query_fold import fold_query

MOST_BYTES = 60_000
SAMPLE = 300
SEED = 20211008
JUDGED = Path(__file__).with_name("judged.yaml")


@pytest.fixture
def fresh(index: Path) -> Iterator[SearchDriver]:
    """The search module with nothing loaded."""
    with SearchDriver(index) as running:
        yield running


@pytest.mark.parametrize("abort", ["before", "during"])
@pytest.mark.parametrize("opened", [False, True])
def test_a_given_up_search_rejects_and_the_next_one_works(fresh: SearchDriver, abort: str, opened: bool) -> None:
    if opened:
        fresh.search("参保")
    answer = fresh.call("search", "医共体", {}, abort=abort)
    assert answer.error is not None
    assert answer.error[0] == "AbortError"
    assert fresh.search("医共体")["total"] == 4


@pytest.mark.parametrize("opened", [False, True])
def test_a_search_that_overtakes_another_is_not_given_up_with_it(fresh: SearchDriver, opened: bool) -> None:
    """Both want the same piece: the first asks for it and is given up while it is on its way."""
    if opened:
        fresh.search("参保")
    answer = fresh.call("overtake", "医共体", "医共体")
    assert answer.error is None, answer.error
    assert answer.value["given"] == "AbortError"
    assert answer.value["next"]["total"] == 4


@pytest.mark.parametrize("opened", [False, True])
def test_a_search_given_up_before_it_began_loads_nothing(fresh: SearchDriver, opened: bool) -> None:
    if opened:
        fresh.search("参保")
    assert fresh.call("search", "医共体", {}, abort="before").loaded == ()


@pytest.mark.parametrize("server", ["404", "offline", "garbled"])
@pytest.mark.parametrize("opened", [False, True])
def test_a_failed_load_rejects_and_is_tried_again(fresh: SearchDriver, server: str, opened: bool) -> None:
    if opened:
        fresh.search("参保")
    for _ in range(2):
        assert fresh.call("search", "医共体", {}, server=server).error is not None
    assert fresh.search("医共体")["total"] == 4


@pytest.mark.parametrize("query", ["医共体", "医疗救助 托底", "長期護理"])
def test_a_server_that_unpacks_is_served(fresh: SearchDriver, query: str) -> None:
    packed = fresh.search(query)
    unpacked = fresh.call("search", query, {}, server="unpacked", fresh=True)
    assert unpacked.error is None
    assert unpacked.value == packed


def test_a_second_search_loads_nothing_twice(fresh: SearchDriver) -> None:
    fresh.search("医共体")
    assert fresh.call("search", "医共体", {}).loaded == ()


def test_an_empty_library_is_searched(tmp_path: Path, repository: Repository) -> None:
    with SearchDriver(write_index(tmp_path / "empty", [], repository.catalogues)) as empty:
        assert empty.search("医保")["total"] == 0
        assert empty.search("医保 基金", filters={"plan": "none", "theme": "catalogue"})["total"] == 0


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        # The heading holds every gram of 甲乙丙丁戊 but not the word; the provision holds 参保.
        ("甲乙戊、乙丙、丙丁、丁戊", "全民参保。", []),
        # The provision holds every gram but not the word, which stands in the heading above it.
        ("甲乙丙丁戊", "参保：甲乙、乙丙、丙丁、丁戊。", ["chp_1__p_1"]),
        ("甲乙丙丁戊", "全民参保。", ["chp_1__p_1"]),
    ],
)
def test_grams_of_a_word_are_not_the_word(
    tmp_path: Path, repository: Repository, heading: str, text: str, expected: list[str]
) -> None:
    plan = small_plan(f"  - num: 第一章\n    heading: {heading}\n    body: [{text!r}]\n")
    assert fold_query(heading)
    with SearchDriver(write_index(tmp_path / "index", [plan], repository.catalogues)) as small:
        result = small.search("甲乙丙丁戊 参保")
        assert [hit["eid"] for hit in result["hits"]] == expected
        assert result["total"] == len(expected)


def percentile(values: list[int], share: float) -> int:
    """Return the smallest value that so large a share of them does not exceed."""
    return sorted(values)[max(0, -(-len(values) * int(share * 100) // 100) - 1)]


def cold_bytes(driver: SearchDriver, queries: list[str]) -> list[int]:
    """Return what each query loads as a reader's first one: code and pieces."""
    code = code_bytes()
    return [code + sum(n for _, n in driver.call("search", query, {}, fresh=True).loaded) for query in queries]


def test_a_cold_first_search_is_small(fresh: SearchDriver, scan: Scan) -> None:
    drawn = [query for query in scan.draw(2 * SAMPLE, SEED) if len(fold_query(query)) > 1][:SAMPLE]
    judged = [entry["query"] for entry in yaml.safe_load(JUDGED.read_text("utf-8"))]
    sizes = cold_bytes(fresh, drawn + judged)
    figures = f"p50 {percentile(sizes, 0.5)}, p95 {percentile(sizes, 0.95)}, most {max(sizes)}, code {code_bytes()}"
    print(f"bytes of a cold first search: {figures}")
    assert percentile(sizes, 0.95) <= MOST_BYTES, figures
