"""Every kind of provision: its address, the line of the file it is written on, the name a reader knows it by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from medplan.plan.emend import diff_segments, segment_field
from medplan.plan.model import Plan
from medplan.plan.printed import SPOKEN_KINDS, locator, node_text, path_of, printed_fields, short_name

from .support import HEAD, read_sample

# Behind each line that writes a provision: its address | its name.
WHOLE = """
subtitle: （征求意见稿）  # subtitle | 副题
notice:
  - 各单位：  # notice__p_1 | 第 1 段
body:
  - {num: 第一编, heading: 总则。}  # part_1 | 第一编　总则
  - num: 第一章  # chp_1 | 第一章　目标
    heading: 目标
    body:
      - 甲。  # chp_1__p_1 | 第 1 段
      - {text: 无号。}  # chp_1__p_2 | 第 2 段
  - {num: 第一节, text: 乙。}  # sec_1 | 第一节
  - {num: 第一条, heading: 范围}  # art_1 | 第一条　范围
  - {num: 一、, heading: 任务。, text: 丙。}  # para_1 | 一、任务
  - {id: unit_1, heading: 工程}  # unit_1 | 工程
  - box: 专栏1  # box_1 | 专栏1　项目
    heading: 项目
    themes: [enrolment]
    body:
      - 丁。  # box_1__p_1 | 第 1 段
  - annex: 附件2  # att_2 | 附件2　分工
    heading: 分工
    body:
      - 戊。  # att_2__p_1 | 第 1 段
  - indicators:  # ind_1 | 主要指标
      caption: 主要指标
      columns: {name: 指标, target: 2025年}
      rows:
        - {indicator: null, name: 率, target: '95', themes: [enrolment]}  # ind_1__row_1 | 第 1 行
      notes:
        - {num: ①, text: 指每年。, rows: [1], themes: [enrolment]}  # ind_1__note_1 | 表注①
        - {text: 其他。}  # ind_1__note_2 | 表注2
  - id: ind_9  # ind_9 | 指标表
    indicators:
      columns: {name: 指标, target: 2025年}
      rows:
        - {indicator: null, name: 率, target: '95'}  # ind_9__row_1 | 第 1 行
  - tasks:  # tasks_1 | 任务分解表
      columns: {text: 任务, lead: 牵头单位}
      groups:
        - heading: 筹资  # tasks_1__group_1 | 筹资
          rows:
            - {num: 3., text: 己。, lead: 医保局, themes: [enrolment]}  # tasks_1__group_1__row_3 | 第 3 行
            - {text: 庚。, lead: 医保局}  # tasks_1__group_1__row_2 | 第 2 行
            - {id: row_7, text: 庚。, lead: 医保局}  # tasks_1__group_1__row_7 | 第 7 行
  - table:  # table_1 | 表
      rows:
        - [辛, null]  # table_1__row_1 | 第 1 行
  - colophon:  # colophon | 版记
      - 抄送。  # colophon__p_1 | 第 1 段
"""
SPOKEN = """
body:
  - speech: null  # speech_1 | 发布 1
    body:
      - 甲。  # speech_1__p_1 | 第 1 段
  - question: 记者：  # question_1 | 记者：
    themes: [enrolment]
    body:
      - 乙？  # question_1__p_1 | 第 1 段
  - question: null  # question_2 | 提问 2
    body:
      - 丙？  # question_2__p_1 | 第 1 段
  - id: answer_5  # answer_5 | 回答 5
    answer: null
    body:
      - 丁。  # answer_5__p_1 | 第 1 段
"""


def built(body: str) -> Plan:
    _, plan, issues = read_sample(body)
    assert not issues
    return plan


@pytest.mark.parametrize("body", [WHOLE, SPOKEN])
def test_each_provision_has_its_address_its_line_and_its_name(body: str) -> None:
    lines = enumerate((HEAD + body).splitlines(), start=1)
    told = [(number, *line.split("  # ")[1].split(" | ")) for number, line in lines if "  # " in line]
    nodes = [node for node, _ in built(body).walk() if node.kind not in ("notice", "title")]
    found = [(node.place[0], str(node.eid), short_name(node)) for node in nodes]
    assert sorted(found) == sorted((number, eid, name) for number, eid, name in told)


def test_the_notice_and_the_title_have_their_names_and_lines() -> None:
    notice, title = (node for node, _ in built(WHOLE).walk() if node.kind in ("notice", "title"))
    assert (short_name(notice), notice.place[0]) == ("印发通知", len(HEAD.splitlines()) + 4)
    assert (short_name(title), title.place) == ("标题", (1, 8))


def test_themes_stand_where_they_are_written() -> None:
    themed = {str(node.eid) for body in (WHOLE, SPOKEN) for node, _ in built(body).walk() if node.themes}
    assert themed == {"box_1", "ind_1__row_1", "ind_1__note_1", "tasks_1__group_1__row_3", "question_1"}
    [note] = [node for node, _ in built(WHOLE).walk() if node.note_rows]
    assert (note.eid, note.note_rows) == ("ind_1__note_1", (1,))


@pytest.mark.parametrize(
    ("eid", "place", "path"),
    [
        ("notice__p_1", "印发通知第1段", "印发通知 › 第 1 段"),
        ("title", "标题", "标题"),
        ("chp_1__p_1", "第一章第1段", "第一章　目标 › 第 1 段"),
        ("box_1__p_1", "专栏1第1段", "专栏1　项目 › 第 1 段"),
        ("ind_1__row_1", "主要指标第1行", "主要指标 › 第 1 行"),
    ],
)
def test_a_place_is_cited_in_short_and_its_path_in_full(eid: str, place: str, path: str) -> None:
    found = built(WHOLE).find(eid)
    assert found is not None
    node, above = found
    assert (locator(above, node), path_of(above, node)) == (place, path)


def test_a_bracket_of_duties_is_printed_behind_a_measure_and_not_behind_a_row_of_tasks() -> None:
    plan = built(WHOLE.replace("{num: 一、, heading: 任务。", "{num: 一、, lead: 医保局, heading: 任务。"))
    fields = [(str(node.eid), name, text) for node, name, text in printed_fields(plan)]
    assert [found for found in fields if found[0] == "para_1"] == [
        ("para_1", "num", "一、"),
        ("para_1", "heading", "任务。"),
        ("para_1", "text", "丙。"),
        ("para_1", "duty", "（牵头单位：医保局）"),
    ]
    row = plan.find("tasks_1__group_1__row_3")
    assert row is not None
    assert (node_text(row[0]), node_text(row[0], number=False)) == ("3. 己。 医保局", "己。 医保局")


def test_speakers_are_the_kinds_that_are_counted() -> None:
    assert SPOKEN_KINDS == ("speech", "question", "answer")


def test_plans_are_equal_whatever_was_looked_up_in_them() -> None:
    one, other = built(WHOLE), built(WHOLE)
    assert one.find("para_1") is not None
    assert one == other
    assert "_index" not in repr(one)


def test_a_plan_made_of_another_is_walked_by_its_own_nodes() -> None:
    _, plan, _ = read_sample("body: [甲, 乙]\n")
    assert plan.find("p_2") is not None
    less = replace(plan, nodes=plan.nodes[:-1])
    assert [node.eid for node, _ in less.walk()] == [node.eid for node in plan.nodes[:-1]]
    assert less.find("p_2") is None


def test_an_emendation_at_either_end_leaves_no_empty_piece() -> None:
    assert [s.text for s in segment_field("甲乙", [(0, 1, 0)], [{"reads": "丙"}])] == ["甲", "丙", "乙"]
    assert [s.text for s in segment_field("甲乙", [(1, 2, 0)], [{"reads": "丙"}])] == ["甲", "乙", "丙"]


def test_of_a_long_passage_only_what_differs_is_marked() -> None:
    printed = "甲乙" * 150
    segments = diff_segments(printed, printed[:150] + "丙" + printed[150:], 0)
    assert [(s.op, len(s.text)) for s in segments] == [("same", 150), ("ins", 1), ("same", 150)]


def test_a_unit_without_an_address_is_refused_and_counted_all_the_same() -> None:
    _, plan, issues = read_sample("body: [{num: 壹, text: 甲。}, {heading: 乙}]\n")
    assert [(issue.rule, issue.message) for issue in issues] == [
        ("no-address", "认不出编号“壹”，定不出地址"),
        ("no-address", "有标题而没有编号，定不出地址"),
    ]
    assert [(str(node.eid), node.kind) for node, _ in plan.walk()] == [
        ("title", "title"),
        ("unit_1", "unit"),
        ("unit_2", "unit"),
    ]
