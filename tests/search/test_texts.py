"""Texts of a plan in one file, fetched by ranges: the same answers, whether the server knows ranges or not."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from driving import SearchDriver
from indexing import write_index

from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.search.indexer import LARGEST_QUANTUM, MANY, PLANS_A_TEXT, QUANTA
from medplan.search.prepare import padded

QUERIES = ["医共体", "参保率", "医疗救助 托底", "長期護理", "DRG", "2025年", "“按病种分值付费”", "高质量发展 -目标"]
SIZES = [0, *(most for most, _ in QUANTA)]  # numbers of plans from which on chunks are of another size


@pytest.fixture(scope="module", params=SIZES)
def of_size(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, plans: list[Plan], repository: Repository
) -> Path:
    """The index of the repository's plans, written as if there were many more."""
    return write_index(tmp_path_factory.mktemp("index"), plans, repository.catalogues, request.param)


def texts_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/t/*.bin"), key=lambda path: int(path.stem))


def test_one_file_holds_a_plans_texts_or_a_few_plans(
    of_size: Path, plans: list[Plan], request: pytest.FixtureRequest
) -> None:
    together = PLANS_A_TEXT if request.node.callspec.params["of_size"] >= MANY else 1
    files = texts_of(of_size)
    assert [path.name for path in files] == [f"{number}.bin" for number in range(-(-len(plans) // together))]
    for number, plan in enumerate(plans):
        held = gzip.decompress(files[number // together].read_bytes()).decode("utf-8")
        assert f'"{plan.id}"' in held


@pytest.mark.parametrize("query", QUERIES)
def test_the_answers_are_the_same_however_long_chunks_are(of_size: Path, driver: SearchDriver, query: str) -> None:
    wanted = driver.call("search", query, {}, fresh=True).value
    with SearchDriver(of_size) as running:
        assert running.search(query) == wanted
    driver.call("search", query, {}, fresh=True)


@pytest.mark.parametrize("query", QUERIES)
def test_a_server_without_ranges_gives_the_same_answers(index: Path, query: str) -> None:
    with SearchDriver(index) as running:
        wanted = running.search(query)
        assert wanted["total"]
        for server in ("ranges", "no ranges"):
            answer = running.call("search", query, {}, fresh=True, server=server)
            assert answer.error is None, answer.error
            assert answer.value == wanted


def test_ranges_of_a_plan_that_stand_side_by_side_are_one(index: Path, plans: list[Plan]) -> None:
    with SearchDriver(index) as running:
        loaded = running.call("search", "医疗保障", {}, fresh=True, server="ranges").loaded
    asked = [name for name, _ in loaded if name.startswith("t/")]
    chunks = sum(1 for path in texts_of(index) for _ in members(path.read_bytes()))
    assert 0 < len(asked) < chunks / 3


def members(packed: bytes) -> list[bytes]:
    """Return the gzip members that stand one after another."""
    found = []
    while packed:
        unpacker = zlib.decompressobj(wbits=31)
        found.append(unpacker.decompress(packed))
        packed = unpacker.unused_data
    return found


@pytest.mark.parametrize("quantum", [1, 2, 7, 128, LARGEST_QUANTUM])
@pytest.mark.parametrize("length", range(0, 40, 3))
def test_a_padded_member_is_one_member_of_the_same_text(quantum: int, length: int) -> None:
    text = bytes(range(length))
    made = padded(gzip.compress(text, mtime=0), quantum)
    assert len(made) % quantum == 0
    assert members(made) == [text]
