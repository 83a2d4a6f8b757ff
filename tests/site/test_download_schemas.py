"""The downloads' schemas as served under /data/schema/: every file keeps to its own, and /data/ tells of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from builds import Build
from jsonschema import Draft202012Validator
from schemas import closed

pytestmark = pytest.mark.site

SERVED = ("built", "hostile")


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def listed(data: Path) -> list[tuple[re.Pattern[str], str, dict[str, Any]]]:
    """Return (form of the path, format, schema) of every file that the index tells of."""
    return [
        (
            re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(file["file"]))),
            file["format"],
            read(data / file["schema"]),
        )
        for file in read(data / "index.json")["files"]
    ]


def schemas_of(data: Path, name: str) -> list[dict[str, Any]]:
    return [schema for form, _, schema in listed(data) if form.fullmatch(name)]


@pytest.mark.parametrize("site", SERVED)
def test_every_json_file_keeps_to_its_schema_and_holds_nothing_more(site: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(site).site / "data"
    names = [path.relative_to(data).as_posix() for path in sorted(data.rglob("*.json"))]
    # datapackage.json and references keep to schemas of others: see test_packed_tables.py, test_linked.py.
    names = [name for name in names if not name.startswith(("schema/", "citations/")) and name != "datapackage.json"]
    assert {name.split("/")[0] for name in names} >= {"plans.json", "plans", "compare", "index.json"}
    for name in names:
        [schema] = schemas_of(data, name)
        for error in jsonschema_rs.validator_for(closed(schema)).iter_errors(read(data / name)):
            raise AssertionError(f"{name} {error.instance_path}: {error.message}")


def test_every_file_of_the_index_is_there(built: Build) -> None:
    data = built.site / "data"
    names = [path.relative_to(data).as_posix() for path in data.rglob("*.*")]
    for form, kind, _ in listed(data):
        found = [name for name in names if form.fullmatch(name)]
        assert found, form.pattern
        assert all(name.endswith(f".{kind}") for name in found)


def test_every_schema_is_one_of_2020_12_and_says_its_version(built: Build) -> None:
    data = built.site / "data"
    version = read(data / "index.json")["format_version"]
    served = sorted((data / "schema").glob("download-*.json"))
    assert {path.name for path in served} == {schema["$id"] for _, _, schema in listed(data)}
    for path in served:
        schema = read(path)
        Draft202012Validator.check_schema(schema)
        jsonschema_rs.meta.validate(schema)
        assert schema["version"] == version
    for path in (data / "plans").iterdir():
        assert read(path)["format_version"] == version


@pytest.mark.parametrize("name", ["provisions", "indicators", "measures"])
def test_the_head_of_a_csv_is_the_schemas_keys(built: Build, name: str) -> None:
    data = built.site / "data"
    [schema] = schemas_of(data, f"{name}.csv")
    row = schema["$defs"][schema["items"]["$ref"].rpartition("/")[2]]
    head = (data / f"{name}.csv").read_text("utf-8-sig").splitlines()[0]
    assert head.split(",") == list(row["properties"])


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("plans.json", (0, "stage"), "draft"),
        ("plans.json", (0, "period_start"), "2021"),
        ("provisions.json", (3, "text"), None),
        ("indicators.json", (0, "target_value"), "95"),
        ("indicators.json", (0, "match"), "same"),
        ("measures.json", (0, "due"), "2023年"),
        ("measures.json", (0, "lead"), "市医保局"),
        ("compare/places.json", (0, 4), "1"),
    ],
)
def test_a_wrong_value_is_no_row(built: Build, name: str, at: tuple[int, str | int], value: object) -> None:
    data = built.site / "data"
    [schema] = schemas_of(data, name)
    rows = read(data / name)
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(rows)
    rows[at[0]][at[1]] = value
    assert not validator.is_valid(rows)


def test_the_page_tells_every_column_and_links_schemas_and_version(built: Build, read_page) -> None:
    data, page = built.site / "data", read_page("data/")
    assert page.select_one("[data-format-version]").get_text() == read(data / "index.json")["format_version"]
    links = {str(a["href"]).rpartition("/")[2] for a in page.select('a[href*="data/schema/"]')}
    assert links == {path.name for path in (data / "schema").iterdir()}
    for name in ("plans", "provisions", "indicators", "measures"):
        section = page.find(id=f"columns-{name}").find_parent("section")
        shown = [code.get_text() for code in section.select_one("table").select("th[scope=row] > code")]
        assert shown == list(read(data / f"{name}.json")[0])
        assert all(b.get_text() for b in section.select("td > b"))
    stage = page.find("code", string="stage").find_parent("tr")
    assert "已废止" in stage.get_text()
    ids = {element["id"] for element in page.select("[id]")}
    assert {str(a["href"])[1:] for a in page.select('.reference a[href^="#"]')} <= ids
