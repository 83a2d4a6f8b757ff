"""An error of the program itself names the step and the plan, the provision or the page that it came up at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builds import HOSTILE, open_data, stage_data, stage_plan
from properdocs.exceptions import PluginError

from macros.site.explained import explained
from macros.steps import kept_plans
from macros.views.table import list_pages, render_page
from medplan.library.repository import Repository
from medplan.running.doing import doing, told

pytestmark = pytest.mark.site
PLAN = "320500-suzhou-small"
AT = f"plans/32-jiangsu/{PLAN}.yaml"


def broken(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("除以零")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with one plan."""
    folder = stage_data(tmp_path / "data", plans=())
    stage_plan(folder, (HOSTILE / "base.yaml").read_text("utf-8"), PLAN)
    return folder


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("macros.steps.read_plan.prepare_wording", f"读规划 .*{AT}"),
        ("macros.steps.take_in.Exporter.add", f"写下载文件和索引 .*{AT}"),
        ("macros.steps.kept_search.SearchIndexer.add", f"写下载文件和索引 .*{AT}"),
        ("macros.steps.open_build.compare_words", "比较 各地相同的文字"),
        ("medplan.publish.lists.ListWriter.add", f"写任务清单 .*{AT} chp_2__para_1"),
        ("macros.views.plan_pages.plan_glance", f"填网页 plans/{PLAN}/"),
        ("macros.steps.read_plan.prepare_calendar", f"读规划 .*{AT}"),
        ("macros.steps.take_in.CalendarWriter.add", f"写下载文件和索引 .*{AT}"),
    ],
)
def test_it_says_where(where: str, words: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, broken)
    monkeypatch.setattr(kept_plans, "FOLDER", tmp_path / "kept")
    with (
        pytest.raises(PluginError, match=f"生成网站的程序自身出错，不是规划的错（.*{words}.*ZeroDivisionError: 除以零"),
        explained("原来的网站没有动"),
    ):
        build, issues = open_data(data, tmp_path / "spool")
        assert build is not None, issues
        for page in list_pages(build):
            render_page(build, page)


def test_the_validator_says_where(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medplan.library.repository.check_plan", broken)
    with pytest.raises(ZeroDivisionError) as raised:
        Repository.open(data).check()
    assert told(raised.value).startswith("校验 ") and AT in told(raised.value)


def test_the_widest_stands_first_in_one_line() -> None:
    with pytest.raises(ValueError) as raised, doing("做", "甲"), doing("写", "乙\n丙"):
        raise ValueError("不\n好")
    assert told(raised.value).startswith("做 甲 → 写 乙") and "\n" not in told(raised.value)
