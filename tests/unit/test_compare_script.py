"""The comparison as an editor runs it: files, data roots and git's revisions; what is new, gone, or can't be read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from medplan.compare.revision import RevisionError, locate

from .support import SAMPLE_AT, make_root, put, sample
from .test_scripts import main

OLD = sample("body: [健全基本医疗保险制度。]\n")
NEW = OLD.replace("健全", "完善")
Output = pytest.CaptureFixture[str]


def test_two_files(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    old, new = put(data, OLD), put(tmp_path, NEW, "data/new/320500-suzhou-sample.yaml")
    assert main("compare_plans", str(old), str(new), "--data", str(data)) == 0
    assert "〔“健全”改作“完善”〕" in capsys.readouterr().out
    assert main("compare_plans", str(old), str(old), "--data", str(data)) == 0
    assert "没有变化" in capsys.readouterr().out


def test_two_roots_name_plans_added_and_removed_and_entries_changed(tmp_path: Path, capsys: Output) -> None:
    base = make_root(tmp_path / "base")
    put(base, OLD)
    head = tmp_path / "head" / "data"
    shutil.copytree(base, head)
    path = head / SAMPLE_AT.removeprefix("data/")
    path.rename(path.with_name("320500-suzhou-other.yaml"))
    themes = head / "themes.yaml"
    themes.write_text(themes.read_text("utf-8").replace("definition: ", "definition: 另", 1), encoding="utf-8")
    assert main("compare_plans", str(base), str(head.parent), "--format", "markdown") == 0
    said = capsys.readouterr().out
    assert "`320500-suzhou-sample`" in said and "规划被删去" in said
    assert "`320500-suzhou-other`" in said and "新收录的规划" in said
    assert "themes.yaml 的 " in said and "改了 definition" in said


def test_wrong_usage(tmp_path: Path, capsys: Output) -> None:
    data = make_root(tmp_path)
    path = put(data, OLD)
    for given in ([str(path), str(data)], ["no-such-revision", str(data)], ["--output=/etc/x", "HEAD"], [str(path)]):
        assert main("compare_plans", *given) == 2
        assert "Traceback" not in capsys.readouterr().err


def test_a_revision_holds_regular_files_only(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    put(root / "data", OLD)
    (root / "data" / "plans" / "32-jiangsu" / "link.yaml").symlink_to("/etc/passwd")
    (root / "data" / "sources").mkdir()
    (root / "data" / "sources" / "x.txt").write_text("原件")

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "--all")
    git("commit", "-q", "-m", "One")
    data = locate(root, "HEAD", tmp_path / "out")
    files = sorted(p.relative_to(data).as_posix() for p in data.rglob("*") if not p.is_dir())
    assert files == [SAMPLE_AT.removeprefix("data/")]
    file = locate(root, f"HEAD:{SAMPLE_AT}", tmp_path / "one")
    assert (file.name, file.read_text("utf-8")) == ("320500-suzhou-sample.yaml", OLD)
    for wrong in ("HEAD:../../etc/passwd", "HEAD:/etc/passwd", "HEAD:data/none.yaml", "-h", "HEAD~9"):
        with pytest.raises(RevisionError):
            locate(root, wrong, tmp_path / "wrong")
