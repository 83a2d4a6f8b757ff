"""What can't be written is told in Chinese, and nothing half-written stays: a full disk, races, kills."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from medplan.files import writing
from medplan.files.writing import write_new, written_beside
from medplan.running.system import reason, run

from .support import CASES, SAMPLE_AT, make_root, put, sample
from .test_scripts import load_script

NEW = ["--place", "苏州", "--title", "某市规划", "--slug", "x", "--period", "2026-2030"]
NEW_AT = "plans/32-jiangsu/320500-suzhou-x.yaml"
LAW = CASES / "import" / "01-title-of-other-kinds" / "law.txt"
UGLY = sample("body:\n    - 甲。\n")


def commands(data: Path) -> dict[str, list[str]]:
    """Return a call of every script that writes an editor's file."""
    return {
        "new_plan": NEW,
        "format_plan": [str(put(data, UGLY))],
        "import_plan": [str(LAW), "--jurisdiction", "320500", "--slug", "x"],
    }


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["new_plan", "format_plan", "import_plan"])
def test_a_full_disk_is_told_in_chinese_and_leaves_all_as_it_was(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make_root(tmp_path)
    given = commands(data)[name]
    before = files(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(lambda: load_script(name).main([*given, "--data", str(data)])) == 1
    told = capsys.readouterr()
    assert "磁盘满了" in told.out + told.err and "320500-suzhou" in told.out + told.err
    assert "No space" not in told.out + told.err
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["new_plan", "format_plan", "import_plan"])
def test_what_a_killed_process_left_is_removed_by_the_next(name: str, tmp_path: Path) -> None:
    data = make_root(tmp_path)
    given = commands(data)[name]
    folder = (data / SAMPLE_AT.removeprefix("data/")).parent
    folder.mkdir(exist_ok=True)
    hang = f"""
import os, pathlib
from medplan.files.writing import written_beside
with written_beside({{pathlib.Path({str(folder)!r}) / "a.yaml": b"half"}}):
    print("ready", flush=True)
    os.read(0, 1)
"""
    with subprocess.Popen([sys.executable, "-c", hang], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        load_script(name).main([*given, "--data", str(data)])
        assert len(list(folder.glob(".writing-*"))) == 1, "one that lives is left alone"
        process.send_signal(signal.SIGKILL)
    assert len(list(folder.glob(".writing-*"))) == 1
    for path in folder.glob("*x*"):
        path.unlink()
    put(data, UGLY)
    load_script(name).main([*given, "--data", str(data)])
    assert not list(folder.glob(".writing-*"))


def test_a_plan_that_another_begins_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make_root(tmp_path)
    write, other = writing._write, data / NEW_AT

    def late(handle: int, content: bytes) -> None:
        write(handle, content)
        other.write_text("另一人的")

    monkeypatch.setattr(writing, "_write", late)
    source = tmp_path / "a.txt"
    source.write_text("甲")
    assert load_script("new_plan").main([*NEW, "--source", str(source), "--data", str(data)]) == 1
    assert "由别人写了，什么也没有写" in capsys.readouterr().err
    assert other.read_text() == "另一人的"
    assert not (data / "sources" / "320500-suzhou-x.txt").exists()


def test_two_at_once_write_one_plan(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    script = Path(__file__).resolve().parents[2] / "scripts" / "new_plan.py"
    started = [
        subprocess.Popen(
            [sys.executable, str(script), *NEW, "--issuer", f"第{n}人", "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for n in range(3)
    ]
    told = [process.communicate(timeout=120)[0] for process in started]
    assert sorted(process.returncode for process in started) == [0, 1, 1], told
    assert not any("Traceback" in words for words in told)
    assert [path.name for path in (data / NEW_AT).parent.iterdir()] == ["320500-suzhou-x.yaml"]


def test_new_files_are_written_all_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "first", tmp_path / "b" / "second"
    second.parent.mkdir()
    second.write_text("已有")
    with pytest.raises(FileExistsError):
        write_new({first: b"1", second: b"2"})
    assert files(tmp_path) == {"b/second": "已有".encode()}


def test_a_folder_or_a_link_in_the_place_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = make_root(tmp_path)
    there = data / NEW_AT
    for make in (lambda: there.mkdir(parents=True), lambda: there.symlink_to(tmp_path / "nowhere")):
        make()
        for name in ("new_plan", "import_plan"):
            assert run(lambda name=name: load_script(name).main([*commands(data)[name], "--data", str(data)])) == 1
            assert "已有" in capsys.readouterr().err
        there.unlink() if there.is_symlink() else there.rmdir()
    (data / "plans" / "32-jiangsu").rename(tmp_path / "aside")
    (data / "plans" / "32-jiangsu").write_text("不是文件夹")
    for name, given in (("new_plan", NEW), ("import_plan", [str(LAW), "--jurisdiction", "320500", "--slug", "x"])):
        assert run(lambda name=name, given=given: load_script(name).main([*given, "--data", str(data)])) == 1
        assert "不是文件夹" in capsys.readouterr().err


def test_what_is_held_is_no_leftover(tmp_path: Path) -> None:
    held = tmp_path / ".writing-held"
    held.touch()
    with held.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with written_beside({tmp_path / "a": b"1"}) as waiting:
            assert held.exists() and len(waiting) == 1
    with written_beside({tmp_path / "a": b"1"}):
        assert not held.exists()


@pytest.mark.parametrize(
    ("number", "words"), [(13, "没有权限"), (28, "磁盘满了"), (21, "是文件夹"), (30, "只能读"), (17, "已有")]
)
def test_the_system_s_words_are_chinese(number: int, words: str) -> None:
    assert reason(OSError(number, os.strerror(number), "甲.yaml")).startswith("甲.yaml：")
    assert words in reason(OSError(number, os.strerror(number), "甲.yaml"))
