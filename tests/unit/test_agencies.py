"""Units in a duty: told apart, and each led to the agency it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.catalogue.agencies import Agency, AgencyCatalogue, split_units
from medplan.library.repository import Repository


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("市医保局", ["市医保局"]),
        ("市教育局、民政局", ["市教育局", "民政局"]),
        ("市委组织部,市科技局、财政局", ["市委组织部", "市科技局", "财政局"]),
        ("市委组织部，市科技局；财政局", ["市委组织部", "市科技局", "财政局"]),
        ("财政局 各乡镇人民政府", ["财政局", "各乡镇人民政府"]),
        ("税务局\n财政局", ["税务局", "财政局"]),
        ("市卫健委、医保局按职能分工负责", ["市卫健委", "医保局"]),
        ("市卫健委、医保局按照各自职责负责", ["市卫健委", "医保局"]),
        ("市卫健委、医保局等部门", ["市卫健委", "医保局"]),
        ("市财政局、", ["市财政局"]),
        ("", []),
        ("、", []),
    ],
)
def test_units_are_told_apart_in_printed_order(printed: str, units: list[str]) -> None:
    assert split_units(printed) == units


@pytest.mark.parametrize(
    ("unit", "agency"),
    [
        ("市医保局", "healthcare-security"),
        ("县医疗保障局", "healthcare-security"),
        ("医疗保障局", "healthcare-security"),
        ("苏州市医疗保障局", "healthcare-security"),
        ("正宁县医疗保障局", "healthcare-security"),
        ("省医保局", "healthcare-security"),
        ("江苏省苏州市医疗保障局", "healthcare-security"),
        ("甘肃省庆阳市正宁县医保局", "healthcare-security"),
        ("市教育局", "education"),
        ("民政局", "civil-affairs"),
        ("县财政局", "finance"),
        ("市卫健委", "health"),
        ("卫生健康局", "health"),
        (" 市财政局 ", "finance"),
        ("市场监管局", "market-regulation"),
        ("市市场监管局", "market-regulation"),
        ("市梦想局", None),
        ("市", None),
        ("", None),
        ("苏州市", None),
    ],
)
def test_a_unit_stands_for_one_agency(repository: Repository, unit: str, agency: str | None) -> None:
    assert repository.catalogues.agencies.resolve(unit) == agency


def test_the_whole_name_comes_before_the_name_without_its_level() -> None:
    agencies = (
        Agency(id="market", name="市场监管部门", names=("市场监管局",)),
        Agency(id="field", name="场", names=("场监管局",)),
    )
    catalogue = AgencyCatalogue(agencies, frozenset({"苏州市", "苏州"}))
    assert catalogue.resolve("市场监管局") == "market"
    assert catalogue.resolve("苏州市市场监管局") == "market"


def test_every_name_in_the_catalogue_leads_to_its_own_entry(repository: Repository) -> None:
    catalogue = repository.catalogues.agencies
    names = [(name, a.id) for a in catalogue.agencies.values() for name in (a.name, *a.names)]
    assert len({name for name, _ in names}) == len(names), "two agencies share a name"
    assert [(name, catalogue.resolve(name)) for name, _ in names] == names


NAMES = st.text("市县省教育局财政厅医保办、，,； \n", max_size=20)


@given(NAMES)
def test_no_character_of_a_name_is_lost(printed: str) -> None:
    assert "".join(split_units(printed)) == "".join(c for c in printed if c not in "、，,； \n")


@given(st.text(max_size=20))
def test_no_name_breaks_the_resolver(unit: str) -> None:
    catalogue = AgencyCatalogue((Agency(id="a", name="局", names=()),), frozenset({"市", "苏州市"}))
    assert catalogue.resolve(unit) in ("a", None)
