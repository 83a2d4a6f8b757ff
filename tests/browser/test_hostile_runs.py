"""The hostile plan in a browser: nothing of it runs, asks elsewhere or breaks the page."""

from __future__ import annotations

import pytest
from browsing import OpenPage, phone, settle
from builds import HOSTILE_ID
from playwright.sync_api import Page, expect
from surveying import FAULTS, sideways

pytestmark = pytest.mark.browser

PAGES = ("", "plans/", f"plans/{HOSTILE_ID}/", "quality/", "jurisdictions/", "jurisdictions/320599/", "data/")


def provoke(page: Page) -> None:
    """Open, point at, focus and press what might run."""
    page.evaluate(
        """() => {
            document.querySelectorAll("details").forEach(e => { e.open = true });
            for (const e of document.querySelectorAll("main *"))
                for (const type of ["mouseover", "mouseenter", "focus", "toggle", "load", "error", "pointerover"])
                    e.dispatchEvent(new Event(type));
        }"""
    )
    page.mouse.wheel(0, 1500)
    settle(page)


@pytest.mark.parametrize("url", PAGES)
def test_nothing_of_it_runs(open_page: OpenPage, hostile_site: str, url: str) -> None:
    page = open_page(url, root=hostile_site)
    provoke(page)
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate("document.title").strip()
    links = page.locator("a[href]").evaluate_all("all => all.map(e => e.protocol)")
    assert set(links) <= {"http:", "https:"}
    foreign = page.locator("a[href*='evil.example']")
    assert foreign.count() == (2 if HOSTILE_ID in url else 0)
    active = page.locator(
        ".doc :is(script:not([type='application/ld+json']), img, iframe, object, embed, style, link, base, video)"
    )
    assert active.count() == 0
    assert page.locator(".doc svg :is(a, script, image, foreignObject, animate, set)").count() == 0


def test_clicking_through_it_runs_nothing(open_page: OpenPage, hostile_site: str) -> None:
    page = open_page(f"plans/{HOSTILE_ID}/", root=hostile_site, permissions=["clipboard-read", "clipboard-write"])
    for ref in page.locator("article[data-plan] .ref").all():
        ref.evaluate("e => e.click()")
        page.evaluate("document.querySelectorAll('.menu-of button').forEach(e => e.click())")
    expect(page.locator(".toast")).to_be_visible()
    for mark in page.locator("article[data-plan] .mark a").all():
        mark.focus()
        page.keyboard.press("Enter")
    assert page.locator(".toast *").count() == 0
    assert page.evaluate("window.__pwned") is None


def test_its_text_is_read_as_it_is(open_page: OpenPage, hostile_site: str) -> None:
    page = open_page(f"plans/{HOSTILE_ID}/", root=hostile_site)
    title = "规划</title><script>window.__pwned=1</script><img src=x onerror=window.__pwned=2>"
    expect(page.locator("h1")).to_have_text(title)
    assert page.title().startswith(title)
    expect(page.locator("#p_1")).to_contain_text("<p onmouseover=window.__pwned=16>段落</p> &lt;script&gt;")
    expect(page.locator("article[data-plan]")).to_have_attribute("data-title", title)


def test_its_title_is_text_in_the_list(open_page: OpenPage, hostile_site: str) -> None:
    page = open_page("plans/?q=%3C/title%3E&sort=pinyin", root=hostile_site)
    expect(page.locator(".count")).to_have_text("共 2 份")  # its tamed twin too, whose signs are full width
    row = page.locator(f'tr[data-id="{HOSTILE_ID}"]')
    expect(row.locator("a")).to_contain_text("<img src=x onerror=window.__pwned=2>")
    assert page.evaluate("window.__pwned") is None


def test_a_query_is_text_too(open_page: OpenPage, hostile_site: str) -> None:
    page = open_page("plans/?q=<img src=x onerror=window.__pwned=61>&sort=<b>&province='\">", root=hostile_site)
    expect(page.locator("form.filters")).to_be_visible()
    assert page.evaluate("window.__pwned") is None


@pytest.mark.parametrize("url", [f"plans/{HOSTILE_ID}/", "plans/", "", "quality/", "jurisdictions/320599/"])
def test_its_long_words_do_not_widen_a_phone(open_page: OpenPage, hostile_site: str, url: str) -> None:
    page = open_page(url, root=hostile_site, **phone())
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert not sideways(page, 390)
    assert not page.evaluate(FAULTS)
