"""What an editor is told of a draft: each kind of doubt once, the most important first, in Chinese throughout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medplan.importing.draft.doubts import Subject, Told, by_kind
from medplan.importing.take_in.one import Given, take_in
from medplan.importing.take_in.report import next_steps, report_lines
from medplan.library.repository import Repository
from medplan.schema.schemas import load_schema

from .test_editor_help import described

TABLE = "序号\t指标\t2020年\t2025年目标\t属性\n1\t参保率\t95\t{}\t约束性\n2\t知晓率\t80\t90\t预期性"
BROKEN = "\n\n".join(
    f"深入落实上级确定的第{n}项改革要求，进一步完善各项配套制度，增强群众获得感\n\n做实做细。"
    for n in "一二三四五六七八"
)
TEXT = f"""苏州市医疗保障“十四五”规划

一、总则

{BROKEN}

二、分工

1.扩大覆盖面。应参尽参，把应当参加的人员全部纳入保障。（市医保局负责参保，市财政局负责补助）

主要指标

{TABLE.format("")}
"""


def said(text: str, tmp_path: Path, repository: Repository) -> list[str]:
    """Return the lines of the report on a text, with the next steps."""
    path = tmp_path / "规划.txt"
    path.write_text(text, "utf-8")
    taken = take_in(path, Given(code="320500", slug="x"), repository, out=tmp_path / "x.yaml")
    return report_lines(taken, lambda at: at.name) + next_steps(taken, lambda at: at.name)


def told(line: int, words: str, subject: Subject) -> Told:
    return Told(line=line, words=words, subject=subject)


def test_kinds_come_once_and_the_most_important_first() -> None:
    kinds = by_kind(
        [
            told(2, "末尾写有分工：甲", Subject.DUTIES),
            told(3, "编号可疑：%", Subject.STRUCTURE),
            told(5, "第 1 页是图片", Subject.TEXT),
            told(7, "编号可疑：（）", Subject.STRUCTURE),
            told(9, "第 2 页是图片", Subject.TEXT),
            told(0, "没有找到日期", Subject.HEAD),
        ]
    )
    assert [(kind.words, kind.lines) for kind in kinds] == [
        ("没有找到日期", ()),
        ("第 … 页是图片", (5, 9)),
        ("编号可疑", (3, 7)),
        ("末尾写有分工", (2,)),
    ]
    assert [kinds[1].own_words(one) for one in kinds[1].told] == ["第 1 页是图片", "第 2 页是图片"]
    assert [kinds[2].own_words(one) for one in kinds[2].told] == ["%", "（）"]


def test_a_kind_of_doubt_is_told_once_with_all_its_lines(tmp_path: Path, repository: Repository) -> None:
    lines = said(TEXT, tmp_path, repository)
    about = [line for line in lines if "段末没有标点" in line]
    assert len(about) == 1
    rest = lines[lines.index(about[0]) :]
    numbers = {int(n) for line in rest for place in re.findall("第 ([\\d、]+) 行", line) for n in place.split("、")}
    broken = [n for n, line in enumerate(TEXT.split("\n"), start=1) if line.startswith("深入落实")]
    assert len(broken) == 8
    assert set(broken) <= numbers
    subjects = ["  文件信息", "  层级和段落", "  表格", "  分工和进度"]
    assert [line for line in lines if line in subjects] == subjects


def test_the_column_of_a_table_that_failed_is_named(tmp_path: Path, repository: Repository) -> None:
    (line,) = [line for line in said(TEXT, tmp_path, repository) if "指标表" in line and "一栏" in line]
    assert line.endswith("“2025年目标”一栏空着")
    (line,) = [
        line for line in said(TEXT.replace("约束性", "重要"), tmp_path, repository) if "指标表有一栏读不出" in line
    ]
    assert "“2025年目标”" in line or "“属性”一栏的“重要”" in line


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\t\t约", "\t96\t约"), "某某\n\n甲。"])
def test_no_key_of_the_file_is_said(text: str, tmp_path: Path, repository: Repository) -> None:
    keys = {key for _, key, _ in described(load_schema("plan"))} | {"null", "YAML", "unit_1"}
    for line in said(text, tmp_path, repository):
        if "scripts/" not in line:
            assert not keys & set(re.findall("[A-Za-z_0-9]+", line)), line


def test_nothing_doubted_is_said_too(tmp_path: Path, repository: Repository) -> None:
    text = (
        "苏州市医疗保障局关于印发苏州市医疗保障“十四五”规划的通知\n苏医保〔2021〕3号\n\n各区：\n现印发给你们。\n苏州市医疗保障局\n2021年3月4日\n\n"
        "苏州市医疗保障“十四五”规划\n\n一、总则\n\n甲。\n"
    )
    assert "没有存疑之处" in said(text, tmp_path, repository)
