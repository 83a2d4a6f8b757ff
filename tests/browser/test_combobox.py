"""Both fields that offer choices, by keyboard, mouse, touch and input method: the same keys do the same in each."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass

import pytest
from browsing import OpenPage, phone, wait_until
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Combobox:
    """A combobox: its page, its name, the name of its list; a text with several choices, one with none."""

    url: str
    name: str
    list_name: str
    typed: str
    unknown: str
    said: str
    data: str

    def field(self, page: Page) -> Locator:
        return page.get_by_role("combobox", name=self.name)

    def options(self, page: Page) -> Locator:
        return page.get_by_role("listbox", name=self.list_name, exact=True).get_by_role("option")

    def open(self, page: Page) -> tuple[Locator, Locator]:
        """Focus the field, type, and wait for choices; return the field and them."""
        field, options = self.field(page), self.options(page)
        field.click()
        page.keyboard.type(self.typed)
        expect(options.nth(1)).to_be_visible()
        return field, options


HEADER = Combobox(
    url="about/",
    name="搜索条文",
    list_name="最先找到的条文",
    typed="医共体",
    unknown="没有这样的词句",
    said="找到 4 条",
    data="**/search/index/**",
)
PLACES = Combobox(
    url="compare/",
    name="行政区的名称、拼音、首字母或代码",
    list_name="行政区",
    typed="suzhou",
    unknown="没有这个地方",
    said="3 个行政区",
    data="**/data/compare/places.json",
)
both = pytest.mark.parametrize("box", [HEADER, PLACES], ids=["header", "places"])


def expect_active(field: Locator, options: Locator, number: int | None) -> None:
    """Check that one option is active, or none, and that a screen reader is told the same."""
    expect(field).to_be_focused()
    for i in range(options.count()):
        expect(options.nth(i)).to_have_attribute("aria-selected", "true" if i == number else "false")
    if number is None:
        assert field.get_attribute("aria-activedescendant") is None
    else:
        expect(field).to_have_attribute("aria-activedescendant", str(options.nth(number).get_attribute("id")))


def hold_data(page: Page, box: Combobox) -> list[Route]:
    """Hold back what a box asks for; return what is held, as it comes."""
    held: list[Route] = []
    page.route(box.data, lambda route: held.append(route))
    return held


def release_data(page: Page, box: Combobox, held: list[Route]) -> None:
    """Let what was held back come, and all that is asked for from now on."""
    page.route(box.data, lambda route: route.continue_())  # the newest handler comes first
    for route in held:
        route.continue_()


def expect_closed(field: Locator, options: Locator) -> None:
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)
    assert field.get_attribute("aria-activedescendant") is None


@both
def test_it_says_what_it_is(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field = box.field(page)
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect_closed(field, box.options(page))
    field, options = box.open(page)
    expect(field).to_have_attribute("aria-expanded", "true")
    controlled = page.locator(f"#{field.get_attribute('aria-controls')}")
    expect(controlled).to_have_role("listbox")
    assert controlled.locator("> *").count() == controlled.locator("> [role=option]").count() == options.count()
    expect(controlled.locator("xpath=..").get_by_role("status")).to_contain_text(box.said)


@both
def test_arrows_go_round_through_the_choices_and_the_field(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.open(page)
    count = options.count()
    expect_active(field, options, None)
    for number in (*range(count), None, 0):
        page.keyboard.press("ArrowDown")
        expect_active(field, options, number)
    for number in (None, *reversed(range(count)), None):
        page.keyboard.press("ArrowUp")
        expect_active(field, options, number)
    # Whoever goes on in the text is back in the field.
    for key in ("ArrowLeft", "ArrowRight", "Home", "End"):
        page.keyboard.press("ArrowDown")
        expect_active(field, options, 0)
        page.keyboard.press(key)
        expect_active(field, options, None)


@both
def test_escape_closes_then_clears_and_arrows_open_again(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.open(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect_closed(field, options)
    expect(field).to_have_value(box.typed)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect_active(field, options, 0)
    page.keyboard.press("Alt+ArrowUp")
    expect_closed(field, options)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+ArrowDown")
    expect(options.first).to_be_visible()
    expect_active(field, options, None)
    page.keyboard.press("Escape")
    expect(field).to_have_value(box.typed)
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("ArrowDown")
    expect_closed(field, options)


@both
def test_tab_and_a_click_elsewhere_leave_what_is_typed(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.open(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    expect_closed(field, options)
    expect(field).to_have_value(box.typed)
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.mouse.click(20, 600)
    expect_closed(field, options)
    expect(field).to_have_value(box.typed)
    expect(page).to_have_url(re.compile(f"/{box.url}$"))


@both
def test_an_answer_that_comes_late_opens_nothing(open_page: OpenPage, box: Combobox, site: str) -> None:
    page = open_page("data/")
    held = hold_data(page, box)
    page.goto(site + box.url, wait_until="load")
    field = box.field(page)
    field.click()
    with page.expect_request(box.data) if not held else nullcontext():
        page.keyboard.type(box.typed)
    page.keyboard.press("Tab")
    release_data(page, box, held)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    expect_closed(field, box.options(page))


@both
def test_no_choice_is_told_to_everyone(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.field(page), box.options(page)
    field.click()
    page.keyboard.type(box.unknown)
    expect(options).to_have_count(1)
    expect(options).to_contain_text("没有")
    if box is PLACES:
        expect(options).to_be_disabled()
        page.keyboard.press("ArrowDown")
        expect_active(field, options, None)
        options.click(force=True)
        page.keyboard.press("Enter")
        expect(field).to_have_value(box.unknown)
        expect(page).to_have_url(re.compile(f"/{box.url}$"))


@both
def test_data_that_do_not_come_are_told_to_everyone(open_page: OpenPage, box: Combobox, site: str) -> None:
    page = open_page("data/")

    def broken(route: Route) -> None:
        route.fulfill(body="{", content_type="application/json")

    page.route(box.data, broken)
    page.goto(site + box.url, wait_until="load")
    field, options = box.field(page), box.options(page)
    # One input event asks once: nothing broken is still on its way when the fault is told.
    field.fill(box.typed[:-1])
    expect(options).to_contain_text("没有载入")
    held = hold_data(page, box)
    field.fill(box.typed)
    expect(options).to_have_count(0)  # the fault was that of another question
    wait_until(page, lambda: held)
    for route in held:
        broken(route)
    expect(options).to_contain_text("没有载入")
    release_data(page, box, [])
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_visible()


def expect_taken(page: Page, box: Combobox) -> None:
    """Check that the first choice was taken: a hit is opened, a place is chosen."""
    if box is HEADER:
        page.wait_for_url("**/plans/**")
        expect(page.locator("article mark").first).to_be_visible()
    else:
        expect(page.locator(".chosen li > span")).to_have_text(["苏州市"])
        expect(box.field(page)).to_have_value("")
        expect_closed(box.field(page), box.options(page))


@both
def test_enter_takes_the_active_choice(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    box.open(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect_taken(page, box)


@both
def test_keys_wait_for_the_choices_of_what_is_typed_by_now(open_page: OpenPage, box: Combobox, site: str) -> None:
    page = open_page("data/")
    held = hold_data(page, box)
    page.goto(site + box.url, wait_until="load")
    field = box.field(page)
    field.click()
    page.keyboard.insert_text(box.typed)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    expect(field).to_have_value(box.typed)
    release_data(page, box, held)
    expect_taken(page, box)


def test_an_arrow_never_moves_in_the_choices_of_a_shorter_text(open_page: OpenPage) -> None:
    page = open_page(PLACES.url)
    field, options = PLACES.field(page), PLACES.options(page)
    field.click()
    page.keyboard.type("s")
    expect(options.first).to_contain_text("山东省")
    # What a quick reader does before the list has followed.
    field.evaluate(
        """input => {
            input.value = "suzhou";
            input.dispatchEvent(new InputEvent("input", {bubbles: true}));
            for (const key of ["ArrowDown", "Enter"])
                input.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        }"""
    )
    expect_taken(page, PLACES)


def test_enter_without_an_active_choice_takes_the_first_place_however_quick(open_page: OpenPage) -> None:
    page = open_page(PLACES.url)
    expect(page.locator(".compare > .count")).not_to_be_empty()
    PLACES.field(page).click()
    page.keyboard.insert_text("suzhou")
    page.keyboard.press("Enter")
    expect_taken(page, PLACES)


@both
def test_the_mouse_takes_a_choice(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.open(page)
    options.first.hover()
    page.mouse.down()
    expect(field).to_be_focused()
    page.mouse.up()
    expect_taken(page, box)


@both
def test_a_finger_takes_a_choice(open_page: OpenPage, box: Combobox) -> None:
    # The header has its field where there is room for it: on a tablet.
    page = open_page(box.url, **phone() if box is PLACES else phone(width=1180, height=820))
    field, options = box.field(page), box.options(page)
    field.tap()
    page.keyboard.type(box.typed)
    options.first.tap()
    expect_taken(page, box)


@both
def test_a_word_being_composed_is_no_query(open_page: OpenPage, box: Combobox) -> None:
    page = open_page(box.url)
    field, options = box.field(page), box.options(page)
    word = "医共体" if box is HEADER else "苏州"
    field.click()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("yi", "yi gong", "yi gong ti"):
        at = len(letters)
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": at, "selectionEnd": at})
    page.wait_for_timeout(400)
    expect_closed(field, options)
    keyboard.send("Input.insertText", {"text": word})
    expect(field).to_have_value(word)
    expect(options.nth(1)).to_be_visible()
