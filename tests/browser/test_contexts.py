"""What one test leaves in the browser does not reach the next, though the context is kept."""

from __future__ import annotations

import pytest
from contexts import KEPT, Contexts

pytestmark = pytest.mark.browser

KEEP = """() => {
    localStorage.setItem("a", "1");
    document.cookie = "a=1; path=/";
    return caches.open("a").then(() => 1);
}"""
HELD = "async () => [localStorage.getItem('a'), document.cookie, (await caches.keys()).length]"


def test_nothing_that_a_page_keeps_is_there_for_the_next(contexts: Contexts, site: str) -> None:
    page = contexts.new_page()
    page.goto(site)
    page.evaluate(KEEP)
    assert page.evaluate(HELD) == ["1", "a=1", 1]
    contexts.clear()
    assert page.is_closed()
    page = contexts.new_page(width=400, height=300)
    page.goto(site)
    assert page.evaluate(HELD) == [None, "", 0]
    assert page.evaluate("[innerWidth, innerHeight]") == [400, 300]
    contexts.clear()


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
