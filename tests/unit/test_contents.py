"""Tables of contents and the notes of a plan's page, as a reader meets them."""

from __future__ import annotations

import re

import pytest

from medplan.library.repository import Repository
from medplan.publish.contents import ContentsEntry, contents_of
from medplan.publish.plan_view import PlanView

from .support import BAOTOU, FIVE, SHANDONG, SUZHOU, ZHENGNING, Held, read_sample


def flat(entries: tuple[ContentsEntry, ...]) -> list[ContentsEntry]:
    return [e for entry in entries for e in (entry, *flat(entry.children))]


def test_contents_of_suzhou_name_chapters_sections_boxes_and_the_table(held: dict[str, Held]) -> None:
    entries = contents_of(held[SUZHOU].plan.nodes)
    titles = [entry.title for entry in entries]
    assert [title[:3] for title in titles] == ["第一章", "第二章", "第三章", "第四章"]
    below = flat(entries)
    assert any(entry.title == "主要指标与预期目标" for entry in below)
    assert sum(bool(re.match("专栏", entry.title)) for entry in below) == 8


def test_contents_of_a_press_conference_list_its_questions(held: dict[str, Held]) -> None:
    entries = contents_of(held[SHANDONG].plan.nodes)
    questions = [entry for entry in entries if entry.eid.startswith("question")]
    assert [entry.title.split("　")[0] for entry in questions] == [f"提问 {n}" for n in range(1, len(questions) + 1)]
    assert all(len(entry.title) > 10 for entry in questions), "the question itself is shown"


@pytest.mark.parametrize("plan_id", FIVE)
def test_every_line_of_the_contents_leads_somewhere_once(held: dict[str, Held], plan_id: str) -> None:
    entries = flat(contents_of(held[plan_id].plan.nodes))
    eids = [entry.eid for entry in entries]
    assert len(set(eids)) == len(eids)
    assert all(held[plan_id].plan.find(eid) for eid in eids)
    order = [node.eid for node, _ in held[plan_id].plan.walk()]
    assert eids == sorted(eids, key=order.index), "in the order of the text"
    assert max(entry.level for entry in entries) <= 3
    assert not any(re.search("[。：；，]$", entry.title) for entry in entries)


def make_view(rest: str) -> PlanView:
    _, plan, issues = read_sample(rest)
    assert not issues
    return PlanView(plan=plan, indicator_names={})


MARKED = """\
body:
  - 全医疗保障与90.96%和住院率。
  - {num: 一、, heading: 全目标, body: [达到步代。]}
emendations:
  - {at: para_1__p_1, printed: 步代, reads: 步伐, why: 形近}
  - {at: p_1, printed: 全医疗, reads: 全市医疗, why: 脱字}
remarks:
  - {at: para_1, kind: doubt, text: 末尾的注。}
  - {at: p_1, kind: discrepancy, quote: 住院率, text: 其二。}
  - {at: p_1, kind: discrepancy, quote: 90.96%, text: 其一。}
  - {kind: note, text: 全文的注。}
"""


def test_notes_are_numbered_in_reading_order() -> None:
    view = make_view(MARKED)
    assert [note.number for note in view.notes] == [1, 2, 3, 4, 5, 6]
    assert [note.text for note in view.header_notes] == ["全文的注。"]
    seen = [note.number for node, _ in view.plan.walk() for note in view.notes_at(node)]
    assert [*[note.number for note in view.header_notes], *seen] == [1, 2, 3, 4, 5, 6]
    kinds = {note.number: (note.kind, note.label) for note in view.notes}
    assert kinds[1] == ("note", "说明")
    assert kinds[2] == ("emendation", "校订")
    assert kinds[5] == ("doubt", "存疑")


def test_marks_in_a_passage_follow_the_order_of_its_words() -> None:
    view = make_view(MARKED)
    found = view.plan.find("p_1")
    assert found is not None
    marks = [piece.note for piece in view.pieces(found[0], "text") if piece.note]
    assert marks == sorted(marks), "a reader meets the notes' numbers in rising order"


def test_pieces_show_both_readings_and_the_quoted_words() -> None:
    view = make_view(MARKED)
    found = view.plan.find("p_1")
    assert found is not None
    pieces = view.pieces(found[0], "text")
    assert "".join(p.text for p in pieces if p.op != "ins") == "全医疗保障与90.96%和住院率。"
    assert "".join(p.text for p in pieces if p.op != "del") == "全市医疗保障与90.96%和住院率。"
    assert [p.text for p in pieces if p.quoted] == ["90.96%", "住院率"]
    assert [(p.op, p.text) for p in pieces if p.op != "same"] == [("ins", "市")]


def test_a_remark_without_a_quotation_stands_at_the_end() -> None:
    view = make_view(MARKED)
    heading = view.plan.find("para_1")
    assert heading is not None
    assert [note.text for note in view.unquoted(heading[0])] == ["末尾的注。"]
    first = view.plan.find("p_1")
    assert first is not None
    assert view.unquoted(first[0]) == []


def test_an_emendation_made_in_many_places_has_one_note() -> None:
    view = make_view(
        "body: [全甲全, 全乙]\nemendations:\n  - {at: p_1, printed: 全甲全, reads: 全市甲全市, why: 一}\n"
        "  - {at: p_2, printed: 全, reads: 全市, why: 二}\n"
    )
    assert [note.text for note in view.notes] == ["一", "二"]
    first = view.plan.find("p_1")
    assert first is not None
    assert [p.note for p in view.pieces(first[0], "text") if p.note] == [1]


@pytest.mark.parametrize("plan_id", FIVE)
def test_every_note_of_the_five_plans_can_be_reached(
    held: dict[str, Held], repository: Repository, plan_id: str
) -> None:
    plan = held[plan_id].plan
    names = {i.id: i.name for i in repository.catalogues.indicators.values()}
    view = PlanView(plan=plan, indicator_names=names)
    assert len(view.notes) == len(plan.emendations) + len(plan.remarks)
    listed = [n.number for n in view.header_notes] + [n.number for node, _ in plan.walk() for n in view.notes_at(node)]
    assert sorted(listed) == list(range(1, len(view.notes) + 1)), "each note is listed once"
    marked = {n.number for n in view.header_notes}
    for node, _ in plan.walk():
        marked |= {note.number for note in view.unquoted(node)}
        for name in [*node.fields, "duty"]:
            marked |= {piece.note for piece in view.pieces(node, name) if piece.note}
    assert marked == set(range(1, len(view.notes) + 1)), "each note has its mark in the text"


@pytest.mark.parametrize("plan_id", FIVE)
def test_marks_of_the_five_plans_rise_and_stand_once(held: dict[str, Held], plan_id: str) -> None:
    view = PlanView(plan=held[plan_id].plan, indicator_names={})
    wrong = []
    for node, _ in view.plan.walk():
        marks = [piece.note for name in node.fields for piece in view.pieces(node, name) if piece.note]
        marks += [note.number for note in view.unquoted(node)]
        if marks != sorted(set(marks)):
            wrong.append((node.eid, marks))
    assert wrong == []


@pytest.mark.parametrize("plan_id", FIVE)
def test_pieces_are_the_whole_text(held: dict[str, Held], plan_id: str) -> None:
    view = PlanView(plan=held[plan_id].plan, indicator_names={})
    for node, _ in view.plan.walk():
        for name in node.fields:
            pieces = view.pieces(node, name)
            assert "".join(p.text for p in pieces if p.op != "ins") == node.printed(name)
            assert "".join(p.text for p in pieces if p.op != "del") == node.reading(name)


def test_a_table_counts_its_rows_and_natures(held: dict[str, Held]) -> None:
    view = PlanView(plan=held[SUZHOU].plan, indicator_names={})
    (table,) = [node for node, _ in view.plan.walk() if node.kind == "indicators"]
    assert view.count_natures(table) == "共 16 项：约束性 5 项，预期性 11 项"
    assert [label for _, label in view.columns(table)] == [
        *("序号", "主要指标", "2020年实现值", "2025年目标值", "指标属性")
    ]


def test_a_merged_category_spans_its_rows(held: dict[str, Held]) -> None:
    view = PlanView(plan=held[ZHENGNING].plan, indicator_names={})
    (table,) = [node for node, _ in view.plan.walk() if node.kind == "indicators"]
    spans = [(r.printed("category"), view.span(table, r)) for r in view.rows(table) if r.printed("category")]
    assert spans == [("参保覆盖", 1), ("基金安全", 2), ("保障程度", 4), ("精细管理", 5), ("优质服务", 4)]


def test_a_citation_names_the_place_as_a_reader_says_it(held: dict[str, Held]) -> None:
    view = PlanView(plan=held[BAOTOU].plan, indicator_names={})
    found = view.plan.find("para_2__subpara_1__point_1")
    assert found is not None
    assert view.place_of(found[0].eid) == "二（一）1"
    assert view.own_place(found[0]) == "1"
    assert (
        PlanView(plan=held[SUZHOU].plan, indicator_names={}).place_of("chp_3__sec_2__box_2__point_3")
        == "第三章第二节专栏2第3项"
    )
