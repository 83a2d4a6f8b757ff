"""A Word document that no one wrote the importer for, made into a plan as the guide says: valid, proved, whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from builds import stage_data

from macros.build.templates import Templates
from medplan.importing.read.blocks import Cell, Grid
from medplan.importing.read.heads import join_heads
from medplan.library.repository import Repository
from medplan.publish.plan_view import PlanView

from .library import summary_of
from .support import ROOT
from .test_scripts import main
from .word_document import CHAPTERS, CODE, INDICATORS, NOTE, PLAN_ID, SLUG, TASKS, TITLE, write_document

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]


@pytest.fixture
def imported(tmp_path: Path, capsys: Output) -> tuple[Path, dict[str, Any], str]:
    """The data root, the plan's YAML as plain data, and what the importer said."""
    data = stage_data(tmp_path / "data")
    shutil.copy(ROOT / "data" / "jurisdictions.yaml", data)
    document = tmp_path / "桃江县规划.docx"
    write_document(document)
    assert main("import_plan", str(document), "--jurisdiction", CODE, "--slug", SLUG, "--data", str(data)) == 0
    plan = yaml.load((data / "plans" / "43-hunan" / f"{PLAN_ID}.yaml").read_text("utf-8"), yaml.CBaseLoader)
    return data, plan, capsys.readouterr().out


def headed(items: list[Any]) -> list[tuple[str, str]]:
    """Return (number, heading) of all units under one another that have a heading, in order."""
    found = []
    for item in items:
        if isinstance(item, dict):
            found += [(item["num"], item["heading"])] if "num" in item and "heading" in item else []
            found += headed(item.get("body", []))
    return found


def find(items: list[Any], key: str) -> Any:
    """Return the first value of a key, looked for through the body."""
    for item in items:
        if isinstance(item, dict):
            found = item.get(key) or find(item.get("body", []), key)
            if found:
                return found
    return None


def test_it_validates_and_proves(imported: tuple[Path, dict[str, Any], str], capsys: Output) -> None:
    data, _, said = imported
    assert "没有存疑之处" in said
    assert f"scripts/prove_source.py {PLAN_ID}" in said
    assert main("validate", "--data", str(data)) == 0
    assert main("prove_source", PLAN_ID, "--data", str(data)) == 0
    assert "一致" in capsys.readouterr().out
    assert (data / "sources" / f"{PLAN_ID}.docx").read_bytes().startswith(b"PK")


def test_its_front_is_read(imported: tuple[Path, dict[str, Any], str]) -> None:
    _, plan, _ = imported
    assert plan["title"] == TITLE
    assert plan["document_number"] == "桃政办发〔2022〕0号"
    assert (plan["issuer"], plan["published"]) == ("桃江县人民政府办公室", "2022-03-15")
    assert plan["period"] == {"start": "2021", "end": "2025"}
    assert [passage["why"] for passage in plan["source"]["excluded"]] == ["目录", "页眉、页脚、页码"]


def test_headings_bear_the_numbers_that_word_counts(imported: tuple[Path, dict[str, Any], str]) -> None:
    _, plan, _ = imported
    wanted = [line.partition(" ")[2] for line in CHAPTERS.splitlines() if line.startswith("#")]
    found = headed(plan["body"])
    assert [heading for _, heading in found if heading in wanted] == wanted
    assert ("第三章", "主要任务") in found
    assert ("二、", "坚持公平统一、协调推进。") in found
    assert ("（二）", "完善门诊共济¹保障机制。") in found


def test_its_tables_box_duties_and_note_are_recognised(imported: tuple[Path, dict[str, Any], str]) -> None:
    _, plan, _ = imported
    table = find(plan["body"], "indicators")
    assert [row["target"] for row in table["rows"]] == [row[3] for row in INDICATORS[2:]]
    assert [row["indicator"] for row in table["rows"]][-1] == "cross-province-settlement-rate"
    assert table["columns"]["baseline"] == "发展目标2020年"
    rows = find(plan["body"], "tasks")["groups"][0]["rows"]
    assert [(row["lead"], row["schedule"]) for row in rows] == [(task[2], task[4]) for task in TASKS[1:]]
    assert find(plan["body"], "box") == "专栏1"
    assert find(plan["body"], "supporting") == "县税务局、县民政局"
    assert f"¹ {NOTE}" in str(plan["body"])


HEAD: tuple[tuple[Cell, ...], ...] = (("类别", "指标", "目标", None), (None, None, "2020年", "2025年"))


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        (HEAD, ("类别", "指标", "目标\n2020年", "2025年")),
        (
            (("指标", "目标", None, "属性"), (None, "2020年", "2025年", None)),
            ("指标", "目标\n2020年", "2025年", "属性"),
        ),
        # No heads: a row under a merged cell, a head of one line, a cell over two columns with nothing beneath.
        ((("参保", "甲", "1", "2"), (None, "乙", "3", "4")), None),
        ((("类别", "指标", "2020年", "2025年"), ("参保", "甲", "1", "2")), None),
        ((("类别", "目标", None, "属性"), (None, "2020年", None, None)), None),
    ],
)
def test_a_head_of_two_lines_becomes_one(rows: tuple[tuple[Cell, ...], ...], first: tuple[Cell, ...] | None) -> None:
    grid = Grid(rows=(*rows, ("参保", "甲", "1", "2")), line=7, header=2, at=(7, 8, 9))
    (joined,) = join_heads([grid])
    assert isinstance(joined, Grid)
    if first is None:
        assert joined == grid
    else:
        assert joined.rows == (first, ("参保", "甲", "1", "2"))
        assert (joined.header, joined.at) == (1, (7, 9))


def test_each_task_has_its_number_in_the_column_of_numbers(imported: tuple[Path, dict[str, Any], str]) -> None:
    data, _, _ = imported
    repository = Repository.open(data)
    plan = next(plan for plan in repository.plans() if plan.id == PLAN_ID)
    tasks = [node for node, _ in plan.walk() if node.kind == "tasks"]
    view = PlanView(plan, indicator_names={})
    eids = {node.eid for node, _ in plan.walk()}
    facts = {"view": view, "plan": plan, "summary": summary_of(plan, repository.catalogues), "theme_names": {}}
    html = Templates.read().render("macros/excerpt", root="", nodes=tasks, eids=eids, names=["任务表"], **facts)
    rows = BeautifulSoup(html, "html.parser").select("table[data-tasks] tbody tr")
    assert [row.find("td").get_text() for row in rows] == ["1", "2", "3", "4"]
    assert [row.select_one("td.task").find(string=True) for row in rows] == [task[1] for task in TASKS[1:]]
