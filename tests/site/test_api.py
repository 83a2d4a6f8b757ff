"""The static API: its description is valid and true, its files keep to it, and version 1 stays what it is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from builds import PLAN_IDS, ROOT, Build
from schemas import outline

from medplan.publish.api.rows import CHANGELOG, RESOURCES, VERSION
from medplan.publish.row_schema import schema_of

pytestmark = pytest.mark.site
GOLDEN = ROOT / "tests" / "golden" / "api" / "v1.json"


@pytest.fixture(scope="module")
def api(built: Build) -> Path:
    return built.site / "api" / "v1"


@pytest.fixture(scope="module")
def described(api: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((api / "openapi.json").read_text("utf-8"))
    return found


def test_the_description_is_valid_and_each_path_has_a_true_example(api: Path, described: dict[str, Any]) -> None:
    # Imported here: it takes seconds, which every worker would spend.
    from openapi_spec_validator import OpenAPIV31SpecValidator

    OpenAPIV31SpecValidator(described).validate()
    assert described["info"]["version"] == VERSION == CHANGELOG[0].version
    for path, item in described["paths"].items():
        operation = item["get"]
        given = {parameter["name"]: parameter["example"] for parameter in operation.get("parameters", [])}
        file = json.loads((api / path.format(**given).lstrip("/")).read_text("utf-8"))
        example = operation["responses"]["200"]["content"]["application/json"]["example"]
        assert example == (file[: len(example)] if isinstance(file, list) else file), path
        assert example, path


def test_every_file_is_one_of_the_description_and_keeps_to_it(api: Path, described: dict[str, Any]) -> None:
    checked = set()
    for path, item in described["paths"].items():
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": described["components"]}
        validator = jsonschema_rs.validator_for(whole)
        for file in api.glob(path.lstrip("/").format(id="*", province="*")):
            validator.validate(json.loads(file.read_text("utf-8")))
            checked.add(file)
    assert checked == set(api.rglob("*.json")) - {api / "openapi.json"}


def test_the_api_says_what_the_downloads_say(built: Build, api: Path) -> None:
    for name in ("provisions", "indicators", "measures"):
        rows = json.loads((built.site / f"data/{name}.json").read_text("utf-8"))
        for plan_id in PLAN_IDS:
            found = json.loads((api / f"plans/{plan_id}/{name}.json").read_text("utf-8"))
            wanted = [row for row in rows if row["plan_id"] == plan_id]
            assert len(found) == len(wanted)
            assert all(one.items() <= row.items() for one, row in zip(found, wanted, strict=True))
    provinces = json.loads((api / "provinces.json").read_text("utf-8"))
    assert sum(province["plans"] for province in provinces) == len(PLAN_IDS)


def test_nothing_of_version_1_goes_or_changes() -> None:
    now = {r.path: outline(schema_of(list[r.type], name=r.id, title="", description="", version="")) for r in RESOURCES}
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    known = json.loads(GOLDEN.read_text("utf-8"))
    for path, places in known.items():
        for place, kind in places.items():
            assert now[path][place] == kind, f"{path} {place}: version 1 must keep it"
