"""What the lists of grams prove without a text: the records of a word, and how often it stands in them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from driving import SearchDriver
from exactness import Scan
from indexing import write_index
from test_index_files import small_plan

from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.search import grams
from medplan.search.query_fold import fold_query
from medplan.search.records import fold_records

DRAWS = 400
SEED = 20211008
COUNT = 3  # of a weight, the bits that tell how often


@pytest.fixture(scope="module", params=["with the postings", "by themselves"])
def proving(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, plans: list[Plan], repository: Repository
) -> Iterator[SearchDriver]:
    """The module on an index whose spots stand in either way, whatever their number."""
    folder = tmp_path_factory.mktemp("proofs") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "APART", 10_000_000 if request.param == "with the postings" else 0)
        patch.setattr(grams, "BATCH_CHARACTERS", 20_000)
        write_index(folder, plans, repository.catalogues)
    with SearchDriver(folder) as running:
        yield running


def look_up(driver: SearchDriver, words: list[str]) -> list[dict[str, Any]]:
    answer = driver.call("lookUp", words)
    assert answer.error is None, answer.error
    value: list[dict[str, Any]] = answer.value
    return value


def counts_of(texts: list[str], word: str) -> dict[int, int]:
    """Return how often each record holds a word, by looking through every one; overlaps and both its forms count."""
    needle = fold_query(word)
    counted = re.compile(f"(?={re.escape(needle)})")
    return {number: len(counted.findall(text)) for number, text in enumerate(texts) if needle in text}


def test_what_the_lists_prove_is_what_a_scan_finds(scan: Scan, proving: SearchDriver) -> None:
    drawn = scan.draw(DRAWS, SEED)
    chance = random.Random(SEED)
    # Half of the words are two halves that need not stand together.
    crossed = [a[: chance.randint(1, 4)] + b[-chance.randint(1, 4) :] for a, b in pairwise(drawn)]
    words = [word for word in drawn + crossed if len(fold_query(word)) > 1]
    texts = [folded for folded, _ in fold_records([scanned.record for scanned in scan.records])]
    proved = 0
    for word, found in zip(words, look_up(proving, words), strict=True):
        expected = counts_of(texts, word)
        if found["proof"]:
            proved += 1
            assert dict(zip(found["numbers"], (w & COUNT for w in found["weights"]), strict=True)) == {
                number: min(COUNT, count) for number, count in expected.items()
            }, word
        else:
            assert expected.keys() <= set(found["numbers"]), word
            assert len(found["numbers"]) <= 20, f"{word}: more than are read"
    assert proved > len(words) / 2


def test_characters_beyond_the_basic_plane_and_thousands_at_once(tmp_path: Path, repository: Repository) -> None:
    # So many letters, and common ones with the rare beside them, that a batch's grams take more than 64 bits.
    every = "".join(map(chr, [*range(0x3400, 0x4DB0), *range(0x4E00, 0x9FA0), *range(0x20000, 0x20400)]))
    lines = [f"𠮷医{letter}保𠮷" for letter in every[:200]]
    plan = small_plan("".join(f"  - {line}\n" for line in [*lines, every]))
    with SearchDriver(write_index(tmp_path / "index", [plan], repository.catalogues)) as driver:
        driver.search("医保")
        for word, expected in (
            ("𠮷医", 200),
            (f"𠮷医{every[7]}", 1),
            (f"医{every[7]}保", 1),
            (f"{every[7]}保𠮷", 1),
            (f"𠮷医{every[7]}保𠮷", 1),
            (f"𠮷医{every[7]}𠮷", 0),
            (every[-3:], 1),
        ):
            [found] = look_up(driver, [word])
            assert (found["proof"], len(found["numbers"])) == (True, expected), word
