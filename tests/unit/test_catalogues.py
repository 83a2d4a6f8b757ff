"""The shared catalogues and the pages that follow from the data."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import yaml

from medplan.catalogue.catalogues import place_names
from medplan.catalogue.naming import slug_of
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.schema.schemas import CATALOGUES, integer_keys, load_schema, plan_labels

from .support import ROOT

SHORT = {"national": 0, "province": 1, "prefecture": 2, "county": 3}


def entries(name: str) -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = yaml.load((ROOT / "data" / f"{name}.yaml").read_text("utf-8"), yaml.CBaseLoader)
    return loaded


@pytest.mark.parametrize("name", [name for name in CATALOGUES if name != "synonyms"])
def test_ids_are_unique_and_fit_for_an_address(name: str) -> None:
    ids = [str(entry.get("id", entry.get("code"))) for entry in entries(name)]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z0-9-]+", i) for i in ids)


@pytest.mark.parametrize("name", ["units", "indicators", "themes", "agencies"])
def test_names_are_not_shared(name: str) -> None:
    seen: dict[str, str] = {}
    for entry in entries(name):
        for other in {str(entry["name" if "name" in entry else "symbol"]), *map(str, entry.get("names", []))}:  # type: ignore[call-overload]
            assert other not in seen, f"{other}: {seen.get(other)} and {entry['id']}"
            seen[other] = str(entry["id"])


def test_the_tree_of_jurisdictions_holds(repository: Repository) -> None:
    places = repository.catalogues.jurisdictions
    for code, place in places.items():
        above = repository.catalogues.ancestors(code)
        if place.level == "national":
            assert (above, place.parent) == ([], None)
            continue
        assert above[0].level == "national"
        assert above[-1].code == place.parent
        ranks = [SHORT[p.level] for p in (*above, place)]
        assert ranks == sorted(set(ranks)), code
        if place.level == "county":
            assert code[:4] == above[-1].code[:4] or code[:2] == above[-1].code[:2]
    assert [p.name for p in repository.catalogues.ancestors("440784")] == ["中国", "广东省", "江门市"]
    assert repository.catalogues.ancestors("999999") == []


@pytest.mark.parametrize(
    ("code", "pinyin", "slug"),
    [("150200", "Baotou", "baotou"), ("150000", "Nei Mongol", "neimongol"), ("440784", "Heshan", "heshan")],
)
def test_romanised_names_are_the_official_ones(repository: Repository, code: str, pinyin: str, slug: str) -> None:
    assert repository.catalogues.jurisdictions[code].pinyin == pinyin
    assert slug_of(pinyin) == slug


@pytest.mark.parametrize(("pinyin", "slug"), [("Xi'an", "xian"), ("Lüliang", "luliang"), ("Ürümqi", "urumqi")])
def test_slugs_are_ascii(pinyin: str, slug: str) -> None:
    assert slug_of(pinyin) == slug


def test_every_indicator_has_a_unit_of_the_catalogue(repository: Repository) -> None:
    units = repository.catalogues.units
    assert [i.id for i in repository.catalogues.indicators.values() if i.unit not in units] == []


@pytest.mark.parametrize(
    ("printed", "unit"),
    [("%", "percent"), ("％", "percent"), ("亿元", "yi-yuan"), ("里", None), (None, None), ("", None)],
)
def test_printed_units_are_known(repository: Repository, printed: str | None, unit: str | None) -> None:
    found = repository.catalogues.unit_of(printed)
    assert (found.id if found else None) == unit


def test_money_converts(repository: Repository) -> None:
    units = repository.catalogues.units
    assert units["yi-yuan"].factor / units["wan-yuan"].factor == Decimal(10000)
    assert units["yi-yuan"].dimension == units["wan-yuan"].dimension
    assert units["day"].dimension != units["working-day"].dimension


def test_place_names_stand_with_and_without_their_kind(repository: Repository) -> None:
    names = place_names(repository.catalogues.jurisdictions)
    assert {"苏州市", "苏州", "正宁县", "正宁", "内蒙古自治区"} <= names
    assert "中国" not in names


def test_enums_have_chinese_labels() -> None:
    labels = plan_labels()
    assert labels["stage"]["consultation"] == "征求意见稿"
    assert labels["nature"] == {"binding": "约束性", "anticipatory": "预期性"}
    assert list(labels["level"]) == ["national", "province", "prefecture", "county"]


@pytest.mark.parametrize("name", ["plan", "redirects", *CATALOGUES])
def test_every_field_of_a_schema_is_explained_in_chinese(name: str) -> None:
    bare: list[str] = []

    def visit(node: object, path: str) -> None:
        if isinstance(node, dict):
            for key, value in node.get("properties", {}).items() if "if" not in path.split("/") else ():
                if "$ref" not in value and not re.search("[一-鿿]", value.get("title", "")):
                    bare.append(f"{path}/{key}")
            for key, value in node.items():
                visit(value, f"{path}/{key}")
        elif isinstance(node, list):
            for value in node:
                visit(value, path)

    visit(load_schema(name), name)
    assert bare == []


def test_numbers_are_read_where_the_schema_says() -> None:
    assert {"start", "end", "times", "rows", "target_year", "baseline_year"} <= integer_keys("plan")
    assert not {"num", "baseline", "target", "jurisdiction", "published"} & integer_keys("plan")


@pytest.fixture(scope="module")
def index(repository: Repository) -> LibraryIndex:
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    return index


def test_plans_of_a_place_and_below_it(index: LibraryIndex) -> None:
    assert [p.id for p in index.plans_of("440700")] == []
    assert [p.id for p in index.plans_under("440700")] == ["440784-heshan-145-consultation"]
    assert len(index.plans_under("100000")) == 5
    children = [p.code for p in index.children_of("440000")]
    assert "440700" in children
    assert children == sorted(children)
    assert index.children_of("440784") == []
    assert index.count_by_level() == {"national": 0, "province": 1, "prefecture": 2, "county": 2}
    assert [p.place_names for p in index.plans_of("320500")] == ["江苏省苏州市"]


def test_plans_come_in_administrative_order(index: LibraryIndex) -> None:
    codes = [plan.place.code for plan in index.plans]
    assert codes == sorted(codes)
