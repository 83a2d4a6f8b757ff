"""Patterns asked of a whole plan at once find what they find field by field."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.library.repository import Repository
from medplan.plan.model import Node
from medplan.rereading.reread import propose
from medplan.rereading.said import PARTS, Fields, Said


def patterns_asked() -> list[re.Pattern[str]]:
    """Return every pattern that a rereading asks of the whole."""
    asked: dict[re.Pattern[str], None] = {}
    with pytest.MonkeyPatch.context() as patch:
        found = Fields.find

        def recording(self: Fields, pattern: re.Pattern[str]) -> object:
            asked[pattern] = None
            return found(self, pattern)

        patch.setattr(Fields, "find", recording)
        repository = Repository.open()
        for plan in repository.plans():
            propose(plan, repository.catalogues)
    return list(asked)


ASKED = patterns_asked()
_CLASS = re.compile(r"\[\^((?:[^\]\\]|\\.)*)\]")
_LETTERS = sorted({char for pattern in ASKED for char in pattern.pattern if char.isprintable() and not char.isascii()})
# Letters of the patterns, so that something is found, with what parts sentences and figures.
_PIECES = st.one_of(
    st.sampled_from(_LETTERS),
    st.sampled_from(
        [*"，。；、：“”《》（）0123年月日%", "2025", "以“", "通过", "同时也", "推进", "制度", "用于", "为主的"]
    ),
)
_TEXTS = st.lists(st.lists(_PIECES, max_size=24).map("".join), min_size=1, max_size=5)


def fields_of(texts: list[str]) -> Fields:
    node = Node(kind="p", eid="p_1", fields={}, place=(1, 1))  # type: ignore[arg-type]
    return Fields(Said(node=node, field="text", text=text) for text in texts)


def test_many_patterns_are_asked() -> None:
    assert len(ASKED) > 40


@pytest.mark.parametrize("pattern", ASKED, ids=lambda pattern: pattern.pattern[:40])
def test_no_class_of_a_pattern_runs_past_a_field(pattern: re.Pattern[str]) -> None:
    assert all(r"\0" in inside or "\0" in inside for inside in _CLASS.findall(pattern.pattern))
    assert not re.search(r"(?<![\[\\])[$^]", pattern.pattern)


@given(texts=_TEXTS)
def test_what_is_found_in_the_whole_is_found_in_its_field(texts: list[str]) -> None:
    said = fields_of(texts)
    for pattern in ASKED:
        together = [(found.one.text, found.start, found.end) for found in said.find(pattern)]
        # A field by itself has what parts fields on both sides: some patterns ask for a beginning or an end.
        apart = [
            (text, match.start() - 1, match.end() - 1)
            for text in texts
            for match in pattern.finditer(f"{PARTS}{text}{PARTS}")
        ]
        assert together == apart, pattern.pattern


def test_a_place_is_told_within_its_field() -> None:
    [found] = fields_of(["甲乙。", "", "丙用于丁"]).find(re.compile("用于"))
    assert (found.one.text, found.start, found.end, found.match.group()) == ("丙用于丁", 1, 3, "用于")
