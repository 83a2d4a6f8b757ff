"""The index's files: the same data gives the same bytes, other data another version."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from indexing import write_index

from medplan.files.document import load_text
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan
from medplan.schema.schemas import integer_keys

YAML = """\
title: 苏州市样本规划
jurisdiction: "320500"
kind: plan
stage: issued
period: {start: 2021, end: 2025}
issuer: null
document_number: null
published: null
source:
  file: data/sources/320500-suzhou-sample.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  origin: null
  excluded: []
implements: []
body:
"""


def small_plan(body: str, plan_id: str = "320500-suzhou-sample") -> Plan:
    document, issues = load_text(YAML + body, f"data/plans/32-jiangsu/{plan_id}.yaml", integer_keys("plan"))
    assert not issues
    return build_plan(document, plan_id)[0]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(gzip.decompress((folder / "manifest.bin").read_bytes()))
    return manifest


def test_the_same_data_gives_the_same_bytes(
    index: Path, tmp_path: Path, plans: list[Plan], repository: Repository
) -> None:
    again = write_index(tmp_path / "again", plans, repository.catalogues)
    assert bytes_of(again) == bytes_of(index)


def test_pieces_stand_under_the_version_of_their_content(index: Path) -> None:
    version = manifest_of(index)["version"]
    assert {path.name for path in index.iterdir()} == {"manifest.bin", version}


def test_a_changed_character_changes_the_version(tmp_path: Path, repository: Repository) -> None:
    versions = set()
    for number, text in enumerate(("覆盖全民。", "覆盖全民，", "覆盖全体。", "覆盖全民。")):
        folder = write_index(tmp_path / str(number), [small_plan(f"  - {text}\n")], repository.catalogues)
        versions.add(manifest_of(folder)["version"])
    assert len(versions) == 3


def test_an_empty_library_has_an_index(tmp_path: Path, repository: Repository) -> None:
    folder = write_index(tmp_path / "empty", [], repository.catalogues)
    assert manifest_of(folder)["records"] == 0
