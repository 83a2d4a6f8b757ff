"""Measures and dated commitments filtered over the whole library, the choice in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from browsing import OpenPage, phone
from builds import ROOT
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
ROLES = ("lead", "supporting", "responsible")


def mappings(value: Any, themes: tuple[str, ...] = ()) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Yield every mapping of a plan's YAML with the themes it and those above it are tagged with."""
    if isinstance(value, dict):
        themes = (*themes, *value.get("themes", ()))
        yield value, themes
        for key, child in value.items():
            yield from mappings(child, themes) if key != "columns" else ()
    for child in value if isinstance(value, list) else ():
        yield from mappings(child, themes)


def counted(wanted: Any, plans: str = "*") -> int:
    """Return how many measures of the YAML answer `wanted(mapping, names by role, themes)`."""
    count = 0
    for path in (ROOT / "data/plans").glob(f"*/{plans}.yaml"):
        for found, themes in mappings(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)["body"]):
            names = {r: "、".join(v) if isinstance(v := found.get(r, ""), list) else v for r in ROLES}
            count += any(names.values()) and wanted(found, names, themes)
    return count


def open_list(open_page: OpenPage, url: str, **options: Any) -> Page:
    page = open_page(url, **options)
    expect(page.locator("form.filters")).to_be_visible()
    return page


def choose(page: Page, **choices: str) -> None:
    for name, value in choices.items():
        page.locator(f"form.filters select[name={name}]").select_option(value)


def rows(page: Page) -> Any:
    return page.locator("[data-found] tr:not(.of-plan), [data-found] > li")


def expect_found(page: Page, count: int) -> None:
    """Wait until the list says so many, and shows them (50 at most)."""
    expect(page.locator(".count")).to_have_text(f"符合的有 {count} 项" if count else "没有符合的，请减少条件")
    expect(rows(page)).to_have_count(min(count, 50))
    expect(page.locator("[data-static]").first).to_be_hidden()


def test_an_agency_is_found_in_any_part_and_as_leader(open_page: OpenPage) -> None:
    page = open_list(open_page, "measures/")
    expect(page.get_by_label("承担方式")).to_be_hidden()
    choose(page, agency="finance")
    expect_found(page, counted(lambda _, names, __: any("财政" in n for n in names.values())))
    choose(page, role="lead")
    led = counted(lambda _, names, __: "财政" in names["lead"])
    expect_found(page, led)
    choose(page, agency="health", role="lead")
    expect_found(page, counted(lambda _, names, __: "卫健" in names["lead"] or "卫生健康" in names["lead"]))
    for row in rows(page).all():
        expect(row.locator("td[data-label=牵头]")).to_contain_text("卫")


def test_place_theme_and_year_narrow_each_other(open_page: OpenPage) -> None:
    page = open_list(open_page, "measures/")
    choose(page, province="15")
    expect_found(page, counted(lambda *_: True, "150200*"))
    choose(page, theme="outpatient")
    outpatient = counted(lambda _, __, themes: "outpatient" in themes, "150200*")
    assert 0 < outpatient < 26
    expect_found(page, outpatient)
    choose(page, theme="", year="2023")
    expect_found(page, counted(lambda m, *_: "2023年" in m.get("schedule", ""), "150200*"))
    choose(page, province="62")
    expect_found(page, counted(lambda m, *_: "2023年" in m.get("schedule", ""), "621025*"))
    choose(page, year="yearly")
    expect_found(page, counted(lambda m, *_: "每年" in m.get("schedule", ""), "621025*"))


def test_the_address_holds_the_choice_and_opens_so(open_page: OpenPage, site: str) -> None:
    page = open_list(open_page, "measures/")
    choose(page, agency="finance", province="15")
    count = counted(lambda _, names, __: any("财政" in n for n in names.values()), "150200*")
    expect_found(page, count)
    address = f"{site}measures/?agency=finance&province=15"
    expect(page).to_have_url(address)
    page.reload()
    expect_found(page, count)
    expect(page.get_by_label("部门")).to_have_value("finance")
    rows(page).first.locator("a").first.click()
    expect(page.locator("article .provision:target")).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(address)
    expect_found(page, count)


def test_clearing_shows_the_page_as_it_was(open_page: OpenPage, site: str) -> None:
    page = open_page("measures/")
    told = page.locator(".count").text_content()
    choose(open_list(open_page, "measures/"), agency="finance")
    page = open_list(open_page, "measures/?agency=finance&year=2023")
    page.get_by_role("button", name="清除").click()
    page.wait_for_url(f"{site}measures/")
    expect(page.locator(".count")).to_have_text(told)
    expect(page.locator("[data-static] tr:not(.of-plan)")).to_have_count(counted(lambda *_: True))
    expect(page.locator("[data-static]").first).to_be_visible()
    expect(page.locator("[data-found]")).to_be_hidden()


@pytest.mark.parametrize(
    "query", ["?agency=../../x", "?agency=nobody&role=boss", "?place=150200", "?year=%3Cscript%3E"]
)
def test_an_address_with_a_choice_that_is_none_shows_all(open_page: OpenPage, query: str) -> None:
    page = open_list(open_page, f"measures/?{query}")
    expect(page.locator("[data-static]").first).to_be_visible()
    expect(page.locator(".count")).to_contain_text("共")


def test_nothing_found_says_so(open_page: OpenPage) -> None:
    page = open_list(open_page, "measures/?province=15&year=yearly")
    expect_found(page, 0)
    expect(page.locator(".count")).to_have_attribute("aria-live", "polite")


def test_on_an_agencys_page_what_it_leads_comes_first(open_page: OpenPage) -> None:
    page = open_list(open_page, "agencies/health/")
    standing = page.locator("[data-static] td.task").all_text_contents()
    choose(page, province="15")
    in_place = counted(lambda _, names, __: any("卫健" in n or "卫生健康" in n for n in names.values()), "150200*")
    expect_found(page, in_place)
    assert rows(page).locator("td.task").all_text_contents() == standing[:in_place]
    assert "卫健委" in rows(page).first.locator("td[data-label=牵头]").text_content()
    choose(page, province="", role="part")
    led = counted(lambda _, names, __: "卫健" in names["lead"] or "卫生健康" in names["lead"])
    expect_found(page, len(standing) - led)


def test_the_timeline_is_filtered_too(open_page: OpenPage) -> None:
    page = open_list(open_page, "timeline/?year=2030")
    expect(page.locator(".count")).to_have_text("符合的有 1 条")
    expect(rows(page)).to_contain_text("到2030年，全面建成")
    expect(rows(page).locator(".when")).to_have_text("2030年")
    choose(page, year="", province="37")
    expect(rows(page).first.locator("i[data-key]")).to_have_text("第二手资料")
    expect(rows(page).first.locator(".when")).to_contain_text("到期")


@pytest.mark.parametrize(("url", "choice"), [("measures/", {"agency": "finance"}), ("timeline/", {"year": "2023"})])
def test_rows_made_in_the_browser_are_those_of_the_page(open_page: OpenPage, url: str, choice: dict[str, str]) -> None:
    """The same HTML, whichever side has made it."""
    page = open_list(open_page, url)
    clean = """all => all.map(e => {
        const c = e.cloneNode(true), kept = ["href", "class", "datetime", "data-label"];
        for (const a of c.querySelectorAll("*"))
            for (const n of a.getAttributeNames()) if (!kept.includes(n)) a.removeAttribute(n);
        return c.innerHTML.replace(/\\s+/g, '').replaceAll('../../', '../'); })"""
    standing = page.locator("[data-static] tr, [data-static] li").evaluate_all(clean)
    choose(page, **choice)
    expect(page.locator(".count")).to_contain_text("符合的有")
    found = rows(page).evaluate_all(clean)
    assert found
    assert [row for row in found if row not in standing] == []


def test_rows_beyond_the_first_page_are_found_bit_by_bit_and_are_text(open_page: OpenPage, site: str) -> None:
    """What was fetched may hold anything."""
    page = open_page("about/")
    attack = "<img src=x onerror=window.__pwned=1>"
    told = f" consultation {attack}"

    def chunk(route: Route) -> None:
        number = int(route.request.url.rsplit("/", 1)[1].split(".")[0])
        row = {"plan": "x", "eid": "p_1", "num": "1.", "lead": [[attack, ""]], "others": [], "schedule": attack}
        made = [
            row | {"text": f"{100 * number + i}{attack}", "place": attack, "title": attack, "status": told}
            for i in range(100)
        ]
        route.fulfill(json=made)

    page.route("**/measures/rows/agency-finance.json", lambda route: route.fulfill(json=[150, *[10] * 119]))
    page.route(re.compile(r"/measures/rows/\d+\.json"), chunk)
    page.goto(f"{site}measures/?agency=finance")
    expect(page.locator(".count")).to_have_text("符合的有 120 项")
    expect(rows(page)).to_have_count(50)
    expect(rows(page).nth(49).locator(".task")).to_have_text(f"1.640{attack}")
    page.get_by_role("button", name="再显示 50 项").click()
    page.get_by_role("button", name="再显示 50 项").click()
    expect(rows(page)).to_have_count(120)
    expect(page.get_by_role("button", name="再显示 50 项")).to_be_hidden()
    expect(page.locator("[data-found] .of-plan th")).to_have_text(f"{attack} {attack}")  # its title, and how it stands
    assert page.evaluate("window.__pwned") is None
    assert page.locator("[data-found] img").count() == 0


def test_a_list_without_its_data_says_so(open_page: OpenPage, site: str) -> None:
    page = open_page("about/")
    page.route("**/measures/rows/*.json", lambda route: route.fulfill(body="{", content_type="application/json"))
    page.goto(f"{site}measures/?agency=finance")
    expect(page.locator(".count")).to_contain_text("没有载入")


def test_places_of_a_province_are_offered_where_there_are_several(open_page: OpenPage, site: str) -> None:
    page = open_page("about/")
    places = [["150100", "呼和浩特市", [1]], ["150200", "包头市", [0, 2, 1]]]
    page.route("**/measures/rows/places-15.json", lambda route: route.fulfill(json=places))
    page.goto(f"{site}measures/?province=15&place=150200")
    expect_found(page, 3)
    expect(page.locator("[name=place]")).to_have_value("150200")
    choose(page, place="150100")
    expect_found(page, 1)
    choose(page, province="62")
    expect(page.locator("[name=place]")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("place="))


def test_filters_work_on_a_phone_by_touch(open_page: OpenPage) -> None:
    page = open_list(open_page, "measures/", **phone())
    choose(page, agency="finance")
    expect_found(page, counted(lambda _, names, __: any("财政" in n for n in names.values())))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_without_scripts_all_is_there_and_no_dead_form(open_page: OpenPage) -> None:
    page = open_page("measures/", java_script_enabled=False)
    expect(page.locator("form.filters")).to_be_hidden()
    expect(page.locator("[data-static] tr:not(.of-plan)")).to_have_count(counted(lambda *_: True))
