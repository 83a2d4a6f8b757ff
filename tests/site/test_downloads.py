"""The downloads of the contract, as served under /data/."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import urldefrag

import pytest
import yaml
from builds import PLAN_IDS, ROOT, Build

pytestmark = pytest.mark.site

# The contract's table, word for word.
KEYS = {
    "plans": "id, title, jurisdiction_code, jurisdiction, level, kind, stage, period_start, period_end, issuer, "
    "document_number, published, url",
    "provisions": "plan_id, eid, num, path, text, reading, themes, url",
    "indicators": "plan_id, eid, row, indicator_id, match, name, unit, baseline, target, nature, baseline_value, "
    "target_value, target_comparator, url",
    "measures": "plan_id, eid, text, lead, supporting, responsible, schedule, due, recurring, url",
}
TABLE_ROWS = {"621025-zhengning-145": 16, "320500-suzhou-145": 16, "440784-heshan-145-consultation": 15}


def rows_of(built: Build, name: str) -> list[dict[str, object]]:
    """Return the rows of a JSON download."""
    return json.loads((built.site / f"data/{name}.json").read_bytes().decode("utf-8"))


def csv_of(built: Build, name: str) -> list[list[str]]:
    """Return the lines of a CSV download, the header first."""
    text = (built.site / f"data/{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", KEYS)
def test_json_has_the_contracts_keys_in_its_order(built: Build, name: str) -> None:
    wanted = KEYS[name].split(", ")
    rows = rows_of(built, name)
    assert rows
    assert all(list(row)[: len(wanted)] == wanted for row in rows)
    assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("name", ["provisions", "indicators", "measures"])
def test_csv_begins_with_a_bom_and_says_what_json_says(built: Build, name: str) -> None:
    raw = (built.site / f"data/{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert not raw.startswith(b"\xef\xbb\xbf\xef\xbb\xbf")
    header, *lines = csv_of(built, name)
    rows = rows_of(built, name)
    assert header == list(rows[0])
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        for cell, value in zip(line, row.values(), strict=True):
            shown = "、".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert cell.removeprefix("'") == shown


@pytest.mark.parametrize("name", ["provisions", "indicators", "measures"])
def test_no_cell_of_a_csv_is_a_formula(built: Build, name: str) -> None:
    # A sign alone, as `target_comparator` has it, is none.
    found = [cell for line in csv_of(built, name) for cell in line if re.match(r"[=+@\t\r＝＋＠].|[-－][^\d—]", cell)]
    assert not found


def test_a_documented_value_stands_in_the_csv_as_in_the_json(built: Build) -> None:
    wanted = [row["target_comparator"] or "" for row in rows_of(built, "indicators")]
    head, *lines = csv_of(built, "indicators")
    assert [line[head.index("target_comparator")] for line in lines] == wanted
    assert "=" in wanted


def test_every_plan_has_a_row_and_a_file_of_its_own(built: Build) -> None:
    rows = rows_of(built, "plans")
    assert [row["id"] for row in rows] == list(PLAN_IDS)
    assert {path.stem for path in (built.site / "data/plans").iterdir()} == set(PLAN_IDS)
    for row in rows:
        whole = json.loads((built.site / f"data/plans/{row['id']}.json").read_text("utf-8"))
        assert {key: whole[key] for key in row} == row
        assert whole["body"]


@pytest.mark.parametrize("name", KEYS)
def test_urls_lead_to_an_element_of_the_site(built: Build, read_page, name: str) -> None:
    lost = []
    for row in rows_of(built, name):
        address, fragment = urldefrag(str(row["url"]))
        page = read_page(address.strip("/") + "/")
        if fragment and page.find(id=fragment) is None:
            lost.append(row["url"])
    assert not lost


def test_indicator_tables_are_there_row_for_row(built: Build) -> None:
    rows = rows_of(built, "indicators")
    for plan_id, count in TABLE_ROWS.items():
        numbers = [row["row"] for row in rows if row["plan_id"] == plan_id and row["row"] is not None]
        assert numbers == list(range(1, count + 1))
    for plan_id in set(PLAN_IDS) - set(TABLE_ROWS):
        assert [row for row in rows if row["plan_id"] == plan_id and row["row"] is None]


def test_measures_hold_what_the_plans_print(built: Build) -> None:
    rows = rows_of(built, "measures")
    assert sum(row["plan_id"] == "150200-baotou-reform-2023" for row in rows) == 26
    assert all(row["lead"] or row["responsible"] for row in rows if row["plan_id"].startswith("150200"))
    path = next((ROOT / "data/plans").glob("*/621025-zhengning-145.yaml"))
    text = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    groups = [t["tasks"]["groups"] for a in text["body"] if isinstance(a, dict) and "annex" in a
              for t in a["body"] if isinstance(t, dict) and "tasks" in t]  # fmt: skip
    count = sum(len(group["rows"]) for table in groups for group in table)
    assert count
    assert sum("tasks" in row["eid"] for row in rows if row["plan_id"] == "621025-zhengning-145") == count
    assert {"2023-06"} <= {row["due"] for row in rows}
    assert any(row["recurring"] for row in rows)


def test_numbers_are_numbers_and_missing_is_null(built: Build) -> None:
    for row in rows_of(built, "indicators"):
        for key in ("baseline_value", "target_value"):
            assert row[key] is None or isinstance(row[key], int | float), row
        for key in ("baseline", "target", "unit", "nature", "match"):
            assert row[key] != "", row


def test_data_page_links_every_download(built: Build, read_page) -> None:
    links = {str(a["href"]) for a in read_page("data/").select("a[download]")}
    wanted = [f"{name}.json" for name in KEYS] + [f"{name}.csv" for name in KEYS if name != "plans"]
    assert all(any(link.endswith(f"data/{name}") for link in links) for name in wanted)
    assert all(any(link.endswith(f"data/plans/{plan}.json") for link in links) for plan in PLAN_IDS)


def test_schemas_are_served(built: Build) -> None:
    for path in (ROOT / "schema").glob("*.json"):
        assert (built.site / "data/schema" / path.name).read_bytes() == path.read_bytes()
