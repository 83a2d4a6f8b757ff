"""The tables in the forms of other tools: each opens in its own tool, and says what the JSON says, row for row."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars
import pytest
from builds import PLAN_IDS, Build
from frictionless import Package

from medplan.catalogue.catalogues import load_catalogues
from medplan.library.repository import ROOT
from medplan.publish.columns import flat_keys
from medplan.publish.contract import TABLES, TableFile
from medplan.publish.tables.pack import Packer
from medplan.publish.tables.sheet_rows import MOST_CHARACTERS, fitting

pytestmark = pytest.mark.site

PROVINCES = sorted({plan_id[:2] for plan_id in PLAN_IDS})


@pytest.fixture(scope="module")
def data(built: Build) -> Path:
    return built.site / "data"


def rows_of(data: Path, table: str) -> list[dict[str, Any]]:
    return json.loads((data / f"{table}.json").read_text("utf-8"))


def test_the_workbook_holds_every_row_with_numbers_as_numbers(data: Path) -> None:
    book = openpyxl.load_workbook(data / "library.xlsx")
    assert book.sheetnames == ["说明", *(table.title for table in TABLES)]
    guide = {(row[0], row[2]): row for row in book["说明"].iter_rows(values_only=True)}
    for table in TABLES:
        sheet, rows, keys = book[table.title], rows_of(data, table.id), flat_keys(table.row_type)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        head, *lines = sheet.iter_rows(values_only=True)
        assert list(head) == [key.column.heading for key in keys]
        assert all(guide[table.title, key.name][1] == key.column.heading for key in keys)
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for cell, key in zip(line, keys, strict=True):
                value = row[key.name]
                if isinstance(value, list):
                    assert (cell or "").count("、") >= len(value) - 1
                elif isinstance(value, bool):
                    assert cell == ("是" if value else "否")
                elif isinstance(value, str):
                    assert (cell or "") == key.column.labels.get(value, value).replace("\r", "")
                else:
                    assert cell == value, "a number is a number, and what is missing is no cell"
    labels = {cell.value for cell in book["规划"]["G"][1:]}
    assert labels <= {"征求意见稿", "已印发", "已废止"}, "words, not codes"
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    cut = fitting("字" * (MOST_CHARACTERS + 1))
    assert len(cut) == MOST_CHARACTERS
    assert cut.endswith("（余下的见网页）")


@pytest.fixture(scope="module")
def database(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data / 'library.sqlite'}?mode=ro", uri=True)


def test_the_database_is_sound_and_holds_every_row(data: Path, database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(database.execute("PRAGMA foreign_key_list(indicators)").fetchall()) == 4
    database.row_factory = sqlite3.Row
    for table in ("plans", "provisions", "indicators", "measures"):
        found = database.execute(f"SELECT * FROM {table} ORDER BY {'rowid' if table == 'plans' else 'id'}").fetchall()
        rows = rows_of(data, table)
        assert len(found) == len(rows)
        for row, stored in zip(rows, found, strict=True):
            for name in set(stored.keys()) & row.keys() - {"reading"}:
                assert stored[name] == row[name]
            if table == "provisions":
                assert (stored["reading"] or stored["text"]) == row["reading"]
    database.row_factory = None
    units = database.execute("SELECT count(*) FROM measure_units WHERE role = 'lead'").fetchone()[0]
    assert units == sum(len(row["lead"]) for row in rows_of(data, "measures"))


@pytest.mark.parametrize("word", ["医保", "参保", "门诊", "养老"])
def test_a_word_of_two_characters_is_found_wherever_it_stands(database: sqlite3.Connection, word: str) -> None:
    by_index = database.execute("SELECT rowid FROM provisions_fts WHERE provisions_fts MATCH ?", [f'"{word}"'])
    by_looking = database.execute(
        "SELECT id FROM provisions WHERE instr(text, :w) OR instr(coalesce(reading, ''), :w)", {"w": word}
    )
    found = sorted(by_index.fetchall())
    assert found == sorted(by_looking.fetchall())
    assert found


def test_the_views_answer_in_chinese(database: sqlite3.Connection) -> None:
    for view in ("指标对照", "任务时间表", "部门任务", "主题条文"):
        made = database.execute(f'SELECT * FROM "{view}"')
        rows = made.fetchall()
        names = [column[0] for column in made.description]
        assert rows
        assert "行政区" in names
        assert not any(name.isascii() for name in names)


@pytest.mark.parametrize("table", [table.id for table in TABLES])
def test_the_partitions_are_read_in_place_by_duckdb_and_polars(data: Path, table: str) -> None:
    rows = rows_of(data, table)
    files = str(data / "parquet" / table / "*" / "*.parquet")
    frame = polars.read_parquet(files, hive_partitioning=True)
    held = {row["id" if table == "plans" else "plan_id"][:2] for row in rows}
    assert set(map(str, frame["province_code"].unique())) == held
    assert [{key: row[key] for key in rows[0]} for row in frame.to_dicts()] == rows
    with duckdb.connect() as connection:
        made = connection.execute(f"SELECT url, province_code FROM read_parquet('{files}', hive_partitioning = true)")
        found = made.fetchall()
    assert [url for url, _ in found] == [row["url"] for row in rows]
    assert {str(code) for _, code in found} == held
    if table == "indicators":
        assert frame.schema["target_value"] == polars.Float64
        assert set(frame["nature_label"].drop_nulls()) == {"约束性", "预期性"}


def test_the_data_package_is_valid_with_its_types_and_references(data: Path) -> None:
    package = Package(str(data / "datapackage.json"))
    assert [resource.name for resource in package.resources] == [table.id for table in TABLES]
    report = package.validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "message"])[:5]
    assert [task.stats["rows"] for task in report.tasks] == [len(rows_of(data, table.id)) for table in TABLES]


def test_every_packed_file_is_listed_and_linked(data: Path, read_page) -> None:
    listed = {file["file"]: file for file in json.loads((data / "index.json").read_text("utf-8"))["packed"]}
    here = {"library.xlsx", "library.sqlite", "datapackage.json"}
    parts = {path.relative_to(data).as_posix() for path in data.glob("parquet/*/*/*")}
    assert listed.keys() == here | parts
    assert len(parts) == len(TABLES) * len(PROVINCES)
    for name, file in listed.items():
        assert file["bytes"] == (data / name).stat().st_size
    links = {str(a["href"]) for a in read_page("data/").select("a[download]")}
    assert {f"../data/{name}" for name in here} <= links


def test_the_same_rows_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    catalogues, _ = load_catalogues(ROOT / "data")
    files = {
        table.id: [
            TableFile(name=name, format=name.rpartition(".")[2], province="", size=(data / name).stat().st_size)
            for name in table.files
        ]
        for table in TABLES
    }
    for name in (name for table in TABLES for name in table.files):
        (tmp_path / name).write_bytes((data / name).read_bytes())
    for made in Packer(folder=tmp_path, bulk=None, files=files, catalogues=catalogues, site="").pack():
        assert (tmp_path / made.file).read_bytes() == (data / made.file).read_bytes(), made.file


def converted(source: Path, form: str, folder: Path) -> list[Path]:
    """Return what LibreOffice makes of a file; skip where it, or its part for such a file, is not installed."""
    office = shutil.which("soffice")
    calc = office and (Path(office).resolve().parent / "libsclo.so").exists()
    if office is None or (source.suffix == ".xlsx" and not calc):
        pytest.skip("LibreOffice, or its Calc, is not installed")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    made = folder / "made"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(made), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return sorted(made.iterdir())


def test_libreoffice_opens_a_plan(data: Path, tmp_path: Path) -> None:
    [text] = converted(data / "documents/320500-suzhou-145.docx", "txt:Text", tmp_path)
    assert "第一章　发展基础和形势" in text.read_text("utf-8-sig")


def test_libreoffice_opens_the_workbook(data: Path, tmp_path: Path) -> None:
    fourth = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
    [sheet] = converted(data / "library.xlsx", fourth, tmp_path)
    with sheet.open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 1 + len(rows_of(data, "indicators"))
