"""The validator as a command never shows a traceback: wrong usage, odd names, odd consoles, faults of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_corpus import WHOLE

from medplan import parallel
from medplan.library.repository import Repository

from .support import ROOT, SAMPLE_AT, make_root, put
from .test_scripts import load_script

SCRIPT = str(ROOT / "scripts" / "validate.py")


def run(*arguments: str | bytes | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the validator with bytes out."""
    given = {k: v for k, v in os.environ.items() if k != "MEDPLAN_DATA"} | environment
    command = [sys.executable, SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, timeout=60, env=given, check=False)
    assert b"Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def root(tmp_path: Path) -> Path:
    data = make_root(tmp_path)
    put(data, WHOLE.replace("甲。", "'甲,乙。'"))
    return data


def test_each_wrong_usage_is_status_2_in_words(root: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for arguments in (
        ("--format", "xml"),
        ("--no-such-option",),
        ("--data",),
        ("--data", tmp_path / "nowhere"),
        ("--data", root / "themes.yaml"),
        ("--data", tmp_path / "loop"),
        ("--data", os.fsencode(tmp_path) + b"/\xff\n"),
        ("--data", root, tmp_path / "gone.yaml"),
        ("--data", root, b"/\xff\n/gone.yaml"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, b""), arguments
        assert done.stderr.decode("utf-8")
        assert len(done.stderr.splitlines()) <= 3
    assert run(MEDPLAN_DATA=str(tmp_path / "nowhere")).returncode == 2


def test_a_data_root_that_may_not_be_read_is_wrong_usage(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != root)
    with pytest.raises(SystemExit) as stopped:
        load_script("validate").main(["--data", str(root)])
    assert stopped.value.code == 2
    assert "没有读取权限" in capsys.readouterr().err


def test_a_data_root_without_anything_names_each_missing_catalogue(tmp_path: Path) -> None:
    done = run("--data", tmp_path)
    assert done.returncode == 1
    lines = done.stdout.decode("utf-8").splitlines()
    assert [line.split(":")[0] for line in lines] == sorted(line.split(":")[0] for line in lines)
    assert all("file-kind 没有这个文件" in line for line in lines)
    assert len(lines) == 6


def test_a_path_that_is_no_plan_is_told_of(root: Path, tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for path in (root / "plans", tmp_path / "loop.yaml", root / "sources" / "320500-suzhou-sample.txt"):
        done = run("--data", root, path)
        assert done.returncode == 1
        assert len(done.stdout.splitlines()) >= 1
        assert not done.stderr


def test_a_file_s_name_in_no_encoding_is_printed(root: Path) -> None:
    folder = os.fsencode(root / "plans" / "32-jiangsu")
    os.rename(os.fsencode(root / SAMPLE_AT.removeprefix("data/")), folder + b"/320500-suzhou-\xff.yaml")
    for form in ("text", "github", "json"):
        done = run("--data", root, "--format", form)
        assert done.returncode == 1
        assert b"half-width" in done.stdout
        assert form != "json" or json.loads(done.stdout)[0]["path"].startswith("data/plans/32-jiangsu/")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_a_console_that_knows_no_chinese_gets_the_place(encoding: str, root: Path) -> None:
    done = run("--data", root, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, b"")
    assert SAMPLE_AT.encode() + b":15:8: " in done.stdout


def test_a_reader_who_goes_away_is_no_fault(root: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            [sys.executable, SCRIPT, "--data", str(root)], stdout=gone, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("fault", [KeyError("x"), RecursionError("\n::error::"), MemoryError(), KeyboardInterrupt()])
def test_a_fault_of_its_own_is_one_line(
    fault: BaseException, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Repository, "check", fail)
    monkeypatch.setattr(sys, "argv", [SCRIPT, "--data", str(root)])
    assert load_script("validate").run_whole() == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "没有做完" in said or "请把这一行附在报错里" in said


def test_many_plans_give_the_same_lines_on_one_core_and_on_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_root(tmp_path)
    for number in range(parallel.FEW + 20):
        fault = ("甲,乙", "甲。", "甲:乙", "⻓期")[number % 4]
        put(data, WHOLE.replace("甲。", f"'{fault}'"), SAMPLE_AT.replace("sample", f"s{number}"))
    monkeypatch.setattr(parallel, "MOST_IN_A_PORTION", 5)
    repository = Repository.open(data)
    alone = repository.check(jobs=1)
    assert len(alone) == 63
    assert repository.check(jobs=2) == alone
    assert repository.check(jobs=3) == alone
