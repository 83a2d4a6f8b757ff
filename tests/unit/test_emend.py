"""Emendations: the printed text and the reading both survive, marked character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.plan.address import Eid
from medplan.plan.emend import Draft, apply_emendations, diff_segments, find_occurrences, segment_field
from medplan.plan.model import printed_text, reading_text

TEXT = st.text("甲乙丙丁县市，。1", max_size=12)


@given(printed=TEXT, reads=TEXT)
def test_segments_give_back_what_is_printed_and_what_is_read(printed: str, reads: str) -> None:
    segments = tuple(diff_segments(printed, reads, 0))
    assert printed_text(segments) == printed
    assert reading_text(segments) == reads
    assert all(s.text for s in segments)
    assert all((s.emendation == 0) == (s.op != "same") for s in segments)
    assert sum(s.closes for s in segments) == (printed != reads), "one mark of a note for one emendation"
    if printed != reads:
        assert [s for s in segments if s.op != "same"][-1].closes


@pytest.mark.parametrize(
    ("printed", "reads", "ops"),
    [
        ("全医疗", "全县医疗", [("same", "全"), ("ins", "县"), ("same", "医疗")]),
        ("发展展", "发展", [("same", "发展"), ("del", "展")]),
        ("步代", "步伐", [("same", "步"), ("del", "代"), ("ins", "伐")]),
        ("委、政府", "县委、县政府", [("ins", "县"), ("same", "委、"), ("ins", "县"), ("same", "政府")]),
    ],
)
def test_what_was_inserted_deleted_or_replaced(printed: str, reads: str, ops: list[tuple[str, str]]) -> None:
    assert [(s.op, s.text) for s in diff_segments(printed, reads, 3)] == ops


@given(before=TEXT, printed=TEXT.filter(bool), after=TEXT, reads=TEXT.filter(bool))
def test_an_emended_field_is_whole(before: str, printed: str, after: str, reads: str) -> None:
    text = before + printed + after
    spans = [(len(before), len(before) + len(printed), 0)]
    segments = segment_field(text, spans, [{"reads": reads}])
    assert printed_text(segments) == text
    assert reading_text(segments) == before + reads + after


def test_two_emendations_of_one_field_keep_their_own_readings() -> None:
    draft = Draft(eid=Eid("p_1"), fields={"text": "全医疗，我政府。"})
    emendations = [
        {"at": "p_1", "printed": "我政府", "reads": "我县政府", "why": ""},
        {"at": "p_1", "printed": "全医疗", "reads": "全县医疗", "why": ""},
    ]
    touched, faults = apply_emendations([draft], emendations)
    assert (touched, faults) == ([("p_1",), ("p_1",)], [])
    segments = segment_field(draft.fields["text"], draft.spans["text"], emendations)
    assert reading_text(segments) == "全县医疗，我县政府。"
    assert [s.emendation for s in segments if s.op == "ins"] == [1, 0]


@pytest.mark.parametrize(
    ("name", "text", "printed", "reads", "found"),
    [
        ("text", "全部全部", "全部", "都", [(0, 2), (2, 4)]),
        ("text", "甲甲甲", "甲甲", "乙", [(0, 2)]),
        # 全县 already reads as it should, so that only the other 全 is emended.
        ("text", "全县与全", "全", "全县", [(3, 4)]),
        ("text", "建立机制，立机制", "立机制", "建立机制", [(5, 8)]),
        # Among units only whole names count: 政局 is not the end of 民政局.
        ("lead", "民政局、政局", "政局", "财政局", [(4, 6)]),
        ("lead", "民政局、财政局", "政局", "财政局", []),
        ("lead", "甲局、乙局", "局、乙", "局，乙", [(1, 4)]),
        ("text", "甲", "乙", "丙", []),
    ],
)
def test_where_an_emendation_applies(
    name: str, text: str, printed: str, reads: str, found: list[tuple[int, int]]
) -> None:
    assert find_occurrences(name, text, printed, reads) == found


def test_a_single_emendation_does_not_reach_into_children_but_a_counted_one_does() -> None:
    def drafts() -> list[Draft]:
        return [Draft(eid=Eid("a"), fields={"text": "全"}), Draft(eid=Eid("a__b"), fields={"text": "全"})]

    one = [{"at": "a", "printed": "全", "reads": "全县"}]
    assert apply_emendations(drafts(), one) == ([("a",)], [])
    two = [{"at": "a", "printed": "全", "reads": "全县", "times": 2}]
    assert apply_emendations(drafts(), two) == ([("a", "a__b")], [])


def test_a_field_narrows_the_place() -> None:
    draft = Draft(eid=Eid("a"), fields={"num": "1", "columns:target": "2025", "text": "1，2025"})
    emendations = [
        {"at": "a", "field": "num", "printed": "1", "reads": "2"},
        {"at": "a", "field": "columns", "printed": "2025", "reads": "2025年"},
    ]
    touched, faults = apply_emendations([draft], emendations)
    assert (touched, faults) == ([("a",), ("a",)], [])
    assert set(draft.spans) == {"num", "columns:target"}


def test_an_address_that_only_begins_alike_is_another_place() -> None:
    drafts = [Draft(eid=Eid("para_1"), fields={"text": "甲"}), Draft(eid=Eid("para_10"), fields={"text": "甲"})]
    touched, faults = apply_emendations(drafts, [{"at": "para_1", "printed": "甲", "reads": "乙"}])
    assert (touched, faults) == ([("para_1",)], [])
