"""What one test leaves in the browser does not reach the next, though the context is kept."""

from __future__ import annotations

import pytest
from contexts import KEPT, Contexts
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

KEEP = """() => {
    localStorage.setItem("a", "1");
    document.cookie = "a=1; path=/";
    return caches.open("a").then(() => 1);
}"""
HELD = "async () => [localStorage.getItem('a'), document.cookie, (await caches.keys()).length]"


ROOM = "[innerWidth, innerHeight, history.length, window.name, sessionStorage.length, scrollY]"


def test_nothing_of_a_page_is_there_for_the_next(contexts: Contexts, site: str) -> None:
    page, heard = contexts.new_page(color_scheme="dark", reduced_motion="reduce"), []
    page.on("request", lambda request: heard.append(request))
    page.route("**/about/", lambda route: route.fulfill(body="其他"))
    page.goto(site)
    page.goto(site + "about/")
    page.goto(site + "data/")
    page.evaluate(KEEP)
    page.evaluate("sessionStorage.setItem('a', '1'); window.name = 'a'; scrollTo(0, 500)")
    page.mouse.move(300, 10)
    assert page.evaluate(HELD) == ["1", "a=1", 1] and heard
    contexts.clear()
    heard.clear()
    again = contexts.new_page(width=400, height=300)
    assert again is page
    assert again.evaluate("[matchMedia('(prefers-color-scheme: dark)').matches, history.length]") == [False, 1]
    again.goto(site + "about/")
    assert again.evaluate(HELD) == [None, "", 0]
    assert again.evaluate(ROOM) == [400, 300, 2, "", 0, 0]
    assert again.evaluate("[...document.querySelectorAll(':hover')].length") == 0
    assert again.title() and not heard
    contexts.clear()


def test_a_page_that_was_given_what_can_t_be_taken_back_is_closed(contexts: Contexts) -> None:
    def script(page: Page) -> object:
        return page.add_init_script("window.a = 1")

    def function(page: Page) -> object:
        return page.expose_function("a", lambda: 1)

    for spoil in (script, function, lambda page: page.context, lambda page: page.clock):
        page = contexts.new_page()
        spoil(page)
        contexts.clear()
        assert page.is_closed()


def test_other_options_are_another_context_and_few_are_kept(contexts: Contexts) -> None:
    first = contexts.new_page(now="2026-12-01")
    at = "[new Date().getFullYear(), matchMedia('(prefers-color-scheme: dark)').matches]"
    assert first.evaluate(at) == [2026, False]
    for number in range(KEPT + 1):
        page = contexts.new_page(now=f"203{number}-12-01", color_scheme="dark")
        assert page.evaluate(at) == [2030 + number, True]
    assert first.evaluate(at) == [2026, False]
    context = first.context
    contexts.clear()
    assert context not in context.browser.contexts  # type: ignore[union-attr]
    assert len(context.browser.contexts) <= KEPT + 1  # type: ignore[union-attr]
