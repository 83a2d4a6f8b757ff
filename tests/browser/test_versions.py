"""Two versions side by side in the browser: on a phone, on paper, without scripts, by axe's rules."""

from __future__ import annotations

import pytest
from browsing import OpenPage
from playwright.sync_api import expect
from test_budgets import broken

pytestmark = pytest.mark.browser
PAGE = "versions/320500-suzhou-155-draft--320500-suzhou-155-issued/"
HEAD = "plans/320500-suzhou-155-issued/"


def test_two_versions_fit_a_phone_paper_and_a_desk_and_break_no_rule(open_page: OpenPage, moved_site: str) -> None:
    page = open_page(PAGE, root=moved_site, width=390)
    row = page.locator(".beside[data-fate=reworded]")
    old, new = (row.locator("> div").nth(side) for side in (0, 1))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert old.bounding_box()["y"] < new.bounding_box()["y"], "one below the other"
    assert broken(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert old.bounding_box()["y"] == new.bounding_box()["y"], "side by side"
    assert old.bounding_box()["x"] < new.bounding_box()["x"]
    assert broken(page) == []
    page.emulate_media(media="print")
    for mark in ("del", "ins"):
        expect(row.locator(mark).first).to_be_visible()
        assert row.locator(mark).first.evaluate("e => getComputedStyle(e).textDecorationLine") != "none"


def test_the_way_there_and_back_needs_no_script(open_page: OpenPage, moved_site: str) -> None:
    page = open_page(HEAD, root=moved_site, java_script_enabled=False, width=390)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page.get_by_role("link", name="与本页对照").first.click()
    page.wait_for_url(moved_site + PAGE)
    page.locator(".beside[data-fate=added] a").click()
    page.wait_for_url(f"{moved_site}{HEAD}#chp_2__para_3")
    expect(page.locator("#chp_2__para_3")).to_be_in_viewport()
