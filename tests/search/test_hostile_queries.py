"""A query of any content is answered, and soon."""

from __future__ import annotations

import pytest
from driving import SearchDriver

SOON = 2000  # ms

HOSTILE = {
    "empty": "",
    "spaces": " \t\n\u3000 ",
    "regex signs": ".*+?^${}()|[]\\ (a+)+$ [医保]",
    "html": "<script>alert(1)</script> &amp; <img src=x onerror=alert(1)>",
    "script's own names": "__proto__ constructor toString hasOwnProperty",
    "10,000 characters": "医疗保障" * 2500,
    "10,000 different characters": "".join(chr(0x4E00 + i) for i in range(10_000)),
    "10,000 words": "医保 " * 5000,
    "10,000 quotation marks": "“" * 10_000,
    "10,000 pairs of quotation marks": "“”" * 5000,
    "10,000 hyphens": "-" * 10_000,
    "10,000 spaces": " " * 10_000 + "医保",
    "10,000 digits": "1.5" * 3334,
    "emoji": "👨‍👩‍👧‍👦 🇨🇳 医保😀",
    "astral letters": "𠀀𠀁 𝐃𝐑𝐆",
    "cut surrogate": "医" * 399 + "😀",
    "lone high surrogate": "\ud800医保",
    "lone low surrogate": "医保\udc00",
    "lone surrogates": "\udc00\ud800",
    "NUL": "医\0保 \0",
    "only punctuation": "，。；：！？……——〔〕",
    "only operators": '- -- “” "" -“” “-”',
    "only exclusions": "-医保 -基金",
    "unclosed quotation": "“医保",
    "right to left": "\u202eשלום مرحبا\u202c",
    "combining": "e\u0301" * 50 + "\u0300" * 200,
    "line separators": "医保\u2028基金\u2029",
    "ligature that grows": "\ufdfa" * 100,
    "one character": "医",
    "url": "https://example.org/?q=医保&x=%E5%8C%BB#a",
    "path": "../../../../etc/passwd",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("whole", [False, True])
def test_answers_soon(driver: SearchDriver, name: str, whole: bool) -> None:
    query = HOSTILE[name]
    answer = driver.call("search", query, {"whole": whole})
    assert answer.error is None
    assert answer.ms < SOON
    result = answer.value
    assert result["total"] >= len(result["hits"]) >= 0
    # An answer that fills the box with suggestions must not fail either.
    suggested = driver.call("suggest", query, {})
    assert suggested.error is None
    assert suggested.ms < SOON


@pytest.mark.parametrize("name", ["empty", "spaces", "only punctuation", "only operators", "lone surrogates"])
def test_finds_nothing_where_nothing_is_asked(driver: SearchDriver, name: str) -> None:
    result = driver.search(HOSTILE[name])
    assert (result["total"], result["hits"], result["words"]) == (0, [], [])


def test_excluding_alone_finds_nothing(driver: SearchDriver) -> None:
    assert driver.search("-医保 -基金")["total"] == 0


@pytest.mark.parametrize("query", ["\ud800医保", "医\0保", "医保\udc00", "医😀保"])
def test_signs_between_do_not_hide_what_is_there(driver: SearchDriver, query: str) -> None:
    assert driver.search(query)["total"] == driver.search("医保")["total"]


@pytest.mark.parametrize("options", [{"limit": 0}, {"offset": 10_000}, {"filters": {"plan": "no-such"}}])
def test_odd_options_are_answered(driver: SearchDriver, options: dict[str, object]) -> None:
    result = driver.search("医保", **options)
    assert result["hits"] == []
