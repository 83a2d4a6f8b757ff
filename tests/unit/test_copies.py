"""Editors' files: what takes their place leaves a copy, numbered, told of, and no business of git or the validator."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from medplan.files.copies import keep_copy, replace_file
from medplan.importing.draft.shelve import write_together
from medplan.importing.take_in.journal import DONE, Outcome, write_table
from medplan.library.survey import survey

from .support import ROOT, make_root, sample
from .test_importer import run
from .test_scripts import run as run_script


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_state_of_a_file_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    assert replace_file(path, b"1") is None
    for n in range(2, 13):
        assert replace_file(path, b"%d" % n) == tmp_path / f"a.yaml.{n - 1}.bak"
    assert [(tmp_path / f"a.yaml.{n}.bak").read_bytes() for n in range(1, 12)] == [b"%d" % n for n in range(1, 12)]
    assert replace_file(path, b"12") is None and len(names(tmp_path)) == 12
    assert keep_copy(path) == keep_copy(path) == tmp_path / "a.yaml.12.bak"


def test_a_copy_takes_no_files_place(tmp_path: Path) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "other"
    path.write_text("new")
    other.write_text("other")
    (tmp_path / "a.yaml.1.bak").write_text("an editor's own")
    (tmp_path / "a.yaml.2.bak").symlink_to(other)
    (tmp_path / "a.yaml.3.bak").mkdir()
    (tmp_path / "a.yaml.4.bak").symlink_to(tmp_path / "missing")
    assert replace_file(path, b"newer") == tmp_path / "a.yaml.5.bak"
    assert (tmp_path / "a.yaml.5.bak").read_text() == "new"
    assert (tmp_path / "a.yaml.1.bak").read_text() == "an editor's own" and other.read_text() == "other"
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_file_and_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if step == "fsync" else (Path, "replace", full)))
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    with pytest.raises(OSError, match="No space"):
        write_together({path: b"new"}, replacing=True)
    assert path.read_text() == "old"
    assert names(tmp_path) in (["a.yaml"], ["a.yaml", "a.yaml.1.bak"])


def test_the_formatter_keeps_what_it_changes(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    path = data / "plans" / "32-jiangsu" / "320500-suzhou-x.yaml"
    path.parent.mkdir(parents=True)
    before = sample("body:\n- 甲。\n- 乙。\n")
    path.write_text(before, "utf-8")
    mine = path.with_suffix(".yaml.new")
    mine.write_text("an editor's own", "utf-8")
    done = run_script("format_plan", str(path))
    copy = path.with_name(f"{path.name}.1.bak")
    assert str(copy) in done.stdout and copy.read_text("utf-8") == before
    assert mine.read_text("utf-8") == "an editor's own"
    mine.unlink()
    assert survey(data / "plans").strays == (), "a copy is no stray file"


def test_the_importer_keeps_an_edited_draft(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "a.txt"
    incoming.write_text("苏州市医疗保障规划\n\n甲。", "utf-8")
    given = [str(incoming), "--jurisdiction", "320500", "--slug", "x", "--data", str(data)]
    assert run(*given).returncode == 0
    draft = data / "plans" / "32-jiangsu" / "320500-suzhou-x.yaml"
    edited = draft.read_text("utf-8") + "# 三天的工夫\n"
    draft.write_text(edited, "utf-8")
    done = run(*given, "--force")
    copy = draft.with_name(f"{draft.name}.1.bak")
    assert done.returncode == 0 and f"原来的文件留在 {copy}" in done.stdout
    assert copy.read_text("utf-8") == edited and draft.read_text("utf-8") != edited
    assert [path.name for path in data.rglob("*.bak")] == [copy.name], "what has not changed needs no copy"


def test_many_done_anew_keep_each_edited_draft(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.txt").write_text("苏州市医疗保障规划\n\n甲。", "utf-8")
    given = [str(folder), "--jurisdiction", "320500", "--data", str(data)]
    assert run(*given).returncode == 0
    (draft,) = (data / "plans").rglob("*.yaml")
    draft.write_text(draft.read_text("utf-8") + "# 三天的工夫\n", "utf-8")
    edited = draft.read_text("utf-8")
    done = run(*given, "--force")
    copy = draft.with_name(f"{draft.name}.1.bak")
    assert done.returncode == 0 and copy.read_text("utf-8") == edited
    assert f"原来的文件留在 {copy.name}" in done.stderr
    assert "上一次的结果表留在" in done.stdout and (folder / "导入结果.csv.1.bak").is_file()


def test_a_table_of_results_in_which_an_editor_wrote_is_kept(tmp_path: Path) -> None:
    table = tmp_path / "导入结果.csv"
    outcome = Outcome(name="=1+1.docx", sha256="", given={}, result=DONE, title="-5%", number="＝甲")
    assert write_table(table, [outcome]) is None
    assert table.read_text("utf-8-sig").splitlines()[1].startswith("'=1+1.docx,完成,-5%,'＝甲,")
    table.write_text("批注", "utf-8")
    copy = write_table(table, [outcome])
    assert copy is not None and copy.read_text("utf-8") == "批注"


def test_git_leaves_copies_out() -> None:
    for path in ("data/plans/32-jiangsu/x.yaml.1.bak", "data/sources/x.txt.12.bak"):
        assert subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0
