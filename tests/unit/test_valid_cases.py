"""One small plan per feature: no issue at all, and its addresses, printed text and readings as agreed in golden files.

A golden file is what the download of one plan holds, less what only repeats the file's head. After a change that is
meant to show there, run `UPDATE_GOLDEN=1 pytest tests/unit/test_valid_cases.py` and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from schemas import closed

from medplan.catalogue.catalogues import Catalogues
from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.plan.printed import node_text
from medplan.publish.columns import as_data, to_json
from medplan.publish.contract import WHOLE_PLAN
from medplan.publish.rows.common import RowHead
from medplan.publish.rows.provisions import provision_rows
from medplan.publish.rows.whole_plan import whole_plan

from .library import summary_of
from .support import CASES, GOLDEN, make_root, put

AGREED = ("id", "title", "implements", "cites", "body", "indicators", "measures", "emendations", "remarks")
# What is agreed of each row; the downloads may come to say more.
ROWS = {
    "indicators": [
        "eid",
        "row",
        "indicator_id",
        "match",
        "name",
        "unit",
        "baseline",
        "target",
        "nature",
        "baseline_value",
        "target_value",
        "target_comparator",
        "target_low",
        "target_high",
        "baseline_year",
        "target_year",
        "category",
    ],
    "measures": [
        "eid",
        "num",
        "text",
        "lead",
        "supporting",
        "responsible",
        "schedule",
        "due",
        "recurring",
        "ongoing",
        "due_before",
        "lead_agencies",
        "supporting_agencies",
        "responsible_agencies",
    ],
}
# Closed: a key that the published schema does not declare is a fault here.
WHOLE = jsonschema_rs.validator_for(closed(WHOLE_PLAN.schema()))
FILES = sorted((CASES / "valid").glob("*.yaml"))


def build(name: str, folder: Path) -> tuple[Plan, Catalogues]:
    data = make_root(folder)
    path = put(data, (CASES / "valid" / f"{name}.yaml").read_text("utf-8"))
    repository = Repository.open(data)
    plan, issues = repository.read_plan(path)
    assert [issue.as_text() for issue in [*issues, *repository.check()]] == []
    assert plan is not None
    return plan, repository.catalogues


def whole(plan: Plan, catalogues: Catalogues) -> dict[str, Any]:
    """Return the download of one plan as a reader of the file finds it."""
    found: dict[str, Any] = json.loads(to_json(whole_plan(plan, summary_of(plan, catalogues), catalogues, "1.0.0")))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_plan_is_valid_and_reads_as_agreed(path: Path, tmp_path: Path) -> None:
    plan, catalogues = build(path.stem, tmp_path)
    download = whole(plan, catalogues)
    WHOLE.validate(download)
    for name, keys in ROWS.items():
        download[name] = [{key: row[key] for key in keys} for row in download[name]]
    got = json.dumps({key: download[key] for key in AGREED}, ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"{path.stem}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(got, encoding="utf-8")
    assert json.loads(got) == json.loads(golden.read_text("utf-8"))
    rows = [as_data(row) for row in provision_rows(plan, RowHead.of(summary_of(plan, catalogues)))]
    assert len({row["eid"] for row in rows}) == len(rows)
    printed = "".join(str(row["num"] or "") + str(row["text"]) for row in rows)
    text = "".join(node_text(node) for node, _ in plan.walk())
    assert "".join(printed.split()) == "".join(text.split()), "the provisions in order are the whole text"


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in FILES}


def eids(plan: Plan) -> list[str]:
    return [node.eid for node, _ in plan.walk()]


def text_of(plan: Plan, eid: str) -> str:
    found = plan.find(eid)
    assert found is not None
    return node_text(found[0])


def fields(plan: Plan, eid: str) -> dict[str, tuple[str, str]]:
    """Return a node's fields as (printed, read)."""
    found = plan.find(eid)
    assert found is not None
    return {name: (found[0].printed(name), found[0].reading(name)) for name in found[0].fields}


def test_addresses_come_from_the_printed_numbers(tmp_path: Path) -> None:
    plan, _ = build("numbers", tmp_path)
    deep = "chp_1__sec_1__para_1__subpara_1__point_1"
    assert eids(plan) == [
        *("title", "p_1", "chp_1", "chp_1__sec_1", "chp_1__sec_1__para_1", "chp_1__sec_1__para_1__subpara_1"),
        *(deep, f"{deep}__subpoint_1", f"{deep}__subpoint_1__item_1", f"{deep}__subpoint_2"),
        *("chp_1__sec_1__p_1", "chp_2", "chp_2__unit_1", "chp_2__unit_1__p_1", "chp_2__p_1"),
    ]
    assert text_of(plan, "chp_1__sec_1__para_1__subpara_1") == "（一）全民参保。应保尽保。"
    assert plan.find("chp_2__p_1")[0].themes == ("pooling",)  # type: ignore[index]


def test_boxes_annexes_and_tables_are_addressed_by_number_else_by_order(tmp_path: Path) -> None:
    box, _ = build("box", tmp_path / "box")
    assert [e for e in eids(box) if e.rsplit("__", 1)[-1].startswith("box")] == ["box_1", "box_2", "para_2__box_3"]
    annex, _ = build("annex", tmp_path / "annex")
    assert [e for e in eids(annex) if e.startswith("att") and "__" not in e] == ["att_1", "att_2", "att_2b"]
    table, _ = build("table", tmp_path / "table")
    assert text_of(table, "table_1__row_1") == "召集人： 甲 市政府"
    assert text_of(table, "table_1__row_2") == "乙 市财政局"
    assert fields(table, "table_1__row_2") == {"cell:2": ("乙", "乙"), "cell:3": ("市财政局", "市财政局")}


def test_a_notice_has_addresses_of_its_own(tmp_path: Path) -> None:
    plan, _ = build("notice", tmp_path)
    assert eids(plan) == ["notice", "notice__p_1", "notice__para_1", "title", "subtitle", "para_1"]


def test_a_press_conference_is_addressed_by_turns(tmp_path: Path) -> None:
    plan, catalogues = build("spoken", tmp_path)
    assert [e for e in eids(plan) if "__" not in e] == [
        *("title", "speech_1", "question_1", "answer_1", "question_2", "answer_2")
    ]
    assert "answer_1__para_1" in eids(plan)
    rows = provision_rows(plan, RowHead.of(summary_of(plan, catalogues)))
    assert "样本发布会" not in "".join(row.text for row in rows if row.eid != "title")


def test_emended_passages_are_printed_and_read(tmp_path: Path) -> None:
    plan, catalogues = build("emendations", tmp_path)
    assert fields(plan, "subpara_1") == {
        "num": ("（%1）", "（一）"),
        "heading": ("全医疗保障", "全市医疗保障"),
        "text": ("全医疗保障发展展得到加强。", "全市医疗保障发展得到加强。"),
    }
    assert fields(plan, "p_1")["text"] == ("在全实现，全推进，再全覆盖。", "在全市实现，全市推进，再全市覆盖。")
    assert fields(plan, "point_1")["lead"] == ("卫生健康、财政局、政局", "卫生健康局、财政局、民政局")
    assert fields(plan, "ind_1")["columns:target"] == ("2025", "2025年")
    assert fields(plan, "ind_1__row_2") == {"name": ("结算率（%", "结算率（%）"), "target": ("9", "90")}
    download = whole(plan, catalogues)
    (measure,) = download["measures"]
    assert measure["lead"] == ["卫生健康局", "财政局", "民政局"]
    assert measure["lead_agencies"] == ["health", "finance", "civil-affairs"]
    assert (measure["schedule"], measure["due"]) == ("203年完成", "2023")
    row = download["indicators"][1]
    assert (row["target"], row["target_value"], row["unit"], row["target_year"]) == ("9", 90, "%", 2025)
    times = {e["printed"]: e["at"] for e in download["emendations"]}
    assert times["（%"] == ["ind_1__row_1", "ind_1__row_2"]
    assert times["全"] == ["p_1"]


def test_values_of_an_indicator_table(tmp_path: Path) -> None:
    plan, catalogues = build("indicators", tmp_path)
    rows: list[dict[str, Any]] = whole(plan, catalogues)["indicators"]
    keys = ("row", "category", "unit", "baseline", "baseline_value", "target", "target_value", "target_comparator")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        (1, "参保覆盖", "%", ">95", 95, "≥95", 95, ">="),
        (2, "参保覆盖", "万人", "1,000.5", 1000.5, "保持稳定", None, "qualitative"),
        (3, "基金安全", "%", "——", None, "0—5%", None, "range"),
        (4, "基金安全", "%", "62.45", 62.45, "70%左右", 70, "~"),
    ]
    assert (rows[2]["target_low"], rows[2]["target_high"]) == (0, 5)
    assert [row["nature"] for row in rows] == ["binding", "anticipatory", "anticipatory", None]
    assert {(row["baseline_year"], row["target_year"]) for row in rows} == {(2020, 2025)}


def test_measures_of_a_scheme_and_of_a_task_table(tmp_path: Path) -> None:
    plan, catalogues = build("measures", tmp_path / "scheme")
    first, second, third, fourth = whole(plan, catalogues)["measures"]
    assert first["supporting"] == ["市教育局", "民政局", "财政局"]
    assert (first["due"], first["ongoing"], first["recurring"]) == ("2023-06", True, None)
    assert second["lead"] == ["市卫健委", "医保局"]
    assert (second["due"], second["recurring"]) == (None, "FREQ=YEARLY;BYMONTH=12")
    bracket = "（牵头单位：市医保局；配合单位：市教育局、民政局，财政局；责任单位：各区政府；2023年6月完成、持续推进）"
    assert text_of(plan, "point_1") == "1.扩大覆盖面。应参尽参。" + bracket
    assert text_of(plan, "point_3") == "3.只有时限的条文不算任务。（2023年底前完成）"
    assert text_of(plan, "point_4") == "4.原文怎样印就怎样写。（市医保局牵头，2023年6月完成）"
    assert text_of(plan, "point_5") == "5.分行印的。牵头单位：市医保局\n时限：2023年6月"
    assert [(m["lead"], m["due"]) for m in (third, fourth)] == [(["市医保局"], "2023-06")] * 2
    tasks, catalogues = build("tasks", tmp_path / "tasks")
    rows = whole(tasks, catalogues)["measures"]
    assert [row["eid"].removeprefix("att_1__tasks_1__") for row in rows] == [
        *("group_1__row_1", "group_1__row_2", "group_2__row_1")
    ]
    assert rows[0]["supporting"] == ["税务局", "财政局", "民政局"]
    assert rows[1]["lead_agencies"] == ["healthcare-security", "finance"]
    assert [row["due"] for row in rows] == [None, "2022", None]


def test_cited_documents_know_where_they_are_named(tmp_path: Path) -> None:
    plan, catalogues = build("cites", tmp_path)
    download = whole(plan, catalogues)
    assert [cited["at"] for cited in download["cites"]] == [["p_1", "para_1"], ["para_1"]]
    assert download["implements"][0]["at"] == ["p_1"]
