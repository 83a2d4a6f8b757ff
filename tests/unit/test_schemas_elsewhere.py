"""Every schema, of the data and of the downloads, is one for other validators too, of Python and of JavaScript."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from medplan.publish.contract import write_contract
from medplan.schema.schemas import schema_files

from .support import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The schemas of the data, and those that stand beside the downloads."""
    folder = tmp_path_factory.mktemp("downloads")
    write_contract(folder)
    return [*schema_files(), *sorted(folder.rglob("*.schema.json"))]


def is_sound(schemas: list[Path]) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("check-jsonschema"), "--check-metaschema", *schemas]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compiles(schemas: list[Path]) -> subprocess.CompletedProcess[str]:
    command = ["node", ROOT / "tests" / "unit" / "meets_ecma.mjs", *schemas]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_all_are_sound_and_compile(schemas: list[Path]) -> None:
    assert len(schemas) > 8
    for check in (is_sound, compiles):
        done = check(schemas)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_pattern_that_javascript_refuses_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.schema.json"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string", "pattern": '[^\\"]'}
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert is_sound([path]).returncode != 0
    assert compiles([path]).returncode != 0
