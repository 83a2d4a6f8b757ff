"""The importer's review sheet as a person has it: opened from a folder, read on a phone, by keyboard, on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import NewPage, OpenPage, phone
from playwright.sync_api import Page, expect
from surveying import CONTRASTS, FAULTS, sideways
from unit.support import CASES, ROOT

from medplan.importing.draft.shelve import write_together
from medplan.importing.take_in.one import Given, take_in
from medplan.library.repository import Repository

pytestmark = pytest.mark.browser

DOCUMENTS = {
    "plan": ROOT / "data" / "sources" / "320500-suzhou-145.txt",
    "speech": ROOT / "data" / "sources" / "370000-shandong-145-press.txt",
    "tables": CASES / "import" / "10-task-and-indicator-tables" / "tables.html",
}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sheets of the documents, alone in a folder of their own."""
    folder = tmp_path_factory.mktemp("sheets")
    repository = Repository.open(ROOT / "data")
    made = {}
    for name, document in DOCUMENTS.items():
        taken = take_in(document, Given(code="320500", slug=name), repository, out=folder / name / f"{name}.yaml")
        write_together(taken.files, replacing=False)
        made[name] = folder / f"{name}.html"
        shutil.move(taken.sheet, made[name])
        shutil.rmtree(folder / name)
    return made


@pytest.fixture
def open_sheet(new_page: NewPage, sheets: dict[str, Path]) -> Iterator[OpenPage]:
    """Open a sheet from its folder, without scripts; fail when it asks for anything or complains."""
    opened = []
    faults: list[str] = []

    def open_it(name: str, **options: Any) -> Page:
        page = new_page(**options)
        opened.append(page)
        own = sheets[name].as_uri()
        page.on("request", lambda r: faults.append(r.url) if r.url.partition("#")[0] != own else None)
        page.on("console", lambda m: faults.append(m.text))
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.goto(own)
        return page

    yield open_it
    for page in opened:
        page.close()
    assert not faults


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_sound_wide_and_narrow_by_day_and_by_night(open_sheet: OpenPage, name: str) -> None:
    for options, widths in (({}, (1440, 1024, 860)), (phone(), (390, 320))):
        page = open_sheet(name, **options)
        assert page.evaluate(FAULTS) == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(CONTRASTS) == [], scheme
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            assert sideways(page, width) == []


def test_line_and_part_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(open_sheet: OpenPage) -> None:
    for options, beside in (({}, True), (phone(), False)):
        page = open_sheet("plan", **options)
        row = page.locator(".row:has(.r-heading)").first
        line, part = row.locator(".line").first.bounding_box(), row.locator(".part").first.bounding_box()
        assert line is not None and part is not None
        assert (part["x"] >= line["x"] + line["width"]) == beside
        assert (part["y"] >= line["y"] + line["height"]) != beside


def test_a_number_leads_to_what_was_recognised_and_back_without_scripts(open_sheet: OpenPage) -> None:
    page = open_sheet("tables", java_script_enabled=False, height=500)
    line = page.locator("#L15")
    line.locator("a.no").click()
    part = page.locator(".part:target")
    expect(part).to_be_in_viewport()
    expect(part).to_contain_text("窗口数")
    part.locator(".about a").click()
    expect(page.locator(".line:target")).to_be_in_viewport()
    expect(page.locator(".line:target")).to_contain_text("主要指标")


def test_a_doubt_leads_to_its_line_by_keyboard(open_sheet: OpenPage) -> None:
    page = open_sheet("tables", height=500)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("到须核对之处")
    expect(page.locator(":focus")).to_be_in_viewport()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.closest('.doubt')?.textContent ?? ''"))
        if "重要" in seen[-1]:
            break
    page.keyboard.press("Enter")
    expect(page.locator(".line:target")).to_contain_text("重要")
    expect(page.locator(".line:target")).to_be_in_viewport()


def test_only_the_doubted_lines_can_be_shown(open_sheet: OpenPage) -> None:
    page = open_sheet("tables", java_script_enabled=False)
    page.get_by_label("只看须核对的行").check()
    assert page.locator(".row:visible:not(.doubted, .names)").count() == 0
    assert page.locator(".row.doubted:visible").count() == page.locator(".row.doubted").count() > 0


def test_a_role_differs_in_more_than_its_colour(open_sheet: OpenPage) -> None:
    page = open_sheet("plan")
    looks = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(".part")].map(e => {
            const s = getComputedStyle(e);
            return [e.className.match(/r-\\w+/)[0], s.borderLeftColor, s.borderLeftStyle,
                    e.querySelector(".tag").textContent.trim()].join("|")}))]"""
    )
    by_role: dict[str, set[str]] = {}
    for look in looks:
        role, colour, _, words = look.split("|")
        by_role.setdefault(role, set()).add(colour)
        assert words
    assert len(by_role) >= 5
    assert len({frozenset(colours) for colours in by_role.values()}) == len(by_role)
    tags = {look.split("|")[0]: look.split("|")[3] for look in looks}
    assert len(set(tags.values())) == len(tags)


def test_on_paper_it_is_black_on_white_and_nothing_is_cut_off(open_sheet: OpenPage) -> None:
    page = open_sheet("plan", width=700, height=990, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(CONTRASTS) == []
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert sideways(page, 700) == []
    row = page.locator(".row:has(.r-heading)").first
    line, part = row.locator(".line").first.bounding_box(), row.locator(".part").first.bounding_box()
    assert line is not None and part is not None
    assert part["x"] > line["x"], "side by side on paper too"
