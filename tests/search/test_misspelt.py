"""Words of the library one character away from a query that finds nothing: draws from the plans, and named slips."""

from __future__ import annotations

import random
import re

import pytest
from driving import SearchDriver
from exactness import Scan

DRAWS = 100
LENGTHS = (3, 4, 4, 5, 6, 7, 8)
HAN = re.compile(r"[\u4e00-\u9fff]{3,}")


def near(driver: SearchDriver, query: str) -> list[str]:
    """Return the words that are offered where a query finds nothing."""
    assert driver.search(query)["total"] == 0, query
    answer = driver.call("takeApart", query, {})
    assert answer.error is None, (query, answer.error)
    return [word["term"] for word in answer.value["near"]]


def test_a_character_replaced_is_offered_as_it_stands_in_the_plans(driver: SearchDriver, scan: Scan) -> None:
    chance = random.Random(14)
    runs = [run for record in scan.records for run in HAN.findall(record.record.text)]
    whole = "|".join(runs)
    characters = sorted(set(whole) - {"|"})
    missed = []
    for _ in range(DRAWS):
        length = chance.choice(LENGTHS)
        run = chance.choice([run for run in runs if len(run) >= length])
        start, at = chance.randrange(len(run) - length + 1), chance.randrange(length)
        word = run[start : start + length]
        wrong = next(
            slip
            for slip in iter(lambda: word[:at] + chance.choice(characters) + word[at + 1 :], "")  # noqa: B023
            if not scan.find(slip)
        )
        offered = near(driver, wrong)
        if word not in offered:
            missed.append((word, wrong, offered))
    assert len(missed) <= DRAWS // 10, missed


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("长期护里保险", "长期护理保险"),
        ("异地就衣", "异地就医"),
        ("集中带量釆购", "集中带量采购"),
        ("门诊共计", "门诊共济"),
        ("异地就医医直接结算", "异地就医直接结算"),  # one too many
        ("异地医直接结算", "异地就医直接结算"),  # one too few
        ("苏州长期护里保险报销多少", "长期护理保险"),
        ("门诊共计报销多少", "门诊共济"),
        ("冠脉支架 门诊共计", "门诊共济"),
    ],
)
def test_a_slip_is_mended_in_words_and_in_questions(driver: SearchDriver, query: str, word: str) -> None:
    assert near(driver, query)[0] == word


def test_the_theme_of_what_was_meant_is_told_and_how_much_the_place_writes_of_it(driver: SearchDriver) -> None:
    apart = driver.call("takeApart", "苏州长期护里保险报销多少", {}).value
    assert [theme["id"] for theme in apart["themes"]] == ["long-term-care"]
    assert [(one["term"], one["plan"], one["total"]) for one in apart["there"]] == [
        ("长期护理保险", "320500-suzhou-145", 9)
    ]


@pytest.mark.parametrize("query", ["龘龘龘龘", "我" * 400, "甲乙丙丁戊己庚辛壬癸子丑寅卯" * 9, "95.5|%>", "'\"<b>&"])
def test_where_nothing_is_near_nothing_is_offered_and_little_is_read_for_it(driver: SearchDriver, query: str) -> None:
    answer = driver.call("takeApart", query, {}, fresh=True)
    assert answer.error is None and answer.value["near"] == []
    assert len(answer.loaded) < 60
