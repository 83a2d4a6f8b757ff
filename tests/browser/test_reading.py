"""Reading a plan: the text as set, its addresses, the contents that follow."""

from __future__ import annotations

import re

import pytest
from browsing import OpenPage, phone
from builds import Build
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SUZHOU = "plans/320500-suzhou-145/"
PROVISION = "chp_3__sec_1__para_2"


def style(page: Page, selector: str, name: str) -> str:
    """Return a computed property of the first element that a selector finds."""
    return page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)


def wait_in_view(page: Page, eid: str) -> None:
    """Wait until the top of an element stands in the window, below what is fixed above it, and the page rests there."""
    page.wait_for_function(
        """async eid => {
            const before = scrollY;
            for (let frames = 0; frames < 8; frames++) await new Promise(requestAnimationFrame);
            const top = document.getElementById(eid).getBoundingClientRect().top;
            const fixed = [...document.querySelectorAll(".bar")].filter(e => e.offsetParent)
                .map(e => e.getBoundingClientRect()).filter(r => r.top < 100);
            const covered = Math.max(0, ...fixed.map(r => Math.min(r.bottom, 140)));
            return scrollY === before && covered - 1 <= top && top < innerHeight;
        }""",
        arg=eid,
    )


@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_a_provision_is_in_view_at_its_address(open_page: OpenPage, options: dict) -> None:
    page = open_page(f"{SUZHOU}#{PROVISION}", **options)
    wait_in_view(page, PROVISION)
    expect(page.locator(f"#{PROVISION}")).to_be_visible()
    expect(page.locator(f"#{PROVISION} .num")).to_have_text("二、")


def test_the_provision_of_the_address_is_marked(open_page: OpenPage) -> None:
    page = open_page(f"{SUZHOU}#{PROVISION}")
    plain = page.evaluate("getComputedStyle(document.querySelector('#chp_3__sec_1__para_1')).backgroundColor")
    assert style(page, f"#{PROVISION}", "backgroundColor") != plain


def test_the_document_says_its_language(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    assert page.locator("html").get_attribute("lang").startswith("zh")
    assert page.locator("article[data-plan]").get_attribute("lang").startswith("zh")


def test_body_text_is_set_as_a_document_is(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    text = "article[data-plan] p.provision.p"
    size = float(style(page, text, "fontSize").removesuffix("px"))
    assert size >= 16
    assert float(style(page, text, "lineHeight").removesuffix("px")) / size >= 1.75
    widest = page.evaluate(
        "s => Math.max(...[...document.querySelectorAll(s)].map(e => e.getBoundingClientRect().width))", text
    )
    assert widest / size <= 40
    assert widest / size >= 25
    assert style(page, text, "textAlign") == "justify"
    assert float(style(page, text, "textIndent").removesuffix("px")) == pytest.approx(2 * size, abs=0.5)


def test_body_text_is_no_smaller_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(SUZHOU, **phone())
    size = float(style(page, "article[data-plan] p.provision.p", "fontSize").removesuffix("px"))
    assert size >= 16
    assert float(style(page, "article[data-plan] p.provision.p", "lineHeight").removesuffix("px")) / size >= 1.7


def active_entry(page: Page) -> Locator:
    """Return the entry of the contents that is marked as the one being read."""
    return page.locator("[data-contents] a[aria-current]").last


def test_the_contents_follow_the_reading(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    for eid in ("chp_1__sec_1__para_3", "chp_3__sec_1__para_2", "chp_3__sec_5", "chp_1__sec_2"):
        page.evaluate(
            "eid => scrollTo(0, document.getElementById(eid).getBoundingClientRect().top + scrollY - 30)", eid
        )
        expect(active_entry(page)).to_have_attribute("href", re.compile(rf"#{eid}$"))
        expect(active_entry(page)).to_be_in_viewport()


@pytest.mark.parametrize("eid", ["chp_2__sec_2", "chp_3__sec_1__para_2"])
def test_an_entry_of_the_contents_leads_to_its_section_and_is_marked(open_page: OpenPage, eid: str) -> None:
    page = open_page(SUZHOU)
    page.locator(f'[data-contents] a[href$="#{eid}"]').click()
    wait_in_view(page, eid)
    expect(page).to_have_url(re.compile(rf"/library/{SUZHOU}#{eid}$"))
    expect(active_entry(page)).to_have_attribute("href", re.compile(rf"#{eid}$"))


def test_every_chapter_and_section_is_in_the_contents(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    wanted = page.locator(".heading--chp, .heading--sec").evaluate_all("all => all.map(e => '#' + e.id)")
    assert len(wanted) > 8
    links = page.locator("[data-contents] a").evaluate_all("all => all.map(e => e.hash)")
    assert [link for link in links if link in wanted] == wanted


def test_on_a_phone_the_bar_is_at_hand_and_the_contents_unfold_from_it(open_page: OpenPage) -> None:
    page = open_page(SUZHOU, **phone())
    page.evaluate("document.getElementById('chp_2__sec_2').scrollIntoView()")
    contents = page.locator("[data-contents]")
    heading = contents.locator('a[href="#chp_2__sec_2"]')
    for tool in ("目录", "查找", "引用", "下载", "字号"):
        box = page.locator(".bar, [data-contents]").get_by_text(tool, exact=True).first.bounding_box()
        assert box["height"] >= 44 and box["y"] + box["height"] <= 844
    contents.locator("summary").tap()
    expect(heading).to_have_attribute("aria-current", "true")
    expect(heading).to_be_in_viewport()
    contents.locator('a[href="#chp_3__sec_1"]').tap()
    wait_in_view(page, "chp_3__sec_1")
    expect(contents.locator("nav")).to_be_hidden()


def test_on_a_phone_a_word_of_the_search_is_walked_through(open_page: OpenPage) -> None:
    page = open_page(f"{SUZHOU}?mark=长期护理保险#chp_3__sec_1__para_4", **phone())
    expect(page.locator(".find")).to_be_visible()
    shown = page.locator(".find .of")
    before = shown.inner_text()
    at, total = map(int, before.split("/"))
    page.get_by_role("button", name="下一处").tap()
    expect(shown).to_have_text(f"{at % total + 1}/{total}")
    expect(page.locator("mark.here").first).to_be_in_viewport()


def test_at_a_desk_the_bar_says_what_is_read_and_stays(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    expect(page.locator("[data-contents] summary")).to_be_hidden()
    expect(page.locator("[data-contents] nav")).to_be_visible()
    page.evaluate("document.getElementById('chp_3__sec_5').scrollIntoView()")
    expect(page.locator(".bar__now")).to_have_text("第五节　全力推进医保数字化转型")
    assert page.locator(".bar").bounding_box()["y"] == 0
    page.locator(".bar summary", has_text="下载").click()
    links = page.locator(".bar .pop a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    source = next(link for link in links if link.endswith("data/sources/320500-suzhou-145.txt"))
    given = page.request.get(page.url.split("plans/")[0] + source.removeprefix("../../"))
    assert given.ok and "苏州市医疗保障" in given.text()
    page.keyboard.press("Escape")
    expect(page.locator(".bar .pop").first).to_be_hidden()


def test_size_and_spacing_stay_as_chosen(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    text = "article[data-plan] p.provision.p"
    usual = float(style(page, text, "fontSize").removesuffix("px"))
    page.locator(".bar summary", has_text="字号").click()
    page.get_by_role("button", name="特大").click()
    page.get_by_role("group", name="行距").get_by_role("button", name="宽").click()
    page.reload()
    size = float(style(page, text, "fontSize").removesuffix("px"))
    assert size >= 1.5 * usual
    assert float(style(page, text, "lineHeight").removesuffix("px")) / size >= 2.2
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1440
    page.locator(".bar summary", has_text="字号").click()
    expect(page.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="中").click()
    assert float(style(page, text, "fontSize").removesuffix("px")) == usual


def test_themes_are_named_beside_provisions_and_lead_to_their_pages(open_page: OpenPage) -> None:
    page = open_page(SUZHOU, java_script_enabled=False)
    named = page.locator("small:has(+ #chp_3__sec_1__para_2) a, small:has(+ .noted > #chp_3__sec_1__para_2) a")
    expect(named).to_have_text(["待遇保障与待遇清单"])
    text, beside = page.locator("#chp_3__sec_1__para_2").bounding_box(), named.bounding_box()
    assert beside["x"] >= text["x"] + text["width"]
    assert abs(beside["y"] - text["y"]) < 40
    named.click()
    expect(page.locator("h1")).to_have_text("待遇保障与待遇清单")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("370000-shandong-145-press", ("发布会实录", "第二手资料", "不是规划本身")),
        ("440784-heshan-145-consultation", ("征求意见稿", "尚未定稿", "草案")),
    ],
)
@pytest.mark.parametrize("options", [{}, phone()], ids=["desk", "phone"])
def test_a_draft_and_a_secondary_source_say_so_at_first_sight(
    open_page: OpenPage, plan: str, words: tuple[str, ...], options: dict
) -> None:
    page = open_page(f"plans/{plan}/", **options)
    warnings = page.locator(".plan-head :is(.badge, .standing p):visible")
    said = " ".join(warnings.all_inner_texts())
    assert all(word in said for word in words)
    for warning in warnings.all():
        expect(warning).to_be_in_viewport()


def test_the_edit_link_leads_to_the_yaml(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    link = page.locator('a[rel="edit"]')
    expect(link).to_be_visible()
    assert link.get_attribute("href").endswith("/data/plans/32-jiangsu/320500-suzhou-145.yaml")


def test_the_proof_is_told_in_the_head_and_explained_below(open_page: OpenPage) -> None:
    page = open_page(SUZHOU)
    expect(page.locator(".metaline .proof")).to_contain_text("逐字核对一致")
    page.locator(".metaline .proof a").click()
    wait_in_view(page, "source")


def test_a_long_plan_reads_without_script(open_page: OpenPage) -> None:
    page = open_page(f"{SUZHOU}#{PROVISION}", java_script_enabled=False)
    expect(page.locator(f"#{PROVISION}")).to_be_in_viewport()
    expect(page.locator("article[data-plan] p.provision").last).to_be_visible()
    expect(page.locator("table[data-indicators] tbody tr")).to_have_count(16)
    expect(page.locator('[data-contents] a[href="#chp_1"]')).to_be_visible()


def test_on_a_phone_the_contents_unfold_without_script(open_page: OpenPage) -> None:
    page = open_page(SUZHOU, java_script_enabled=False, **phone())
    entry = page.locator('[data-contents] a[href="#chp_2"]')
    expect(entry).to_be_hidden()
    page.locator("[data-contents] summary").tap()
    entry.tap()
    expect(page.locator("#chp_2")).to_be_in_viewport()


def test_a_browser_without_modules_reads_and_is_told(open_page: OpenPage, built: Build, site: str) -> None:
    """Chromium knows modules: here it gets the page as a browser takes it that runs `nomodule` and no module."""
    html = (built.site / SUZHOU / "index.html").read_text("utf-8")
    old = html.replace(' type="module"', ' type="unknown"').replace(" nomodule", "")
    page = open_page("about/")
    page.route(site + SUZHOU, lambda route: route.fulfill(body=old, content_type="text/html; charset=utf-8"))
    page.goto(site + SUZHOU)
    expect(page.locator("#content > .caution:first-child")).to_contain_text("浏览器版本较旧")
    expect(page.locator(".find")).to_be_hidden()
    expect(page.locator("article[data-plan] p.provision").first).to_be_visible()


def test_a_plan_answers_as_soon_as_its_page_is_there(open_page: OpenPage, site: str) -> None:
    page = open_page("about/")
    page.add_init_script(
        "addEventListener('load', () => { window.atLoad = document.querySelector('a.ref')?.ariaHasPopup })"
    )
    page.goto(site + SUZHOU)
    assert page.evaluate("atLoad") == "menu"


def test_lists_read_without_script(open_page: OpenPage) -> None:
    page = open_page("plans/", java_script_enabled=False)
    expect(page.locator("[data-plan-list] tbody tr")).to_have_count(5)
    expect(page.locator("[data-plan-list] form")).to_be_hidden()
    page.locator("[data-plan-list] tbody a").first.click()
    expect(page.locator("article[data-plan]")).to_be_visible()
