"""Kinds of documents as editors have them, in tests/cases/import/: what the importer makes of each stands beside it.

A folder is a kind; its `expected.yaml` says for each input, by its name: `head` (keys of the draft, null for what must
stay open), `source` (keys of its source), `notice`, `body` (whole), `begins` (the first items of the body), `excluded`
(text: why), `doubts` (words that some doubt has) and `sure` (words that none has). Only what is named is compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.read.receive import receive
from medplan.library.repository import Repository

from .support import ROOT

CASES = ROOT / "tests" / "cases" / "import"
INPUTS = sorted(path for path in CASES.glob("*/*") if path.name != "expected.yaml")


def draft_of(path: Path, repository: Repository) -> Draft:
    """Return the draft of an input, which validates and proves or is refused."""
    received = receive(path)
    source = received.text.encode("utf-8") if received.original else path.read_bytes()
    place = Place(
        code="320500",
        plan_id="320500-suzhou-x",
        path="data/plans/32-jiangsu/320500-suzhou-x.yaml",
        source_file="data/sources/320500-suzhou-x.txt",
    )
    return draft_plan(received.blocks, source, None, place, repository.catalogues)


def without_themes(item: Any) -> Any:
    """Return an item of a body without the themes that were proposed, a text with nothing else as that text."""
    if isinstance(item, list):
        return [without_themes(inner) for inner in item]
    if not isinstance(item, dict):
        return item
    bare = {key: without_themes(value) for key, value in item.items() if key != "themes"}
    return bare["text"] if list(bare) == ["text"] else bare


def expected_of(path: Path) -> dict[str, Any]:
    """Return what is expected of an input."""
    wanted: dict[str, Any] = yaml.load((path.parent / "expected.yaml").read_text("utf-8"), yaml.BaseLoader)[path.name]
    return wanted


def plain(value: Any) -> Any:
    """Return a value of a draft as the file of expectations writes it: numbers as text, nothing as null."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return "null" if value is None else "true" if value is True else str(value)


def test_every_case_has_inputs_and_every_input_is_expected() -> None:
    for folder in CASES.iterdir():
        expected = yaml.load((folder / "expected.yaml").read_text("utf-8"), yaml.BaseLoader)
        assert set(expected) == {path.name for path in folder.iterdir()} - {"expected.yaml"}, folder.name


@pytest.mark.parametrize("path", INPUTS, ids=[f"{p.parent.name}/{p.name}" for p in INPUTS])
def test_a_document_of_this_kind_is_read(path: Path, repository: Repository) -> None:
    wanted, made = expected_of(path), draft_of(path, repository)
    doubts = [words for _, words in made.doubts]
    assert not any("没有按层级录入" in words for words in doubts), doubts
    head = wanted.get("head", {})
    assert {key: plain(made.data.get(key)) for key in head} == head
    source = wanted.get("source", {})
    assert {key: plain(made.data["source"].get(key)) for key in source} == source
    body = plain(without_themes(made.data["body"]))
    if "body" in wanted:
        assert body == wanted["body"]
    if "begins" in wanted:
        assert body[: len(wanted["begins"])] == wanted["begins"]
    if "notice" in wanted:
        assert plain(without_themes(made.data.get("notice", []))) == wanted["notice"]
    excluded = {passage["text"]: passage["why"] for passage in made.data["source"]["excluded"]}
    for text, why in wanted.get("excluded", {}).items():
        assert excluded.get(text) == why, excluded
    for words in wanted.get("doubts", []):
        assert any(words in doubt for doubt in doubts), doubts
    for words in wanted.get("sure", []):
        assert not any(words in doubt for doubt in doubts), doubts
