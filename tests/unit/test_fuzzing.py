"""The fuzzers of `make bench reliability`: they see a fault and a hang, and keep what brought them about."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from benchmarks.fuzz import attempts, fuzzing
from benchmarks.fuzz.spoiling import spoil_document, spoil_yaml
from benchmarks.fuzz.stage import Stage
from medplan.library.repository import Repository

from .support import CASES, FIVE, ROOT

pytestmark = pytest.mark.slow


def go_on(name: str, times: int, folder: Path) -> int:
    folder.mkdir()
    return fuzzing.go_on(name, 1, range(times), 60, folder)


@pytest.mark.parametrize("name", ["validate", "format", "begin", "import-txt"])
def test_a_few_tries_find_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "FINDS", tmp_path / "finds")
    assert go_on(name, 2, tmp_path / "stage") == 0
    assert not (tmp_path / "finds").exists()


def test_a_fault_is_found_and_kept_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("level")

    monkeypatch.setattr(fuzzing, "FINDS", tmp_path / "finds")
    monkeypatch.setattr(Repository, "check", fail)
    assert go_on("validate", 2, tmp_path / "stage") == 2
    assert capsys.readouterr().out.splitlines()[0] == "validate seed 1 try 0: KeyError: 'level'"
    assert "KeyError" in (tmp_path / "finds" / "validate-1-0" / "told.txt").read_text("utf-8")
    assert list((tmp_path / "finds" / "validate-1-0" / "data").rglob("*.yaml"))


def test_a_hang_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def hang(*_: object) -> None:
        while True:
            with contextlib.suppress(Exception):  # a boundary that takes every fault for its own
                sum(range(1000))

    monkeypatch.setattr(fuzzing, "FINDS", tmp_path / "finds")
    monkeypatch.setattr(fuzzing, "LONGEST", 0.2)
    monkeypatch.setitem(attempts.ATTEMPTS, "validate", hang)
    assert go_on("validate", 1, tmp_path / "stage") == 1
    assert "Hangs" in capsys.readouterr().out


def test_the_same_seed_spoils_alike(tmp_path: Path) -> None:
    text = (ROOT / "data" / "plans" / "62-gansu" / f"{FIVE[4]}.yaml").read_text("utf-8")
    law = (CASES / "import" / "01-title-of-other-kinds" / "law.txt").read_bytes()
    made = [
        (spoil_yaml(text, random.Random(f"a {n}")), spoil_document(".txt", law, random.Random(f"a {n}")))
        for n in (*range(9), *range(9))
    ]
    assert made[:9] == made[9:]
    assert len(set(made[:9])) == 9


def test_a_stage_is_made_whole_again(tmp_path: Path) -> None:
    stage = Stage.make(tmp_path / "stage")
    stage.plan.write_text("甲")
    (stage.data / "plans" / "more").mkdir()
    stage.source.unlink()
    assert stage.changed() and stage.more()
    stage.restore()
    assert not stage.changed() and not stage.more()
