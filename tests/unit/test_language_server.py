"""What VS Code says while an editor writes, by the program that its YAML extension runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medplan.schema.schemas import CATALOGUES

from .language_server import LanguageServer
from .support import ROOT, SAMPLE_AT, sample

pytestmark = pytest.mark.slow
PLANS = sorted((ROOT / "data" / "plans").glob("*/*.yaml"))
FILES = [*PLANS, *(ROOT / "data" / f"{name}.yaml" for name in (*CATALOGUES, "redirects"))]
NEW = ROOT / SAMPLE_AT


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    """The server, once for all tests."""
    started = LanguageServer()
    yield started
    started.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_finds_nothing_in_what_is_held(server: LanguageServer, path: Path) -> None:
    assert server.open(path, path.read_text("utf-8")) == []


def found(server: LanguageServer, name: str, text: str) -> list[tuple[int, str]]:
    """Return (line from 1, message) of what is found in a plan of this text."""
    return [(d["range"]["start"]["line"] + 1, d["message"]) for d in server.open(NEW.with_stem(name), text)]


def test_what_is_wrong_is_told_on_its_line_in_chinese(server: LanguageServer) -> None:
    good = sample("body: [甲。]\n")
    lines = good.split("\n")
    for key, broken, words in (
        ("jurisdiction", "jurisdiction: 苏州", "六位"),
        ("kind", "kind: law", "plan"),
        ("published", "published: 2021年", "2021"),
    ):
        number = next(n for n, line in enumerate(lines) if line.startswith(key))
        told = found(server, f"320500-suzhou-{key}", "\n".join([*lines[:number], broken, *lines[number + 1 :]]))
        assert [line for line, _ in told] == [number + 1], told
        assert words in told[0][1], told


def words_of(answer: Any) -> str:
    contents = answer["contents"]
    return str(contents["value"] if isinstance(contents, dict) else contents)


def test_hovering_tells_what_a_key_is(server: LanguageServer) -> None:
    path = PLANS[0]
    text = path.read_text("utf-8")
    server.open(path.with_stem("hover"), text)
    for key, words in (("jurisdiction", "行政区"), ("stage", "征求意见稿"), ("source", "原文")):
        line = next(n for n, content in enumerate(text.split("\n")) if content.startswith(f"{key}:"))
        assert words in words_of(server.at("hover", path.with_stem("hover"), line, 2)), key


def test_completion_offers_keys_and_values_with_their_words(server: LanguageServer) -> None:
    path = NEW.with_stem("320500-suzhou-completion")
    text = sample("body: [甲。]\n").replace("stage: issued", "stage: ")
    server.open(path, text)
    line = next(n for n, content in enumerate(text.split("\n")) if content.startswith("stage:"))
    offered = server.at("completion", path, line, len("stage: "))["items"]
    assert {"issued", "consultation"} <= {item["label"] for item in offered}
    server.open(path.with_stem("320500-suzhou-keys"), text + "\n")
    keys = server.at("completion", path.with_stem("320500-suzhou-keys"), text.count("\n"), 0)["items"]
    described = {item["label"]: str(item.get("documentation")) for item in keys}
    assert "remarks" in described and "编者" in described["remarks"], described
