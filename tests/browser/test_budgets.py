"""What a page may cost and break: axe's rules on every kind of page, weight of styles and scripts, what moves."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import OpenPage, phone, wait_until
from builds import ROOT, Build
from playwright.sync_api import Page, expect
from surveying import PLACES, PLANS, pages_of

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
MOST_STYLE, MOST_SCRIPT = 25 * 1024, 35 * 1024
MOST_SHIFT = 0.02
# By night only colours are other than by day.
RUN = """async only => {
    document.querySelectorAll("main details").forEach(e => { e.open = true });
    const found = await axe.run(document, {resultTypes: ["violations"], ...(only ? {runOnly: only} : {})});
    return found.violations.map(v => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 120)}`);
}"""
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""

# The contents stand after the text, so a long text is seen before them.
BEFORE_CONTENTS = """() => {
    const text = document.querySelector(".page__text"), contents = document.querySelector(".toc");
    if (!contents) return 0;
    const width = text.offsetWidth;
    contents.style.display = "none";
    const wider = text.offsetWidth - width;
    contents.style.display = "";
    return wider;
}"""


def kinds_of(site: Path) -> list[str]:
    """Return one page of each kind: of plans and places the first, of the others all that are written by hand."""
    doubled = {*PLANS[1:], *PLACES[1:], "contribute/rules/", "about/hosting/"}
    return [url for url in pages_of(site) if url not in doubled]


def broken(page: Page, only: list[str] | None = None) -> list[str]:
    """Return the rules of axe that the page breaks, each with its first element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN, only)


@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_no_rule_of_axe_is_broken_and_nothing_moves(
    open_page: OpenPage, built: Build, site: str, options: dict
) -> None:
    page = open_page(reduced_motion="reduce", **options)
    faults = []
    for url in kinds_of(built.site):
        page.emulate_media(color_scheme="light")
        page.goto(site + url, wait_until="networkidle")
        if (moved := page.evaluate(SHIFT)) > MOST_SHIFT:
            faults.append(f"{url} moves: {moved:.3f}")
        if wider := page.evaluate(BEFORE_CONTENTS):
            faults.append(f"{url} is {wider} wider until its contents come")
        faults += [f"{url} {fault}" for fault in broken(page)]
        if not options:  # a phone has the same colours
            page.emulate_media(color_scheme="dark")
            faults += [f"{url} dark {fault}" for fault in broken(page, ["color-contrast"])]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_the_search_s_script_moves_nothing_however_late_it_comes(open_page: OpenPage, site: str, options: dict) -> None:
    page, held = open_page(**options), []
    page.route("**/search/page.js", lambda route: held.append(route))
    with page.expect_request("**/search/page.js"):
        page.goto(f"{site}search/", wait_until="commit")
    expect(page.locator(".tries")).to_be_visible()
    results = page.get_by_role("region", name="结果")
    before = results.bounding_box()
    wait_until(page, lambda: held)
    with page.expect_response("**/search/page.js"):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert results.bounding_box()["y"] == before["y"]
    assert page.locator("details.facets").get_attribute("open") == (None if options else "")


def test_a_page_s_styles_and_scripts_are_light(open_page: OpenPage, built: Build, site: str) -> None:
    page = open_page()
    for url in ("", PLANS[0], "search/", "indicators/enrolment-rate/", "compare/", "measures/", "themes/enrolment/"):
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(site + url, wait_until="networkidle")
        for ending, most in ((".css", MOST_STYLE), (".js", MOST_SCRIPT)):
            names = {urlsplit(address).path.removeprefix(urlsplit(site).path) for address in asked}
            sizes = {n: len(gzip.compress((built.site / n).read_bytes(), 9)) for n in names if n.endswith(ending)}
            assert sizes and sum(sizes.values()) <= most, f"{url}: {sizes}"
