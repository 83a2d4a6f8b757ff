"""An address that names a release: the page says what changed since then, of the provision or of the whole plan."""

from __future__ import annotations

import pytest
from browsing import OpenPage
from playwright.sync_api import Route, expect

from medplan.news.entries import NewsItem
from medplan.news.releases import Release, release_shard, shard_of
from medplan.plan.address import Eid

pytestmark = pytest.mark.browser
PLAN = "320500-suzhou-145"
ITEMS = tuple(
    NewsItem(group=group, where="第一章", words=words, eid=Eid(eid))
    for group, words, eid in (("条文", "正文改动：<b>甲</b>", "chp_1__sec_1__para_1__p_1"), ("指标", "乙", "chp_2"))
)
RELEASES = (
    Release(name="2026.11.2", time=1796000000, held=frozenset({PLAN}), since={}),
    Release(name="2026.11", time=1795000000, held=frozenset({PLAN}), since={PLAN: (ITEMS, 0)}),
    Release(name="2026.10", time=1793000000, held=frozenset({PLAN}), since={PLAN: (ITEMS, 3)}),
    Release(name="2026.09", time=1790000000, held=frozenset(), since={}),
)
SAID = {
    "?release=2026.11#chp_1__sec_1__para_1": "2026.11（2026年11月18日）这一版以后，这一条改动 1 处，下面是现在的文字，"
    "当时的在这一版的数据。条文　第一章：正文改动：<b>甲</b>",
    "?release=2026.11#chp_3": "这一条自2026.11（2026年11月18日）这一版以来没有改动（别处改过 2 处）。",
    "?release=2026.11.2": "本规划自2026.11.2（2026年11月30日）这一版以来没有改动。",
    "?release=2026.10#chp_3": "2026.10（2026年10月26日）这一版以后，本规划有改动，另有 3 处没有逐条列出，"
    "请对照这一版的数据。",
    "?release=2026.09": "2026.09（2026年9月21日）这一版还没有收录本规划，下面是现在的文字。",
    "?release=%3Cb%3E": "没有“<b>”这一版的数据，下面是现在的文字。",
}


def test_the_page_tells_what_changed_since_the_release_that_its_address_names(open_page: OpenPage, site: str) -> None:
    page = open_page()
    urls = {release.name: f"https://example.org/releases/{release.name}" for release in RELEASES}

    def answer(route: Route) -> None:
        route.fulfill(body=release_shard([PLAN, "320500-other"], RELEASES, urls), content_type="application/json")

    page.route(f"**/changes/releases/{shard_of(PLAN)}", answer)
    for address, said in SAID.items():
        page.goto(f"{site}plans/{PLAN}/{address}")
        expect(page.locator("[data-release]")).to_have_text(said)
    page.goto(f"{site}plans/{PLAN}/?release=2026.11")
    note = page.locator("[data-release]")
    assert note.get_by_role("link").get_attribute("href") == "https://example.org/releases/2026.11"
    expect(note.locator("li")).to_have_count(2)
    page.evaluate("location.hash = 'chp_3'")
    expect(note).to_contain_text("没有改动")
    page.goto(f"{site}plans/{PLAN}/")
    expect(page.locator("article[data-plan]")).to_be_visible()
    expect(page.locator("[data-release]")).to_have_count(0)
