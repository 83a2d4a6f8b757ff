"""No text makes a regular expression take time that grows with its square: every pattern of the project, attacked.

Sizes are compared, not seconds: a busy machine is slow at both. `make bench reliability` looks longer and further.
"""

from __future__ import annotations

import re

import pytest

from benchmarks.growth import MOST_GROWTH, QUICK, Growth, slowest
from benchmarks.patterns import Found, find_patterns

pytestmark = pytest.mark.slow

PARTS = 4  # for as many workers
# What was once in the code, each a way in which time grows: the search for them must find them.
KNOWN = {
    "two runs of spaces side by side": (r"附\s*[件表录图]?\s*[:：]", False),
    "from each opening to the end": (r"《[^》]*》", True),
    "a run searched for from each of its letters": (r"[\s.．…·—-]*(?:\d{1,4}|[（(]\d{1,4}[)）])?$", True),
    "a word read as one or as two": (
        "(?:按照?(?:各自)?职[责能](?:分工)?|分别|共同|具体|分工|组织)*(?:负责(?:落实|实施|推进)?|落实|承担|实施)$",
        True,
    ),
    "letters looked ahead over": ("[АВЕ](?=[A-ZАВЕ]*[A-Z])", True),
    "leaders of a table of contents": (
        r".{1,120}?(?:\t|\s{2,}|[\s.．…·]{3,})[\s.．…·]*(?:\d{1,4}|[（(]\d{1,4}[)）])",
        False,
    ),
}


def said(growth: Growth) -> str:
    """Return what to look at: the pattern, the text against it and how much longer four times the text takes."""
    return f"{growth.where}: {growth.attack}: {growth.ratio:.0f} times as long for four times the text"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_takes_time_without_end(part: int) -> None:
    grown = [growth for found in find_patterns()[part::PARTS] if (growth := slowest(found, QUICK))]
    assert [said(growth) for growth in grown if growth.ratio > MOST_GROWTH] == []


@pytest.mark.parametrize("name", KNOWN)
def test_a_pattern_that_takes_time_without_end_is_found(name: str) -> None:
    pattern, scanning = KNOWN[name]
    growth = slowest(Found(where=name, pattern=re.compile(pattern), scanning=scanning), QUICK)
    assert growth is not None
    assert growth.ratio > MOST_GROWTH


def test_patterns_are_found_where_they_are() -> None:
    found = {one.where: one for one in find_patterns()}
    assert len(found) > 250
    assert found["medplan.facts.commitments._TITLE"].scanning, "substituted"
    assert not found["medplan.language.values._RANGE"].scanning, "only compared as a whole"
    assert "medplan.language.schedule._FORMS" in found, "in a list of pairs"
    assert any(re.fullmatch(r"medplan\.schema\.schemas:\d+", where) for where in found), "written where it is used"
