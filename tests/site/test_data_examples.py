"""The worked examples of the page /data/, run as they are written there beside the files that are served."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl
import pytest
from builds import ROOT, Build

pytestmark = pytest.mark.site

EXAMPLES = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "docs/data/index.md").read_text("utf-8"), re.S | re.M)
PYTHON = [code for language, code in EXAMPLES if language == "python"]


@pytest.fixture(scope="module")
def data(built: Build) -> Path:
    return built.site / "data"


def only(language: str) -> str:
    [code] = [code for name, code in EXAMPLES if name == language]
    return code


def test_each_language_has_its_example() -> None:
    assert Counter(language for language, _ in EXAMPLES) == {"excel": 1, "python": 3, "sql": 1, "r": 1}


@pytest.mark.parametrize("code", PYTHON, ids=["csv", "sqlite", "polars"])
def test_python_runs_and_finds_something(data: Path, code: str) -> None:
    command = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(command, cwd=data, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3


def test_duckdb_counts_what_the_rows_say(data: Path) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(only("sql").replace("'parquet/", f"'{data}/parquet/")).fetchall()
    assert rows
    assert {label for _, label, _ in rows} == {"约束性"}


def test_the_formula_counts_the_column_that_it_means(data: Path) -> None:
    column, wanted = re.search(r'COUNTIFS\(指标!\$([A-Z]+):\$\1,"(.+)"\)', only("excel")).groups()
    head, *cells = [cell.value for cell in openpyxl.load_workbook(data / "library.xlsx")["指标"][column]]
    assert head == "属性"
    assert cells.count(wanted)


def test_r_is_well_formed(data: Path) -> None:
    code = only("r")
    bare = re.sub(r'"[^"\n]*"', '""', code)
    assert bare.count('"') % 2 == 0
    for opening, closing in ("()", "[]", "{}"):
        assert bare.count(opening) == bare.count(closing)
    names = set(re.findall(r"\b(?:filter|select)\(([^()]*(?:\([^()]*\))?[^()]*)\)", bare)[1].replace(",", " ").split())
    assert names <= set(re.findall(r"\w+", (data / "indicators.csv").read_text("utf-8-sig").splitlines()[0]))


def test_the_sums_are_those_of_the_files(data: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (data / "SHA256SUMS").read_text("utf-8").splitlines()}
    held = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert held - listed == {"SHA256SUMS", "index.html"}
