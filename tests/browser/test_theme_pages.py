"""A theme's page: promises on top, one place below another, two side by side by choice."""

from __future__ import annotations

import pytest
from browsing import OpenPage, phone
from playwright.sync_api import expect
from surveying import CONTRASTS, FAULTS, sideways

pytestmark = pytest.mark.browser
PAGE = "themes/long-term-care/"


def test_two_places_stand_side_by_side_by_choice_and_the_address_holds_it(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    places = page.locator(".theme-plan")
    boxes = [place.bounding_box() for place in places.all()]
    assert len(boxes) == 5
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    assert len({box["x"] for box in boxes}) == 1
    page.get_by_role("checkbox", name="两地并排").check()
    page.get_by_label("左边").select_option(label="正宁县")
    page.get_by_label("右边").select_option(label="苏州市")
    expect(places.locator("visible=true")).to_have_count(2)
    page.reload()
    expect(places.locator("visible=true")).to_have_count(2)
    two = ("621025-zhengning-145", "320500-suzhou-145")
    left, right = (page.locator(f"[id='{name}']").bounding_box() for name in two)
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    # A place that is led to is shown all the same.
    page.locator(".tbl--promised a", has_text="包头市").click()
    expect(places.locator("visible=true")).to_have_count(5)


@pytest.mark.parametrize(("scheme", "options"), [("dark", {}), ("light", phone())], ids=["desk", "phone"])
def test_it_can_be_read_wherever_it_is_opened(open_page: OpenPage, scheme: str, options: dict) -> None:
    page = open_page(PAGE, color_scheme=scheme, **options)
    assert not sideways(page, page.viewport_size["width"])
    assert not page.evaluate(FAULTS)
    assert not page.evaluate(CONTRASTS)
    if options:
        expect(page.locator("[name=two]")).to_be_hidden()


def test_what_is_promised_stands_above_the_words(open_page: OpenPage) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    row = page.locator(".tbl--promised tbody tr", has=page.get_by_role("rowheader", name="苏州市"))
    expect(row).to_contain_text("62.45% → 70%左右（2025 年）")
    expect(row).to_contain_text("2025年12月")
    expect(row).to_contain_text("9 条")
    assert row.bounding_box()["y"] < page.locator("#words").bounding_box()["y"]
    expect(page.locator(".theme-plan:visible")).to_have_count(5)
