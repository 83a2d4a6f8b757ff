"""Filtering and sorting the list of plans."""

from __future__ import annotations

import re

import pytest
from browsing import OpenPage, phone
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

BAOTOU, SUZHOU, SHANDONG, HESHAN, ZHENGNING = ALL = (
    "150200-baotou-reform-2023",
    "320500-suzhou-145",
    "370000-shandong-145-press",
    "440784-heshan-145-consultation",
    "621025-zhengning-145",
)


def open_list(open_page: OpenPage, query: str = "", **options) -> Page:
    """Open the list and wait until it answers."""
    page = open_page(f"plans/{query}", **options)
    expect(page.locator("form.filters")).to_be_visible()
    return page


def expect_shown(page: Page, ids: list[str]) -> None:
    """Wait until the list shows these plans in this order, and says how many."""
    expect(page.locator(".count")).to_have_text(f"共 {len(ids)} 份" if ids else "没有符合的规划，请减少条件")
    rows = page.locator("[data-plan-list] tbody tr")
    expect(rows).to_have_count(len(ids))
    for row, plan_id in zip(rows.all(), ids, strict=True):
        expect(row).to_have_attribute("data-id", plan_id)


def test_all_plans_are_listed_by_code(open_page: OpenPage) -> None:
    expect_shown(open_list(open_page), list(ALL))


WORDS = [
    ("苏州", [SUZHOU]),
    ("suzhou", [SUZHOU]),
    ("Suzhou", [SUZHOU]),
    ("ＳＵＺＨＯＵ", [SUZHOU]),
    ("zhengning", [ZHENGNING]),
    ("baotou", [BAOTOU]),
    ("3205", [SUZHOU]),
    ("370000", [SHANDONG]),
    ("江苏", [SUZHOU]),
    ("江门", [HESHAN]),
    ("发布会", [SHANDONG]),
    ("规划 鹤山", [HESHAN]),
    ("十四五", [SUZHOU, SHANDONG, HESHAN, ZHENGNING]),
    ("鹤山 苏州", []),
    ("<script>", []),
    ("  ", list(ALL)),
]
CHOICES = [
    ("province", "甘肃省", [ZHENGNING]),
    ("level", "县级", [HESHAN, ZHENGNING]),
    ("level", "国家级", []),
    ("kind", "实施方案", [BAOTOU]),
    ("kind", "发布会实录", [SHANDONG]),
    ("stage", "征求意见稿", [HESHAN]),
]


def test_words_pinyin_and_codes_find_plans(open_page: OpenPage) -> None:
    page = open_list(open_page)
    for words, ids in WORDS:
        page.get_by_label("标题、地名、拼音或代码").fill(words)
        expect_shown(page, ids)


def test_each_filter_filters(open_page: OpenPage) -> None:
    page = open_list(open_page)
    for name, label, ids in CHOICES:
        page.locator(f"form.filters select[name={name}]").select_option(label=label)
        expect_shown(page, ids)
        page.get_by_role("button", name="清除").click()
        expect_shown(page, list(ALL))


def test_filters_narrow_each_other(open_page: OpenPage) -> None:
    page = open_list(open_page)
    page.get_by_label("级别").select_option(label="县级")
    page.get_by_label("阶段").select_option(label="已印发")
    expect_shown(page, [ZHENGNING])


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("行政区划代码", [BAOTOU, SUZHOU, SHANDONG, HESHAN, ZHENGNING]),
        ("拼音", [BAOTOU, HESHAN, SHANDONG, SUZHOU, ZHENGNING]),
        ("日期，新的在前", [BAOTOU, ZHENGNING, SUZHOU, SHANDONG, HESHAN]),
    ],
)
def test_the_list_is_sorted(open_page: OpenPage, order: str, ids: list[str]) -> None:
    page = open_list(open_page, "?sort=published" if order == "行政区划代码" else "")
    page.get_by_label("排序").select_option(label=order)
    expect_shown(page, ids)


def test_the_address_holds_the_choice_and_reload_and_back_restore_it(open_page: OpenPage, site: str) -> None:
    page = open_list(open_page)
    page.get_by_label("级别").select_option(label="县级")
    page.get_by_label("排序").select_option(label="拼音")
    page.get_by_label("标题、地名、拼音或代码").fill("医疗")
    expect_shown(page, [HESHAN, ZHENGNING])
    for key in ("level", "sort", "q"):
        expect(page).to_have_url(re.compile(rf"{re.escape(site)}plans/\?(.*&)?{key}="))
    address = page.url
    page.reload()
    expect_shown(page, [HESHAN, ZHENGNING])
    expect(page.get_by_label("标题、地名、拼音或代码")).to_have_value("医疗")
    expect(page.get_by_label("级别")).to_have_value("county")
    expect(page.get_by_label("排序")).to_have_value("pinyin")
    page.locator("[data-plan-list] tbody a").first.click()
    expect(page.locator("article[data-plan]")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    expect_shown(page, [HESHAN, ZHENGNING])
    expect(page.get_by_label("级别")).to_have_value("county")


def test_an_address_with_a_choice_opens_so(open_page: OpenPage) -> None:
    page = open_list(open_page, "?province=32&q=suzhou")
    expect_shown(page, [SUZHOU])
    expect(page.get_by_label("省份")).to_have_value("32")


def test_an_address_with_a_choice_that_is_none_shows_all(open_page: OpenPage) -> None:
    expect_shown(open_list(open_page, "?level=galaxy&sort=colour&kind="), list(ALL))


def test_nothing_found_says_so_and_clearing_shows_all(open_page: OpenPage, site: str) -> None:
    page = open_list(open_page, "?sort=pinyin")
    page.get_by_label("标题、地名、拼音或代码").fill("没有这个地方")
    expect_shown(page, [])
    expect(page.locator(".count")).to_have_attribute("aria-live", "polite")
    page.get_by_role("button", name="清除").click()
    expect_shown(page, list(ALL))
    page.wait_for_url(f"{site}plans/")
    expect(page.get_by_label("标题、地名、拼音或代码")).to_have_value("")


def test_enter_does_not_leave_the_page(open_page: OpenPage, site: str) -> None:
    page = open_list(open_page)
    page.get_by_label("标题、地名、拼音或代码").fill("suzhou")
    page.keyboard.press("Enter")
    expect_shown(page, [SUZHOU])
    expect(page).to_have_url(f"{site}plans/?q=suzhou")


def test_filters_work_on_a_phone(open_page: OpenPage) -> None:
    page = open_list(open_page, **phone())
    page.get_by_label("省份").select_option(label="江苏省")
    expect_shown(page, [SUZHOU])


def test_a_draft_is_a_draft_in_the_list(open_page: OpenPage) -> None:
    page = open_list(open_page)
    expect(page.locator(f'tr[data-id="{HESHAN}"]')).to_contain_text("征求意见稿")
    expect(page.locator(f'tr[data-id="{SHANDONG}"]')).to_contain_text("第二手资料")


def test_a_long_list_is_shown_bit_by_bit_and_its_rows_are_text(open_page: OpenPage) -> None:
    """Beyond the rows of the page others are made in the browser, from data that may hold anything."""
    page = open_page("about/")
    attack = "<img src=x onerror=window.__pwned=1>"

    def answer(route: Route) -> None:
        plans = route.fetch().json()
        more = [
            plans[1]
            | {"id": f"990000-x-{n:03}", "jurisdiction_code": "990000", "title": f"{n}{attack}", "path": attack}
            for n in range(150)
        ]
        route.fulfill(json=[*plans, *more])

    page.route("**/data/plans.json", answer)
    page.goto(page.url.replace("about/", "plans/"))
    expect(page.locator(".count")).to_have_text("共 155 份")
    rows = page.locator("[data-plan-list] tbody tr")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="再显示 100 份").click()
    expect(rows).to_have_count(155)
    expect(page.get_by_role("button", name="再显示 100 份")).to_be_hidden()
    expect(rows.last.locator("a")).to_have_text(f"149{attack}")
    assert rows.last.locator("td").evaluate_all("all => all.map(e => e.dataset.label)") == [
        "行政区",
        "种类",
        "规划期",
        "日期",
    ]
    assert page.evaluate("window.__pwned") is None
    assert page.locator("[data-plan-list] img").count() == 0


def test_a_list_without_its_data_says_so(open_page: OpenPage, site: str) -> None:
    page = open_page("about/")
    page.route("**/data/plans.json", lambda route: route.fulfill(body="{", content_type="application/json"))
    page.goto(f"{site}plans/")
    expect(page.locator(".count")).to_contain_text("没有载入")
    expect(page.locator("[data-plan-list] tbody tr")).to_have_count(5)
