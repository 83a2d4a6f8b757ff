"""Forgery: a document's kept text, YAML and digest changed together, while the document says otherwise."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import docx
import pytest
from builds import open_data

from medplan.importing.read.receive import receive
from medplan.importing.read.version import READER
from medplan.importing.take_in.one import Given, take_in
from medplan.issues import ERROR, HINT, Issue
from medplan.language.fidelity_fold import fold_print
from medplan.library import originals, repository
from medplan.library.originals import Originals
from medplan.library.repository import Repository

from .support import make_root
from .test_scripts import main

pytestmark = pytest.mark.slow

PLAN_ID = "320500-suzhou-x"
LINES = (
    "苏州市医疗保障规划",
    "一、总则",
    "到2025年，参保率达到95%，基金运行平稳。",
    "二、附则",
    "本规划自印发之日起施行。",
)
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Remember verdicts in a folder of the test's own."""
    folder = tmp_path / "verdicts"
    monkeypatch.setattr(repository, "VERDICTS", folder)
    return folder


def written(folder: Path, suffix: str) -> Path:
    """Return a document that holds the lines."""
    path = folder / f"a{suffix}"
    if suffix == ".docx":
        document = docx.Document()
        for line in LINES:
            document.add_paragraph(line)
        document.save(str(path))
    elif suffix == ".html":
        path.write_text("<h1>" + "</h1><p>".join(LINES[:2]) + "</p><p>" + "</p><p>".join(LINES[2:]) + "</p>", "utf-8")
    else:
        path.write_bytes("\n\n".join(LINES).encode("gb18030"))
    return path


def taken_in(tmp_path: Path, suffix: str) -> Path:
    """Return a data root with a plan taken in from a document of this form."""
    data = make_root(tmp_path)
    taken = take_in(written(tmp_path, suffix), Given(code="320500", slug="x"), Repository.open(data))
    for path, content in taken.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return data


def forge(data: Path, old: str = "95%", new: str = "85%", **head: str) -> None:
    """Change words in the kept text and the YAML, and the digest with them; the document stays."""
    source = data / "sources" / f"{PLAN_ID}.txt"
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8").replace(old, new), encoding="utf-8")
    plan = data / "plans" / "32-jiangsu" / f"{PLAN_ID}.yaml"
    text = plan.read_text("utf-8").replace(old, new)
    text = text.replace(before, hashlib.sha256(source.read_bytes()).hexdigest())
    for key, value in head.items():
        text = re.sub(rf"^(\s*){key}: .*$", rf"\g<1>{key}: {value}", text, count=1, flags=re.M)
    plan.write_text(text, encoding="utf-8")


def of_original(issues: list[Issue]) -> list[tuple[str, str]]:
    return [(issue.level, issue.rule) for issue in issues if issue.rule.startswith("original")]


@pytest.mark.parametrize("suffix", [".docx", ".html", ".txt"])
def test_a_text_changed_together_with_its_digest_is_found_out(suffix: str, tmp_path: Path, capsys: Output) -> None:
    data = taken_in(tmp_path, suffix)
    assert main("prove_source", "--data", str(data)) == 0
    assert "原件：重新取出的文字相同" in capsys.readouterr().out
    assert of_original(Repository.open(data).check()) == []
    forge(data)
    # The command, the validator and the build say the same.
    assert main("prove_source", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "不一致" in said and "行原件作“" in said and "95%" in said and "85%" in said
    issues = Repository.open(data).check()
    assert of_original(issues) == [(ERROR, "original-differs")]
    (told,) = [issue for issue in issues if issue.rule == "original-differs"]
    lines = (data / "plans" / "32-jiangsu" / f"{PLAN_ID}.yaml").read_text("utf-8").splitlines()
    assert f"data/sources/{PLAN_ID}" in lines[told.line - 1]
    build, issues = open_data(data, tmp_path / "spool")
    assert build is None
    assert of_original(issues) == [(ERROR, "original-differs")]


def test_a_text_of_an_older_reader_that_comes_out_otherwise_is_told_and_stops_nothing(
    tmp_path: Path, capsys: Output
) -> None:
    data = taken_in(tmp_path, ".docx")
    forge(data, "95%", "95%", reader="0")
    assert main("prove_source", "--data", str(data)) == 0
    assert "原件：重新取出的文字相同" in capsys.readouterr().out, "the version alone says nothing against a text"
    forge(data)
    assert main("prove_source", "--data", str(data)) == 0
    assert "原件：没有核对，文字由第 0 版读法取出" in capsys.readouterr().out
    assert of_original(Repository.open(data).check()) == [(HINT, "original-unchecked")]


def test_a_version_from_the_future_is_no_excuse(tmp_path: Path) -> None:
    data = taken_in(tmp_path, ".docx")
    forge(data, reader=str(READER + 1))
    assert of_original(Repository.open(data).check()) == [(ERROR, "original-differs")]


def test_only_a_scan_is_said_to_have_been_read_by_a_program(tmp_path: Path) -> None:
    data = taken_in(tmp_path, ".docx")
    forge(data)
    plan = data / "plans" / "32-jiangsu" / f"{PLAN_ID}.yaml"
    plan.write_text(plan.read_text("utf-8").replace("  origin:", "  text_from: ocr\n  origin:", 1), encoding="utf-8")
    assert of_original(Repository.open(data).check()) == [(ERROR, "original-differs")]


def test_a_document_that_can_t_be_read_is_no_verdict(tmp_path: Path, verdicts: Path) -> None:
    data = taken_in(tmp_path, ".docx")
    document = data / "sources" / f"{PLAN_ID}.docx"
    before = hashlib.sha256(document.read_bytes()).hexdigest()
    document.write_bytes(b"PK\x03\x04 broken")
    plan = data / "plans" / "32-jiangsu" / f"{PLAN_ID}.yaml"
    plan.write_text(plan.read_text("utf-8").replace(before, hashlib.sha256(document.read_bytes()).hexdigest()), "utf-8")
    assert of_original(Repository.open(data).check()) == [(HINT, "original-unchecked")]
    assert not verdicts.exists(), "tried again the next time"


def test_a_document_is_read_once(tmp_path: Path, verdicts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = taken_in(tmp_path, ".docx")
    held = Repository.open(data)
    plan = next(held.plans())
    assert held.prove(plan).holds
    (verdict,) = verdicts.iterdir()
    monkeypatch.setattr(originals, "receive", lambda path: pytest.fail("read again"))
    assert held.prove(plan).holds
    # A verdict that was damaged, or written by hand, counts for nothing.
    verdict.write_text(verdict.read_text("utf-8").replace('"same"', '"differs"'), encoding="utf-8")
    with pytest.raises(pytest.fail.Exception):
        held.prove(plan)


def test_a_folder_that_can_t_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    data = taken_in(tmp_path, ".docx")
    (tmp_path / "file").write_text("")
    source = next(Repository.open(data).plans()).source
    path = data / "sources" / f"{PLAN_ID}.docx"
    kept = (data / "sources" / f"{PLAN_ID}.txt").read_bytes()
    found = Originals.open(tmp_path / "file" / "below").retake(path, path.read_bytes(), kept, source)
    assert found.state == "same"


HTML = """<html><head><title>苏州市人民政府</title><script>var 甲 = 1;</script></head><body><nav>首页 | 公开</nav>
<h1>苏州市医疗保障规划</h1><p>苏府〔2021〕1号</p><h2>一、总则</h2><p>甲<sup>①</sup>乙。<br>丙&nbsp;丁。</p>
<table><tr><th>指标</th><th>2025年</th></tr><tr><td rowspan=2>参保率</td><td>95%</td></tr><tr><td>96%</td></tr></table>
<ol><li>戊。<li>己。</ol><p hidden>不印</p><div>①指户籍人口。</div><footer>版权所有</footer></body></html>"""
# What the readers of this version make of two documents. When they come out with other characters, raise READER in
# medplan.importing.read.version and write here what comes out now: texts taken before are then known for older ones.
TAKEN = (
    1,
    "首页|公开苏州市医疗保障规划苏府20211号一总则甲①乙丙丁指标2025年参保率95%96%1戊2己①指户籍人口版权所有",
    "苏州市医疗保障规划1总则2目标参保甲乙丙指标2025年参保率95%苏州市文件第1页",
)


def test_the_readers_version_goes_up_with_what_they_read(tmp_path: Path) -> None:
    page, word = tmp_path / "a.html", tmp_path / "a.docx"
    page.write_text(HTML, encoding="utf-8")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "苏州市文件"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_heading("苏州市医疗保障规划", 0)
    for style, text in (
        ("List Number", "总则"),
        ("List Number", "目标"),
        ("List Bullet", "参保"),
        ("Normal", "甲\t乙\n丙"),
    ):
        document.add_paragraph(text, style)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("指标", "2025年", "参保率", "95%"), strict=True
    ):
        cell.text = text
    document.save(str(word))
    assert (READER, *(fold_print(receive(path).text) for path in (page, word))) == TAKEN
