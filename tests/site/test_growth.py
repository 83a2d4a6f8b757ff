"""A page costs what it shows: sites of few and of many synthetic plans, page for page."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from builds import Build, build_site, shared_build, stage_data, stage_plan, stage_synthetic
from built_html import parse

pytestmark = pytest.mark.site
# Both more than MOST_PLANS: below that a page names the few plans that have the same words.
FEW, MANY = 24, 52


def built_with(factory: pytest.TempPathFactory, count: int) -> Build:
    """Return a site of `count` synthetic plans."""

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=stage_synthetic(folder / "data", count))

    return shared_build(factory, f"synthetic-{count}", build)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    few, many = built_with(tmp_path_factory, FEW), built_with(tmp_path_factory, MANY)
    assert few.code == 0, few.output
    assert many.code == 0, many.output
    return few.site, many.site


def test_all_synthetic_plans_are_there(sites: tuple[Path, Path]) -> None:
    few, many = (len(list((site / "plans").glob("99*/index.html"))) for site in sites)
    assert (few, many) == (FEW, MANY)


@pytest.mark.parametrize(
    "url", ["", "plans/991000-bingaa-145/", "plans/320500-suzhou-145/", "jurisdictions/991000/", "about/", "404.html"]
)
def test_a_page_does_not_grow_with_the_library(sites: tuple[Path, Path], url: str) -> None:
    few, many = ((site / url if url.endswith(".html") else site / url / "index.html").stat().st_size for site in sites)
    assert abs(many - few) <= 0.02 * few, (few, many)


def test_lists_of_plans_are_cut(tmp_path_factory: pytest.TempPathFactory, sites: tuple[Path, Path]) -> None:
    for url in ("plans/", "jurisdictions/", "quality/", "data/"):
        many = (sites[1] / url / "index.html").read_text("utf-8")
        assert many.count("bing") <= 4 * 100, url


def test_another_data_root_needs_no_plan_of_this_one(tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data", plans=())
    base = Path(__file__).parents[1] / "cases/hostile/base.yaml"
    stage_plan(data, base.read_text("utf-8"), "320500-suzhou-trial")
    made = build_site(tmp_path / "site", data=data)
    assert made.code == 0, made.output
    assert (made.site / "plans/320500-suzhou-trial/index.html").is_file()


def test_beyond_thirty_places_the_picture_is_a_distribution_with_its_table(sites: tuple[Path, Path]) -> None:
    few, many = (parse(site / "indicators/enrolment-rate/index.html") for site in sites)
    places = [f"丙甲{end}市" for end in "子丑寅卯辰"]
    drawn, spread = ([image["aria-label"] for image in page.select(".chart [role=img]")] for page in (few, many))
    assert {f"{place}：基期 ＞95，目标 ＞98" for place in places} <= set(drawn)
    assert not few.select(".tbl--spread")
    assert spread == ["地级：最低 98，中位数 98，最高 99"]
    [row] = many.select(".tbl--spread tbody tr")
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == ["地级", f"{MANY + 1} 个", *["98"] * 4, "99"]
    assert f"{MANY + 1} 个目标" in many.select_one("figure.chart").get_text()  # Suzhou prints a goal too


def test_matrices_have_a_column_a_province_where_plans_are_many(built: Build, sites: tuple[Path, Path]) -> None:
    for url in ("indicators/", "themes/"):
        few, many = (parse(site / url / "index.html").select_one(".tbl--matrix") for site in (built.site, sites[1]))
        heads = [[th.get_text(strip=True) for th in table.select("thead th")[1:]] for table in (few, many)]
        assert len([head for head in heads[0] if not head.startswith("其余")]) == 5
        assert [head for head in heads[1] if not head.startswith("其余")] == ["江苏省", "甲乙省"]
    cells = parse(sites[1] / "indicators/index.html").select_one(".tbl--matrix tbody tr").select("td")
    assert [cell.get_text(strip=True) for cell in cells] == ["1 份", f"{MANY} 份"]


def test_what_most_places_lack_is_counted_not_shown_as_empty_cells(built: Build) -> None:
    page = parse(built.site / "indicators/index.html")
    for row in page.select(".tbl--matrix tbody tr"):
        assert 2 * len(row.select(".none")) < 5, row.th.get_text()
    told = {row.th.get_text(): row.td.get_text() for row in page.select(".tbl--sparse tbody tr")}
    assert told["长期护理保险合规护理服务费用支付比例"] == "只有一份"
    assert told["居民医保财政补助与个人缴费之比"] == "2 份"
    assert len(told) > 60


def test_the_numbers_of_every_picture_are_beside_it(built: Build) -> None:
    for url in ("indicators/", "themes/", "indicators/enrolment-rate/", "timeline/"):
        page = parse(built.site / url / "index.html")
        for link in page.select("main a[href$='.csv'], .doc a[href$='.csv']"):
            assert (built.site / url / link["href"]).resolve().is_file(), link
    with (built.site / "data/pictures/indicator-enrolment-rate.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    [heshan] = [row for row in rows if row["行政区"] == "鹤山市" and row["基期数值"]]
    assert (heshan["基期的界限"], heshan["目标数值"], heshan["目标年"]) == (">", "95", "2025")
    assert [row["能否比较"] for row in rows if row["行政区"] == "包头市"] == ["原文没有写明目标年"]


def test_lists_to_filter_grow_in_number_not_in_size(sites: tuple[Path, Path]) -> None:
    for name in ("0", "province-99"):
        packed = (sites[1] / f"measures/rows/{name}.json.gz").read_bytes()
        assert len(json.loads(gzip.decompress(packed))) == MANY
    forms = [parse(site / "measures/index.html").select_one("form.filters") for site in sites]
    few, many = (len(form.select("option")) for form in forms)
    assert few == many > 4
