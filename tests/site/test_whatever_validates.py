"""Whatever the validator accepts, builds: odd texts put into an accepted library, then every page of it laid out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from builds import HOSTILE, open_data, stage_data, stage_plan
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from unit.support import CASES, SAMPLE_AT
from unit.test_scripts import load_script

from macros.build.facts import Build
from macros.views.table import list_pages, render_page
from medplan.issues import has_errors
from medplan.library.repository import Repository

pytestmark = pytest.mark.site
BASE = (HOSTILE / "base.yaml").read_text("utf-8")
PLAN = "320500-suzhou-small"
# Where strangers' text stands in the small plan, and what it takes the place of.
PLACES = {
    "a title": "苏州市医疗保障试验规划",
    "an issuer": "issuer: 苏州市医疗保障局",
    "a document's title": "关于深化医疗保障制度改革的意见",
    "a document's number": "中发〔2020〕5号",
    "a heading": "总体要求",
    "a paragraph": "坚持以人民健康为中心，持续推进医疗保障制度改革。",
    "a duty": "lead: 市医保局",
    "a schedule": "2023年6月完成",
    "a caption": "caption: 主要指标",
    "a column": "2020年,",
    "a row's number": "num: '1'",
    "an indicator's name": "name: 参保率（%）",
    "a baseline": "'>95'",
    "a target": "'>98'",
    "a remark": "text: 试验用的规划",
    "an exclusion": "text: 首页导航",
}
PIECES = (
    *("到20２５年底", "2025年", "２０２５年", "到20২৫年底", "²⁰²⁵年", "每年", "十五五期末", "以前", "底"),
    *("0月", "13月", "31日"),
    *("《", "》", "（", "）", "〔2021〕", "第1号", "苏政办发", "市医保局", "、", "牵头", "负责", "99%", "≥"),
    *("0—5%", "1:1"),
    *("一、", "第一章", "1.", "①", "——", "…", "参保", "<b>", "&amp;", "{", "}}", "'", '"', "\\", "#", "%%", "𠮷", "é"),
)


IMPORTED = sorted(p for p in (CASES / "import").glob("*/*") if p.suffix in (".txt", ".html", ".docx", ".pdf"))


def lay_out(opened: Build | None) -> None:
    """Lay out every page, and what the site holds besides."""
    assert opened is not None
    assert all(render_page(opened, page) for page in list_pages(opened))


@pytest.mark.parametrize("suffix", sorted({path.suffix for path in IMPORTED}))
def test_what_the_importer_writes_builds(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The original is held beside the text that was taken from it."""
    data = stage_data(tmp_path / "data", plans=())
    documents = [path for path in IMPORTED if path.suffix == suffix][:4]
    given = ["--data", str(data), "--jurisdiction", "320500"]
    for number, path in enumerate(documents):
        assert load_script("import_plan").main([str(path), *given, "--slug", f"case-{number}"]) == 0, (
            capsys.readouterr()
        )
    issues = Repository.open(data).check()
    assert not has_errors(issues), issues
    opened, issues = open_data(data, tmp_path / "spool")
    assert opened is not None and len(opened.index.plans) == len(documents), issues
    lay_out(opened)


@pytest.mark.parametrize("path", sorted((CASES / "valid").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_accepted_case_builds(path: Path, tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data", plans=())
    stage_plan(data, path.read_text("utf-8"), Path(SAMPLE_AT).stem)
    assert not has_errors(Repository.open(data).check())
    lay_out(open_data(data, tmp_path / "spool")[0])


def written(text: str) -> str:
    """Return a text as YAML's single quotes write it."""
    return "'" + text.replace("'", "''") + "'"


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@example(place="a paragraph", text="到20２５年底，参保率达到95%以上。")
@example(place="a schedule", text="20２５年底")
@example(place="a document's number", text="中发〔20２０〕５号")
@given(
    place=st.sampled_from(sorted(PLACES)),
    text=st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1, max_size=8).map("".join),
)
def test_whatever_is_accepted_builds(place: str, text: str) -> None:
    old = PLACES[place]
    key, _, rest = old.rpartition(": ")
    new = (f"{key}: " if key else "") + written(text) + ("," if rest.endswith(",") else "")
    with tempfile.TemporaryDirectory() as folder:
        data = stage_data(Path(folder) / "data", plans=())
        stage_plan(data, BASE.replace(old, new), PLAN)
        accepted = not has_errors(Repository.open(data).check())
        opened, _ = open_data(data, Path(folder) / "spool")
        assert (opened is not None) == accepted
        if opened is None:
            return
        lay_out(opened)
