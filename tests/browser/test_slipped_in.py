"""A page runs nothing that was not put there by the site, even where a text got into its HTML."""

from __future__ import annotations

import pytest
from browsing import NewPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("url", ["", "plans/320500-suzhou-145/", "search/", "compare/"])
def test_what_was_slipped_in_does_not_run(new_page: NewPage, site: str, url: str) -> None:
    page = new_page()
    page.goto(site + url)
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.slipped = 1";
            document.body.append(script);
            const image = document.createElement("p");
            image.setAttribute("onclick", "window.slipped = 2");
            document.body.append(image);
            image.click();
        }"""
    )
    assert page.evaluate("window.slipped") is None
    assert page.evaluate("Boolean(document.documentElement.dataset.colours)"), "the page's own scripts ran"
