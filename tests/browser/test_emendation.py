"""An emendation read by mouse, by touch and by keyboard."""

from __future__ import annotations

import pytest
from browsing import OpenPage, phone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ZHENGNING = "plans/621025-zhengning-145/"
SAID = ("原文作“推动全医疗保障”", "读作“推动全县医疗保障”", "“全”后脱“县”字")


def mark_of(page: Page, reading: str):
    """Return the link of the note that says `reading`."""
    number = page.locator(".note", has_text=reading).first.get_attribute("id")
    return page.locator(f'article[data-plan] .mark a[href="#{number}"]').first, page.locator(f"#{number}")


def test_an_emendation_stands_beside_what_is_printed(open_page: OpenPage) -> None:
    page = open_page(ZHENGNING)
    paragraph = page.locator("#p_1")
    assert "推动全县" in paragraph.inner_text().replace("\n", "").replace("2", "")
    expect(paragraph.locator("ins").first).to_have_css("text-decoration-line", "underline")
    for words in SAID:
        expect(mark_of(page, "推动全县")[1]).to_contain_text(words)
    expect(mark_of(page, "推动全县")[1]).to_be_visible()


def test_by_keyboard_the_menu_leads_to_each_note_and_back(open_page: OpenPage) -> None:
    page = open_page(ZHENGNING)
    ref = page.locator("#p_1 > .ref")
    note = mark_of(page, "推动全县")[1]
    number = str(note.get_attribute("id")).removeprefix("note-")
    ref.focus()
    page.keyboard.press("Enter")
    entries = page.get_by_role("menu").get_by_role("menuitem", name="看注")
    marks = page.locator("#p_1 .mark").all_inner_texts()
    assert entries.all_inner_texts() == [f"看注 {mark}" for mark in marks]
    while page.evaluate("document.activeElement.textContent") != f"看注 {number}":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    for words in SAID:
        expect(note).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(ref).to_be_focused()


def test_every_emendation_has_a_mark_or_leads_to_its_note(open_page: OpenPage) -> None:
    page = open_page(ZHENGNING)
    notes = set(page.locator("article .note--emendation").evaluate_all("all => all.map(e => '#' + e.id)"))
    reached = page.locator("article[data-plan] :is(.mark a, ins a)").evaluate_all(
        "all => all.filter(e => e.getClientRects().length).map(e => e.hash)"
    )
    assert len(notes) == 58
    assert notes <= set(reached)
    edited = page.locator("article[data-plan] :is(ins, del)").count()
    assert len([mark for mark in reached if mark in notes]) >= edited / 3


def test_by_touch_a_mark_leads_to_its_note(open_page: OpenPage) -> None:
    page = open_page(ZHENGNING, **phone())
    mark, note = mark_of(page, "推动全县")
    mark.scroll_into_view_if_needed()
    mark.tap()
    expect(note).to_be_in_viewport()
    expect(note).to_be_focused()
    size = mark.bounding_box()
    assert size["width"] >= 12
    assert size["height"] >= 16


def test_the_list_of_notes_leads_to_each(open_page: OpenPage) -> None:
    page = open_page(ZHENGNING)
    page.locator(".apparatus summary").click()
    expect(page.locator(".apparatus li").nth(1)).to_contain_text("“全”后脱“县”字")
    page.locator('.apparatus a[href="#note-2"]').click()
    expect(page.locator("#note-2")).to_be_in_viewport()
