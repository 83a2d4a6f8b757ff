"""The review sheet: a draft beside its document, all of the text, all that was recognised, links both ways."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from medplan.importing.draft.shelve import write_together
from medplan.importing.read.limits import Refused
from medplan.importing.review_sheet.sheet import review_sheet
from medplan.importing.take_in.one import Given, Taken, take_in
from medplan.importing.take_in.report import report_lines
from medplan.library.repository import Repository
from medplan.schema.schemas import load_schema

from .support import ROOT, make_root
from .test_editor_help import described
from .test_import_cases import INPUTS
from .test_scripts import main

TEXT = """首页
您当前的位置：首页>规划
索引号：1 发文机关：苏州市人民政府 成文日期：2021年10月9日

苏州市医疗保障局关于印发苏州市医疗保障“十四五”规划的通知

苏医保〔2021〕3号

各区医疗保障局：
现将规划印发给你们。

苏州市医疗保障局
2021年10月8日

苏州市医疗保障“十四五”规划

一、总体要求

（一）基本原则

坚持保障基本。

1.扩大覆盖面。应参尽参。（牵头单位：市医保局；配合单位：市财政局；2023年底前完成）

2.推行共济。（市医保局负责参保，市财政局负责补助）

主要指标

序号\t指标\t2020年\t2025年\t属性
1\t参保率（%）\t>95\t>96\t约束性
2\t知晓率\t——\t90\t预期性

二、名单

姓名\t职务
张三\t局长
李四\t处长

附件：1.任务清单

抄送：市委办公室。
苏州市医疗保障局办公室2021年10月8日印发
"""


def taken_of(text: str | bytes, folder: Path, repository: Repository, suffix: str = ".txt") -> Taken:
    """Return what a document of this text becomes; nothing is written."""
    path = folder / f"规划{suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return take_in(path, Given(code="320500", slug="x"), repository, out=folder / "x.yaml")


def page_of(taken: Taken) -> BeautifulSoup:
    return BeautifulSoup(taken.files[taken.sheet].decode("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, repository: Repository) -> BeautifulSoup:
    return page_of(taken_of(TEXT, tmp_path_factory.mktemp("sheet"), repository))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", INPUTS, ids=[f"{p.parent.name}/{p.name}" for p in INPUTS])
def test_every_character_of_the_document_is_on_the_sheet(path: Path, repository: Repository, tmp_path: Path) -> None:
    taken = take_in(path, Given(code="320500", slug="x"), repository, out=tmp_path / "x.yaml")
    source = list(taken.files.values())[1].decode("utf-8-sig")
    page = page_of(taken)
    lines = {int(str(line["id"])[1:]): line.select_one(".words") for line in page.select(".line")}
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", source), start=1):
        if raw.strip():
            shown = lines.pop(number)
            assert shown is not None
            assert bare(re.sub(r"<U\+[0-9A-F]{4,6}>", "", shown.get_text())) == bare(
                "".join(c for c in raw if c.isprintable() or c.isspace())
            )
    assert not lines
    # Whatever was recognised was read from some line, and each line's part is there.
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    assert all(str(link["href"])[1:] in ids for link in page.select('a[href^="#"]'))
    assert len(ids) == len(page.select("[id]"))


def part(page: BeautifulSoup, words: str) -> Tag:
    """Return the part that has these words."""
    return next(p for p in page.select(".part") if words in p.get_text())


def test_what_was_recognised_is_told_by_role(page: BeautifulSoup) -> None:
    roles = {
        "印发给你们": ("印发通知", "r-notice"),
        "总体要求": ("一级标题", "r-heading"),
        "基本原则": ("二级标题", "r-heading"),
        "坚持保障": ("段落", "r-para"),
        "扩大覆盖面": ("任务", "r-measure"),
        "知晓率": ("指标表", "r-indicators"),
        "张三": ("一般表格", "r-table"),
        "抄送": ("版记", "r-closing"),
        "网页导航": ("不收的文字", "r-out"),
    }
    for words, (tag, role) in roles.items():
        found = part(page, words)
        said = found.select_one(".tag")
        assert said is not None
        assert (said.get_text(), role in found["class"]) == (tag, True), words
    duties = [div.get_text(" ", strip=True) for div in part(page, "扩大覆盖面").select(".duties div")]
    assert duties == ["牵头单位 市医保局", "配合单位 市财政局", "进度要求 2023年底前完成"]
    row = [td.get_text() for td in part(page, "知晓率").select("tbody tr")[0].select("td")]
    assert row == ["1", "参保率（%）", ">95", ">96", "约束性", "基本医疗保险参保率（完全对应）"]


def test_lines_and_parts_lead_to_each_other(page: BeautifulSoup) -> None:
    for words in ("总体要求", "扩大覆盖面", "知晓率"):
        number = next(n for n, line in enumerate(TEXT.split("\n"), start=1) if words in line)
        line = page.select_one(f"#L{number} a.no")
        assert line is not None
        there = page.select_one(str(line["href"]))
        assert there is not None
        assert words in there.get_text()
    for found in page.select(".part"):
        link = found.select_one(".about a")
        assert link is not None
        first = page.select_one(str(link["href"]))
        assert first is not None
        assert re.fullmatch(r"第 \d+(—\d+)? 行", link.get_text())
        back = first.select_one("a.no")
        assert back is not None
        number = int(str(found["id"])[1:])
        assert int(str(back["href"])[2:]) <= number, "the line's first part comes no later"


def test_doubts_stand_on_top_with_their_lines_and_again_beside_them(page: BeautifulSoup) -> None:
    first = page.select_one("main section")
    assert first is not None
    doubt = next(d for d in first.select(".doubt") if "分工" in d.get_text())
    link = doubt.select_one("a")
    assert link is not None
    number = next(n for n, line in enumerate(TEXT.split("\n"), start=1) if "负责补助" in line)
    assert str(link["href"]) == f"#L{number}"
    row = next(r for r in page.select(".row") if r.select_one(f"#L{number}"))
    assert "doubted" in row["class"]
    back = row.select_one(".warn a")
    assert back is not None
    assert str(back["href"]) == f"#{doubt['id']}"
    heads = [h.get_text() for h in first.select("h3")]
    assert heads == [h for h in ("文件信息", "文字", "层级和段落", "表格", "分工和进度", "其他") if h in heads]


def test_the_head_says_where_it_was_read_and_who_disagrees(page: BeautifulSoup) -> None:
    rows = {
        row.select("th")[0].find(string=True): [td.get_text(" ", strip=True) for td in row.select("td")]
        for row in page.select("table.head tbody tr")
    }
    value, where, other = rows["日期"]
    assert value == "2021年10月8日"
    assert "落款 第 13 行" in where
    assert other == "网页信息表作“2021年10月9日”" or "2021年10月9日" in other
    assert rows["发布机关"][0] == "苏州市医疗保障局"
    assert "苏州市人民政府" in rows["发布机关"][2]
    assert rows["行政区"][:2] == ["江苏省苏州市（320500）", "编辑给出的"]
    assert rows["规划期"][0] == "2021—2025"


def test_it_asks_for_nothing_and_runs_nothing(page: BeautifulSoup) -> None:
    assert not page.select("script, iframe, img, object, embed, base, form, [src], [onclick], [style]")
    assert [link["href"] for link in page.select("link")] == ["data:,"]
    assert all(str(a["href"]).startswith("#") for a in page.select("a"))
    (style,) = page.select("style")
    assert not re.search(r"url\(|@import|@font-face", style.get_text())
    (policy,) = page.select('meta[http-equiv="Content-Security-Policy"]')
    assert str(policy["content"]).startswith("default-src 'none'")


def test_it_has_no_word_of_the_file(page: BeautifulSoup) -> None:
    keys = {key for _, key, _ in described(load_schema("plan"))} | {"null", "yaml", "YAML", "true", "false"}
    for tag in page.select("style, .words, .said, .cells"):
        tag.decompose()
    # What is left is what the sheet says itself; the file's own name and the plan's id have no keys in them either.
    assert not keys & set(re.findall("[A-Za-z_0-9]+", page.get_text()))


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><b>甲</b>",
    "&lt;b&gt;",
    "<!-- 甲 -->",
    "]]>",
    "保\u200b障\u202e",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text(words: str, tmp_path: Path, repository: Repository) -> None:
    lines = (f"苏州市{words}规划", f"一、总则{words}", f"甲甲甲{words}。（{words}负责）", f"{words}\t乙\n丙\t{words}")
    page = page_of(taken_of("\n\n".join(lines), tmp_path, repository))
    assert not page.select("script, img, main b > b, section > b")
    assert len(page.select("style")) == 1
    shown = words.replace("\u200b", "<U+200B>").replace("\u202e", "<U+202E>")
    assert sum(shown in line.get_text() for line in page.select(".words")) >= 4
    assert all(c.isprintable() or c in "\n　" for c in page.get_text())


@pytest.mark.parametrize("words", ["{{ 7*7 }}", "{% raw %}", "{# 甲 #}"])
def test_what_a_template_would_run_makes_no_sheet(words: str, tmp_path: Path, repository: Repository) -> None:
    with pytest.raises(Refused):  # no plan may hold it
        taken_of(f"苏州市规划\n\n一、总则\n\n甲{words}。\n", tmp_path, repository)


def test_a_windows_text_keeps_its_line_numbers(tmp_path: Path, repository: Repository) -> None:
    made = taken_of(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), tmp_path, repository)
    page = page_of(made)
    for number, raw in enumerate(TEXT.split("\n"), start=1):
        line = page.select_one(f"#L{number} .words")
        assert (line is None) == (not raw.strip())
        assert line is None or bare(line.get_text()) == bare(raw)


@pytest.mark.parametrize("text_from", ["ocr", "libreoffice", None])
def test_a_text_that_a_program_made_is_marked(text_from: str | None, tmp_path: Path, repository: Repository) -> None:
    made = taken_of(TEXT, tmp_path, repository)
    data = made.draft.data
    draft = replace(
        made.draft, data=data | {"source": data["source"] | ({"text_from": text_from} if text_from else {})}
    )
    page = review_sheet(draft, TEXT.encode(), "320500-suzhou-x", "a.pdf", repository.catalogues)
    said = [tag.get_text() for tag in BeautifulSoup(page, "html.parser").select("header .caveat")]
    lines = [line for line in report_lines(replace(made, draft=draft), str) if line.startswith("注意：")]
    assert (len(said), len(lines)) == ((1, 1) if text_from else (0, 0))
    assert not said or lines[0].removeprefix("注意：") in said[0]


def test_it_is_written_with_the_draft_or_not_at_all(tmp_path: Path, repository: Repository) -> None:
    made = taken_of(TEXT, tmp_path, repository)
    assert not made.sheet.exists()
    made.sheet.write_text("别人的", "utf-8")
    with pytest.raises(Refused):
        write_together(made.files, replacing=False)
    assert not made.out.exists()
    assert made.sheet.read_text("utf-8") == "别人的"
    write_together(made.files, replacing=True)
    assert made.sheet.read_bytes() == made.files[made.sheet]


def test_the_command_says_where_it_is_and_it_is_no_stray_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make_root(tmp_path)
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    assert main("import_plan", str(path), "--jurisdiction", "320500", "--slug", "x", "--data", str(data)) == 0
    sheet = data / "plans" / "32-jiangsu" / "320500-suzhou-x.review.html"
    assert sheet.is_file()
    assert f"核对页写入 {sheet}" in capsys.readouterr().out
    assert Repository.open(data).stray_files() == []
    (sheet.parent / "别的.html").write_text("", "utf-8")
    assert len(Repository.open(data).stray_files()) == 1


def test_git_leaves_it_out() -> None:
    sheet = "data/plans/32-jiangsu/320500-suzhou-x.review.html"
    assert subprocess.run(["git", "check-ignore", "-q", sheet], cwd=ROOT, check=False).returncode == 0
    kept = "data/sources/320500-suzhou-x.html"
    assert subprocess.run(["git", "check-ignore", "-q", kept], cwd=ROOT, check=False).returncode == 1
