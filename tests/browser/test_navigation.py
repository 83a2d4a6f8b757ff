"""The frame of every page: groups of pages, a menu on a phone, by keyboard; reports without an account; offline."""

from __future__ import annotations

import re

import pytest
from browsing import OpenPage, phone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def tab_to(page: Page, words: str, most: int = 12) -> None:
    """Press Tab until the element with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(f"no way to {words} by Tab")


def test_a_phone_s_menu_is_whole_and_opens_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("plans/", **phone(height=500))
    hidden = page.locator(".site-nav")
    expect(hidden).to_be_hidden()
    tab_to(page, "菜单")
    page.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    shown = page.locator(".site-nav a:visible").all_inner_texts()
    assert {"规划", "行政区", "搜索", "主题", "指标", "任务", "时间表", "数据下载", "关于"} <= set(shown)
    for _ in shown:
        page.keyboard.press("Tab")
    last = page.evaluate(
        """() => { const e = document.activeElement, r = e.getBoundingClientRect();
            return [e.textContent.trim(), r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth] }"""
    )
    assert last == [shown[-1], True]
    page.keyboard.press("Escape")
    expect(hidden).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent.trim()") == "菜单"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.site-nav')")


def test_groups_open_one_at_a_time_and_close(open_page: OpenPage) -> None:
    page = open_page("plans/")
    groups = page.locator(".site-nav summary:visible")
    assert groups.all_inner_texts() == ["查规划", "查条文", "比目标", "看进度", "其他"]
    tab_to(page, "查条文")
    page.keyboard.press("Enter")
    link = page.locator(".site-nav a", has_text="引用文件")
    expect(link).to_be_visible()
    groups.nth(2).click()
    expect(link).to_be_hidden()
    expect(page.locator(".site-nav a", has_text="并排比较")).to_be_visible()
    page.locator("main h1").click()
    expect(page.locator(".site-nav a:visible")).to_have_count(0)
    groups.nth(0).click()
    page.locator(".site-nav a", has_text="行政区").click()
    page.wait_for_url("**/jurisdictions/")


def test_without_scripts_groups_open_too(open_page: OpenPage) -> None:
    page = open_page("plans/", java_script_enabled=False)
    page.locator(".site-nav summary", has_text="看进度").click()
    expect(page.locator(".site-nav a", has_text="时间表")).to_be_visible()


def test_the_group_of_a_generated_page_is_marked(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/")
    expect(page.locator(".tab--on summary")).to_have_text("查规划")


def test_an_error_is_reported_without_an_account(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/", **phone())
    page.locator("footer .report").click()
    box = page.locator("dialog")
    expect(box.locator("pre")).to_contain_text("苏州市医疗保障事业发展“十四五”规划")
    expect(box.locator("pre")).to_contain_text(f"网址：{page.url}")
    edges = box.bounding_box()
    assert edges and edges["x"] >= 0 and edges["x"] + edges["width"] <= 390
    expect(box.get_by_role("link", name="GitHub")).to_have_attribute("href", re.compile("template=report-error"))
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as where no HTTPS is
    page.evaluate("addEventListener('copy', () => { window.copied = String(getSelection()) })")
    box.get_by_role("button", name="复制这段文字").click()
    expect(box.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("copied") == box.locator("pre").inner_text()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    page.get_by_role("link", name="没有账号也可以报错").click()
    page.wait_for_url("**/contribute/#hand-in")
    expect(page.locator("[data-copied]").first).to_contain_text("应当是")
    expect(page.get_by_role("button", name="复制这段文字").first).to_be_visible()


def test_a_plan_read_once_opens_offline(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/", service_workers="allow")
    page.wait_for_load_state("networkidle")  # what comes after the page is kept too
    page.wait_for_function(
        """async () => { const kept = (await (await caches.open("kept")).keys()).map(request => request.url);
            const read = performance.getEntriesByType("resource").map(({name}) => name);
            const shown = [...read.filter(url => !url.endsWith("/sw.js")), document.querySelector("[rel~=icon]").href];
            return [".css", "library.js", "/320500-suzhou-145/"].every(end => kept.some(url => url.endsWith(end)))
                && shown.every(url => kept.includes(url)); }"""
    )
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    try:
        page.reload()
        expect(page.locator("h1").first).to_contain_text("苏州市医疗保障事业发展")
        assert page.locator(".provision").count() > 100
        assert page.locator(".top").evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    finally:
        page.context.set_offline(False)
