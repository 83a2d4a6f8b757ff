"""What readers come for, each begun at the home page and gone through by what stands on the page."""

from __future__ import annotations

import csv
import io
import re

import pytest
from browsing import OpenPage, phone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TARGETS = "基本医疗保险参保率"


def by_keyboard(page: Page, name: str, *, most: int = 40) -> None:
    """Go from control to control until one is reached by its name or its text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "[document.activeElement].map(e => [e.ariaLabel, e.labels?.[0]?.textContent, e.textContent].join(' '))[0]"
        )
        if name in told:
            return
    raise AssertionError(f"{name} is not reached in {most} stops")


@pytest.mark.parametrize("options", [{}, phone(color_scheme="dark")], ids=["desk", "phone by night"])
def test_what_a_place_says_of_something_is_found_and_walked_through(open_page: OpenPage, options: dict) -> None:
    page = open_page(**options)
    page.get_by_role("combobox", name="搜索条文").fill("苏州长期护理保险报销多少")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="苏州市写到“长期护理保险”的 9 条").click()
    expect(page.locator(".count")).to_have_text("找到 9 条")
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article mark").first).to_be_visible()
    told = page.locator("[data-find]")
    before = re.search(r"(\d+)/(\d+)", told.inner_text())
    assert before and int(before[2]) >= 9
    told.get_by_role("button", name="下一处").click()
    after = int(before[1]) % int(before[2]) + 1
    expect(told).to_contain_text(f"{after}/{before[2]}")
    expect(page.locator("article mark.here").first).to_be_in_viewport()


def test_targets_of_places_are_compared_and_taken_into_a_spreadsheet(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("main").get_by_role("link", name=TARGETS).first.click()
    expect(page.locator("h1")).to_have_text(TARGETS)
    expect(page.locator("main")).to_contain_text("可以比较")
    expect(page.locator("main")).to_contain_text("须分开看")
    with page.expect_download() as given:
        page.get_by_role("link", name=re.compile("下载这些数（CSV）")).click()
    written = given.value.path().read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) > 6 and len({len(row) for row in rows}) == 1
    assert {"苏州市", "正宁县", "鹤山市"} <= {cell for row in rows for cell in row}


def test_who_leads_something_in_a_county_and_what_is_due_are_two_choices_away(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("main").get_by_role("link", name="任务", exact=True).click()
    page.get_by_label("省份").select_option("62")
    page.get_by_label("主题").select_option("cross-region-care")
    expect(page.locator(".count")).to_contain_text("符合的有")
    found = page.locator("[data-found] tr").filter(has=page.locator("[data-label=牵头]"))
    expect(found.first).to_contain_text("正宁县")
    expect(found.first.locator("[data-label=牵头]")).to_contain_text("县医疗保障局")
    page.locator("main").get_by_role("link", name="时间表").first.click()
    page.get_by_role("combobox", name="到期").select_option("2025")
    expect(page.locator(".count")).to_have_text("符合的有 24 条")


def test_two_places_are_compared_and_the_address_is_enough_to_share(open_page: OpenPage, site: str) -> None:
    page = open_page(**phone())
    page.locator("main").get_by_role("link", name="并排比较").click()
    assert not page.evaluate("performance.getEntriesByType('resource').filter(e => /data.compare/.test(e.name)).length")
    page.get_by_role("link", name=re.compile("指标可以比较")).first.click()
    expect(page.locator(".tbl--side").first).to_be_visible()
    shown = page.locator(".chosen li > span").all_inner_texts()
    other = open_page(page.url.removeprefix(site))
    expect(other.locator(".chosen li > span")).to_have_text(shown)
    expect(other.locator(".tbl--side").first).to_be_visible()


def test_all_of_it_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    by_keyboard(page, "搜索条文")
    page.keyboard.type("杭州")
    page.keyboard.press("Enter")
    expect(page.locator(".absent h2")).to_have_text("杭州市：未收录")
    page.keyboard.press("Escape")
    by_keyboard(page, "苏州市医疗保障事业发展")
    page.keyboard.press("Enter")
    expect(page.locator("article[data-plan]")).to_be_visible()
    by_keyboard(page, "在本文中查找")
    page.keyboard.type("门诊共济")
    page.keyboard.press("Enter")
    expect(page.locator("article mark").first).to_be_in_viewport()


def test_at_four_times_the_size_the_text_is_in_reach(open_page: OpenPage, site: str) -> None:
    page = open_page("about/")
    page.set_viewport_size({"width": 320, "height": 256})
    for url in ("plans/320500-suzhou-145/#chp_2__sec_1", "search/?q=异地就医", "compare/?j=320500,621025", "timeline/"):
        page.goto(site + url, wait_until="networkidle")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, url
        page.evaluate("scrollBy(0, 400)")
        # What stays in its place leaves more than half of the window to what is read.
        free = page.evaluate(
            """() => [...Array(32).keys()].filter(i => {
                let e = document.elementFromPoint(160, 4 + 8 * i);
                for (; e; e = e.parentElement) if (/fixed|sticky/.test(getComputedStyle(e).position)) return false;
                return true;
            }).length"""
        )
        assert free > 18, (url, free)


def test_without_scripts_a_plan_is_found_from_the_home_page(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_role("searchbox", name="搜索条文").fill("异地就医")
    page.keyboard.press("Enter")
    page.locator("main .caution").get_by_role("link", name="规划").click()
    page.locator("main").get_by_role("link", name=re.compile("正宁县")).first.click()
    expect(page.locator("article[data-plan]")).to_contain_text("异地就医")
