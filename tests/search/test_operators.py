"""What a reader can ask beside a word: operators, filters, order, pages, facets, suggestions."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from driving import SearchDriver
from exactness import EVERYTHING, Place, Scan, Scanned
from indexing import write_index
from test_index_files import small_plan

from medplan.library.repository import Repository
from medplan.search.query_fold import fold_query

FACETS = ("province", "level", "kind", "stage", "year")


def facts(record: Scanned, repository: Repository) -> dict[str, str]:
    """Return what a record's plan can be filtered by."""
    plan = record.plan
    place = repository.catalogues.jurisdictions[plan.jurisdiction]
    year = plan.published[:4] if plan.published else str(plan.period[0]) if plan.period else ""
    named = {"province": plan.jurisdiction[:2], "level": place.level, "kind": plan.kind, "stage": plan.stage}
    return {**named, "year": year, "plan": plan.id}


def all_places(driver: SearchDriver, query: str, **options: Any) -> list[Place]:
    result = driver.search(query, limit=EVERYTHING, **options)
    assert result["total"] == len(result["hits"])
    return [(hit["plan"], hit["eid"]) for hit in result["hits"]]


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("医疗救助 托底", "托底 医疗救助"),
        ("医疗救助　托底", "医疗救助 托底"),
        ("ＤＲＧ", "drg"),
        ("９５％", "95%"),
        ("包府办发[2022]99号", "包府办发〔2022〕99号"),
        ("包府办发（2022）99号", "包府办发〔2022〕99号"),
        ("互联网＋", "互联网+"),
        ("“双随机、一公开”监管", "双随机一公开监管"),
        ("長期護理保險", "长期护理保险"),
        ("醫療救助 託底", "医疗救助 托底"),
        ('"药品、医用耗材"', "“药品、医用耗材”"),
        ("医疗救助 -托底 -慈善", "-慈善 医疗救助 -托底"),
    ],
)
def test_finds_the_same(driver: SearchDriver, query: str, same: str) -> None:
    found = all_places(driver, query)
    assert found
    assert set(found) == set(all_places(driver, same))


def test_says_what_it_made_of_traditional_characters(driver: SearchDriver) -> None:
    assert driver.search("長期護理保險")["simplified"] == "长期护理保险"
    assert driver.search("长期护理保险")["simplified"] is None


def test_a_word_may_stand_in_a_heading_above(scan: Scan, driver: SearchDriver) -> None:
    found = set(all_places(driver, "异地就医 零售药店"))
    assert found == scan.find("异地就医 零售药店")
    # A heading of Suzhou's plan holds the one, the paragraph below it the other.
    found = set(all_places(driver, "长期护理保险试点工作 失能"))
    assert ("320500-suzhou-145", "chp_3__sec_1__para_4__p_3") in found


def test_quotation_marks_make_punctuation_count(scan: Scan, driver: SearchDriver) -> None:
    with_comma, without = all_places(driver, "“药品、医用耗材”"), all_places(driver, "“药品医用耗材”")
    assert with_comma and not set(with_comma) & set(without)
    assert set(all_places(driver, "药品医用耗材")) >= {*with_comma, *without}
    assert set(with_comma) == scan.find("“药品、医用耗材”")


def test_excluded_words_are_not_found(scan: Scan, driver: SearchDriver) -> None:
    for query in ("医疗救助 -托底", "基金 -基金监管", "医保 -“药品、医用耗材”", "集中带量采购 -集中带量采购药品"):
        found = set(all_places(driver, query))
        assert found and found == scan.find(query), query


def test_a_single_character_is_excluded(scan: Scan, driver: SearchDriver) -> None:
    assert set(all_places(driver, "集中带量采购 -县")) == scan.find("集中带量采购 -县")


def whole(record: Scanned, number: str) -> bool:
    needle = fold_query(number)
    before = "(?<![0-9.])" if needle[0].isdigit() else ""
    after = r"(?![0-9]|\.[0-9])" if needle[-1].isdigit() else ""
    return any(re.search(before + re.escape(needle) + after, text) for text in record.folds)


@pytest.mark.parametrize("number", ["95", "10", "2025", "5%", "50", "65", "20", "1.5", "12", "100%", "2022年"])
def test_numbers_stay_whole_when_asked(scan: Scan, driver: SearchDriver, number: str) -> None:
    expected = {r.place for r in scan.records if whole(r, number)}
    assert set(all_places(driver, number, whole=True)) == expected
    assert set(all_places(driver, number)) == scan.find(number) >= expected


def test_whole_numbers_are_not_found_in_longer_ones(driver: SearchDriver) -> None:
    result = driver.search("95", whole=True, limit=EVERYTHING)
    marked = [hit["snippet"][a - 1 : b + 2] for hit in result["hits"] for a, b in hit["marks"] if a]
    assert marked
    assert not [text for text in marked if re.search(r"[0-9.]95|95[0-9]|95\.[0-9]", text)]
    assert [text for text in marked if "95%" in text]


@pytest.mark.parametrize("key", [*FACETS, "plan"])
@pytest.mark.parametrize("query", ["医疗救助", "基金 监管", "95%"])
def test_filters_keep_what_they_say(
    scan: Scan, driver: SearchDriver, repository: Repository, query: str, key: str
) -> None:
    known = {r.place: facts(r, repository)[key] for r in scan.records}
    everything = scan.find(query)
    for value in sorted(set(known.values())):
        expected = {place for place in everything if known[place] == value}
        assert set(all_places(driver, query, filters={key: value})) == expected, value
    assert all_places(driver, query, filters={key: "none-such"}) == []


def test_themes_filter_provisions(tmp_path: Path, repository: Repository) -> None:
    # A provision has the themes of what it stands under as well.
    body = (
        "  - {num: 第一章, heading: 医保待遇, themes: [benefits], body: [医保甲。, 医保乙。]}\n"
        "  - {num: 第二章, heading: 医保监管, body: [{num: 一、, heading: 医保智能, text: 医保监控。, "
        "themes: [fund-supervision, digitalisation]}]}\n"
    )
    plan = small_plan(body)
    scan = Scan.of([plan])
    with SearchDriver(write_index(tmp_path / "index", [plan], repository.catalogues)) as small:
        for theme in ("benefits", "fund-supervision", "digitalisation"):
            expected = {r.place for r in scan.records if theme in r.record.themes} & scan.find("医保")
            assert expected
            assert set(all_places(small, "医保", filters={"theme": theme})) == expected, theme
        assert all_places(small, "医保", filters={"theme": "maternity"}) == []
        assert all_places(small, "监控", filters={"theme": "benefits"}) == []


def test_filters_join(scan: Scan, driver: SearchDriver, repository: Repository) -> None:
    wanted = {"level": "county", "stage": "issued", "year": "2022"}
    expected = {r.place for r in scan.records if wanted.items() <= facts(r, repository).items()} & scan.find("监管")
    assert expected
    assert set(all_places(driver, "监管", filters=wanted)) == expected


@pytest.mark.parametrize("query", ["医疗救助", "基金 监管", "医保 -基金"])
def test_facets_count_everything_found(scan: Scan, driver: SearchDriver, repository: Repository, query: str) -> None:
    result = driver.search(query, limit=1)
    by_place = {r.place: facts(r, repository) for r in scan.records}
    for key in FACETS:
        counts = result["facets"][key]
        assert sum(counts.values()) == result["total"]
        assert counts == Counter(by_place[place][key] for place in scan.find(query))


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("query", ["医疗救助", "基金 监管", "95%"])
def test_pages_are_parts_of_one_list(driver: SearchDriver, query: str, sort: str) -> None:
    everything = all_places(driver, query, sort=sort)
    paged: list[Place] = []
    for offset in range(0, len(everything) + 7, 7):
        result = driver.search(query, limit=7, offset=offset, sort=sort)
        assert result["total"] == len(everything)
        paged += [(hit["plan"], hit["eid"]) for hit in result["hits"]]
    assert paged == everything


def test_sorts_by_date_and_then_by_relevance(driver: SearchDriver) -> None:
    hits = driver.search("医疗救助", limit=EVERYTHING, sort="date")["hits"]
    dates = [hit["published"] for hit in hits]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2023-03-17" and dates[-1] == ""
    relevant = all_places(driver, "医疗救助")
    for date in set(dates):
        group = [(hit["plan"], hit["eid"]) for hit in hits if hit["published"] == date]
        assert group == [place for place in relevant if place in group]


def test_hits_carry_the_facts_of_their_plan(scan: Scan, driver: SearchDriver) -> None:
    known = {r.place: r for r in scan.records}
    for hit in driver.search("参保", limit=EVERYTHING)["hits"]:
        r = known[hit["plan"], hit["eid"]]
        assert (hit["title"], hit["kind"], hit["stage"]) == (r.plan.title, r.plan.kind, r.plan.stage)
        assert (hit["published"], hit["path"]) == (r.plan.published or "", r.record.path)
        assert hit["heading"] == r.record.heading


@pytest.mark.parametrize("query", ["苏州", "医保 冠脉支架", "没有这样的词 医保"])
def test_says_how_often_each_word_occurs(scan: Scan, driver: SearchDriver, query: str) -> None:
    words = driver.search(query)["words"]
    assert {word["text"]: word["total"] for word in words} == {w: len(scan.find(w)) for w in query.split()}


def test_word_totals_are_literal(scan: Scan, driver: SearchDriver) -> None:
    # Three grams of the first are in the plans, the word is not.
    for word in ("基金监管医保", "医疗保障救助制度", "参保登记服务机制"):
        told = {w["text"]: w["total"] for w in driver.search(f"{word} 冠脉支架")["words"]}
        assert told[word] == len(scan.find(word))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DRG", "按疾病诊断相关分组"),
        ("drg", "按疾病诊断相关分组"),
        ("长护险", "长期护理保险"),
        ("长期护理保险", "长护险"),
        ("医保", "医疗保障"),
        ("集采", "集中带量采购"),
    ],
)
def test_offers_synonyms(driver: SearchDriver, query: str, expected: str) -> None:
    offered = [name for group in driver.suggest(query)["synonyms"] for name in group["names"]]
    assert any(name.startswith(expected) for name in offered), offered
    assert fold_query(query) not in map(fold_query, offered)


def test_synonyms_are_not_applied(scan: Scan, driver: SearchDriver) -> None:
    assert driver.search("长护险")["total"] == len(scan.find("长护险")) == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("suzhou", "320500"),
        ("Suzhou", "320500"),
        ("sz", "320500"),
        ("SZ", "320500"),
        ("苏州", "320500"),
        ("320500", "320500"),
        ("3205", "320500"),
        ("包头", "150200"),
        ("baotou", "150200"),
        ("baot", "150200"),
        ("bt", "150200"),
        ("正宁县", "621025"),
        ("山东", "370000"),
        ("sd", "370000"),
    ],
)
def test_finds_places(driver: SearchDriver, query: str, code: str) -> None:
    assert [place["code"] for place in driver.suggest(query)["places"]] == [code]


def test_finds_no_place_by_one_letter(driver: SearchDriver) -> None:
    assert driver.suggest("s")["places"] == driver.suggest("苏")["places"] == []
