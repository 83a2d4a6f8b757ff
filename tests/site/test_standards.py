"""What browsers, search engines and networks ask of a site: cards, icons, a manifest, robots.txt, titles."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from urllib.parse import urljoin

import pytest
from builds import PLAN_IDS, Build, hand_written
from built_html import parse

from macros.steps.card import HEIGHT, WIDTH, draw_card
from macros.views.home_page import TILES, Tile

pytestmark = pytest.mark.site
NAME = "医保规划库"


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height that a PNG's head tells."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("url", ["", "search/", "themes/enrolment/"])
def test_a_page_tells_what_it_is(moved: Build, url: str) -> None:
    page = parse(moved.site / url / "index.html")
    assert page.html["lang"] == "zh-CN"
    assert page.title.get_text().count(NAME) == 1
    told = {str(meta["property"]): str(meta["content"]) for meta in page.select("meta[property]")}
    assert told["og:title"] and told["og:title"] in page.title.get_text()
    assert told["og:description"] == page.select_one("meta[name=description]")["content"]
    canonical = str(page.select_one("link[rel=canonical]")["href"])
    assert told["og:url"] == canonical and canonical.endswith(f"/library/{url}")
    assert told["og:image"] == urljoin(canonical.removesuffix(url), "images/card.png")
    assert len(page.select("meta[name=theme-color]")) == 2
    for link in page.select("link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]"):
        assert (moved.site / url / str(link["href"])).resolve().is_file(), link


@pytest.mark.parametrize("url", ["", f"plans/{PLAN_IDS[0]}/"])
def test_without_an_address_of_the_site_none_is_told(built: Build, url: str) -> None:
    page = parse(built.site / url / "index.html")
    assert page.select_one("meta[property='og:description']")
    assert not page.select("link[rel=canonical], meta[property='og:url'], meta[property='og:image']")
    assert "Sitemap" not in (built.site / "robots.txt").read_text("utf-8")


def test_no_title_says_the_site_s_name_twice(built: Build) -> None:
    titles = {url: parse(built.site / url / "index.html").title.get_text() for url in hand_written()}
    assert {url for url, title in titles.items() if title.count(NAME) != 1} == set()


def test_card_icons_manifest_and_robots(moved: Build, built: Build) -> None:
    assert size_of((built.site / "images/card.png").read_bytes()) == (WIDTH, HEIGHT)
    manifest = json.loads((built.site / "site.webmanifest").read_text("utf-8"))
    assert manifest["name"] == NAME and manifest["start_url"] == "."
    for icon in manifest["icons"]:
        file: Path = built.site / icon["src"]
        assert file.is_file()
        if icon["type"] == "image/png":
            assert "{}x{}".format(*size_of(file.read_bytes())) == icon["sizes"]
    robots = (moved.site / "robots.txt").read_text("utf-8")
    assert "Allow: /" in robots and "/library/sitemap.xml" in robots


def test_a_card_shows_what_is_held() -> None:
    def card(plans: int) -> bytes:
        tile = Tile(code="330000", short="浙江", row=6, column=7, plans=plans, shade=plans, said="")
        return draw_card([tile])

    assert card(0) == card(0) != card(1)


def test_every_province_has_a_place_of_its_own_in_the_grid(built: Build) -> None:
    page = parse(built.site / "index.html")
    places = [" ".join(li["class"]) for li in page.select(".tiles li")]
    assert len(places) == len(set(places)) == len(TILES) == 34
    assert "34 个省级行政区，5 个有规划在本库，29 个未收录" in page.get_text()


def test_an_address_that_is_no_page_says_so_and_searches(moved: Build) -> None:
    page = parse(moved.site / "404.html")
    assert page.h1.get_text() == "没有这个网页"
    assert page.select_one("main form")["action"] == "/library/search/"
    assert page.select_one("main form [name=q]")
