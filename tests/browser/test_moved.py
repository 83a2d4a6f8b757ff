"""Old addresses followed in a browser, with scripts and without; reports reached by keyboard and by touch."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import OpenPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PLAN = "plans/320500-suzhou-145/"
OLD = "plans/320500-suzhou-old/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, PLAN),
        (f"{OLD}#chp_2__sec_1", f"{PLAN}#chp_2__sec_1"),
        (f"{OLD}#chp_99", f"{PLAN}#chp_2"),
        (f"{PLAN}#chp_1__sec_9", f"{PLAN}#chp_1__sec_2"),
    ],
)
def test_an_old_address_leads_to_the_same_provision(open_page: OpenPage, moved_site: str, old: str, new: str) -> None:
    page = open_page(old, root=moved_site)
    page.wait_for_url(moved_site + new)
    page.wait_for_load_state("load")
    eid = new.partition("#")[2]
    if eid:
        page.wait_for_function(
            "eid => (top => top >= 0 && top < 400)(document.getElementById(eid).getBoundingClientRect().top)",
            arg=eid,
        )


def test_going_back_does_not_stop_at_the_old_address(open_page: OpenPage, moved_site: str) -> None:
    page = open_page("plans/", root=moved_site)
    page.goto(f"{moved_site}{OLD}#chp_99")
    page.wait_for_url(f"{moved_site}{PLAN}#chp_2")
    page.go_back()
    page.wait_for_url(f"{moved_site}plans/")


def test_without_scripts_an_old_plan_leads_on_and_an_old_provision_says_where(
    open_page: OpenPage, moved_site: str
) -> None:
    page = open_page(OLD, root=moved_site, java_script_enabled=False)
    page.wait_for_url(moved_site + PLAN)
    page = open_page(f"{PLAN}#chp_1__sec_9", root=moved_site, java_script_enabled=False)
    note = page.locator("#chp_1__sec_9")
    expect(note).to_be_in_viewport()
    note.locator("a").click()
    page.wait_for_url(f"{moved_site}{PLAN}#chp_1__sec_2")


def test_a_report_is_reached_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(PLAN)
    page.locator("#chp_1__sec_1__para_2 > .ref").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    focused = page.evaluate("[document.activeElement.textContent, document.activeElement.href]")
    assert focused[0] == "报错"
    asked = {name: value[0] for name, value in parse_qs(urlsplit(focused[1]).query).items()}
    assert (asked["plan"], asked["provision"]) == ("320500-suzhou-145", "chp_1__sec_1__para_2")
    assert "title" not in asked


@pytest.mark.parametrize("width", [390, 1440])
def test_reports_fit_the_page(open_page: OpenPage, width: int) -> None:
    page = open_page(f"{PLAN}#chp_1__sec_1__para_2", width=width)
    page.locator(".metaline summary").click()
    reports = [page.locator("a[data-report]")]
    page.locator("#chp_1__sec_1__para_2 > .ref").click()
    reports.append(page.get_by_role("menuitem", name="报错"))
    for link in reports:
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
