"""Lineage as a reader meets it: made-up plans of four levels; and the five, of which none has its parent here."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from builds import PLAN_IDS, Build, build_site, shared_build, stage_chain
from built_html import broken_links, html_files, parse

pytestmark = pytest.mark.site
PREFECTURE, COUNTY = "plans/621000-qingyang-145/", "plans/621025-zhengning-trial/"


def chain_of(factory: pytest.TempPathFactory, counties: int) -> Build:
    """Return a site of the chain with some more counties."""

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=stage_chain(folder / "data", counties=counties))

    made = shared_build(factory, f"chain-{counties}", build)
    assert made.code == 0, made.output
    return made


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return chain_of(tmp_path_factory, 7)


def section(page: BeautifulSoup) -> Tag:
    found = page.select_one("section#lineage")
    assert found is not None
    return found


def ladder(element: Tag) -> list[str]:
    return [" ".join(item.get_text(" ", strip=True).split()) for item in element.select(".ladder li")]


def test_a_plan_shows_all_levels_and_who_says_so(chain: Build) -> None:
    assert ladder(section(parse(chain.site / COUNTY / "index.html"))) == [
        "国家级 中国 全国医疗保障试验规划 规划期已满 甘肃省的规划写明落实它",
        "省级 甘肃省 甘肃省医疗保障试验规划 规划期已满 庆阳市的规划写明落实它 "
        "指标对照中国：承接 1 项，提高 2 项，新增 1 项",
        "地级 庆阳市 庆阳市医疗保障试验规划 规划期已满 上级的同期规划，本规划没有写明落实它 "
        "指标对照甘肃省：提高 1 项，放宽 1 项，变动 1 项，新增 1 项，未提出 1 项",
        "县级 正宁县 本规划 规划期已满 指标对照庆阳市：承接 1 项，提高 1 项，新增 1 项，不能比较 2 项",
    ]


def test_each_indicator_says_how_it_stands(chain: Build) -> None:
    table = section(parse(chain.site / COUNTY / "index.html")).select_one("table")
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert ["医保政务服务满意率", "≥90 % 预期性", "≥95 % 预期性", "提高"] in rows
    assert ["医疗保障政务服务事项线上可办率", "未列", "80 % 预期性", "新增"] in rows
    assert [row[3] for row in rows if row[0] == "基本医疗保险参保率"] == ["不能比较 原文指标“参保率和续保率”范围更宽"]
    assert [row[1:] for row in rows if row[0].endswith("基金收入")] == [
        ["24000 万元 预期性", "2.4 亿元 预期性", "承接"]
    ]


def test_each_theme_says_which_kind_of_nothing(chain: Build) -> None:
    found = section(parse(chain.site / PREFECTURE / "index.html")).select_one("dl.strip")
    said = {row.dt.get_text(): row.dd.get_text() for row in found.select("div")}
    assert said == {"承接": "参保扩面", "新增": "支付方式改革", "本规划未审阅": "基金监管"}


def test_a_document_that_is_not_held_is_named(chain: Build) -> None:
    said = section(parse(chain.site / PREFECTURE / "index.html")).select_one(".unheld").get_text()
    assert said == "原文写明落实而本库没有收录：《没有收录的意见》（甘试〔2021〕9号）。"


def test_a_place_shows_the_way_to_its_plan(chain: Build) -> None:
    page = parse(chain.site / "jurisdictions/621025/index.html")
    assert ladder(page)[-1].startswith("县级 正宁县 本规划 规划期已满 指标对照庆阳市")
    assert page.select_one('a[href$="plans/621025-zhengning-trial/#lineage"]')
    assert page.select_one('a[href$="compare/?j=621025"]')


def test_all_links_lead_somewhere(chain: Build) -> None:
    assert broken_links(chain.site, {path: parse(path) for path in html_files(chain.site)}) == []


def test_a_plan_above_many_does_not_grow(chain: Build, tmp_path_factory: pytest.TempPathFactory) -> None:
    few = chain_of(tmp_path_factory, 6)
    sizes = [(made.site / PREFECTURE / "index.html").stat().st_size for made in (few, chain)]
    assert abs(sizes[1] - sizes[0]) < 20, sizes
    text = section(parse(chain.site / PREFECTURE / "index.html")).get_text()
    assert "下位规划 8 份" in text
    assert "等，见庆阳市" in text


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_the_five_name_what_is_not_held(read_page, plan_id: str) -> None:
    found = section(read_page(f"plans/{plan_id}/"))
    assert found.has_attr("data-editorial")
    *above, own = ladder(found)
    assert "本规划" in own
    assert above
    assert all(line.endswith("未收录") for line in above)
    assert not found.select("table")
