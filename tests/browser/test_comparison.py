"""Charts and matrices as eyes, a keyboard and a screen reader meet them, on a phone and in both colour schemes."""

from __future__ import annotations

import pytest
from ax_tree import tree_of
from browsing import OpenPage, phone
from playwright.sync_api import Page, expect
from surveying import PLANS

pytestmark = pytest.mark.browser

CHART = "indicators/drug-vbp-varieties/"
MATRICES = ("indicators/", "themes/")
# Of each visible shape and letter of a drawing: its paint beside the page's ground, as WCAG measures contrast.
PAINT = """() => {
    const channel = v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    const light = css => {
        const [r, g, b] = css.match(/[\\d.]+/g).map(Number);
        return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
    };
    const ground = light(getComputedStyle(document.body).backgroundColor);
    const ratio = css => { const [a, b] = [light(css), ground].sort((x, y) => y - x); return (a + .05) / (b + .05); };
    const svg = document.querySelector(".chart");
    const paint = e => { const s = getComputedStyle(e); return [s.fill, s.stroke].filter(c => c.startsWith("rgb")); };
    const letters = [...svg.querySelectorAll("text")].filter(e => e.textContent.trim());
    return {
        text: letters.map(e => ratio(getComputedStyle(e).fill)),
        dots: [...svg.querySelectorAll("circle, .go")].map(e => Math.max(...paint(e).map(ratio))),
        size: letters.map(e => e.getBoundingClientRect().height),
        width: svg.getBoundingClientRect().width,
    };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_a_chart_stands_out_from_its_ground(open_page: OpenPage, scheme: str, options: dict) -> None:
    page = open_page(CHART, color_scheme=scheme, **options)
    expect(page.locator("html")).to_have_attribute("data-colours", scheme)
    paint = page.evaluate(PAINT)
    assert len(paint["text"]) > 8
    assert min(paint["text"]) >= 4.5
    assert len(paint["dots"]) >= 5
    assert min(paint["dots"]) >= 3
    # Letters are not shrunk with the drawing, which is as wide as the page allows.
    assert min(paint["size"]) >= 12
    assert paint["width"] <= page.viewport_size["width"]
    # No name of a place is cut, whatever fonts there are: it is text of the page.
    names = page.locator(".chart .lane__of a").evaluate_all(
        "all => all.map(e => [e.textContent, e.scrollWidth <= e.parentElement.clientWidth])"
    )
    assert {name for name, _ in names} == {"山东省", "鹤山市", "正宁县"}
    assert all(whole for _, whole in names)
    # A limit is drawn open, a base year beside its target, and what can't be compared in its own grey.
    assert page.locator(".lane:not(.lane--apart) .go").count() == 3
    grey, teal = (page.locator(f"{kind} circle").first.evaluate("e => getComputedStyle(e).stroke") for kind in
                  (".lane--apart", ".lane:not(.lane--apart)"))  # fmt: skip
    assert grey != teal


def test_a_screen_reader_hears_each_place_with_its_figures_instead_of_the_drawing(open_page: OpenPage) -> None:
    tree = tree_of(open_page(CHART), "figure.chart")
    images = tree.all("image")
    names = [image.name for image in images]
    for said in (
        "鹤山市：基期 112，目标 ＞500",
        "正宁县：基期 120，目标 ＞500",
        "山东省：基期 未列，目标 ≥500",
    ):
        assert said in names
    assert not any(image.below for image in images)
    for said in ("征求意见稿", "规划期已满", "第二手资料", "上为基期，下为目标", "基期为 2021 年，其他多为 2020 年"):
        assert said in tree.said


def test_charts_hold_nothing_that_runs_or_fetches(open_page: OpenPage) -> None:
    page = open_page(CHART)
    assert page.locator(".chart .lane [role=img] > svg").count() == 7
    assert not page.locator(".chart svg :is(script, image, foreignObject, a, use, style)").count()


def test_tables_of_a_comparison_are_tables_to_a_screen_reader(open_page: OpenPage) -> None:
    page = open_page("indicators/online-service-rate/")
    tree = tree_of(page, "table.tbl--compare")
    heads = [node.name for node in tree.all("columnheader")]
    assert heads == ["行政区", "基期值", "目标值", "变化", "属性", "出处与说明"]
    assert [node.name for node in tree.all("rowheader")] == ["鹤山市 征求意见稿"] * 2 + ["正宁县 规划期已满"]


@pytest.mark.parametrize("url", MATRICES)
def test_a_matrix_is_a_table_to_a_screen_reader_and_no_cell_is_silent(open_page: OpenPage, url: str) -> None:
    tree = tree_of(open_page(url), ".table-wrap--scroll")
    assert tree.role == "region"
    assert tree.name
    heads = [node.name for node in tree.all("columnheader")]
    assert [any(place in head for head in heads) for place in ("包头", "苏州", "山东", "鹤山", "正宁")] == [True] * 5
    assert any("征求意见稿" in head for head in heads)
    assert any("第二手资料" in head for head in heads)
    rows = tree.all("row")[1:]
    assert len(rows) == len(tree.all("rowheader")) > 1
    for row in rows:
        for cell in row.all("cell", "gridcell"):
            assert any(word in cell.said for word in "未论全") or any(c.isdigit() for c in cell.said), row.said
            assert "○" not in cell.said


@pytest.mark.parametrize("url", MATRICES)
def test_a_matrix_scrolls_by_keyboard_on_a_narrow_screen_and_its_names_stay(open_page: OpenPage, url: str) -> None:
    page = open_page(url, width=390, height=844)
    region = page.locator(".table-wrap--scroll").first
    name = region.locator("tbody th").first
    before = name.bounding_box()["x"]
    expect(region).to_have_attribute("tabindex", "0")  # not every browser lets the keyboard into what scrolls
    region.focus()
    expect(region).to_be_focused()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft > 60", arg=region.element_handle())
    assert name.bounding_box()["x"] == pytest.approx(before, abs=1.5)
    assert region.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    # What scrolls past lies under the names, not over them.
    box = name.bounding_box()
    on_top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('th') !== null",
        [box["x"] + box["width"] - 4, box["y"] + box["height"] / 2],
    )
    assert on_top


def broken_figures(page: Page) -> list[str]:
    """Return the figures of a matrix that stand on more than one line."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".tbl--matrix td > a")].filter(e => /\\d/.test(e.textContent)
            && e.getClientRects().length > 1).map(e => e.textContent)"""
    )


def test_no_figure_of_a_matrix_is_broken_on_a_phone(open_page: OpenPage) -> None:
    assert broken_figures(open_page("indicators/", **phone())) == []


@pytest.mark.parametrize("url", ["indicators/fund-income/", "jurisdictions/320500/", "jurisdictions/"])
def test_every_figure_on_a_phone_says_what_it_is(open_page: OpenPage, url: str) -> None:
    page = open_page(url, **phone())
    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll(".tbl--list tbody td")].filter(e => e.checkVisibility()
            && !["", "none"].includes(e.textContent.trim())
            && !getComputedStyle(e, "::before").content.match(/[\\u4e00-\\u9fff]/)).map(e => e.textContent.trim())"""
    )
    assert unlabelled == []


def test_what_is_due_next_says_when_before_the_plan_s_own_script_comes(open_page: OpenPage, site: str) -> None:
    page = open_page("about/", now="2026-02-01T10:00:00+08:00")
    page.route("**/plan/page.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{site}plans/320500-suzhou-145/")
    expect(page.locator("#glance .when dt")).to_be_visible()


def test_the_links_of_a_glance_lead_into_the_plan_and_to_its_place_on_the_timeline(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/")
    page.locator("#glance .when a").first.click()
    expect(page.locator("article .provision:target")).to_have_count(1)
    page.locator("#glance").get_by_role("link", name="时间表").click()
    expect(page.locator("form.filters")).to_be_visible()
    expect(page.locator("[name=province]")).to_have_value("32")
    expect(page.locator(".count")).to_have_text("符合的有 11 条")


@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_a_glance_gives_every_name_room_and_stays_short(open_page: OpenPage, site: str, options: dict) -> None:
    page = open_page(PLANS[0], **options)
    for url in PLANS:
        page.goto(site + url)
        widths = page.locator("#glance .k, .pairs:not(.when) dt").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().width)"
        )
        assert min(widths) >= 70, url
        # Reading begins within the first screen, on a phone soon below it.
        begins = page.locator("article .provision:visible").first.evaluate("e => e.getBoundingClientRect().top")
        assert begins <= (1.2 * 844 if options else 900 - 60), url
