"""The downloads of a hostile plan: nothing that a spreadsheet would run, nothing that breaks JSON or CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from medplan.library.repository import Repository
from medplan.publish.downloads import Exporter, prepare_downloads
from medplan.publish.spreadsheet import safe_cell
from medplan.publish.tables.database import pairs_of

from .library import summary_of
from .support import read_sample

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP: CSV Injection).
FORMULAS = ["=HYPERLINK(0)", "+1+cmd|' /C calc'!A0", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1", "=1+1\n甲"]
FORMULAS += ["＝1+1", "＋1+cmd|x", "－1+1", "＠SUM(1)", "　＝1", "-A1", "+\n1+1", "--1", "-5%+A1"]


def export(rest: str, folder: Path, repository: Repository) -> Path:
    _, plan, _ = read_sample(rest)
    with Exporter(folder) as exporter:
        exporter.add(prepare_downloads(plan, summary_of(plan, repository.catalogues), repository.catalogues))
    return folder


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str, tmp_path: Path, repository: Repository) -> None:
    quoted = json.dumps(formula)
    folder = export(
        f"body:\n  - {quoted}\n  - {{num: 1., heading: {quoted}, lead: {quoted}, schedule: {quoted}}}\n"
        f"  - indicators:\n      columns: {{name: 指标, target: 2025年}}\n"
        f"      rows: [{{indicator: null, name: {quoted}, target: 保持稳定}}]\n",
        tmp_path,
        repository,
    )
    for name in ("provisions", "indicators", "measures"):
        for row in cells(folder / f"{name}.csv"):
            for key, value in row.items():
                assert value.strip()[:1] not in {*"=+-@＝＋－＠"} or len(value) == 1, (name, key, value)
    texts = [row["text"] for row in json.loads((folder / "provisions.json").read_text("utf-8"))]
    assert formula.strip() in [text.strip() for text in texts], "JSON holds what is printed, unguarded"


def test_what_is_no_formula_stays_as_printed(tmp_path: Path, repository: Repository) -> None:
    printed = ["-", "——", ">95", "≥90%", "0—5%", "－", "－－"]
    rows = "".join(f"        - {{indicator: null, name: 甲=乙, baseline: '{p}', target: '1'}}\n" for p in printed)
    folder = export(
        f"body:\n  - indicators:\n      columns: {{name: 指标, baseline: 2020年, target: 2025年}}\n      rows:\n{rows}",
        tmp_path,
        repository,
    )
    assert [(r["name"], r["baseline"]) for r in cells(folder / "indicators.csv")] == [("甲=乙", p) for p in printed]


def test_quotes_commas_and_lines_survive_csv(tmp_path: Path, repository: Repository) -> None:
    text = '甲“乙”,"丙"\n丁；<script>alert(1)</script>'
    folder = export(f"body:\n  - {json.dumps(text, ensure_ascii=False)}\n", tmp_path, repository)
    assert text in [row["text"] for row in cells(folder / "provisions.csv")]
    assert text in [row["text"] for row in json.loads((folder / "provisions.json").read_text("utf-8"))]


def test_no_plan_gives_empty_lists(tmp_path: Path, repository: Repository) -> None:
    with Exporter(tmp_path):
        pass
    for name in ("plans", "provisions", "indicators", "measures"):
        assert json.loads((tmp_path / f"{name}.json").read_text("utf-8")) == []


def test_a_table_without_rows_is_still_a_csv_with_its_columns(tmp_path: Path, repository: Repository) -> None:
    folder = export("body: [甲]\n", tmp_path, repository)
    header = (folder / "measures.csv").read_text("utf-8-sig").splitlines()
    assert header, "a downloader finds the columns even where no plan has a measure"
    assert header[0].startswith("plan_id,eid,text,lead")


def test_units_are_joined_by_the_chinese_comma(tmp_path: Path, repository: Repository) -> None:
    folder = export("body: [{num: 1., text: 甲, lead: 市医保局, supporting: 财政局 民政局}]\n", tmp_path, repository)
    (row,) = cells(folder / "measures.csv")
    assert (row["lead"], row["supporting"], row["responsible"], row["due"]) == ("市医保局", "财政局、民政局", "", "")


@pytest.mark.parametrize(
    "text", ["=", "＝", "@", "+", "-", "－", "--", "—5", "-5%", "+5.2", "－５％", "- 1,000", "甲=乙", ">=", ""]
)
def test_signs_and_numbers_are_no_formulas(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_to_a_spreadsheet(formula: str) -> None:
    assert safe_cell(formula) == f"'{formula}"


def test_numbers_words_and_bounds_have_columns_of_their_own(tmp_path: Path, repository: Repository) -> None:
    printed = [("95%", "保持稳定"), ("0—5%", "6%"), ("合理增长", "95以上")]
    rows = "".join(f"        - {{indicator: null, name: 甲, baseline: {b}, target: {t}}}\n" for b, t in printed)
    columns = "columns: {name: 指标, baseline: 2020年, target: 2025年}"
    folder = export(f"body:\n  - indicators:\n      {columns}\n      rows:\n{rows}", tmp_path, repository)
    keys = ("baseline_value", "baseline_low", "baseline_high", "baseline_words", "baseline_comparator")
    found = [tuple(row[key] for key in keys) for row in cells(folder / "indicators.csv")]
    assert found == [
        ("95", "", "", "", "="),
        ("", "0.0", "5.0", "", "range"),
        ("", "", "", "合理增长", "qualitative"),
    ]
    assert [row["target_words"] for row in cells(folder / "indicators.csv")] == ["保持稳定", "", ""]


def test_a_provision_tells_its_own_themes_and_those_that_hold_from_above(
    tmp_path: Path, repository: Repository
) -> None:
    themes = list(repository.catalogues.themes)[:2]
    rest = f"""
    body:
      - num: 一、
        heading: 参保
        themes: [{themes[0]}]
        body:
          - num: （一）
            heading: 待遇
            themes: [{themes[0]}, {themes[1]}]
            body: [不断提高。]
    """
    rows = {row["eid"]: row for row in cells(export(rest, tmp_path, repository) / "provisions.csv")}
    told = {eid: (row["themes"], row["themes_inherited"]) for eid, row in rows.items()}
    assert told["para_1"] == (themes[0], "")
    assert told["para_1__subpara_1"] == (f"{themes[0]}、{themes[1]}", "")
    assert told["para_1__subpara_1__p_1"] == ("", "、".join(sorted(themes)))


def test_the_database_s_words_are_pairs_within_a_text_and_over_no_mark() -> None:
    texts = ["", "医保，门诊", "甲", "", "𠀀医 DRG付费", "。", "乙丙"]
    assert list(pairs_of(texts)) == ["", "医保 门诊 ", "", "", "𠀀医 DR RG G付 付费 ", "", "乙丙 "]
    assert list(pairs_of([""])) == [""]
    assert list(pairs_of([])) == []
