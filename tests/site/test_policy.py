"""Each page tells the browser to run what the site serves, and of scripts in the page those that were put there."""

from __future__ import annotations

import base64
import hashlib

import pytest
from bs4 import BeautifulSoup
from builds import Build
from built_html import parse

pytestmark = pytest.mark.site


def policy_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return what a page allows, by kind."""
    [meta] = page.select('meta[http-equiv="Content-Security-Policy"]')
    kinds = [kind.split() for kind in str(meta["content"]).split(";")]
    return {kind: allowed for kind, *allowed in kinds}


def test_no_page_allows_what_is_not_its_own(moved: Build) -> None:
    pages = sorted(moved.site.rglob("*.html"))
    assert {moved.site / "404.html", moved.site / "plans" / "320500-suzhou-old" / "index.html"} <= set(pages)
    for path in pages:
        page = parse(path)
        allowed = policy_of(page)
        assert allowed["default-src"] == ["'none'"] and allowed["base-uri"] == ["'none'"], path
        assert not any(":" in source and source != "data:" for kind in allowed.values() for source in kind), path
        assert [source for source in allowed["script-src"] if not source.startswith("'sha256-")] == ["'self'"], path
        assert page.select_one('meta[name="referrer"]')["content"] == "no-referrer"  # type: ignore[index]


def test_the_scripts_in_a_page_are_allowed_by_what_they_are(moved: Build) -> None:
    for path in sorted(moved.site.rglob("*.html")):
        page = parse(path)
        data = ("application/json", "application/ld+json")  # read, never run
        scripts = [script for script in page.select("script:not([src])") if script.get("type") not in data]
        digests = [hashlib.sha256(script.get_text().encode()).digest() for script in scripts]
        wanted = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        assert set(policy_of(page)["script-src"]) == {"'self'", *wanted}, path
        attributes = [name for element in page.find_all(True) for name in element.attrs if name.startswith("on")]
        assert attributes == [], f"{path}: no script may stand in an attribute"


def test_hosts_that_read_headers_are_told_the_rest(moved: Build) -> None:
    text = (moved.site / "_headers").read_text("utf-8")
    assert text.startswith("/*\n")
    for said in ("frame-ancestors 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"):
        assert said in text
