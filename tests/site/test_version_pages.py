"""Versions of one plan on the built site: what each head says of the others, and the pages of two side by side."""

from __future__ import annotations

import json

from bs4 import BeautifulSoup
from builds import Build
from built_html import parse, plain_text

DRAFT, ISSUED, AMENDED = (f"320500-suzhou-155-{end}" for end in ("draft", "issued", "amended"))
PAGE = f"versions/{DRAFT}--{ISSUED}/"


def read(moved: Build, url: str) -> BeautifulSoup:
    """Return a page of the site."""
    return parse(moved.site / url / "index.html")


def test_each_head_names_the_other_versions_which_is_in_force_and_where_they_stand_side_by_side(moved: Build) -> None:
    told = {}
    for plan_id in (DRAFT, ISSUED, AMENDED):
        lines = read(moved, f"plans/{plan_id}/").select("[data-versions] .cited")
        told[plan_id] = [[plain_text(line).split()[0], *(a["href"] for a in line.select("a"))] for line in lines]
        assert [bool(line.select("strong")) for line in lines] == [False, True, False], "the amended one is of 2028"
    pages = [f"../../versions/{old}--{new}/" for old, new in ((DRAFT, ISSUED), (ISSUED, AMENDED), (DRAFT, AMENDED))]
    names = ["征求意见稿（2025年12月1日）", "已印发（2026年3月1日）", "已印发（2028年5月1日）"]
    links = [f"../../plans/{plan_id}/" for plan_id in (DRAFT, ISSUED, AMENDED)]
    assert told == {
        DRAFT: [[f"本页：{names[0]}"], [names[1], links[1], pages[0]], [names[2], links[2], pages[2]]],
        ISSUED: [[names[0], links[0], pages[0]], [f"本页：{names[1]}"], [names[2], links[2], pages[1]]],
        AMENDED: [[names[0], links[0], pages[2]], [names[1], links[1], pages[1]], [f"本页：{names[2]}"]],
    }
    assert "已定稿" in plain_text(read(moved, f"plans/{DRAFT}/").select_one(".standing"))
    assert "尚未定稿" not in plain_text(read(moved, f"plans/{DRAFT}/").select_one(".plan-head"))
    assert not read(moved, "plans/320500-suzhou-145/").select("[data-versions]"), "the only version"


def test_two_versions_side_by_side_show_what_differs_and_lead_to_both_plans(moved: Build) -> None:
    page = read(moved, PAGE)
    counts = "文字相同 6 条，改动 1 条，只改标点、空格 0 条，新增 1 条，删去 2 条；其中换了位置的 1 条。"
    assert plain_text(page.select_one("[data-counts]")) == f"{counts}指标改动 2 项，不变 1 项。"
    assert [section["data-fate"] for section in page.select(".beside")] == [
        *("dropped", "reworded", "same", "dropped", "added")
    ]
    assert [mark.text for mark in page.select(".beside[data-fate=reworded] :is(ins, del)")] == [
        *("三", "2027", "2027", "一", "2026", "2026")
    ]
    assert (
        page.select_one(".beside[data-fate=added] ins").text
        == "三、加强基金监管。开展智能监控，<b>守住</b>基金安全底线。"
    )
    cells = [[plain_text(cell) for cell in row.select("th, td")] for row in page.select("[data-figures] tbody tr")]
    assert cells == [
        ["参保率（%）", ">95 %", ">98 %", "目标值由 >95 改为 >98（上调 3 个百分点）"],
        ["医保政策宣传场次（场）", "20", "没有这一项", "删去，基期值 10"],
    ]
    for link in page.select(".beside a, [data-figures] a"):
        url, _, eid = link["href"].removeprefix("../../").partition("#")
        assert read(moved, url).find(id=eid), link


def test_the_downloads_and_the_api_tell_the_versions(moved: Build) -> None:
    wanted = {DRAFT: (None, ISSUED), ISSUED: (DRAFT, AMENDED), AMENDED: (ISSUED, None)}
    rows = json.loads((moved.site / "data/plans.json").read_text("utf-8"))
    assert {r["id"]: (r["previous_version"], r["next_version"]) for r in rows if r["id"] in wanted} == wanted
    for plan_id, versions in wanted.items():
        row = json.loads((moved.site / f"api/v1/plans/{plan_id}.json").read_text("utf-8"))
        assert (row["previous_version"], row["next_version"]) == versions
    whole = json.loads((moved.site / f"data/plans/{DRAFT}.json").read_text("utf-8"))
    assert [(ended["how"], ended["plan"]) for ended in whole["ended_by"]] == [("finalised", ISSUED)]
