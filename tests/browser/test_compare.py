"""The page of comparison: choosing, the address, what its cells say, paper, a phone, a screen reader, attacks."""

from __future__ import annotations

import re

import pytest
from browsing import OpenPage, phone, settle
from builds import HOSTILE_ID, TAMED_ID
from playwright.sync_api import Page, Route, expect
from surveying import CONTRASTS, FAULTS, sideways

pytestmark = pytest.mark.browser
FOUR = "compare/?j=320500,621025,440784,370000"


def field(page: Page):
    return page.get_by_role("combobox", name="行政区的名称、拼音、首字母或代码")


def options(page: Page):
    return page.get_by_role("listbox", name="行政区", exact=True).get_by_role("option")


def open_compare(open_page: OpenPage, query: str = "", *, everything: bool = True, **given) -> Page:
    """Open the page; `everything`: with what only one place has, which it leaves out unless asked."""
    query += "&only=all" if everything and "j=" in query else ""
    page = open_page(f"compare/{query}", **given)
    expect(page.locator(".compare > .count")).not_to_be_empty()
    return page


def expect_places(page: Page, names: list[str]) -> None:
    expect(page.get_by_role("list", name="已选的行政区").locator("li > span")).to_have_text(names)


def row_of(page: Page, section: str, name: str):
    return page.locator(f"#compare-{section} ~ table tr").filter(has=page.get_by_role("rowheader", name=name))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("suzhou", "苏州市"),
        ("SuZhou", "苏州市"),
        ("苏州", "苏州市"),
        ("320500", "苏州市"),
        ("sz", "苏州市"),
        ("qqh", "齐齐哈尔市"),
        ("正宁", "正宁县"),
        ("xi'an", "西安市"),
        ("xian", "西安市"),
        ("lvliang", "吕梁市"),
        ("庆阳市正宁", "正宁县"),
    ],
)
def test_a_place_is_found_by_name_pinyin_initials_or_code(open_page: OpenPage, typed: str, name: str) -> None:
    page = open_compare(open_page)
    field(page).fill(typed)
    expect(options(page).first).to_contain_text(name)


def test_places_with_a_plan_come_first_and_others_say_so(open_page: OpenPage) -> None:
    page = open_compare(open_page)
    field(page).fill("suzhou")
    expect(options(page)).to_have_count(3)
    expect(options(page).nth(0)).to_contain_text("江苏省　320500　1 份规划")
    expect(options(page).nth(1)).to_contain_text("安徽省　341300　未收录")


def test_choosing_by_keyboard_and_by_pointer(open_page: OpenPage, site: str) -> None:
    page = open_compare(open_page)
    expect(page.locator(".compare > .count")).to_have_text("请选二到四个行政区。")
    field(page).press_sequentially("zhengning")
    expect(options(page).first).to_contain_text("正宁县")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = field(page).get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect_places(page, ["正宁县"])
    expect(page.locator(".compare > .count")).to_have_text("再选一到三个行政区。")
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()
    field(page).fill("suzhou")
    options(page).first.click()
    expect_places(page, ["正宁县", "苏州市"])
    expect(page.locator(".tbl--side").first).to_be_visible()
    expect(page).to_have_url(f"{site}compare/?j=621025,320500")
    field(page).fill("zhengning")  # one that is chosen is not offered again
    expect(page.locator(".picker [role=status]")).to_have_text("没有这个行政区，或已经选了")


def test_it_opens_with_pairs_to_look_at_and_on_what_both_have(open_page: OpenPage) -> None:
    page = open_compare(open_page)
    examples = page.locator("[data-examples] li")
    expect(examples).to_have_count(4)
    expect(examples.first).to_contain_text("鹤山市 征求意见稿、正宁县 规划期已满")
    examples.first.get_by_role("link").click()
    expect_places(page, ["鹤山市", "正宁县"])
    expect(page.locator("[data-examples]")).to_be_hidden()
    for row in page.locator("#compare-indicators ~ table tbody tr:has(td)").all():
        assert not row.locator("td .none:text-is('未列')").count()
    # Where the other has no plan, nothing is left out.
    page = open_compare(open_page, "?j=320500,110000", everything=False)
    assert page.locator("#compare-indicators ~ table tbody tr:has(td)").count() > 10


def test_escape_closes_the_list_then_clears(open_page: OpenPage) -> None:
    page = open_compare(open_page)
    field(page).fill("su")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    expect(field(page)).to_have_value("su")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")


def test_the_address_holds_the_choice(open_page: OpenPage, site: str) -> None:
    page = open_compare(open_page, "?j=320500,621025", everything=False)
    expect_places(page, ["苏州市", "正宁县"])
    expect(page).to_have_title(re.compile("^苏州市、正宁县 · 比较"))
    page.get_by_role("button", name="移去苏州市").click()
    expect_places(page, ["正宁县"])
    expect(page.locator(".tbl--side")).to_have_count(0)
    field(page).fill("heshan")
    options(page).first.click()
    expect_places(page, ["正宁县", "鹤山市"])
    page.get_by_label("只看至少两份都有的").uncheck()
    page.wait_for_url(f"{site}compare/?j=621025,440784&only=all")
    page.reload()
    expect_places(page, ["正宁县", "鹤山市"])
    expect(page.get_by_label("只看至少两份都有的")).not_to_be_checked()
    page.go_back()
    expect(page.get_by_label("只看至少两份都有的")).to_be_checked()
    page.go_back()
    expect_places(page, ["正宁县"])
    page.go_back()
    expect_places(page, ["苏州市", "正宁县"])
    expect(page.locator(".tbl--side").first).to_be_visible()
    page.go_forward()
    expect_places(page, ["正宁县"])


def test_no_more_than_four_and_no_unknown_one(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=320500,999999,621025,320500,<b>,440784,370000,150200")
    expect_places(page, ["苏州市", "正宁县", "鹤山市"])
    expect(page.locator(".compare > .count")).to_contain_text("没有代码为 999999 的行政区")
    page = open_compare(open_page, FOUR.removeprefix("compare/"))
    expect(field(page)).to_be_disabled()


def test_indicators_say_whether_they_can_be_compared(open_page: OpenPage) -> None:
    page = open_compare(open_page, FOUR.removeprefix("compare/"))
    varieties = row_of(page, "indicators", "药品集中带量采购品种数")
    expect(varieties.locator("td")).to_contain_text(["未列", "个", "个", "≥500"])
    expect(varieties).not_to_contain_text("不能直接比较")
    income = row_of(page, "indicators", "基金收入")
    expect(income.first).to_contain_text("基期 2.4 亿元（2020 年）")
    expect(income.first).to_contain_text("基期 7.3 亿元（2020 年），原文 72954.2万元")
    online = row_of(page, "indicators", "医疗保障政务服务事项线上可办率")
    expect(online.locator("td").first).to_contain_text("范围更宽")


def test_other_terms_keep_figures_apart_in_the_words_of_the_files(open_page: OpenPage) -> None:
    page = open_page("about/")

    def answer(route: Route) -> None:
        facts = route.fetch().json()
        row = next(row for row in facts["indicators"] if row["id"] == "drug-vbp-varieties")
        row["terms"]["target_year"] = {"is": "2030", "said": "目标年为 2030 年"}
        row["terms"].pop("nature", None)  # not printed is unknown, not another
        route.fulfill(json=facts)

    page.route("**/data/compare/plans/621025-*.json", answer)
    page.goto(page.url.replace("about/", "compare/?j=621025,440784"))
    line = row_of(page, "indicators", "药品集中带量采购品种数")
    expect(line.locator("th .obstacle")).to_have_text("不能直接比较：目标年不同")
    expect(line.locator("td .obstacle")).to_have_text(["目标年为 2030 年", "目标年为 2025 年"])


def test_a_figure_leads_to_its_provision(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=320500,621025")
    page.locator(".figure-block a").first.click()
    expect(page.locator("tr.provision:target")).to_be_visible()


def test_drafts_and_reports_are_marked_wherever_they_stand(open_page: OpenPage) -> None:
    page = open_compare(open_page, FOUR.removeprefix("compare/"))
    for section in ("indicators", "themes", "measures"):
        heads = page.locator(f"#compare-{section} ~ table thead th")
        expect(heads.nth(3)).to_contain_text("征求意见稿")
        expect(heads.nth(4)).to_contain_text("第二手资料")
    expect(page.locator(".compare > .count")).to_contain_text("鹤山市（征求意见稿）")


def test_themes_open_side_by_side_with_the_text_itself(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=320500,621025")
    line = row_of(page, "themes", "支付方式改革")
    line.locator("summary").first.click()
    expect(line.locator("details[open]")).to_have_count(2)
    passage = line.locator("td").nth(1).locator(".passage").first
    text = passage.inner_text().removeprefix("¶").strip()
    passage.locator("a").click()
    expect(page.locator(":target")).to_contain_text(text[:30])


def test_a_place_without_a_plan_says_not_held(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=320500,110000")
    expect(page.locator("thead").first).to_contain_text("本库没有收录它的规划")
    for section in ("indicators", "themes"):
        cells = page.locator(f"#compare-{section} ~ table td:last-child")
        assert set(cells.all_inner_texts()) == {"未收录"}


def test_silence_is_of_the_right_kind(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=150200,621025")
    said = page.locator("#compare-themes ~ table td .cov--not-addressed, #compare-themes ~ table td .cov--not-reviewed")
    wanted = page.evaluate(
        """async () => (await (await fetch("../data/compare/plans/150200-baotou-reform-2023.json")).json()).silence"""
    )
    assert said.count()
    expect(page.locator(f"#compare-themes ~ table td .cov--{wanted}").first).to_be_visible()


def test_measures_stand_by_the_agency_that_leads(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=150200,621025")
    line = row_of(page, "measures", "医疗保障部门")
    expect(line.locator("td").nth(1)).to_contain_text("进度：每年12月底前")
    rest = line.locator("summary").first
    rest.click()
    expect(line.locator("details[open]")).not_to_have_count(0)
    link = line.locator("td").nth(1).locator("li a").first
    text = link.inner_text()
    link.click()
    expect(page.locator(":target")).to_contain_text(text[:20])


def test_it_fetches_only_what_was_chosen(open_page: OpenPage) -> None:
    asked: list[str] = []
    page = open_page("about/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("about/", "compare/?j=320500,110000"))
    expect(page.locator(".tbl--side").first).to_be_visible()
    data = sorted(url.partition("/data/")[2] for url in asked if "/data/" in url)
    assert data == [
        "compare/held/320500.json",
        "compare/names.json",
        "compare/places.json",
        "compare/plans/320500-suzhou-145.json",
    ]


def test_a_plan_is_chosen_where_a_place_has_several(open_page: OpenPage, hostile_site: str) -> None:
    page = open_compare(open_page, "?j=320599,320500", everything=False, root=hostile_site)
    choice = page.locator("select[data-place='320599']")
    expect(choice).to_have_value(HOSTILE_ID)
    choice.select_option(TAMED_ID)
    expect(page.locator(f".tbl--side thead a[href$='plans/{TAMED_ID}/']").first).to_be_visible()
    page.wait_for_url(f"{hostile_site}compare/?j=320599,320500&p={TAMED_ID}")
    page.reload()
    expect(choice).to_have_value(TAMED_ID)
    page.go_back()
    expect(choice).to_have_value(HOSTILE_ID)


def test_a_hostile_plan_is_text(open_page: OpenPage, hostile_site: str) -> None:
    page = open_compare(open_page, "?j=320599,320500", root=hostile_site)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    field(page).fill("img")
    expect(page.locator(".picker [role=status]")).not_to_be_empty()
    settle(page)
    expect(page.locator(".tbl--side thead").first).to_contain_text("<img src=x onerror=window.__pwned=2>")
    expect(page.locator("#compare-measures ~ table")).to_contain_text("</span><video><source")
    assert page.evaluate("window.__pwned") is None
    active = page.locator(
        ".doc :is(script, img, iframe, object, embed, svg, style, link, base, video, audio, form form)"
    )
    assert active.count() == 0
    assert set(page.locator("a[href]").evaluate_all("all => all.map(e => e.protocol)")) <= {"http:", "https:"}
    field(page).fill("320599")


@pytest.mark.parametrize(
    "query", ["?j=%22%3E%3Cimg%20src=x%20onerror=__pwned=1%3E", "?j=320599,320500&p=320599-%3Cb%3E"]
)
def test_a_hostile_address_is_no_choice(open_page: OpenPage, hostile_site: str, query: str) -> None:
    page = open_compare(open_page, query, root=hostile_site)
    assert page.evaluate("window.__pwned") is None
    assert page.locator(".doc img, .doc b:not(.figure-block b, .passage b)").count() == 0


@pytest.mark.parametrize(
    ("options_", "width"), [({}, 1440), (phone(), 390), (phone(), 320)], ids=["desk", "phone", "320"]
)
def test_it_is_sound_on_every_screen(open_page: OpenPage, options_: dict, width: int) -> None:
    page = open_compare(
        open_page, FOUR.removeprefix("compare/"), reduced_motion="reduce", **{**options_, "width": width}
    )
    page.evaluate("document.querySelectorAll('.doc details').forEach(e => { e.open = true })")
    assert not page.evaluate(FAULTS)
    assert not sideways(page, width)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-colours", scheme)
        assert not page.evaluate(CONTRASTS)


def test_on_a_phone_each_cell_names_its_place(open_page: OpenPage) -> None:
    page = open_compare(open_page, FOUR.removeprefix("compare/"), **phone())
    line = row_of(page, "indicators", "药品集中带量采购品种数")
    labels = line.locator("td").evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert labels == [
        '"苏州市（规划期已满）"',
        '"正宁县（规划期已满）"',
        '"鹤山市（征求意见稿）"',
        '"山东省（第二手资料）"',
    ]
    widths = line.locator("td").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    assert min(widths) > 300


def test_heads_stay_in_sight_on_a_desk(open_page: OpenPage) -> None:
    page = open_compare(open_page, FOUR.removeprefix("compare/"))
    row_of(page, "indicators", "药品集中带量采购品种数").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 300)
    page.wait_for_function("before => scrollY > before", arg=before)
    head = page.locator("#compare-indicators ~ table thead th").nth(3)
    expect(head).to_be_in_viewport()
    assert head.evaluate(
        "e => e.contains(document.elementFromPoint(e.getBoundingClientRect().x + 30, e.getBoundingClientRect().y + 15))"
    )


def test_on_paper_there_are_no_controls_and_heads_repeat(open_page: OpenPage) -> None:
    page = open_compare(open_page, FOUR.removeprefix("compare/"))
    page.emulate_media(media="print")
    expect(page.locator("form.filters")).to_be_hidden()
    expect(page.get_by_role("button", name="移去苏州市")).to_be_hidden()
    expect(page.get_by_role("list", name="已选的行政区")).to_be_visible()
    head = page.locator("#compare-indicators ~ table thead")
    expect(head).to_be_visible()
    assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert head.locator("th").first.evaluate("e => getComputedStyle(e).position") == "static"
    sheet = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", sheet)}
    assert boxes
    assert all(right > top for _, _, right, top in boxes)  # landscape: four columns need the width


def test_a_screen_reader_is_told(open_page: OpenPage) -> None:
    page = open_compare(open_page, "?j=320500,621025")
    field(page).fill("su")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    tree = page.locator(".compare").aria_snapshot()
    assert 'combobox "行政区的名称、拼音、首字母或代码" [expanded]' in tree
    assert 'listbox "行政区"' in tree
    assert re.search(r'option "[^"]+ [^"]*未收录"', tree)
    assert "status: 正在比较 苏州市（规划期已满）、正宁县（规划期已满）。" in tree
    assert 'button "移去苏州市"' in tree
    assert 'table "指标：苏州市（规划期已满）、正宁县（规划期已满）"' in tree
    assert re.search(r'columnheader "苏州市 苏州市医疗保障事业发展“十四五”规划 规划期已满"', tree)
    assert 'rowheader "参保覆盖"' in tree


def test_failed_data_are_told_and_asked_for_again(open_page: OpenPage) -> None:
    page = open_page("about/")

    def broken(route: Route) -> None:
        route.fulfill(body="{", content_type="application/json")

    page.route("**/data/compare/places.json", broken)
    page.goto(page.url.replace("about/", "compare/?j=320500,621025"))
    expect(page.locator(".compare > .count")).to_contain_text("没有载入")
    page.unroute("**/data/compare/places.json", broken)
    field(page).fill("heshan")
    expect(options(page).first).to_contain_text("鹤山市")


def test_without_script_it_leads_elsewhere(open_page: OpenPage) -> None:
    page = open_page("compare/", java_script_enabled=False)
    expect(page.locator("noscript .caution, .compare .caution").first).to_be_visible()
    expect(page.locator(".compare form")).to_be_hidden()


def test_places_and_indicators_lead_here(open_page: OpenPage) -> None:
    page = open_page("jurisdictions/320500/")
    page.get_by_role("link", name="与其他行政区比较").click()
    expect_places(page, ["苏州市"])
    page = open_page("indicators/drug-vbp-varieties/")
    page.get_by_role("link", name=re.compile("规划并排比较")).click()
    expect(page.locator(".tbl--side").first).to_be_visible()
