"""How plans stand follows the reader's day: a site built in December says in January what is true in January."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from browsing import OpenPage, serve
from builds import shared_build
from playwright.sync_api import Locator, Page, expect
from standing import build_standing

OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"
DECEMBER, JANUARY = "2025-12-20T10:00:00+08:00", "2026-01-02T10:00:00+08:00"
PLAN, PLACE = "990300-chenlong-145", "辰龙市"  # its period ends with 2025
LATER = "990301-chenlin-155"  # its period begins with 2026


@pytest.fixture(scope="session")
def december(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the made-up plans' site, built on 20 December 2025."""
    made = shared_build(tmp_path_factory, "december", lambda folder: build_standing(folder, date(2025, 12, 20)))
    assert made.code == 0, made.output
    yield from serve(made.site)


def texts(found: Locator) -> list[str]:
    return [text.strip() for text in found.all_inner_texts()]


ENDS, BEGINS = '[data-status*="2026-01-01 ended"]', '[data-status*="upcoming"][data-status*="2026-01-01"]'
IS_DRAFT = '[data-key="consultation"]'


def marks(page: Page, told: str = ENDS) -> Locator:
    """The marks of plans that stand so: one period ends, another begins, with the year; one is a draft for good."""
    return page.locator(f".doc :is(i[data-key], .badge--status){told}")


def test_a_plans_own_page_says_it(open_page: OpenPage, december: str) -> None:
    page = open_page(f"plans/{PLAN}/", root=december, now=DECEMBER)
    badge, sentence = page.locator(".badge--status"), page.locator(".standing p:visible")
    expect(badge).to_have_text("规划期内")
    expect(sentence).to_have_text("已印发，规划期内（2021—2025年）。")
    expect(page.locator(".as-of")).to_have_text("规划的状态按2025年12月20日计。")
    page = open_page(f"plans/{PLAN}/", root=december, now=JANUARY)
    badge, sentence = page.locator(".badge--status"), page.locator(".standing p:visible")
    expect(badge).to_have_text("规划期已满")
    expect(sentence).to_have_text("已印发，规划期已满（自2026年1月1日）。")
    expect(page.locator(".as-of")).to_have_text("规划的状态按2026年1月2日计。")


def test_without_scripts_the_day_of_the_build_stands_and_is_named(open_page: OpenPage, december: str) -> None:
    page = open_page(f"plans/{PLAN}/", root=december, java_script_enabled=False)
    expect(page.locator(".badge--status")).to_have_text("规划期内")
    expect(page.locator(".as-of")).to_have_text("规划的状态按2025年12月20日计。")


@pytest.mark.parametrize(
    "url",
    [
        *("plans/", "indicators/", "indicators/enrolment-rate/", "themes/", "themes/enrolment/", "measures/"),
        *("timeline/", "quality/", "wording/", "citations/", "data/", "jurisdictions/", "jurisdictions/990000/"),
        *(f"plans/{LATER}/", "agencies/healthcare-security/"),
    ],
)
def test_every_page_that_names_it_says_it_in_january(open_page: OpenPage, december: str, url: str) -> None:
    page = open_page(url, root=december, now=DECEMBER)
    assert marks(page).count(), "it is named here"
    assert not [text for text in marks(page).locator("visible=true").all_inner_texts() if "规划期已满" in text]
    page = open_page(url, root=december, now=JANUARY)
    page.evaluate(OPEN_ALL)
    shown = marks(page).locator("visible=true")
    assert shown.count() == marks(page).count()
    assert all("规划期已满" in text for text in shown.all_inner_texts())


def test_a_period_that_begins_takes_its_mark_away(open_page: OpenPage, december: str) -> None:
    page = open_page("timeline/", root=december, now=DECEMBER)
    page.evaluate(OPEN_ALL)
    assert set(texts(marks(page, BEGINS))) == {"规划期未到"}
    page = open_page("timeline/", root=december, now=JANUARY)
    assert marks(page, BEGINS).count()
    expect(marks(page, BEGINS).locator("visible=true")).to_have_count(0)


def test_the_home_page_says_of_the_newest_how_it_stands(open_page: OpenPage, december: str) -> None:
    page = open_page("", root=december, now=DECEMBER)
    assert marks(page, BEGINS).count()
    assert all(text.endswith("规划期未到") for text in texts(marks(page, BEGINS)))
    page = open_page("", root=december, now=JANUARY)
    assert not [text for text in texts(marks(page, BEGINS)) if "规划期未到" in text]


def test_what_is_no_final_text_stays_what_it_is(open_page: OpenPage, december: str) -> None:
    page = open_page("timeline/", root=december, now=JANUARY)
    page.evaluate(OPEN_ALL)
    assert set(texts(marks(page, IS_DRAFT))) == {"征求意见稿"}


@pytest.mark.parametrize(("now", "said"), [(DECEMBER, ""), (JANUARY, "规划期已满")])
def test_what_scripts_add_says_it(open_page: OpenPage, december: str, now: str, said: str) -> None:
    row = open_page("timeline/?province=99&place=990300", root=december, now=now).locator("[data-found] li")
    expect(row.first).to_contain_text(PLACE)
    assert texts(row.first.locator("i[data-key]")) == [said] * bool(said)
    head = open_page("measures/?province=99&place=990300", root=december, now=now).locator("[data-found] .of-plan th")
    expect(head).to_have_text(f"辰龙市医疗保障145试验规划{said and f' {said}'}")
    hit = open_page(f"search/?q={PLACE}稳定住院", root=december, now=now).locator(f'.hits li[data-plan="{PLAN}"]')
    expect(hit.first).to_be_visible()
    assert texts(hit.first.locator("i[data-key]")) == [said] * bool(said)
    header = open_page("about/", root=december, now=now)
    header.get_by_role("combobox", name="搜索条文").fill(f"{PLACE}稳定住院")
    first = header.get_by_role("option").filter(has_text=PLACE).first
    expect(first).to_be_visible()
    assert texts(first.locator("i[data-key]")) == [said] * bool(said)
    table = open_page("compare/?j=990300,990000", root=december, now=now)
    expect(table.locator(".compare > .count")).to_contain_text(f"{PLACE}（{said}）" if said else f"{PLACE}、")
    expect(table.locator(".tbl--side thead th").nth(1)).to_contain_text(f"试验规划{said and f' {said}'}")
    expect(table.locator(".tbl--side thead th").nth(2)).to_contain_text("征求意见稿")


def test_the_timeline_s_today_is_the_reader_s(open_page: OpenPage, december: str) -> None:
    page = open_page("timeline/", root=december, now=DECEMBER)
    before = page.locator("line.now").first.get_attribute("x1")
    hollow = page.locator(".tl .dot:not(.past)").count()
    page.evaluate(OPEN_ALL)
    due = page.locator(".dated .badge:visible").count()
    page = open_page("timeline/", root=december, now=JANUARY)
    assert float(page.locator("line.now").first.get_attribute("x1").rstrip("%")) > float(before.rstrip("%"))
    assert page.locator("text.now-word").get_attribute("x") == page.locator("line.now").first.get_attribute("x1")
    assert page.locator(".tl .dot:not(.past)").count() < hollow
    page.evaluate(OPEN_ALL)
    assert page.locator(".dated .badge:visible").count() > due
    assert not [line for line in page.locator(".due").all_inner_texts() if "完成了" in line or "逾期" in line]
