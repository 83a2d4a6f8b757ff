"""Folding is the same in Python, where the index is made, and in the browser, where it is asked."""

from __future__ import annotations

import random
import sys
import unicodedata

from driving import SearchDriver
from exactness import Scan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medplan.search.query_fold import fold_queries, fold_query

# What the library's texts are made of. Elsewhere the two may know different releases of Unicode.
BLOCKS = (
    range(0x0000, 0x0530),  # Latin, digits, punctuation, Greek, Cyrillic
    range(0x2000, 0x2E80),  # punctuation, letterlike, number forms, enclosed digits, box drawing
    range(0x2E80, 0x3400),  # radicals, CJK punctuation, kana, enclosed and squared CJK
    range(0x3400, 0xA000),  # CJK
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0xFE10, 0xFE70),  # vertical and small forms
    range(0xFF00, 0xFFF0),  # full and half width
    range(0x20000, 0x2A6E0),  # CJK B
)


def disagreements(driver: SearchDriver, texts: list[str]) -> list[tuple[str, str, str]]:
    together = fold_queries(texts)
    assert together == [fold_query(text) for text in texts]
    return [(t, own, js) for t, own, js in zip(texts, together, driver.folds(texts), strict=True) if own != js]


def test_agree_on_every_text_of_the_library(driver: SearchDriver, scan: Scan) -> None:
    assert disagreements(driver, scan.texts()) == []
    assert disagreements(driver, sorted(set("".join(scan.texts())))) == []


def test_agree_on_every_character_of_the_blocks_in_use(driver: SearchDriver) -> None:
    # Between digits, so that what a character leaves there is seen as well. Characters unknown to Python are left out:
    # a newer browser may know them.
    characters = [chr(c) for block in BLOCKS for c in block if unicodedata.category(chr(c)) != "Cn"]
    assert disagreements(driver, [f"1{c}2" for c in characters]) == []
    assert disagreements(driver, [f"医{c}保" for c in characters]) == []


def test_disagree_elsewhere_only_where_releases_of_unicode_differ(driver: SearchDriver) -> None:
    chance = random.Random(7)
    sample = chance.sample([c for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000], 20_000)
    wrong = disagreements(driver, [f"1{chr(c)}2" for c in sample])
    known = [text for text, _, _ in wrong if unicodedata.category(text[1]) != "Cn"]
    print(
        f"{len(wrong)} of 20000 code points differ, {len(known)} of them known to Unicode {unicodedata.unidata_version}"
    )
    assert known == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("0129.．。,，:：/-—–~～ 　%％‰<>≤≥+＋年a①⒈½㈠万Ａ|…\n〔〕"), max_size=24))
def test_agree_on_digits_and_punctuation(driver: SearchDriver, text: str) -> None:
    assert disagreements(driver, [text]) == []


def test_fold_as_the_hint_says(driver: SearchDriver) -> None:
    pairs = {
        "2021—2025年": "2021|2025年",
        "2021-2025 年": "2021|2025年",
        "20212025": "20212025",
        "94.12％": "94.12%",
        "包府办发〔2022〕99号": "包府办发2022|99号",
        "包府办发[2022]99号": "包府办发2022|99号",
        "“互联网＋医疗”": "互联网+医疗",
        "ＤＲＧ／ＤＩＰ": "drgdip",
        "1. 5": "1|5",
        "≥ 90 %": "≥90%",
    }
    assert driver.folds(list(pairs)) == fold_queries(list(pairs)) == list(pairs.values())
