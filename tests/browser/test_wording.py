"""Shared wording in the browser: notes that open by keyboard, pages that fit a phone, marks a screen reader hears."""

from __future__ import annotations

import pytest
from browsing import OpenPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PLAN = "plans/440784-heshan-145-consultation/"
PAIR = "wording/320500-suzhou-145--621025-zhengning-145/"
HERE = "#para_1__subpara_3__point_2"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_note_opens_by_keyboard_and_leads_to_both_provisions(open_page: OpenPage, width: int) -> None:
    page = open_page(PLAN + HERE, width=width)
    note = page.locator(f".noted:has({HERE}) + details.alike")
    expect(note).to_be_hidden()
    page.locator(f"{HERE} > .ref").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="3 份规划有相同文字")).to_be_focused()
    page.keyboard.press("Enter")
    expect(note.locator("summary")).to_be_focused()
    expect(note.locator("li, p").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(note.locator("a").first).to_be_focused()
    note.get_by_role("link", name="对照").first.click()
    expect(page.locator(".beside:target")).to_be_in_viewport()
    eid = page.locator(".beside:target div > p:first-child > a", has_text="鹤山市").get_attribute("href")
    assert eid
    assert eid.endswith(HERE)


def test_notes_are_closed_small_and_not_printed(open_page: OpenPage) -> None:
    page = open_page(PLAN, width=390, java_script_enabled=False)
    expect(page.locator("details.alike").first).to_be_visible()
    assert page.locator("details.alike").count() > 10
    assert page.locator("details.alike[open]").count() == 0
    heights = page.locator("details.alike").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert max(heights) < 40
    page.emulate_media(media="print")
    expect(page.locator("details.alike").first).to_be_hidden()


@pytest.mark.parametrize("url", [PAIR, "wording/", "citations/"])
def test_nothing_reaches_beyond_a_phone(open_page: OpenPage, url: str) -> None:
    page = open_page(url, width=390)
    for details in page.locator("main details").all():
        details.evaluate("e => e.open = true")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    labels = page.locator("main td[data-label], main th[data-label]")
    overlaps = labels.evaluate_all(
        """cells => cells.filter(cell => {
            const range = document.createRange(); range.selectNodeContents(cell);
            const label = getComputedStyle(cell, "::before");
            return cell.offsetParent && label.position === "absolute"
                && [...range.getClientRects()].some(r => r.width
                    && r.left < cell.getBoundingClientRect().left + parseFloat(label.width)); }).length"""
    )
    assert overlaps == 0


def test_provisions_stand_side_by_side_or_one_below_the_other(open_page: OpenPage) -> None:
    for width, beside in ((1440, True), (390, False)):
        page = open_page(PAIR, width=width)
        one, two = (page.locator(".beside").first.locator("> div").nth(i).bounding_box() for i in (0, 1))
        assert one
        assert two
        assert (one["y"] == two["y"]) == beside


def test_a_screen_reader_hears_where_texts_differ_and_a_copy_does_not_hold_it(open_page: OpenPage) -> None:
    page = open_page(PAIR)
    said = page.locator(".beside div > p:last-child", has=page.locator("mark")).first
    tree = page.locator(".beside").filter(has=page.locator("mark")).first.aria_snapshot()
    assert "〔不同：" in tree
    assert "〔不同：" not in said.inner_text()
    # A row of two texts is found by its heading, what is little of either in a list; both are numbered on.
    headings = page.get_by_role("heading", level=2).filter(has_text="字相同")
    assert headings.count() == page.locator(".beside").count() > 0
    numbers = [int(words.split("　")[0]) for words in headings.all_inner_texts()]
    for found in page.locator(".brief").all():
        start = int(found.get_attribute("start") or "")
        numbers += range(start, start + found.get_by_role("listitem").count())
    assert sorted(numbers) == list(range(1, len(numbers) + 1)) and len(numbers) > headings.count()


def test_a_cited_document_leads_to_the_provision_and_back(open_page: OpenPage) -> None:
    page = open_page("citations/")
    row = page.locator("tr", has_text="包府办发〔2022〕163号")
    row.locator(".citing a").nth(1).click()
    expect(page.locator(".provision:target")).to_contain_text("包府办发〔2022〕163号")
    page.locator("summary", has_text="文中引用的文件").click()
    page.locator(".cites li", has_text="163号").locator("a.cited-by").click()
    expect(page.locator("tr:target")).to_contain_text("包头市健全重特大疾病医疗保险和救助制度实施方案")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_told_apart_in_both_colour_schemes_and_not_by_colour_alone(open_page: OpenPage, scheme: str) -> None:
    page = open_page(PAIR, color_scheme=scheme)
    mark = page.locator(".beside mark").first
    ground, shadow = mark.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).boxShadow]")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground != paper
    assert "inset" in shadow
