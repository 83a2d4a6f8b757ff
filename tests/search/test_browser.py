"""Search as a reader does it: the header's box, the search page, a plan's own box; by keyboard, on a phone, zoomed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.browsing import NewPage, phone, settle, wait_until, watch
from driving import SearchDriver
from exactness import Scan, words_of
from playwright.sync_api import Page, Request, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.site]

ZHENGNING, SUZHOU = "621025-zhengning-145", "320500-suzhou-145"
Open = Callable[..., Page]


@pytest.fixture
def open_page(new_page: NewPage, site: str) -> Iterator[Open]:
    """Open pages; fail the test when one logs an error or asks elsewhere. `offline` says that the index cannot load."""
    opened = []
    faults: list[str] = []

    def open_it(url: str = "", *, offline: bool = False, **options: Any) -> Page:
        page = new_page(**options)
        opened.append(page)
        if offline:
            page.route("**/search/index/**", lambda route: route.abort())
        else:
            watch(page, site, faults)
        page.goto(site + url, wait_until="load")
        return page

    yield open_it
    for page in opened:
        page.close()
    assert not faults


def query_of(page: Page) -> dict[str, str]:
    """Return what the address holds."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def eids(page: Page) -> list[str | None]:
    return [item.get_attribute("data-eid") for item in page.locator(".hits > li").all()]


def occurrences(scan: Scan, plan: str, text: str) -> int:
    """Return how often a plan's text holds a word, as printed or as read, whichever is more in each provision."""
    (word,) = words_of(text)
    return sum(r.count(word) for r in scan.records if r.place[0] == plan)


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


# The header's box


def header(page: Page, query: str) -> None:
    """Focus the header's box by its key and type."""
    page.keyboard.press("/")
    expect(page.locator("[data-search-box] input")).to_be_focused()
    page.keyboard.type(query)
    expect(page.locator("[data-search-box] [role=option]").first).to_be_visible()


def test_header_box_is_a_combobox(open_page: Open) -> None:
    page = open_page("plans/")
    box = page.get_by_role("combobox", name="搜索条文")
    expect(box).to_have_attribute("aria-expanded", "false")
    header(page, "医共体")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(5)  # four hits and all of them
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert options.first.locator("mark").first.inner_text() == "医共体"
    expect(page.locator("[data-search-box] [role=status]")).to_contain_text("找到 4 条")
    page.keyboard.press("ArrowDown")
    first = options.first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", str(first))
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", str(options.last.get_attribute("id")))
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-options")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("医共体")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_enter_opens_the_hit_with_its_words_marked(open_page: Open) -> None:
    page = open_page()
    header(page, "冠脉支架")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/370000-shandong-145-press/**")
    expect(page).to_have_url(re.compile("#answer_6__p_1$"))
    marks = page.locator("#answer_6__p_1 mark")
    expect(marks).to_have_text(["冠脉支架", "冠脉支架"])
    expect(marks.first).to_be_in_viewport()
    expect(page.locator("[data-find] [role=status]")).to_have_text("第 1 处，共 2 处")


def test_enter_without_a_choice_opens_the_search_page(open_page: Open) -> None:
    page = open_page("about/")
    header(page, "医共体")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".count")).to_have_text("找到 4 条")


def test_header_box_says_that_nothing_is_found(open_page: Open) -> None:
    page = open_page()
    header(page, "没有这样的词句")
    expect(page.locator("[data-search-box] [role=status]")).to_have_text("没有找到")


def test_slash_is_a_letter_where_one_types(open_page: Open) -> None:
    page = open_page("search/")
    page.locator(".search-form [name=q]").focus()
    page.keyboard.type("1/2")
    expect(page.locator(".search-form [name=q]")).to_have_value("1/2")


# What is loaded


@pytest.mark.parametrize("url", ["", "search/", f"plans/{SUZHOU}/"])
def test_nothing_of_the_index_is_loaded_before_a_search(new_page: NewPage, site: str, url: str) -> None:
    page = new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(site + url, wait_until="load")  # the script that listens for a slash has run
    page.wait_for_load_state("networkidle")
    assert asked
    assert not [address for address in asked if "/search/index/" in address]
    if not url.startswith("search"):
        assert not [address for address in asked if address.endswith("/search.js")]
        page.keyboard.press("/")
        expect(page.locator("[data-search-box] input")).to_be_focused()
        settle(page)
        assert not [address for address in asked if "/search/index/" in address]


@pytest.mark.parametrize("opened", ["header", "page"])
def test_says_that_the_index_cannot_load(open_page: Open, opened: str) -> None:
    page = open_page("" if opened == "header" else "search/", offline=True)
    if opened == "header":
        page.keyboard.press("/")
        page.keyboard.type("医保")
        status = page.locator("[data-search-box] [role=status]")
    else:
        page.locator(".search-form [name=q]").fill("医保")
        status = page.locator(".count")
    expect(status).to_contain_text("搜索数据没有载入")
    # The network is back.
    page.unroute_all()
    if opened == "header":
        page.keyboard.type("基金")
    else:
        page.locator(".search-form [name=q]").fill("医保基金")
    expect(status).to_contain_text("找到")


@pytest.mark.parametrize("script", ["search/page.js", "search.js"])
def test_what_is_typed_before_a_script_arrives_is_searched(new_page: NewPage, site: str, script: str) -> None:
    page = new_page()
    held: list[Route] = []
    page.route(f"**/javascripts/{script}", lambda route: held.append(route))
    page.goto(f"{site}search/", wait_until="domcontentloaded")
    page.locator(".search-form [name=q]").fill("医共体")
    wait_until(page, lambda: held)
    held[0].continue_()
    expect(page.locator(".count")).to_have_text("找到 4 条")
    expect(page.locator(".search-form [name=q]")).to_have_value("医共体")


def test_a_word_being_composed_is_searched_once_it_is_chosen(open_page: Open) -> None:
    page = open_page("search/")
    page.wait_for_load_state("networkidle")
    page.locator(".search-form [name=q]").click()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("yi", "yi gong ti"):
        at = len(letters)
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": at, "selectionEnd": at})
    page.wait_for_timeout(500)
    expect(page.locator(".count")).to_be_empty()
    keyboard.send("Input.insertText", {"text": "医共体"})
    expect(page.locator(".count")).to_have_text("找到 4 条")


def test_only_the_newest_keystroke_is_answered(open_page: Open) -> None:
    page = open_page("search/")
    held: list[Route] = []
    ended: list[str] = []

    def note(request: Request) -> None:
        ended.append(request.url)

    page.on("requestfinished", note)
    page.on("requestfailed", note)  # the page has given it up
    page.route("**/search/index/**/g/*", lambda route: held.append(route) if not held else route.continue_())
    page.locator(".search-form [name=q]").fill("医共体")
    wait_until(page, lambda: held)
    page.locator(".search-form [name=q]").fill("冠脉支架")
    expect(page.locator(".count")).to_have_text("找到 1 条")
    held[0].continue_()
    wait_until(page, lambda: held[0].request.url in ended)
    settle(page)
    expect(page.locator(".count")).to_have_text("找到 1 条")
    assert eids(page) == ["answer_6__p_1"]


# The search page


def test_hits_are_shown_while_typing(open_page: Open, driver: SearchDriver) -> None:
    page = open_page("search/")
    page.locator(".search-form [name=q]").press_sequentially("长期护理保险")
    expect(page.locator(".count")).to_have_text("找到 20 条")
    expect(page.locator(".count")).to_have_attribute("role", "status")
    hits = driver.search("长期护理保险")["hits"]
    items = page.locator(".hits > li").all()
    # A heading that is found with what stands directly below it is one with that.
    assert len(items) + page.locator(".hits .under").count() == len(hits)
    plans = [item.get_attribute("data-plan") for item in items]
    assert [plan for plan, _ in groupby(plans)] == list(dict.fromkeys(hit["plan"] for hit in hits))
    by_eid = {(hit["plan"], hit["eid"]): hit for hit in hits}
    for item in items:
        hit = by_eid[item.get_attribute("data-plan"), item.get_attribute("data-eid")]
        snippet = item.locator(".snip")
        assert snippet.inner_text() == hit["snippet"].strip()
        assert snippet.locator("mark").all_inner_texts() == ["长期护理保险"] * len(hit["marks"])
        assert hit["path"] in item.locator(".path, h3").inner_text()
    assert query_of(page) == {"q": "长期护理保险"}
    assert "长期护理保险" in page.title()


def test_filters_live_in_the_address_and_survive_a_reload(open_page: Open, driver: SearchDriver) -> None:
    page = open_page("search/?q=95")
    expect(page.locator(".count")).to_contain_text("找到")
    filters = page.locator(".facets form")
    filters.locator("[name=level]").select_option("county")
    filters.locator("[name=stage]").select_option("issued")
    filters.locator("[name=sort]").select_option("date")
    filters.locator("[name=whole]").check()
    wanted = {"q": "95", "level": "county", "stage": "issued", "sort": "date", "whole": "1"}
    page.wait_for_function("() => location.search.includes('whole=1')")
    assert query_of(page) == wanted
    told = driver.search("95", filters={"level": "county", "stage": "issued"}, sort="date", whole=True)
    expect(page.locator(".count")).to_have_text(f"找到 {told['total']} 条")
    shown = eids(page)
    assert set(shown) <= {hit["eid"] for hit in told["hits"]}
    page.reload()
    expect(page.locator(".count")).to_have_text(f"找到 {told['total']} 条")
    assert query_of(page) == wanted
    assert eids(page) == shown
    expect(filters.locator("[name=level]")).to_have_value("county")
    expect(filters.locator("[name=whole]")).to_be_checked()
    expect(page.locator(".search-form [name=q]")).to_have_value("95")
    page.go_back()  # before the last filter
    expect(filters.locator("[name=whole]")).not_to_be_checked()
    expect(filters.locator("[name=level]")).to_have_value("county")


def test_filters_show_how_many_each_would_leave(open_page: Open, driver: SearchDriver) -> None:
    page = open_page("search/?q=医疗救助")
    expect(page.locator(".count")).to_contain_text("找到")
    counts = driver.search("医疗救助")["facets"]["province"]
    options = page.locator(".facets [name=province] option").all_inner_texts()
    expect(page.locator(".facets [name=province] option[value='32']")).to_have_text(f"江苏省（{counts['32']}）")
    assert sum(int(n) for text in options for n in re.findall(r"（(\d+)）", text)) == sum(counts.values())
    # A choice does not narrow the numbers of its own list, but those of the others.
    page.locator(".facets [name=province]").select_option("32")
    expect(page.locator(".count")).to_have_text(f"找到 {counts['32']} 条")
    assert page.locator(".facets [name=province] option").all_inner_texts() == options
    expect(page.locator(".facets [name=level] option[value=county]")).to_have_text("县级（0）")


def test_back_finds_the_place_again(open_page: Open) -> None:
    page = open_page("search/?q=医保")
    hits = page.locator(".hits > li")
    expect(hits).to_have_count(10)
    page.locator(".more").click()
    expect(hits).to_have_count(30)
    assert query_of(page)["n"] == "30"
    # The button leads on to the first of the new hits.
    expect(hits.nth(10).locator(":is(h2, h3) a")).to_be_focused()
    hits.nth(22).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 500
    eid = hits.nth(22).get_attribute("data-eid")
    hits.nth(22).locator(":is(h2, h3) a").click()
    page.wait_for_url("**/plans/**")
    expect(page).to_have_url(re.compile(f"#{eid}$"))
    expect(page.locator(f"[id='{eid}'] mark").first).to_be_in_viewport()
    page.go_back()
    expect(hits).to_have_count(30)
    expect(page.locator(".search-form [name=q]")).to_have_value("医保")
    expect(hits.nth(22)).to_be_in_viewport()
    page.wait_for_function("before => Math.abs(scrollY - before) < 200", arg=before)


def test_every_hit_is_reached_by_paging(open_page: Open, driver: SearchDriver) -> None:
    # None of its hits is a heading that stands with what is below it.
    total = driver.search("群众")["total"]
    assert 40 < total < 80
    page = open_page("search/?q=群众")
    hits = page.locator(".hits > li")
    for shown in range(10, total, 20):
        expect(hits).to_have_count(shown)
        page.locator(".more").click()
    expect(hits).to_have_count(total)
    expect(page.locator(".more")).to_be_hidden()


def test_nothing_found_is_helped(open_page: Open) -> None:
    page = open_page("search/?q=冠脉支架 鹿城保")
    expect(page.locator(".count")).to_have_text("没有找到")
    expect(page.locator(".advice .word")).to_have_text(["冠脉支架 1 条", "鹿城保 1 条"])


def test_synonyms_are_offered_and_taken_by_one_click(open_page: Open) -> None:
    page = open_page("search/?q=长护险")
    expect(page.locator(".count")).to_have_text("没有找到")
    page.locator(".advice").get_by_role("button", name="长期护理保险", exact=True).click()
    expect(page.locator(".count")).to_have_text("找到 20 条")
    assert query_of(page) == {"q": "长期护理保险"}
    page.go_back()
    expect(page.locator(".count")).to_have_text("没有找到")
    expect(page.locator(".search-form [name=q]")).to_have_value("长护险")


@pytest.mark.parametrize("query", ["suzhou", "sz"])
def test_places_are_offered(open_page: Open, query: str) -> None:
    page = open_page(f"search/?q={query}")
    page.locator(".advice").get_by_role("link", name="苏州市").click()
    page.wait_for_url("**/jurisdictions/320500/")
    expect(page.locator("h1")).to_contain_text("苏州")


def test_a_place_without_a_plan_is_answered(open_page: Open) -> None:
    page = open_page("search/?q=杭州")
    answer = page.locator(".absent")
    expect(answer.locator("h2")).to_have_text("杭州市：未收录")
    expect(answer).to_contain_text("江苏省 1 份")
    expect(answer).to_contain_text("浙江省、中国　未收录")
    assert answer.locator("a[href*='/plans/']").count() >= 3
    answer.locator("summary").click()
    expect(answer.locator("[data-copied]")).to_contain_text("地方：浙江省杭州市（330100）")
    page.goto(page.url.split("?")[0] + "?q=hangzhou")
    expect(page.locator(".absent h2").first).to_contain_text("杭州市")
    page.goto(page.url.split("?")[0] + "?q=苏州")
    expect(page.locator(".count")).to_contain_text("找到")
    expect(page.locator(".advice a", has_text="苏州市").first).to_be_visible()
    assert page.locator(".absent").count() == 0


def test_a_misspelling_and_a_question_are_helped_and_nothing_is_applied(open_page: Open) -> None:
    page = open_page("search/?q=长期户理保险")
    expect(page.locator(".near .word").first).to_have_text("长期护理保险 20 条")
    expect(page.locator(".count")).to_have_text("没有找到")
    expect(page.locator(".search-form [name=q]")).to_have_value("长期户理保险")
    assert page.locator(".hits > li").count() == 0
    page.locator(".near button").first.click()
    expect(page.locator(".count")).to_have_text("找到 20 条")
    expect(page.locator(".advice p", has_text="又作")).to_contain_text("长护险")
    expect(page.locator(".advice p", has_text="相关说法")).to_contain_text("失能评估")
    page.goto(page.url.split("?")[0] + "?q=门诊共计报销多少")  # no term of a catalogue, amid a question
    expect(page.locator(".near .word")).to_have_text(["门诊共济 5 条"])
    page.goto(page.url.split("?")[0] + "?q=苏州长期护理保险报销多少")
    advice = page.locator(".advice")
    expect(advice).to_contain_text("江苏省苏州市")
    expect(advice.locator("a[href*='/themes/long-term-care/']")).to_be_visible()
    expect(advice).to_contain_text("不是现在的待遇")
    advice.get_by_role("link", name="苏州市写到“长期护理保险”的 9 条").click()
    expect(page.locator(".count")).to_have_text("找到 9 条")


def test_signs_of_full_width_are_operators_and_the_empty_page_has_examples(open_page: Open) -> None:
    page = open_page("search/")
    examples = page.locator(".tries a")
    assert examples.count() >= 5
    for typed, plain in (("医保 －苏州", "医保 -苏州"), ("＂长期护理保险＂", '"长期护理保险"')):
        page.locator(".search-form [name=q]").fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".count")).to_contain_text("找到")
        told = page.locator(".count").inner_text()
        page.goto(page.url.split("?")[0] + "?q=" + plain)
        expect(page.locator(".count")).to_have_text(told)


def test_a_search_in_one_plan_can_be_widened(open_page: Open, driver: SearchDriver) -> None:
    page = open_page(f"search/?q=医共体&plan={ZHENGNING}")
    expect(page.locator(".count")).to_have_text("找到 2 条")
    assert {item.get_attribute("data-plan") for item in page.locator(".hits > li").all()} == {ZHENGNING}
    page.locator(".only input").uncheck()
    expect(page.locator(".count")).to_have_text("找到 4 条")
    assert query_of(page) == {"q": "医共体"}


def test_html_in_a_query_is_text(open_page: Open) -> None:
    page = open_page()
    page.goto(page.url + "search/?q=%3Cimg src=x onerror=alert(1)%3E 医保")
    expect(page.locator(".count")).to_have_text("没有找到")
    expect(page.locator(".advice")).to_contain_text("<img")
    assert page.locator(".results img").count() == 0


# Within a plan


@pytest.mark.parametrize(
    ("plan", "query"),
    [
        (ZHENGNING, "参保"),
        (SUZHOU, "长期护理保险"),
        (SUZHOU, "95%"),
        (ZHENGNING, "县委、县政府"),
        (ZHENGNING, "贯彻落实委、政府"),
        (ZHENGNING, "建立长期护理保险制度"),
    ],
)
def test_finds_in_a_plan_what_search_finds(open_page: Open, scan: Scan, plan: str, query: str) -> None:
    page = open_page(f"plans/{plan}/")
    page.locator("[data-find] input").fill(query)
    total = occurrences(scan, plan, query)
    expect(page.locator("[data-find] [role=status]")).to_have_text(f"共 {total} 处")
    for place in scan.find(query):
        if place[0] == plan:
            assert page.locator(f"[id='{place[1]}'] mark").count(), place


def test_walks_through_a_plan(open_page: Open) -> None:
    page = open_page(f"plans/{ZHENGNING}/")
    box, status = page.locator("[data-find] input"), page.locator("[data-find] [role=status]")
    box.fill("医共体")
    expect(status).to_have_text("共 2 处")
    box.press("Enter")
    expect(status).to_have_text("第 1 处，共 2 处")
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.get_by_role("button", name="下一处").click()
    expect(status).to_have_text("第 2 处，共 2 处")
    expect(page.locator("mark.here")).to_have_count(1)
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.get_by_role("button", name="下一处").click()
    expect(status).to_have_text("第 1 处，共 2 处")
    page.get_by_role("button", name="上一处").click()
    expect(status).to_have_text("第 2 处，共 2 处")
    box.press("Enter")
    expect(status).to_have_text("第 1 处，共 2 处")
    box.press("Shift+Enter")
    expect(status).to_have_text("第 2 处，共 2 处")
    everywhere = page.locator("[data-find] a")
    href = str(everywhere.get_attribute("href"))
    assert parse_qs(urlsplit(href).query) == {"plan": [ZHENGNING], "q": ["医共体"]}
    text = page.locator("article[data-plan]").text_content()
    box.press("Escape")
    expect(status).to_have_text("")
    expect(page.locator("article mark")).to_have_count(0)
    assert page.locator("article[data-plan]").text_content() == text
    box.fill("没有这样的词句")
    expect(status).to_have_text("本文没有")
    expect(page.get_by_role("button", name="下一处")).to_be_disabled()


def test_marks_run_across_emendations(open_page: Open) -> None:
    page = open_page(f"plans/{ZHENGNING}/")
    box = page.locator("[data-find] input")
    text = page.locator("#p_1").text_content()
    for query, inserted in (("贯彻落实委、政府", False), ("贯彻落实县委、县政府", True)):
        box.fill(query)
        # Elements may be nested in a mark or the other way round: only the outermost are read.
        page.wait_for_function(
            "q => [...document.querySelectorAll('#p_1 mark')].filter(m => !m.parentElement.closest('mark'))"
            ".map(m => m.textContent).join('') === q",
            arg=query,
        )
        assert bool(page.locator("#p_1 ins mark, #p_1 mark ins").count()) is inserted
        assert page.locator("#p_1").text_content() == text
    box.press("Escape")
    expect(page.locator("mark")).to_have_count(0)


# Everywhere


def test_all_by_keyboard(open_page: Open) -> None:
    page = open_page("search/")
    # Before its script is there, Enter loads the page anew.
    page.wait_for_function(
        "() => !document.querySelector('.search-form').dispatchEvent(new Event('submit', {cancelable: true}))"
    )
    page.locator(".search-form [name=q]").focus()
    page.keyboard.type("医共体")
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_have_text("找到 4 条")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.hits') !== null"):
            break
    first = page.locator(".hits > li h2 a").first
    expect(first).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Tab")
    expect(page.locator(".hits > li :is(h2, h3) a").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/**")
    expect(page.locator("article mark").first).to_be_attached()


def test_on_a_phone(open_page: Open) -> None:
    page = open_page("plans/", **phone())
    page.get_by_role("banner").get_by_role("link", name="搜索").tap()
    page.wait_for_url("**/search/")
    page.locator(".search-form [name=q]").fill("长期护理保险")
    expect(page.locator(".count")).to_have_text("找到 20 条")
    expect(page.locator(".advice button").first).to_be_visible()
    assert not overflows(page)
    expect(page.locator(".facets form")).to_be_hidden()
    page.locator(".facets summary").tap()
    page.locator(".facets [name=province]").select_option("32")
    expect(page.locator(".count")).to_have_text("找到 9 条")
    assert not overflows(page)
    page.locator(".hits > li h2 a").first.tap()
    page.wait_for_url("**/plans/**")
    expect(page.locator("article mark.here")).to_be_in_viewport()
    assert not overflows(page)


def test_at_twice_the_size(open_page: Open) -> None:
    page = open_page("search/?q=长期护理保险", width=720, height=450, device_scale_factor=2)
    expect(page.locator(".count")).to_have_text("找到 20 条")
    expect(page.locator(".advice button").first).to_be_visible()
    assert not overflows(page)
    page.locator(".hits > li h2 a").first.focus()
    expect(page.locator(".hits > li h2 a").first).to_be_in_viewport()
    page = open_page(f"plans/{SUZHOU}/", width=720, height=450, device_scale_factor=2)
    page.get_by_role("button", name="查找", exact=True).click()
    page.locator("[data-find] input").fill("长期护理保险")
    page.locator("[data-find] input").press("Enter")
    expect(page.locator("mark.here")).to_be_in_viewport()
    assert not overflows(page)
