"""Copying the link and the citation of a provision."""

from __future__ import annotations

import re

import pytest
from browsing import OpenPage, phone
from builds import PLAN_IDS, ROOT
from playwright.sync_api import Page, expect

from medplan.library.repository import Repository
from medplan.plan.printed import locator

pytestmark = pytest.mark.browser

# Half past midnight in China, when it is the day before in UTC.
NOW, TODAY = "2026-02-01T00:30:00+08:00", "2026-02-01"
GRANTED = {"permissions": ["clipboard-read", "clipboard-write"]}


def open_plan(open_page: OpenPage, plan: str, **options) -> Page:
    """Open a plan at a fixed time, with leave to use the clipboard."""
    return open_page(f"plans/{plan}/", now=NOW, **GRANTED, **options)


def copied(page: Page, eid: str, what: str) -> str:
    """Use a provision's tool and return what the clipboard holds then."""
    page.evaluate("navigator.clipboard.writeText('')")
    provision = page.locator(f"#{eid}")
    provision.scroll_into_view_if_needed()
    provision.hover()
    tool = page.locator(f'[id="{eid}"] [data-copy="{what}"]').first
    expect(tool).to_be_visible()
    tool.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("plan", "eid"),
    [
        ("320500-suzhou-145", "chp_3__sec_1__para_2"),
        ("320500-suzhou-145", "chp_2__sec_3__ind_1__row_3"),
        ("621025-zhengning-145", "p_1"),
        ("150200-baotou-reform-2023", "para_2__subpara_1__point_2"),
    ],
)
def test_a_link_is_the_whole_address_of_the_provision(open_page: OpenPage, site: str, plan: str, eid: str) -> None:
    page = open_plan(open_page, plan)
    address = f"{site}plans/{plan}/#{eid}"
    assert copied(page, eid, "link") == address
    expect(page).to_have_url(address)
    expect(page.locator(".toast")).to_contain_text("已复制")


def test_the_address_of_a_link_has_no_query(open_page: OpenPage, site: str) -> None:
    page = open_page("plans/320500-suzhou-145/?from=somewhere#chp_1", **GRANTED)
    assert copied(page, "chp_1__sec_1", "link") == f"{site}plans/320500-suzhou-145/#chp_1__sec_1"


@pytest.mark.parametrize(
    ("plan", "eid", "head", "place", "published"),
    [
        (
            "320500-suzhou-145",
            "chp_3__sec_1__para_2",
            "苏州市医疗保障局. 苏州市医疗保障事业发展“十四五”规划",
            "第三章第一节二、?",
            "2021-10-08",
        ),
        (
            "370000-shandong-145-press",
            "answer_1__p_1",
            "山东省. 山东省《医疗保障事业发展“十四五”规划》新闻发布会实录",
            "回答1第1段",
            "2021-08-30",
        ),
    ],
)
def test_a_citation_follows_the_standard(
    open_page: OpenPage, site: str, plan: str, eid: str, head: str, place: str, published: str
) -> None:
    page = open_plan(open_page, plan)
    address = re.escape(f"{site}plans/{plan}/#{eid}")
    text = copied(page, eid, "cite")
    assert re.fullmatch(rf"{head}：{place}\[EB/OL\]\.（{published}）\[{TODAY}\]\. {address}\.", text), text


def test_a_citation_of_an_undated_plan_has_no_date_of_publication(open_page: OpenPage, site: str) -> None:
    page = open_plan(open_page, "440784-heshan-145-consultation")
    text = copied(page, "para_1__subpara_1__p_1", "cite")
    address = re.escape(f"{site}plans/440784-heshan-145-consultation/#para_1__subpara_1__p_1")
    place = "一、?（一）第1段"
    assert re.fullmatch(rf"鹤山市. 鹤山市医疗.*规划.*：{place}\[EB/OL\]\.\[{TODAY}\]\. {address}\.", text), text


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_citation_names_its_place_as_the_library_does(open_page: OpenPage, plan_id: str) -> None:
    page = open_page(f"plans/{plan_id}/")
    places = page.locator('article [data-copy="cite"]').evaluate_all(
        "all => all.map(e => [e.closest('[id]').id, e.dataset.at])"
    )
    [plan] = [plan for plan in Repository.open(ROOT / "data").plans() if plan.id == plan_id]
    wanted = {node.eid: locator(above, node) for node, above in plan.walk()}
    assert len(places) > 40
    assert [place for _, place in places] == [wanted[eid] for eid, _ in places]
    assert len({place for _, place in places}) == len(places)


def test_without_scripts_each_provision_has_its_link_and_says_what_it_is_called(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/", java_script_enabled=False)
    provision = page.locator("#chp_1__sec_1__para_2__p_1")
    provision.scroll_into_view_if_needed()
    provision.hover()
    link = provision.locator("> a")
    expect(link).to_have_css("opacity", "1")
    expect(link).to_have_text("第1段")
    link.click()
    expect(page.locator(".provision:target")).to_have_attribute("id", "chp_1__sec_1__para_2__p_1")


def test_tools_are_reached_by_keyboard(open_page: OpenPage, site: str) -> None:
    page = open_plan(open_page, "320500-suzhou-145")
    page.locator('#chp_1__sec_1__para_1 [data-copy="link"]').focus()
    expect(page.locator("#chp_1__sec_1__para_1 .tools")).to_have_css("opacity", "1")
    page.keyboard.press("Tab")
    expect(page.locator('#chp_1__sec_1__para_1 [data-copy="cite"]')).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('[EB/OL]')")


def test_a_tap_shows_the_tools_of_a_paragraph_and_hides_those_of_another(open_page: OpenPage, site: str) -> None:
    page = open_plan(open_page, "320500-suzhou-145", **phone())
    first, second = (page.locator(f"#chp_1__sec_1__para_{n}__p_1") for n in (1, 2))
    expect(first.locator(".tools")).to_be_hidden()
    first.tap(position={"x": 60, "y": 12})
    expect(first.locator(".tools")).to_be_visible()
    second.tap(position={"x": 60, "y": 12})
    expect(second.locator(".tools")).to_be_visible()
    expect(first.locator(".tools")).to_be_hidden()
    second.locator('[data-copy="link"]').tap()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('#chp_1__sec_1__para_2__p_1')")
    second.tap(position={"x": 60, "y": 12})


def test_what_can_not_be_copied_is_shown(open_page: OpenPage, site: str) -> None:
    page = open_page("plans/320500-suzhou-145/")
    page.evaluate(
        """() => {
            Object.defineProperty(navigator, "clipboard", {value: {writeText: () => Promise.reject(new Error("no"))}});
            document.execCommand = () => false;
        }"""
    )
    page.locator("#chp_1").hover()
    page.locator('#chp_1 [data-copy="link"]').click()
    expect(page.locator(".toast")).to_have_text(f"请手动复制：{site}plans/320500-suzhou-145/#chp_1")
