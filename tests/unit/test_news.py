"""What changed, from a repository's history: what a reader is told, and feeds that others read."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import jsonschema_rs
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
    return read_news(Repository.open(data), data.parent, jobs=1)


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


# What jsonfeed.org/version/1.1 asks for: the keys that there are, which must be there, and the form of each.
MOMENT = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$",
}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
TEXT = {"type": "string", "minLength": 1}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
    },
}
EXTENSIONS = {"^_[^.]+$": {"type": "object"}}
LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "patternProperties": EXTENSIONS,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "language": LANGUAGE,
        "description": TEXT,
        "user_comment": TEXT,
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), ADDRESS),
        "authors": AUTHORS,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
                "additionalProperties": False,
                "patternProperties": EXTENSIONS,
                "properties": {
                    **dict.fromkeys(("id", "title", "content_text", "content_html", "summary"), TEXT),
                    **dict.fromkeys(("url", "external_url", "image", "banner_image"), ADDRESS),
                    **dict.fromkeys(("date_published", "date_modified"), MOMENT),
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": TEXT},
                    "language": LANGUAGE,
                    "attachments": {"type": "array"},
                },
            },
        },
    },
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("site", ["https://library.example", ""])
@pytest.mark.parametrize("some", [slice(None), slice(0, 0)])
def test_a_json_feed_keeps_to_its_standard(news: list[NewsEntry], site: str, some: slice) -> None:
    feed = json.loads(Feed("更新记录", "changes/32/", news[some], {}, site).as_json())
    jsonschema_rs.validator_for(JSON_FEED).validate(feed)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


@pytest.mark.parametrize("site", ["https://library.example", ""])
@pytest.mark.parametrize("some", [slice(None), slice(0, 0)])
def test_an_atom_feed_has_what_its_standard_says_it_must(news: list[NewsEntry], site: str, some: slice) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    feed = ElementTree.fromstring(Feed("更新记录", "changes/32/", news[some], {}, site).as_atom())
    assert feed.tag == f"{ATOM}feed"
    for holder in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [one] = holder.findall(f"{ATOM}{name}")
            assert one.text
        assert re.match(r"[a-z][a-z0-9+.-]*:", holder.findtext(f"{ATOM}id", "")), "an IRI that is whole"
        assert re.fullmatch(MOMENT["pattern"], holder.findtext(f"{ATOM}updated", ""))
        links = [(link.get("rel"), link.get("type"), bool(link.get("href"))) for link in holder.findall(f"{ATOM}link")]
        assert all(href for *_, href in links)
        assert len([link for link in links if link[0] == "alternate"]) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name"), "so that no entry needs one"
    assert all(entry.find(f"{ATOM}content").get("type") == "text" for entry in feed.findall(f"{ATOM}entry"))


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
    assert read_news(Repository.open(stage_data(tmp_path / "data")), tmp_path, jobs=1) == []
