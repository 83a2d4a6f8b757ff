"""A page costs what it shows: sites of few and of many synthetic plans, page for page."""

from __future__ import annotations

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
    name, places = "[role=img]", [f"丙甲{end}市" for end in "子丑寅卯辰"]
    assert all(f"{place}，基期 ＞95，目标 ＞98。" in few.select_one(name)["aria-label"] for place in places)
    assert not few.select(".tbl--spread")
    assert "分布" in many.select_one(name)["aria-label"]
    assert not any(place in many.select_one(name)["aria-label"] for place in places)
    [row] = many.select(".tbl--spread tbody tr")
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == ["地级", f"{MANY + 1} 个", *["98"] * 4, "99"]
    drawn = many.select_one(".chart__wide svg").get_text()
    assert f"地级（{MANY + 1}）" in drawn  # Suzhou prints a goal too
    assert not any(place in drawn for place in places)


def test_matrices_have_a_column_a_province_where_plans_are_many(built: Build, sites: tuple[Path, Path]) -> None:
    for url in ("indicators/", "themes/"):
        few, many = (parse(site / url / "index.html").select_one(".tbl--matrix") for site in (built.site, sites[1]))
        heads = [[th.get_text(strip=True) for th in table.select("thead th")[1:]] for table in (few, many)]
        assert len([head for head in heads[0] if not head.startswith("其余")]) == 5
        assert [head for head in heads[1] if not head.startswith("其余")] == ["江苏省", "甲乙省"]
    cells = parse(sites[1] / "indicators/index.html").select_one(".tbl--matrix tbody tr").select("td")
    assert [cell.get_text(strip=True) for cell in cells] == ["1 份", f"{MANY} 份"]


def test_lists_to_filter_grow_in_number_not_in_size(sites: tuple[Path, Path]) -> None:
    rows = json.loads((sites[1] / "measures/rows/0.json").read_text("utf-8"))
    assert len(rows) == MANY
    assert len(json.loads((sites[1] / "measures/rows/province-99.json").read_text("utf-8"))) == MANY
    forms = [parse(site / "measures/index.html").select_one("form.filters") for site in sites]
    few, many = (len(form.select("option")) for form in forms)
    assert few == many > 4
