"""The contract of the downloads: what each version holds is written down, and no change of it passes unnamed.

The files of tests/golden/downloads/ stay as they are once written; a new version gets a file of its own.
"""

from __future__ import annotations

import copy
import difflib
import json
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from schemas import Outline, least_change, outline

from medplan.publish.contract import DOWNLOADS, FORMAT_VERSION, Download, TableFile
from medplan.publish.index_file import download_index
from medplan.schema.schemas import SCHEMA_DIR

from .support import GOLDEN, ROOT

VERSIONS = GOLDEN / "downloads"
Contract = dict[str, Outline]

WHAT_TO_DO = """
下载文件的格式变了，与 {known} 版不同：

{difference}

1. 在 src/medplan/publish/contract.py 把 FORMAT_VERSION 改成 {wanted}；
2. 在 CHANGELOG.md 里写一条“下载格式 {wanted}：……”，说明改了什么；
3. 运行 UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/unit/test_download_contract.py，提交新的 {wanted}.json。
"""


def number_of(version: str) -> tuple[int, int, int]:
    first, second, third = map(int, version.split("."))
    return first, second, third


def raised(version: str, which: int | None) -> str:
    """Return a version with one of its numbers raised."""
    first, second, _ = number_of(version)
    return {0: f"{first + 1}.0.0", 1: f"{first}.{second + 1}.0", None: version}[which]


def written() -> dict[str, Contract]:
    """Return the contract of every version so far, the oldest first."""
    paths = sorted(VERSIONS.glob("*.json"), key=lambda path: number_of(path.stem))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def contract() -> Contract:
    return {download.path: outline(download.schema()) for download in DOWNLOADS}


def lines(found: Contract) -> list[str]:
    return [f"{file} {place}: {kind}" for file, places in found.items() for place, kind in places.items()]


def complaint(known: str, before: Contract, after: Contract) -> str:
    """Return what a developer is told of a change that has no version of its own."""
    difference = [
        line
        for line in difflib.unified_diff(lines(before), lines(after), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    wanted = raised(known, least_change(before, after))
    return WHAT_TO_DO.format(known=known, wanted=wanted, difference="\n".join(difference))


def test_this_versions_files_are_as_written_down() -> None:
    path = VERSIONS / f"{FORMAT_VERSION}.json"
    if os.environ.get("UPDATE_GOLDEN") and not path.exists():
        path.write_text(json.dumps(contract(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    known = written()
    latest = list(known)[-1]
    assert lines(contract()) == lines(known.get(FORMAT_VERSION, {})), complaint(latest, known[latest], contract())
    assert latest == FORMAT_VERSION


def test_each_version_says_by_its_number_how_far_it_changed() -> None:
    known = list(written().items())
    for (before, old), (after, new) in pairwise(known):
        which = least_change(old, new)
        # Nothing a program can notice of the types: what changed is what a value means.
        assert number_of(after) >= number_of(raised(before, 0 if which is None else which)), complaint(before, old, new)


def test_the_changelog_names_every_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert not [version for version in written() if f"下载格式 {version}" not in changelog]


def first_of(found: Contract) -> Outline:
    return found["plans.json"]


def add_key(found: Contract) -> None:
    first_of(found)["[].colour"] = "string"


def add_value(found: Contract) -> None:
    first_of(found)["[].kind=outline"] = ""


def drop_key(found: Contract) -> None:
    del first_of(found)["[].issuer"]


def change_type(found: Contract) -> None:
    first_of(found)["[].period_start"] = "string|null"


def move_key(found: Contract) -> None:
    first_of(found)["[].id"] = first_of(found).pop("[].id")


def drop_file(found: Contract) -> None:
    del found["measures.json"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [(add_key, 1), (add_value, 1), (drop_key, 0), (change_type, 0), (move_key, 0), (drop_file, 0)],
)
def test_a_change_asks_for_its_version_and_says_what_to_do(change: Callable[[Contract], None], wanted: int) -> None:
    before, after = contract(), copy.deepcopy(contract())
    change(after)
    assert least_change(before, after) == wanted
    told = complaint("1.4.2", before, after)
    version = ("2.0.0", "1.5.0")[wanted]
    assert f"FORMAT_VERSION 改成 {version}" in told
    assert [line for line in told.splitlines() if line[:1] in "+-"], "and which keys they are"
    assert least_change(before, contract()) is None


@pytest.mark.parametrize("download", DOWNLOADS, ids=lambda download: download.id)
def test_a_schema_is_one_that_every_validator_takes(download: Download) -> None:
    schema = download.schema()
    Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.validator_for(schema)
    assert schema["version"] == FORMAT_VERSION
    assert schema["$id"] == download.schema_name


def test_no_schema_takes_the_name_of_another() -> None:
    names = [download.schema_name for download in DOWNLOADS]
    assert len(set(names)) == len(names)
    assert not set(names) & {path.name for path in SCHEMA_DIR.iterdir()}


def test_the_index_tells_each_file_its_schema_and_all_their_version() -> None:
    index = download_index({"measures": [TableFile(name="measures.csv", format="csv", province="", size=9)]})
    assert index.format_version == FORMAT_VERSION
    told = {file.file: (file.format, Path(file.schema).name) for file in index.files}
    assert told["plans/{id}.json"] == ("json", "download-plan.schema.json")
    assert told["measures.csv"] == ("csv", "download-measures.schema.json")
    assert "plans.csv" not in told
