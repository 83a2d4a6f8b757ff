"""What a keyboard needs; test_looks.py surveys headings, names and headers on every kind of page."""

from __future__ import annotations

import pytest
from browsing import OpenPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_first_tab_stop_skips_to_the_text(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


def test_focus_is_seen(open_page: OpenPage) -> None:
    page = open_page("plans/")
    expect(page.locator("form.filters")).to_be_visible()
    for control in ("select[name=level]", "button[type=reset]", "[data-plan-list] tbody a"):
        page.locator(control).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        style, width = page.locator(control).first.evaluate(
            "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
        )
        assert style != "none", control
        assert float(width.removesuffix("px")) >= 1, control
