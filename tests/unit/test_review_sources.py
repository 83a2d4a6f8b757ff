"""A new plan under review: its address, its document taken again, and where its figures stand, with pictures."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from medplan.importing.read.pictures import encode_png, picture_words
from medplan.importing.read.version import READER
from medplan.importing.take_in.one import Given, take_in
from medplan.library import repository
from medplan.library.repository import Repository
from medplan.review.revision import changed_files

from .support import make_root
from .test_originals import PLAN_ID, forge, taken_in
from .test_scripts import main

AT = f"plans/32-jiangsu/{PLAN_ID}.yaml"
STATED = """stated_indicators:
  - {at: para_1__p_1, indicator: enrolment-rate, match: exact, name: 参保率, target: 95%}
"""
PAGES = "<h1>苏州市医疗保障规划</h1>" + "".join(f"<p>{n}、第{n}件事情说的是别的。</p>" for n in range(1, 70))
PAGE = PAGES + "<p>到2025年，参保率达到95%，基金运行平稳。</p>"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "VERDICTS", tmp_path / "verdicts")


def before(data: Path, folder: Path) -> Path:
    """Return the data root as it was before the plan came."""
    base = folder / "before"
    shutil.copytree(data, base)
    shutil.rmtree(base / "plans")
    (base / "plans").mkdir()
    return base


def edit(data: Path, old: str, new: str) -> None:
    path = data / AT
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_plan_shows_its_address_and_the_lines_of_its_figures(tmp_path: Path, capsys: Output) -> None:
    data = taken_in(tmp_path, ".docx")
    (data / AT).write_text((data / AT).read_text("utf-8") + STATED, encoding="utf-8")
    edit(data, "  origin: null\n", "  origin: 苏州市政府网站\n  url: https://www.suzhou.example/a_(b)\n")
    base = before(data, tmp_path)
    assert main("review_sources", str(base), str(data), "--format", "markdown") == 0
    said = capsys.readouterr().out
    assert "https://www.suzhou.example/a_(b)" in said and "`苏州市政府网站`" in said
    assert "重新取出的文字与所存的相同" in said
    line = (data / "sources" / f"{PLAN_ID}.txt").read_text("utf-8").splitlines().index(written_figure()) + 1
    assert f"`参保率`：基期值 未列，目标值 `95%`；原文第 {line} 行 " in said
    # Nothing is new any more.
    assert main("review_sources", str(data), str(data)) == 0
    assert "没有新收的原文" in capsys.readouterr().out


def written_figure() -> str:
    return "到2025年，参保率达到95%，基金运行平稳。"


def test_a_forged_text_is_stopped_even_under_an_older_reader(tmp_path: Path, capsys: Output) -> None:
    data = taken_in(tmp_path, ".docx")
    before_forgery = tmp_path / "before"
    shutil.copytree(data, before_forgery)
    forge(data, reader="0")
    assert main("prove_source", "--data", str(data)) == 0, "what the review is for"
    assert main("review_sources", str(before_forgery), str(data)) == 1
    assert "须改" in capsys.readouterr().out
    forge(data, "85%", "75%", reader=str(READER))
    assert main("review_sources", str(before_forgery), str(data)) == 1
    assert "重新取出的文字与所存的不同" in capsys.readouterr().out


def test_a_document_that_is_taken_out_is_missed(tmp_path: Path, capsys: Output) -> None:
    data = taken_in(tmp_path, ".docx")
    kept = tmp_path / "before"
    shutil.copytree(data, kept)
    lines = (data / AT).read_text("utf-8").splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.strip().startswith("original:"))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("    "))
    (data / AT).write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
    assert main("review_sources", str(kept), str(data)) == 1
    assert "原来存着原件，这次删去了" in capsys.readouterr().out


@pytest.mark.slow
def test_of_a_pdf_the_pages_are_shown(tmp_path: Path, chromium: Browser, capsys: Output) -> None:
    data, document = make_root(tmp_path), tmp_path / "a.pdf"
    page = chromium.new_page()
    page.set_content(PAGE)
    page.pdf(path=str(document))
    page.close()
    taken = take_in(document, Given(code="320500", slug="x"), Repository.open(data))
    for path, content in taken.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    plan = next(Repository.open(data).plans())
    at = next(node.eid for node, _ in plan.walk() if "参保率达到95%" in "".join(map(node.printed, node.fields)))
    stated = STATED.replace("para_1__p_1", at)
    (data / AT).write_text((data / AT).read_text("utf-8") + stated, encoding="utf-8")
    pictures = tmp_path / "pictures"
    assert main("review_sources", str(before(data, tmp_path)), str(data), "--pictures", str(pictures)) == 0
    name = f"{PLAN_ID}-01.png"
    assert f"原件第 3 页，图 「{name}」" in capsys.readouterr().out
    picture = (pictures / name).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width > 600 and 60 < height < 300, "a strip of a page, not the page"


def test_what_can_t_be_drawn_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.5\nbroken")
    assert picture_words(tmp_path / "a.pdf", [["甲"]]) == {}


def test_a_picture_in_grey_is_a_png(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encode_png(3, 2, bytes([0, 255, 0, 255, 0, 255])))
    page = chromium.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]") == [3, 2]
    page.close()


def test_documents_that_no_plan_names_are_listed_too(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=e", "-c", "user.email=e@example.invalid"]
    sources = tmp_path / "data" / "sources"
    sources.mkdir(parents=True)
    for name in ("a.txt", "b.txt", "c.txt"):
        (sources / name).write_text(name, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    (sources / "a.txt").write_text("other", encoding="utf-8")
    (sources / "b.txt").unlink()
    (sources / "d`x`.txt").write_text("new", encoding="utf-8")
    found = sorted(changed_files(tmp_path, "HEAD", "data/sources"))
    names = [("A", "d`x`.txt"), ("D", "b.txt"), ("M", "a.txt")]
    assert found == [(status, f"data/sources/{name}") for status, name in names]


def test_a_draft_of_this_reader_says_so(tmp_path: Path) -> None:
    assert f"reader: {READER}" in (taken_in(tmp_path, ".html") / AT).read_text("utf-8")
