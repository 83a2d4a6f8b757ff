"""A page costs what it shows: sites of few and of many synthetic plans, page for page."""

from __future__ import annotations

from pathlib import Path

import pytest
from builds import Build, build_site, shared_build, stage_data, stage_plan, stage_synthetic

pytestmark = pytest.mark.site
# Both more than MOST_PLANS: below that a page names the few plans that have the same words.
FEW, MANY = 24, 48


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
