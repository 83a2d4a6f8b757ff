"""The page of what changed, what a plan's page says of its last change, and the feeds that both lead to."""

from __future__ import annotations

import json

import feedparser
import pytest
from builds import PLAN_IDS, Build
from built_html import parse

pytestmark = pytest.mark.site


def test_the_list_leads_to_what_changed_and_the_feeds_say_the_same(built: Build, read_page) -> None:
    page = read_page("changes/")
    sections = page.select("section.change")
    if not sections:
        pytest.skip("this copy of the repository has no whole history")
    days = [str(section.time["datetime"]) for section in sections]
    assert days == sorted(days, reverse=True)
    for link in page.select("section.change a"):
        address, _, eid = str(link["href"]).partition("#")
        target = parse(built.site / "changes" / address / "index.html")
        assert target.select_one("article.plan"), address
        assert not eid or target.find(id=eid)
    atom = feedparser.parse((built.site / "changes/feed.xml").read_bytes())
    assert not atom.bozo
    told = [section["id"].removeprefix("entry-") for section in sections]
    assert [entry.id.rpartition(":")[2] for entry in atom.entries][: len(told)] == told
    assert len(json.loads((built.site / "changes/feed.json").read_text("utf-8"))["items"]) == len(atom.entries)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_a_plan_names_its_last_change_and_its_feeds(built: Build, read_page, plan_id: str) -> None:
    said = read_page(f"plans/{plan_id}/").select_one("[data-last-change]")
    if said is None:
        pytest.skip("this copy of the repository has no whole history")
    links = [str(a["href"]) for a in said.select("a")]
    assert all((built.site / "plans" / plan_id / link).exists() for link in links)
    atom = feedparser.parse((built.site / f"changes/{plan_id}/feed.xml").read_bytes())
    assert atom.entries[0].updated[:10] == said.time["datetime"]


def test_without_a_history_the_page_says_so(hostile: Build) -> None:
    assert "没有可用的历史" in parse(hostile.site / "changes/index.html").get_text()
