"""A plan as running text: brackets of duties, tables in order, names that a reader knows a provision by."""

from __future__ import annotations

import re

import pytest

from medplan.plan.model import reading_text
from medplan.plan.printed import node_text, path_of, printed_fields, short_name

from .support import BAOTOU, FIVE, HEAD, SUZHOU, ZHENGNING, Held, read_sample

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


def test_the_first_measure_of_baotou_stands_as_in_the_source(held: dict[str, Held]) -> None:
    (line,) = [line for line in held[BAOTOU].source.decode().splitlines() if line.startswith("1.扩大")]
    found = held[BAOTOU].plan.find("para_2__subpara_1__point_1")
    assert found is not None
    assert node_text(found[0]) == line.translate(FULL_WIDTH)
    assert node_text(found[0]).endswith(
        "（牵头单位：市医保局；配合单位：市教育局、民政局、财政局、人社局、乡村振兴局、税务局；"
        "责任单位：各旗县区政府、稀土高新区管委会；持续推进）"
    )


def test_all_measures_of_baotou_stand_as_in_the_source(held: dict[str, Held]) -> None:
    lines = [ln for ln in held[BAOTOU].source.decode().splitlines() if re.match(r"\d+\..*\(牵头单位:", ln)]
    measures = [node for node, _ in held[BAOTOU].plan.walk() if node.is_measure]
    assert len(lines) == 26
    assert [node_text(node) for node in measures] == [line.translate(FULL_WIDTH) for line in lines]


def test_no_provision_is_printed_twice_or_left_out(held: dict[str, Held]) -> None:
    _, plan, _ = read_sample("body: [甲, {num: 一、, heading: 乙, body: [丙, {box: 专栏1, body: [丁]}]}]\n")
    assert [(node.eid, name, text) for node, name, text in printed_fields(plan)] == [
        ("title", "text", "苏州市样本规划"),
        ("p_1", "text", "甲"),
        ("para_1", "num", "一、"),
        ("para_1", "heading", "乙"),
        ("para_1__p_1", "text", "丙"),
        ("para_1__box_1", "label", "专栏1"),
        ("para_1__box_1__p_1", "text", "丁"),
    ]


def test_a_title_by_the_editor_is_not_printed() -> None:
    _, plan, _ = read_sample("body: [甲]\n", HEAD + "title_by_editor: true\n")
    assert [text for _, _, text in printed_fields(plan)] == ["甲"]


def test_a_row_is_read_with_its_emendations(held: dict[str, Held]) -> None:
    row = held[ZHENGNING].plan.find("para_2__subpara_3__box_1__ind_1__row_11")
    assert row is not None
    assert node_text(row[0]) == "药品集中带量采购品种（） 120 >500 预期性"
    assert node_text(row[0], reading_text) == "药品集中带量采购品种（个） 120 >500 预期性"


def test_one_space_parts_the_cells_of_a_row_its_number_too(held: dict[str, Held]) -> None:
    row = held[SUZHOU].plan.find("chp_2__sec_3__ind_1__row_1")
    assert row is not None
    assert node_text(row[0]) == "1 基本医疗保险、生育保险参保率 >98% >99% 约束性"


@pytest.mark.parametrize(
    ("plan_id", "eid", "path"),
    [
        (SUZHOU, "chp_3__sec_1__para_1", "第三章　重点发展任务 › 第一节　完善待遇保障机制 › 一、推进全面实现市级统筹"),
        (
            BAOTOU,
            "para_2__subpara_1__point_1",
            "二、改革任务 › （一）健全稳健可持续的筹资运行机制 › 1.扩大基本医疗保险覆盖面",
        ),
        (BAOTOU, "notice__p_3", "印发通知 › 第 3 段"),
    ],
)
def test_the_way_to_a_provision(held: dict[str, Held], plan_id: str, eid: str, path: str) -> None:
    found = held[plan_id].plan.find(eid)
    assert found is not None
    assert path_of(found[1], found[0]) == path


def test_every_provision_has_a_name(held: dict[str, Held]) -> None:
    for plan_id in FIVE:
        for node, _ in held[plan_id].plan.walk():
            assert short_name(node).strip(), node.eid
