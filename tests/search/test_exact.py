"""Every literal occurrence is found and nothing else is shown: the browser's module against a scan of everything."""

from __future__ import annotations

import os
import random
from itertools import pairwise

import pytest
from driving import SearchDriver
from exactness import Scan, compare

DRAWS = int(os.environ.get("MEDPLAN_SEARCH_DRAWS", "1500"))
LOOKED_AT = 20
SEED = int(os.environ.get("MEDPLAN_SEARCH_SEED", "20211008"))


def check(scan: Scan, driver: SearchDriver, queries: list[str]) -> None:
    outcome = compare(scan, driver, queries, LOOKED_AT)
    print(f"seed {SEED}: {outcome.summary()}")
    assert outcome.queries, "nothing was asked"
    assert not outcome.faults, f"seed {SEED}: {outcome.summary()}\n" + "\n".join(map(repr, outcome.faults[:20]))
    assert (outcome.recall, outcome.precision) == (1.0, 1.0)


@pytest.mark.parametrize("part", range(4))
def test_finds_whatever_is_copied_from_a_plan(scan: Scan, driver: SearchDriver, part: int) -> None:
    check(scan, driver, scan.draw(DRAWS // 4, SEED + part))


def test_finds_longer_passages(scan: Scan, driver: SearchDriver) -> None:
    chance = random.Random(SEED)
    long = [text for text in scan.texts() if len(text) > 80]
    passages = []
    for text in chance.sample(long, 60):
        start = chance.randrange(len(text) - 40)
        passages.append(text[start : start + 40])
    check(scan, driver, passages)


def test_finds_several_words_of_a_provision_and_the_headings_above(scan: Scan, driver: SearchDriver) -> None:
    chance = random.Random(SEED)
    queries = []
    while len(queries) < 200:
        record = chance.choice(scan.records)
        above = [scan.records[i] for i in record.above if scan.records[i].record.heading]
        sources = [record, *chance.choices([record, *above], k=chance.randint(1, 2))]
        words = []
        for source in sources:
            text = "".join(source.record.text.split())
            length = chance.randint(2, 5)
            if len(text) >= length:
                start = chance.randrange(len(text) - length + 1)
                words.append(text[start : start + length])
        chance.shuffle(words)
        queries.append(" ".join(words))
    check(scan, driver, queries)


def test_finds_quoted_passages_with_their_punctuation_only(scan: Scan, driver: SearchDriver) -> None:
    drawn = [text for text in scan.draw(300, SEED) if not set(text) & set('“”"\n')]
    check(scan, driver, [f"“{text}”" for text in drawn])


def test_leaves_out_what_holds_an_excluded_word(scan: Scan, driver: SearchDriver) -> None:
    chance = random.Random(SEED)
    drawn = ["".join(text.split()) for text in scan.draw(120, SEED)]
    pieces = [text.lstrip("-") for text in drawn if not set(text) & set('“”"')]
    pieces = [text[:4] for text in pieces if len(text) > 1]
    check(scan, driver, [f"{chance.choice(['医保', '医疗保障', '基金'])} -{text}" for text in pieces[:60]])


def test_long_words_split_by_the_index_are_verified(scan: Scan, driver: SearchDriver) -> None:
    # Each half is in the plans, often near the other; both together hardly ever are.
    drawn = ["".join(text.split()) for text in scan.draw(400, SEED + 99)]
    check(scan, driver, [a[:4] + b[-4:] for a, b in pairwise(drawn)])


def test_reading_and_printed_text_both_find_a_provision(scan: Scan, driver: SearchDriver) -> None:
    for query in ("贯彻落实委、政府", "县委、县政府"):
        check(scan, driver, [query])
        assert driver.search(query)["total"]
