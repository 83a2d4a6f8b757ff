"""A plan begun by hand: the skeleton validates, nothing there is touched, a place is found by what people call it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from medplan.importing.draft.scaffold import find_places, suggest_slug
from medplan.issues import has_errors
from medplan.library.repository import Repository

from .support import make_root, put, validate
from .test_scripts import main

FACTS = ("--title", "苏州市医疗保障“十五五”规划", "--slug", "155", "--period", "2026-2030")
AT = "plans/32-jiangsu/320500-suzhou-155.yaml"
Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("place", ["320500", "苏州市", "苏州", "江苏省苏州市", "Suzhou", "suzhou"])
def test_a_skeleton_validates_as_it_stands(place: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    assert main("new_plan", "--place", place, *FACTS, "--data", str(data)) == 0
    text = (data / AT).read_text("utf-8")
    assert [issue.rule for issue in validate(data)] == ["source-missing"]
    assert "# 文号：" in text and "themes_reviewed（主题审阅日期）" in text and "# 有编号的条文写成" in text
    assert main("format_plan", "--check", "--data", str(data)) == 0


def test_the_document_is_kept_as_received_with_its_digest(tmp_path: Path) -> None:
    data, source = make_root(tmp_path), tmp_path / "原件.html"
    source.write_bytes("<p>正文</p>".encode("gb18030"))
    status = main("new_plan", "--place", "苏州", *FACTS, "--source", str(source), "--data", str(data))
    assert status == 0
    kept = data / "sources" / "320500-suzhou-155.html"
    assert kept.read_bytes() == source.read_bytes()
    plan, _ = Repository.open(data).read_plan(data / AT)
    assert plan is not None
    assert plan.source.file == "data/sources/320500-suzhou-155.html"
    assert plan.source.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()


def test_it_says_what_is_still_to_do(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    main("new_plan", "--place", "苏州", *FACTS, "--data", str(data))
    said = capsys.readouterr().out
    assert "sha256" in said and "prove_source.py 320500-suzhou-155" in said


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("there", ["data/" + AT, "data/sources/320500-suzhou-155.txt"])
def test_nothing_there_is_overwritten(there: str, tmp_path: Path, capsys: Output) -> None:
    data, source = make_root(tmp_path), tmp_path / "原件.txt"
    source.write_text("正文", encoding="utf-8")
    put(data, "原有的内容", there)
    before = snapshot(data)
    assert main("new_plan", "--place", "苏州", *FACTS, "--source", str(source), "--data", str(data)) == 1
    assert snapshot(data) == before
    assert "已有" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (["--title", "甲,乙"], 1, "half-width"),
        (["--title", "{{7*7}}"], 1, "template-syntax"),
        (["--period", "2030-2026"], 1, "out-of-range"),
        (["--published", "昨天"], 1, "wrong-form"),
        (["--published", "2026-02-30"], 1, "wrong-form"),
        (["--slug", "../../x"], 2, "小写字母"),
        (["--period", "十五五"], 2, "2021-2025"),
        (["--place", "不存在的地方"], 2, "没有"),
        (["--title", " "], 2, "标题不能为空"),
        (["--source", "/nowhere.txt"], 2, "--source"),
    ],
)
def test_wrong_facts_write_nothing(more: list[str], status: int, words: str, tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    before = snapshot(data)
    given = main("new_plan", "--place", "苏州", *FACTS, "--data", str(data), *more)
    told = capsys.readouterr()
    assert (given, snapshot(data)) == (status, before)
    assert words in told.out + told.err


def test_a_line_break_in_a_fact_starts_no_line_of_the_file(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    main("new_plan", "--place", "苏州", *FACTS, "--issuer", "甲\nkind: scheme", "--data", str(data))
    plan, _ = Repository.open(data).read_plan(data / AT)
    assert plan is not None
    assert (plan.kind, plan.issuer) == ("plan", "甲\nkind: scheme")


def test_what_is_left_open_is_said_where_nobody_can_be_asked(tmp_path: Path, capsys: Output) -> None:
    assert main("new_plan", "--place", "苏州", "--data", str(make_root(tmp_path))) == 2
    assert "--title" in capsys.readouterr().err


def test_it_asks_again_until_an_answer_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    data = make_root(tmp_path)
    answers = iter(["没有这个地方", "苏州", "", "苏州市“十五五”规划", "", "2026—2030", "苏州市人民政府", "", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert main("new_plan", "--data", str(data)) == 0
    plan, issues = Repository.open(data).read_plan(data / AT)
    assert not has_errors(issues) and plan is not None
    assert (plan.period, plan.issuer, plan.document_number) == ((2026, 2030), "苏州市人民政府", None)
    assert "行政区目录里没有" in capsys.readouterr().out


def test_a_name_of_many_places_is_not_guessed(repository: Repository) -> None:
    found = {place.code for place in find_places("朝阳", repository.catalogues)}
    assert {"110105", "220104", "211300"} <= found
    assert [p.code for p in find_places("吉林省长春市朝阳区", repository.catalogues)] == ["220104"]
    assert [p.code for p in find_places("内蒙古", repository.catalogues)] == ["150000"]
    assert find_places("", repository.catalogues) == []


def test_the_usual_slug_is_offered() -> None:
    assert [suggest_slug(t) for t in ("甲“十四五”规划", "乙“十五五”规划", "实施方案")] == ["145", "155", ""]


@pytest.mark.parametrize("name", ["title", "place", "slug", "period", "issuer", "data", "source"])
def test_a_bare_double_dash_is_no_value(
    name: str, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_root(tmp_path)
    monkeypatch.setenv("MEDPLAN_DATA", str(data))  # where a command would write that takes no folder for the usual one
    before = snapshot(data)
    assert main("new_plan", "--place", "苏州", *FACTS, "--data", str(data), f"--{name}=--") == 2
    assert "--" in capsys.readouterr().err.rstrip("\n").splitlines()[-1]
    assert snapshot(data) == before
