"""The guard of comparisons, and the files of the page of comparison: the same verdicts, from the five plans."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from medplan.compare.guard import UNSAID, differing, gauge
from medplan.compare.indicators import ComparedRow, compare_indicator
from medplan.facts.derive import IndicatorRow, indicator_rows
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.plan.printed import node_text
from medplan.publish.comparison_files import ComparisonExporter, PlanComparison, plan_facts, prepare_comparison

from .library import summary_of
from .support import BAOTOU, FIVE, HESHAN, ROOT, SHANDONG, SUZHOU, ZHENGNING, Held


def prepared(plan: Plan, repository: Repository) -> PlanComparison:
    catalogues = repository.catalogues
    return prepare_comparison(plan_facts(plan, summary_of(plan, catalogues), catalogues))


@pytest.fixture(scope="module")
def index(repository: Repository) -> LibraryIndex:
    index = LibraryIndex(catalogues=repository.catalogues)
    for plan in repository.plans():
        index.add(plan, repository.prove(plan))
    return index


@pytest.fixture(scope="module")
def files(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "compare"
    with ComparisonExporter(folder, repository.catalogues) as exporter:
        for plan in repository.plans():
            exporter.add(prepared(plan, repository))
    return folder


def read(files: Path, name: str) -> Any:
    return json.loads((files / name).read_text("utf-8"))


def compared(index: LibraryIndex, indicator_id: str) -> tuple[list[ComparedRow], list[ComparedRow]]:
    found = compare_indicator(index.catalogues.indicators[indicator_id], index.rows[indicator_id], index.catalogues)
    return list(found.comparable), list(found.apart)


def test_a_reason_never_names_what_nobody_prints(index: LibraryIndex) -> None:
    said = [
        o for i in index.rows for rows in compared(index, i) for row in rows for o in (x.reason for x in row.obstacles)
    ]
    assert said
    assert not [reason for reason in said if "None" in reason or UNSAID in reason]


def test_another_year_or_nature_sets_a_row_apart(index: LibraryIndex) -> None:
    rows = index.rows["drug-vbp-varieties"]
    plan, first = next((p, r) for p, r in rows if p.id == ZHENGNING)
    other = replace(first, target_year=2030, ref=replace(first.ref, nature="binding"))
    found = compare_indicator(
        index.catalogues.indicators["drug-vbp-varieties"],
        [(plan, first), (plan, first), (plan, other)],
        index.catalogues,
    )
    assert [tuple(o.reason for o in row.obstacles) for row in found.apart] == [
        ("目标年为 2030 年，其他多为 2025 年", "属性为约束性，其他多为预期性")
    ]


def test_a_year_that_is_not_printed_is_never_the_usual_one(index: LibraryIndex) -> None:
    plan, row = next((p, r) for p, r in index.rows["drug-vbp-varieties"] if p.id == ZHENGNING)
    silent = replace(row, target_year=None)
    found = compare_indicator(
        index.catalogues.indicators["drug-vbp-varieties"],
        [(plan, silent), (plan, silent), (plan, row)],
        index.catalogues,
    )
    assert [r.row.target_year for r in found.comparable] == [2025]
    assert [tuple(o.reason for o in r.obstacles) for r in found.apart] == [("原文没有写明目标年",)] * 2


def test_judged_examples(index: LibraryIndex) -> None:
    together, _ = compared(index, "drug-vbp-varieties")
    assert {row.plan.id for row in together} == {ZHENGNING, HESHAN, SHANDONG}
    figures = {
        row.plan.id: row.baseline.shown for rows in compared(index, "fund-income") for row in rows if row.baseline
    }
    assert {"2.4", "7.3"} <= set(figures.values())
    _, apart = compared(index, "online-service-rate")
    assert any(row.plan.id == SUZHOU and "范围更宽" in row.obstacles[0].reason for row in apart)


def test_a_plans_file_holds_each_row_with_what_the_guard_says(
    files: Path, held: dict[str, Held], index: LibraryIndex
) -> None:
    for plan_id in FIVE:
        facts = read(files, f"plans/{plan_id}.json")
        rows = [row for row in indicator_rows(held[plan_id].plan) if row.ref.indicator_id]
        assert [(r["id"], r["eid"]) for r in facts["indicators"]] == [(r.ref.indicator_id, r.eid) for r in rows]
        for told, row in zip(facts["indicators"], rows, strict=True):
            stands = gauge(row, index.catalogues.indicators[told["id"]], index.catalogues)
            assert told["obstacles"] == [o.reason for o in stands.obstacles]
            assert {term: said["is"].partition(" ")[0] for term, said in told["terms"].items()} == {
                term: value for term, value in stands.terms.items() if value
            }
            assert all(said["said"] and "None" not in said["said"] for said in told["terms"].values())


def test_equal_terms_in_the_files_mean_what_the_guard_means(files: Path, index: LibraryIndex) -> None:
    """For every two rows of an indicator: the browser's test of the file and the guard's of the rows agree."""
    told: dict[str, list[dict[str, Any]]] = {}
    for plan_id in FIVE:
        for row in read(files, f"plans/{plan_id}.json")["indicators"]:
            told.setdefault(row["id"], []).append(row)
    pairs = 0
    for indicator_id, rows in told.items():
        given: list[IndicatorRow] = [row for _, row in index.rows[indicator_id]]
        stands = [gauge(row, index.catalogues.indicators[indicator_id], index.catalogues) for row in given]
        for i, one in enumerate(rows):
            for j, other in enumerate(rows):
                if i == j:
                    continue
                shared = one["terms"].keys() & other["terms"].keys()
                apart = [t for t in one["terms"] if t in shared and one["terms"][t]["is"] != other["terms"][t]["is"]]
                assert apart == differing(stands[i].terms, stands[j].terms)
                pairs += bool(apart)
    assert pairs


def test_years_that_nobody_prints_are_not_the_same(index: LibraryIndex) -> None:
    row = next(r for p, r in index.rows["drug-vbp-varieties"] if p.id == ZHENGNING)
    indicator = index.catalogues.indicators["drug-vbp-varieties"]
    silent = gauge(replace(row, target_year=None), indicator, index.catalogues)
    assert silent.terms["target_year"] == UNSAID
    assert differing(silent.terms, silent.terms) == ["target_year"]


def test_figures_are_in_the_catalogues_unit_with_what_is_printed(files: Path) -> None:
    def income(plan_id: str) -> dict[str, Any]:
        rows = read(files, f"plans/{plan_id}.json")["indicators"]
        found: dict[str, Any] = next(row for row in rows if row["id"] == "fund-income")
        return found

    heshan, zhengning = income(HESHAN), income(ZHENGNING)
    assert heshan["baseline"] == {"shown": "7.3", "in_unit": True, "printed": "72954.2万元"}
    assert heshan["target"] == {"shown": "收入规模与经济社会发展水平更加适应", "in_unit": False, "printed": None}
    assert zhengning["baseline"] == {"shown": "2.4", "in_unit": True, "printed": None}


def test_provisions_stand_once_whole_and_in_order(files: Path, held: dict[str, Held]) -> None:
    for plan_id in FIVE:
        facts, plan = read(files, f"plans/{plan_id}.json"), held[plan_id].plan
        eids = [eid for eid, *_ in facts["provisions"]]
        assert len(set(eids)) == len(eids)
        for eid, path, text, emended in facts["provisions"]:
            node = plan.find(eid)[0]  # type: ignore[index]
            assert facts["paths"][path]
            assert (text != node_text(node)) == bool(emended)
        tagged = {theme for node, _ in plan.walk() for theme in node.themes}
        assert set(facts["themes"]) == tagged
        order = [node.eid for node, _ in plan.walk()]
        for numbers in facts["themes"].values():
            places = [order.index(eids[number]) for number in numbers]
            assert places == sorted(places)


def test_silence_is_named(files: Path, held: dict[str, Held]) -> None:
    for plan_id in FIVE:
        wanted = "not-addressed" if held[plan_id].plan.themes_reviewed else "not-reviewed"
        assert read(files, f"plans/{plan_id}.json")["silence"] == wanted


def test_every_measure_is_there(files: Path) -> None:
    assert len(read(files, f"plans/{BAOTOU}.json")["measures"]) == 26
    assert len(read(files, f"plans/{ZHENGNING}.json")["measures"]) == 40


def test_the_list_of_places_is_all_and_small(files: Path, repository: Repository) -> None:
    places = read(files, "places.json")
    assert [place[0] for place in places] == list(repository.catalogues.jurisdictions)
    assert ["320500", "苏州市", "Suzhou", "sz", 1, []] in places
    assert ["320509", "吴江区", "Wujiang", "wj", 0, ["吴江市", "320584"]] in places
    assert sum(place[4] for place in places) == 5
    assert {path.stem for path in (files / "held").iterdir()} == {f"{plan_id[:4]}00" for plan_id in FIVE}
    assert (files / "places.json").stat().st_size < 60 * len(places)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("吴江市", "吴江区"),
        ("320584", "吴江区"),
        ("襄樊", "襄阳市"),
        ("chengduo", "称多县"),
        ("chindu", "称多县"),
        ("苏州", "苏州市"),
    ],
)
def test_the_picker_finds_a_place_by_what_it_was_called_too(files: Path, typed: str, first: str) -> None:
    script = f"""
        import {{ ComparisonFiles }} from "{(ROOT / "docs/javascripts/compare/files.js").as_uri()}";
        import {{ findPlaces }} from "{(ROOT / "docs/javascripts/compare/place-picker.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const files = new ComparisonFiles("");
        files.json = async (name) => JSON.parse(readFileSync({json.dumps(str(files))} + "/" + name, "utf8"));
        console.log(findPlaces((await files.places()).values(), {json.dumps(typed)})[0].name);
    """
    done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == first, done.stderr


def test_of_several_plans_the_issued_plan_comes_first(
    repository: Repository, held: dict[str, Held], tmp_path: Path
) -> None:
    plan = held[SUZHOU].plan
    others = [
        replace(plan, id="320500-suzhou-a", kind="press-conference"),
        replace(plan, id="320500-suzhou-b", stage="consultation"),
    ]
    with ComparisonExporter(tmp_path / "compare", repository.catalogues) as exporter:
        below = replace(plan, id="320581-changshu-145", jurisdiction="320581")
        for one in (*others, plan, below):
            exporter.add(prepared(one, repository))
    rows = read(tmp_path / "compare", "held/320500.json")
    assert [row["id"] for row in rows] == [SUZHOU, "320500-suzhou-b", "320500-suzhou-a", below.id]
    assert [row["jurisdiction_code"] for row in rows] == ["320500"] * 3 + ["320581"]
    assert [path.name for path in (tmp_path / "compare" / "held").iterdir()] == ["320500.json"]


def test_names_are_the_catalogues(files: Path, repository: Repository) -> None:
    names = read(files, "names.json")
    assert [row[0] for row in names["indicators"]] == list(repository.catalogues.indicators)
    assert ["fund-income", "基本医疗保险（含生育保险）基金收入", "fund", "亿元"] in names["indicators"]
    assert names["differ"] == {"base_year": "基期不同", "target_year": "目标年不同", "nature": "属性不同"}
