"""What an editor's own program says while they write: the schemas' words, and the settings that put them to work."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medplan.files.document import load_text
from medplan.issues import has_errors
from medplan.library.repository import Repository
from medplan.schema.reference import as_yaml, sections
from medplan.schema.schemas import CATALOGUES, SCHEMA_DIR, integer_keys, load_schema

from .support import ROOT, make_root
from .test_scripts import load_script

FILES = ("plan", *CATALOGUES, "redirects")
HAN = re.compile("[一-鿿]")


def described(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    """Yield (path, key, schema) of every key that a file of the schema may have."""
    if isinstance(node, dict):
        if node.get("additionalProperties") is False:
            for key, value in node["properties"].items():
                yield path, key, value
        for name, value in node.items():
            yield from described(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from described(value, (*path, str(number)))


KEYS = [(name, *found) for name in FILES for found in described(load_schema(name))]


@pytest.mark.parametrize(("name", "path", "key", "schema"), KEYS, ids=lambda v: v if isinstance(v, str) else None)
def test_hovering_over_a_key_tells_what_it_is(
    name: str, path: tuple[str, ...], key: str, schema: dict[str, Any]
) -> None:
    assert HAN.search(schema["title"])
    assert HAN.search(schema["description"])
    for told in ("errorMessage", "patternErrorMessage"):
        assert HAN.search(schema.get(told, "字"))
    assert "pattern" not in schema or HAN.search(schema["patternErrorMessage"])


@pytest.mark.parametrize("name", FILES)
def test_an_example_is_what_the_schema_asks_for(name: str) -> None:
    whole = load_schema(name)
    examples = [(key, schema) for _, key, schema in described(whole) if "examples" in schema]
    assert len(examples) > 1 or name == "synonyms"
    for key, schema in examples:
        for example in schema["examples"]:
            validator = Draft202012Validator(schema | {"$defs": whole.get("$defs", {})})
            assert not list(validator.iter_errors(example)), key
            document, issues = load_text(f"{key}: {as_yaml(example)}", "x.yaml", integer_keys(name))
            assert not issues
            assert document.data == {key: example}, "and the reference shows it as it is read"


def test_the_reference_has_every_key_of_every_schema() -> None:
    for name in FILES:
        shown = sorted(key.name for section in sections(name) for key in section.keys)
        assert shown == sorted(key for _, key, _ in described(load_schema(name)))


def test_a_key_leads_to_a_section_that_is_there() -> None:
    for name in FILES:
        found = sections(name)
        ids = [section.id for section in found]
        assert len(set(ids)) == len(ids)
        assert {key.section for section in found for key in section.keys if key.section} <= set(ids)
        assert {form for section in found for form, _ in section.forms} <= set(ids)


def schema_line(path: Path) -> Path:
    """Return the schema that a file's first line names."""
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", path.read_text("utf-8").split("\n")[0])
    assert found, path
    return (path.parent / found[1]).resolve()


def test_every_file_names_its_schema_in_its_first_line(repository: Repository) -> None:
    for path in repository.plan_files():
        assert schema_line(path) == SCHEMA_DIR / "plan.schema.json"
    for name in FILES[1:]:
        assert schema_line(ROOT / "data" / f"{name}.yaml") == SCHEMA_DIR / f"{name}.schema.json"


def test_what_the_importer_writes_names_its_schema_too(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    document = tmp_path / "a.txt"
    document.write_text("苏州市医疗保障规划\n\n一、⻓期护理。\n推行D\u0420G付费。\n", encoding="utf-8")
    call = ["--jurisdiction", "320500", "--slug", "new", "--data", str(data)]
    assert load_script("import_plan").main([str(document), *call]) == 0
    path = data / "plans" / "32-jiangsu" / "320500-suzhou-new.yaml"
    first = path.read_text("utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../../schema/plan.schema.json"
    text = path.read_text("utf-8")
    assert "长期护理" in text, "and a radical is the character it stands for"
    assert "DPG付费" in text
    plan, issues = Repository.open(data).read_plan(path)
    assert plan is not None
    assert not has_errors(issues)
    assert Repository.open(data).prove(plan).holds


def test_the_editor_s_settings_reach_every_file_and_are_kept_in_git() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert (
        "redhat.vscode-yaml" in json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))["recommendations"]
    )
    wanted = {f"schema/{name}.schema.json" for name in FILES}
    assert set(settings["yaml.schemas"]) == wanted
    for schema, glob in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(glob)), glob
    for name in ("settings.json", "extensions.json"):
        ignored = subprocess.run(["git", "check-ignore", "-q", f".vscode/{name}"], cwd=ROOT, check=False)
        assert ignored.returncode == 1
    assert subprocess.run(["git", "check-ignore", "-q", ".vscode/launch.json"], cwd=ROOT, check=False).returncode == 0
