"""Copying the link and the citation of a provision."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from browsing import OpenPage, phone
from builds import PLAN_IDS, ROOT
from playwright.sync_api import Locator, Page, expect

from medplan.library.repository import Repository
from medplan.plan.printed import locator

pytestmark = pytest.mark.browser

# Half past midnight in China, when it is the day before in UTC.
NOW, TODAY = "2026-02-01T00:30:00+08:00", "2026-02-01"
GRANTED = {"permissions": ["clipboard-read", "clipboard-write"]}


def open_plan(open_page: OpenPage, plan: str, **options) -> Page:
    """Open a plan at a fixed time, with leave to use the clipboard."""
    return open_page(f"plans/{plan}/", now=NOW, **GRANTED, **options)


def open_menu(page: Page, eid: str) -> Locator:
    """Open the menu of a provision by its ¶ and return it."""
    ref = page.locator(f'[id="{eid}"] .ref').first
    ref.scroll_into_view_if_needed()
    ref.click()
    menu = page.locator(".menu-of")
    expect(menu).to_be_visible()
    return menu


def clipboard(page: Page, act) -> str:
    """Return what the clipboard holds after something was done."""
    page.evaluate("navigator.clipboard.writeText('')")
    act()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    return page.evaluate("navigator.clipboard.readText()")


def copied(page: Page, eid: str, what: str) -> str:
    """Use a provision's tool and return what the clipboard holds then."""
    tool = open_menu(page, eid).locator(f'[data-copy="{what}"]')
    return clipboard(page, tool.click)


def select(page: Page, first: str, last: str, start: int = 0, end: int | None = None) -> None:
    """Select from a character of one provision's first text to one of another's last, the whole of it when not told."""
    page.evaluate(
        """([first, last, start, end]) => {
            const texts = id => {
                const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
                const found = [];
                while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("[data-editorial]"))
                    found.push(walker.currentNode);
                return found;
            };
            const [from, to] = [texts(first)[0], texts(last).at(-1)];
            document.getElementById(first).scrollIntoView({block: "center"});
            getSelection().setBaseAndExtent(from, start, to, end ?? to.length);
        }""",
        [first, last, start, end],
    )


@pytest.mark.parametrize(
    ("plan", "eid"),
    [
        ("320500-suzhou-145", "chp_3__sec_1__para_2"),
        ("320500-suzhou-145", "chp_2__sec_3__ind_1__row_3"),
        ("621025-zhengning-145", "p_1"),
        ("150200-baotou-reform-2023", "para_2__subpara_1__point_2"),
    ],
)
def test_a_link_is_the_whole_address_of_the_provision(open_page: OpenPage, site: str, plan: str, eid: str) -> None:
    page = open_plan(open_page, plan)
    address = f"{site}plans/{plan}/#{eid}"
    assert copied(page, eid, "link") == address
    expect(page).to_have_url(address)
    expect(page.locator(".toast")).to_contain_text("已复制")


def test_the_address_of_a_link_has_no_query(open_page: OpenPage, site: str) -> None:
    page = open_page("plans/320500-suzhou-145/?from=somewhere#chp_1", **GRANTED)
    assert copied(page, "chp_1__sec_1", "link") == f"{site}plans/320500-suzhou-145/#chp_1__sec_1"


@pytest.mark.parametrize(
    ("plan", "eid", "head", "place", "published"),
    [
        (
            "320500-suzhou-145",
            "chp_3__sec_1__para_2",
            "苏州市. 苏州市医疗保障事业发展“十四五”规划",
            "第三章第一节二、?",
            "2021-10-08",
        ),
        (
            "370000-shandong-145-press",
            "answer_1__p_1",
            "山东省. 山东省《医疗保障事业发展“十四五”规划》新闻发布会实录",
            "回答1第1段",
            "2021-08-30",
        ),
    ],
)
def test_a_citation_follows_the_standard(
    open_page: OpenPage, site: str, plan: str, eid: str, head: str, place: str, published: str
) -> None:
    page = open_plan(open_page, plan)
    address = re.escape(f"{site}plans/{plan}/#{eid}")
    text = copied(page, eid, "cite")
    assert re.fullmatch(rf"{head}：{place}\[EB/OL\]\.（{published}）\[{TODAY}\]\. {address}\.", text), text


def test_a_citation_of_an_undated_plan_has_no_date_of_publication(open_page: OpenPage, site: str) -> None:
    page = open_plan(open_page, "440784-heshan-145-consultation")
    text = copied(page, "para_1__subpara_1__p_1", "cite")
    address = re.escape(f"{site}plans/440784-heshan-145-consultation/#para_1__subpara_1__p_1")
    place = "一、?（一）第1段"
    assert re.fullmatch(rf"鹤山市. 鹤山市医疗.*规划.*：{place}\[EB/OL\]\.\[{TODAY}\]\. {address}\.", text), text


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_citation_names_its_place_as_the_library_does(open_page: OpenPage, plan_id: str) -> None:
    page = open_page(f"plans/{plan_id}/")
    places = page.locator("article .ref").evaluate_all("all => all.map(e => [e.hash.slice(1), e.dataset.at])")
    [plan] = [plan for plan in Repository.open(ROOT / "data").plans() if plan.id == plan_id]
    wanted = {node.eid: locator(above, node) for node, above in plan.walk()}
    assert len(places) > 40
    assert [place for _, place in places] == [wanted[eid] for eid, _ in places]
    assert len({place for _, place in places}) == len(places)
    # Each provision is one stop of the Tab key at most, and nothing between provisions is one.
    stops = page.locator("article[data-plan]").evaluate(
        """article => [...article.querySelectorAll("a, button, summary, input, [tabindex]")]
            .filter(e => e.tabIndex >= 0 && e.checkVisibility()).map(e => e.closest(".provision")?.id)"""
    )
    assert len(stops) == len(set(stops)) == len(places)
    assert None not in stops


def test_without_scripts_each_provision_has_its_link_and_says_what_it_is_called(open_page: OpenPage) -> None:
    page = open_page("plans/320500-suzhou-145/", java_script_enabled=False)
    provision = page.locator("#chp_1__sec_1__para_2__p_1")
    provision.scroll_into_view_if_needed()
    provision.hover()
    link = provision.locator("> a")
    expect(link).to_have_css("opacity", "1")
    expect(link).to_have_text("第1段")
    link.click()
    expect(page.locator(".provision:target")).to_have_attribute("id", "chp_1__sec_1__para_2__p_1")


def test_the_menu_is_used_by_keyboard(open_page: OpenPage) -> None:
    page = open_plan(open_page, "320500-suzhou-145")
    ref = page.locator("#chp_3__sec_1__para_2 .ref").first
    ref.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="引用")).to_be_focused()
    expect(menu).to_have_accessible_name("第三章第一节二")
    page.keyboard.press("End")
    theme = menu.get_by_role("menuitem", name="主题：待遇保障与待遇清单")
    expect(theme).to_be_focused()
    assert str(theme.get_attribute("href")).endswith("themes/benefits/")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(ref).to_be_focused()
    page.keyboard.press("ArrowDown")
    text = clipboard(page, lambda: page.keyboard.press("Enter"))
    assert "第三章第一节二[EB/OL]" in text
    expect(menu).to_be_hidden()


def test_a_tap_opens_the_menu_and_another_closes_it(open_page: OpenPage) -> None:
    page = open_plan(open_page, "320500-suzhou-145", **phone())
    page.locator("#chp_1__sec_1__para_1__p_1 .ref").tap()
    menu = page.locator(".menu-of")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("#chp_1__sec_1__para_2 .num").tap()
    expect(menu).to_be_hidden()


def test_what_is_selected_is_copied_as_the_plan_s_words_alone(open_page: OpenPage) -> None:
    page = open_plan(open_page, "621025-zhengning-145")
    select(page, "p_1", "para_1__subpara_2__point_1")
    text = clipboard(page, lambda: page.keyboard.press("Control+c"))
    assert text.startswith("为深入贯彻落实委、政府关于深化医疗保障改革")  # as printed: the reading is the site's
    assert "\n一、指导思想和基本原则\n（一）指导思想\n" in text
    assert "\n1.坚持党的领导，统一保障。始终坚持" in text
    for added in ("引用", "链接", "报错", "校订", "读作", "¶", "第1段", "主题"):
        assert added not in text
    html = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
    assert "<h3>（一）指导思想</h3>" in html
    assert not re.search(r"<(a|sup|ins|div|span)\b|class=|id=", html)


def test_without_scripts_too_what_the_site_adds_is_not_selected(open_page: OpenPage) -> None:
    page = open_page("plans/621025-zhengning-145/", java_script_enabled=False)
    for added in ("p_1 .mark", "p_1 .ref", "p_1 ins", "note-2"):
        expect(page.locator(f"#{added}").first).to_have_css("user-select", "none")


def test_a_row_is_copied_with_its_cells_apart(open_page: OpenPage) -> None:
    page = open_plan(open_page, "320500-suzhou-145")
    row = "chp_2__sec_3__ind_1__row_2"
    select(page, row, row)
    text = clipboard(page, lambda: page.keyboard.press("Control+c"))
    assert text == "2\t职工基本医疗保险参保人数占比\t73.51%\t75%\t约束性"


def test_a_title_is_copied_apart_from_its_number(open_page: OpenPage) -> None:
    page = open_plan(open_page, "320500-suzhou-145")
    select(page, "chp_3__sec_1__box_1", "chp_3__sec_2")
    text = clipboard(page, lambda: page.keyboard.press("Control+c"))
    title = "专栏1　完善待遇保障机制重点工程"
    assert text.startswith(f"{title}\n")
    html = page.evaluate("async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()")
    assert title in html


def test_one_sentence_is_copied_with_its_citation_and_has_an_address(open_page: OpenPage, site: str) -> None:
    page = open_plan(open_page, "320500-suzhou-145")
    eid = "chp_3__sec_1__para_1__p_2"
    said = page.locator(f"#{eid}").evaluate("e => e.firstChild.data")
    start = said.index("统筹大病保险政策") + 2
    select(page, eid, eid, start, start + 4)
    choice = page.locator(".selected")
    expect(choice).to_be_visible()
    text = clipboard(page, choice.get_by_role("button", name="复制并附出处").click)
    words, cited = text.split("\n")
    assert words == f"“{said[start : start + 4]}”"
    begins, ends = (quote(clause) for clause in ("统筹大病保险政策和经办服务", "经办服务“八统一”"))
    assert cited.startswith("苏州市. 苏州市医疗保障事业发展“十四五”规划：第三章第一节一第2段[EB/OL].")
    address = clipboard(page, choice.get_by_role("button", name="这句话的链接").click)
    assert address == f"{site}plans/320500-suzhou-145/#{eid}:~:text={begins},{ends}"
    assert cited.endswith(f"{address}.")
    # What a browser does not find, it comes to the provision for, which is marked.
    other = open_page(address.removeprefix(site))
    expect(other.locator(f"#{eid}:target")).to_be_in_viewport()


def test_what_can_not_be_copied_is_shown(open_page: OpenPage, site: str) -> None:
    page = open_page("plans/320500-suzhou-145/")
    page.evaluate(
        """() => {
            Object.defineProperty(navigator, "clipboard", {value: {writeText: () => Promise.reject(new Error("no"))}});
            document.execCommand = () => false;
        }"""
    )
    open_menu(page, "chp_1").locator('[data-copy="link"]').click()
    expect(page.locator(".toast")).to_have_text(f"请手动复制：{site}plans/320500-suzhou-145/#chp_1")
