"""What changed, from a repository's history: what a reader is told, and feeds that others read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import feedparser
import pytest
from builds import stage_data

from macros.steps.read_news import read_news
from medplan.library.repository import Repository
from medplan.news.entries import NewsEntry
from medplan.news.feeds import Feed

from .support import sample

PLAN_ID = "320500-suzhou-sample"
FILE = f"plans/32-jiangsu/{PLAN_ID}.yaml"
TABLE = """\
body:
  - {num: 一、, heading: 目标, body: [到2025年，参保率保持稳定。]}
  - indicators:
      columns: {name: 指标, target: 2025年}
      rows: [{indicator: null, name: 参保率, target: '>95%'}]
"""
STEPS = (
    ("2026-01-01T00:00:00Z", TABLE),
    ("2026-01-02T00:00:00Z", TABLE.replace(">95%", ">96%")),
    ("2026-01-03T00:00:00Z", TABLE.replace(">95%", ">96%").replace("保持稳定", "稳中有升")),
    ("2026-01-04T00:00:00Z", TABLE.replace(">95%", ">96%").replace("保持稳定", "稳中有升") + "# 只是一句注释\n"),
)


def git(folder: Path, *arguments: str, when: str = "") -> None:
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
    environment = {"PATH": "/usr/bin:/bin", **names, **dates}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[NewsEntry]:
    data = stage_data(tmp_path_factory.mktemp("history") / "data")
    git(data, "init", "--quiet")
    (data / FILE).parent.mkdir(parents=True, exist_ok=True)
    for when, body in STEPS:
        (data / FILE).write_text(sample(body), encoding="utf-8")
        git(data, "add", FILE)
        git(data, "commit", "--quiet", "--message", "x", when=when)
    git(data, "rm", "--quiet", "--cached", FILE)
    git(data, "commit", "--quiet", "--message", "x", when="2026-01-05T00:00:00Z")
    return read_news(Repository.open(data), jobs=1)


def test_each_commit_that_means_something_is_told_the_latest_first(news: list[NewsEntry]) -> None:
    assert [(entry.day, entry.kind) for entry in news] == [
        ("2026-01-05", "removed"),
        ("2026-01-03", "corrected"),
        ("2026-01-02", "corrected"),
        ("2026-01-01", "added"),
    ]
    _, words, figure, _ = news
    assert words.summary == "条文 1 处"
    assert "稳中有升" in words.items[0].words
    assert figure.items[0].group == "指标"
    assert "「>95%」 改为 「>96%」" in figure.items[0].words
    assert figure.items[0].eid == "ind_1__row_1"


@pytest.mark.parametrize("site", ["https://library.example", ""])
def test_feeds_are_read_by_others(news: list[NewsEntry], site: str) -> None:
    feed = Feed("更新记录", "changes/32/", news, {PLAN_ID: "甲<乙>&规划"}, site)
    atom = feedparser.parse(feed.as_atom())
    assert not atom.bozo
    assert atom.version == "atom10"
    assert atom.feed.id and atom.feed.updated == "2026-01-05T00:00:00Z"
    assert [entry.updated for entry in atom.entries] == [entry.moment for entry in news]
    assert len({entry.id for entry in atom.entries}) == len(news)
    assert atom.entries[1].title == "更正：甲<乙>&规划"
    assert all(entry.content[0].value for entry in atom.entries)
    root = f"{site}/" if site else "../../"
    assert atom.entries[1].link == f"{root}plans/{PLAN_ID}/"
    told = json.loads(feed.as_json())
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["title"]
    assert [item["date_published"] for item in told["items"]] == [entry.moment for entry in news]
    assert all(item["id"] and item["content_text"] for item in told["items"])
    assert ("feed_url" in told) == bool(site)
    assert feed.as_atom() == feed.as_atom()


def test_without_a_history_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read_news(Repository.open(stage_data(tmp_path / "data")), jobs=1) == []
