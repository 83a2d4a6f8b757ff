"""Hostile files meet the validator as a command: one clear line, soon, in little memory, nothing written or run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from forks import run_command
from hostile_corpus import WHOLE, Hostile, corpus, shortened

from medplan.files import ordinary
from medplan.library.repository import Repository

from .support import ROOT, SAMPLE_AT, make_root, places, put, validate

pytestmark = pytest.mark.slow

CORPUS = corpus()
SECONDS, BYTES = 5, 500 * 2**20


def snapshot(folder: Path) -> list[tuple[str, int, int]]:
    """Return every path below a folder with its time and size."""
    found = (path for path in folder.rglob("*"))
    return sorted((str(p), p.lstat().st_mtime_ns, p.lstat().st_size) for p in found)


def run_validate(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the validator under the limits, in a folder of its own."""
    script = str(ROOT / "scripts" / "validate.py")
    return run_command(script, "--data", data, *more, folder=data.parent, apart=True, processor=SECONDS, memory=BYTES)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_hostile_file_is_one_clear_error(case: Hostile, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    case.put(data)
    before = snapshot(tmp_path)
    done = run_validate(data)
    assert (done.returncode, done.stderr) == (1, "")
    assert shortened(done.stdout.replace(str(data), "data").splitlines()) == case.lines
    assert snapshot(tmp_path) == before, "nothing is written"


@pytest.mark.parametrize("form", ["github", "json"])
def test_no_form_of_output_lets_a_file_s_name_forge_a_line(form: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    next(case for case in CORPUS if case.name == "forged-name").put(data)
    said = run_validate(data, "--format", form).stdout
    assert "\u202e" not in said
    assert not [line for line in said.splitlines() if line.startswith("::error::")]
    assert form != "json" or len(json.loads(said)) == 1


def test_one_broken_file_hides_no_other(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, WHOLE.replace("kind: plan", "kind：plan"), SAMPLE_AT.replace("sample", "a"))
    put(data, WHOLE.replace("kind: plan", "kind: \tplan\n\t"), SAMPLE_AT.replace("sample", "b"))
    put(data, WHOLE.replace("[甲。]", "['甲,乙。']"), SAMPLE_AT.replace("sample", "c"))
    put(data, b"\xff", SAMPLE_AT.replace("sample", "d"))
    (data / "themes.yaml").write_text("- {id: x\n", encoding="utf-8")
    assert [(i.path.rsplit("/", 1)[1], i.rule) for i in validate(data)] == [
        ("320500-suzhou-a.yaml", "yaml-syntax"),
        ("320500-suzhou-b.yaml", "yaml-syntax"),
        ("320500-suzhou-c.yaml", "half-width"),
        ("320500-suzhou-d.yaml", "encoding"),
        ("themes.yaml", "yaml-syntax"),
    ]


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    put(data, WHOLE.replace("\n", "\r\n"))
    assert run_validate(data).returncode == 0
    put(data, WHOLE.replace("[甲。]", "['甲,乙。']").replace("\n", "\r\n"))
    assert places(validate(data)) == [("half-width", 15, 8)], "and places are counted as with others"


def test_a_file_without_the_right_to_read_it_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_root(tmp_path)
    path = put(data, WHOLE)
    opened = os.open

    def refuse(name: str | Path, *arguments: int) -> int:
        if Path(name) == path:
            raise PermissionError(13, "Permission denied", str(name))
        return opened(name, *arguments)

    monkeypatch.setattr(ordinary.os, "open", refuse)
    (issue,) = validate(data)
    assert issue.as_text() == f"{SAMPLE_AT}:1:1: 错误 file-unreadable 读不出：没有权限（改好权限，或重新放一份）"


def test_a_folder_without_the_right_to_read_it_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_root(tmp_path)
    folder = put(data, WHOLE).parent
    listed = os.scandir

    def refuse(name: str) -> object:
        if Path(name) == folder:
            raise PermissionError(13, "Permission denied", str(name))
        return listed(name)

    monkeypatch.setattr(os, "scandir", refuse)
    (issue,) = validate(data)
    assert (issue.path, issue.rule) == ("data/plans/32-jiangsu", "file-unreadable")


def test_a_source_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = put(data, WHOLE)
    repository = Repository.open(data)
    plan, _ = repository.read_plan(path)
    assert plan is not None
    source = repository.source_path(plan)
    source.unlink()
    os.mkfifo(source)
    with pytest.raises(OSError, match="管道"):
        repository.prove(plan)
