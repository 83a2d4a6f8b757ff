"""Looks that a reader depends on: widths, colours, tables on a phone, paper."""

from __future__ import annotations

import pytest
from browsing import OpenPage, phone
from builds import Build
from playwright.sync_api import expect
from surveying import CONTRASTS, FAULTS, PLANS, pages_of, sideways

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("options", "widths"), [({}, (1440, 1280, 1024, 800)), (phone(), (390, 320))], ids=["desk", "phone"]
)
def test_every_page_is_sound(open_page: OpenPage, built: Build, site: str, options: dict, widths: tuple[int]) -> None:
    """No sideways scrolling; headings, names and headers; text against its ground in both schemes."""
    page = open_page(reduced_motion="reduce", **options)
    root, found = page.locator("html"), {}
    for url in pages_of(built.site):
        page.emulate_media(color_scheme="light")
        page.goto(site + url)
        page.evaluate("document.querySelectorAll('.doc details').forEach(e => { e.open = true })")
        found[url, "structure"] = page.evaluate(FAULTS)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(root).to_have_attribute("data-colours", scheme)
            found[url, scheme] = page.evaluate(CONTRASTS)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            found[url, width] = sideways(page, width)
        page.set_viewport_size({"width": widths[0], "height": 844})
    faults = [f"{url} {what}: {fault}" for (url, what), faults in found.items() for fault in faults]
    assert not faults, "\n".join(faults)


def test_nothing_of_the_text_is_cut_off_on_a_phone(open_page: OpenPage, site: str) -> None:
    page = open_page(PLANS[0], **phone())
    for url in PLANS:
        page.goto(site + url)
        cut = page.evaluate(
            """() => [...document.querySelectorAll("article[data-plan] :is(p, h2, h3, h4, h5, h6, td, th)")]
                .filter(e => !e.closest("thead") && getComputedStyle(e).overflow !== "visible"
                    && e.scrollWidth > e.clientWidth + 1).map(e => e.id || e.textContent.slice(0, 20))"""
        )
        assert not cut, url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tools_and_messages_stand_out_too(open_page: OpenPage, scheme: str) -> None:
    page = open_page("plans/320500-suzhou-145/#chp_1__sec_1__para_1__p_1", color_scheme=scheme)
    page.add_style_tag(content=".tools { opacity: 1 !important; transition: none !important }")
    page.evaluate(
        "document.querySelector('.toast').hidden = false; document.querySelector('.toast').textContent = '已复制'"
    )
    assert page.evaluate(CONTRASTS) == []


def test_the_palette_can_be_changed_and_is_kept(open_page: OpenPage, site: str) -> None:
    page = open_page("about/", color_scheme="light")
    root, body = page.locator("html"), page.locator("body")
    light = body.evaluate("e => getComputedStyle(e).backgroundColor")
    for title in ("改用浅色", "改用深色"):
        page.get_by_title(title).click()
    expect(root).to_have_attribute("data-colours", "dark")
    assert body.evaluate("e => getComputedStyle(e).backgroundColor") != light
    page.goto(f"{site}plans/")
    expect(root).to_have_attribute("data-colours", "dark")
    page.get_by_title("跟随系统").click()
    expect(root).to_have_attribute("data-colours", "light")


@pytest.mark.parametrize("plan", ["320500-suzhou-145", "440784-heshan-145-consultation", "621025-zhengning-145"])
def test_indicators_stack_with_labels_on_a_phone(open_page: OpenPage, plan: str) -> None:
    page = open_page(f"plans/{plan}/", **phone())
    table = page.locator("table[data-indicators]")
    row = table.locator("tbody tr").first
    name, target = row.locator('th[scope="row"]').bounding_box(), row.locator(".figure--target").bounding_box()
    assert target["y"] >= name["y"] + name["height"] - 1
    labels = table.locator("tbody .figure").evaluate_all(
        "all => all.map(e => [e.dataset.label, getComputedStyle(e, '::before').content])"
    )
    assert labels
    assert all(label and content == f'"{label}"' for label, content in labels)
    box = table.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_tasks_stack_with_labels_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("plans/621025-zhengning-145/", **phone())
    cells = page.locator("table[data-tasks] tbody td.unit-names")
    shown = cells.evaluate_all("all => all.map(e => [e.dataset.label, getComputedStyle(e, '::before').content])")
    assert shown
    assert all(content == f'"{label}"' for label, content in shown)
    assert cells.first.bounding_box()["width"] > 200


def test_columns_that_the_sheet_names_are_those_of_the_table(open_page: OpenPage) -> None:
    page = open_page("quality/", **phone())
    site = page.url.removesuffix("quality/")
    for url in ("quality/", "jurisdictions/320500/", "indicators/enrolment-rate/", "themes/long-term-care/"):
        page.goto(site + url)
        told = page.locator(".tbl--told").first.evaluate(
            """e => [[...e.tHead.rows[0].cells].slice(1).map(th => th.textContent),
                [...e.tBodies[0].rows[0].cells].slice(1).map(td => getComputedStyle(td, "::before").content)]"""
        )
        assert len(told[0]) == len(told[1]) > 2
        assert all(label.strip('"') and label.strip('"') in head for head, label in zip(*told, strict=True)), told


def test_no_cell_of_a_table_is_empty(open_page: OpenPage) -> None:
    for plan in ("320500-suzhou-145", "440784-heshan-145-consultation", "621025-zhengning-145"):
        page = open_page(f"plans/{plan}/")
        empty = page.locator("article[data-plan] :is(td, th)").evaluate_all(
            "all => all.filter(e => !e.textContent.trim()).map(e => e.closest('tr').id + ' ' + e.className)"
        )
        assert not empty


def test_paper_shows_the_text_without_tools(open_page: OpenPage) -> None:
    page = open_page("plans/621025-zhengning-145/")
    page.emulate_media(media="print")
    for hidden in (".ref", ".plan > small", ".bar", ".contents", ".top", ".site-foot"):
        assert page.locator(hidden).evaluate_all("all => all.every(e => !e.checkVisibility())"), hidden
    for shown in ("#p_1", ".note", "table[data-indicators]", "table[data-tasks]", ".plan-head h1"):
        expect(page.locator(shown).first).to_be_visible()
    page.goto(page.url.split("plans/")[0] + "plans/")
    assert not page.locator(".filters").is_visible()


def test_paper_is_white_whatever_the_screen(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-colours", "dark")
    page.emulate_media(media="print")
    poor = page.evaluate(
        """() => [...document.querySelectorAll("article[data-plan] p.provision")].slice(0, 5).map(e =>
            getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)).filter(c => Math.max(...c) > 120)"""
    )
    assert not poor


def test_fonts_are_the_systems(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/")
    assert page.evaluate("document.fonts.size") == 0
