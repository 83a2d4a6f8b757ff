"""A site is whole at every moment: builds that are killed, fail or find no room leave the one that was there."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builds import ROOT, Build, build_site, stage_data, stage_project
from forks import clean_environment, run_command

from benchmarks.interrupted import digest_of, kill_builds
from macros.steps.whole_site import hold_served

pytestmark = pytest.mark.site

OLD = "<!doctype html><title>原来的</title>"


def old_site(folder: Path) -> Path:
    """Return a site that was built before: one page, and what is hidden beside it."""
    site = folder / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (site / "index.html").write_text(OLD, encoding="utf-8")
    (site / "gone.html").write_text(OLD, encoding="utf-8")
    return site


def assert_old(site: Path) -> None:
    """Fail unless the old site is there as it was, with nothing beside it."""
    assert sorted(path.name for path in site.iterdir()) == [".git", "gone.html", "index.html"]
    assert (site / "index.html").read_text("utf-8") == OLD
    assert list(site.parent.glob(".site.*")) == []


def with_page(folder: Path, text: str) -> Path:
    """Return a project whose page /about/ has `text` after its own."""
    project = stage_project(folder)
    page = project / "docs/about/index.md"
    page.write_text(page.read_text("utf-8") + f"\n\n{text}\n", encoding="utf-8")
    return project


def test_a_build_takes_the_old_site_s_place(built: Build, tmp_path: Path) -> None:
    site = old_site(tmp_path)
    made = build_site(site)
    assert made.code == 0, made.output
    assert not (site / "gone.html").exists()
    assert (site / ".git" / "HEAD").is_file(), "what is hidden is not the engine's"
    shutil.rmtree(site / ".git")
    assert digest_of(site) == digest_of(built.site), "where it is written shows nowhere in it"
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("text", ["{{ provison() }}", "[没有的页](nowhere.md)"], ids=["error", "warning"])
def test_a_build_that_fails_leaves_the_old_site(text: str, tmp_path: Path) -> None:
    site = old_site(tmp_path)
    made = build_site(site, project=with_page(tmp_path / "project", text))
    assert made.code != 0
    assert_old(site)


def test_a_site_behind_a_link_is_built_where_it_lies(tmp_path: Path) -> None:
    site = old_site(tmp_path / "elsewhere")
    (tmp_path / "site").symlink_to(site)
    assert build_site(tmp_path / "site").code == 0
    assert (tmp_path / "site").is_symlink()
    assert (site / "plans" / "index.html").is_file()


ENGINE = (str(Path(sys.executable).parent / "properdocs"), "build", "--config-file", "mkdocs.yml", "--strict")
PLAIN = (sys.executable, "-m", "macros.plain")


@pytest.mark.parametrize("command", [ENGINE, PLAIN], ids=["engine", "plain"])
def test_a_full_disk_leaves_the_old_site_and_is_told_in_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    site, data = old_site(tmp_path), stage_data(tmp_path / "data")
    # No file larger than this can be written; the theme's script is.
    limits = (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    done = subprocess.run(
        [*command, "--site-dir", str(site)],
        cwd=ROOT,
        env=clean_environment(MEDPLAN_DATA=str(data)),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    said = done.stdout + done.stderr
    (line,) = [line for line in said.splitlines() if "网站没有生成" in line]
    assert "文件太大（换一个磁盘或文件夹）；原来的网站没有动" in line
    assert "Traceback" not in said and "Errno" not in said and "自身出错" not in said
    assert_old(site)


@pytest.mark.parametrize("command", [("properdocs", *ENGINE[1:]), ("-m macros.plain",)], ids=["engine", "plain"])
def test_a_place_that_can_t_be_written_is_told_in_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    data = stage_data(tmp_path / "data")
    (tmp_path / "file").touch()
    for site, words in ((tmp_path / "file" / "site", "已有同名的"), (tmp_path / ("x" * 250), "文件名太长")):
        done = run_command(*command, "--site-dir", site, environment=clean_environment(MEDPLAN_DATA=str(data)))
        said = done.stdout
        assert done.returncode != 0
        (line,) = [line for line in said.splitlines() if "网站没有生成" in line]
        assert words in line and "原来的网站没有动" in line
        assert "Traceback" not in said and "Errno" not in said


def test_killed_builds_leave_the_old_site_or_the_new(tmp_path: Path) -> None:
    found = kill_builds(tmp_path / "built", stage_data(tmp_path / "data"), ROOT / "data", times=3, seed=3)
    assert found["broken"] == 0
    assert found["left_over"] == 0
    assert found["old"] + found["new"] == 3


def test_what_a_killed_serve_left_goes_at_the_next_start(tmp_path: Path) -> None:
    killed, other, running = (tmp_path / f"properdocs_{name}" for name in ("killed", "other", "running"))
    for site in (killed, other, running):
        site.mkdir()
        (site / "index.html").write_text(OLD, encoding="utf-8")
    code = (
        "import os, sys; from pathlib import Path; from macros.steps.whole_site import hold_served\n"
        "held = hold_served(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(killed)], cwd=ROOT, check=False)
    (foreign,) = tmp_path.glob("medplan-serve-*")
    assert (foreign / "site").read_text("utf-8") == str(killed)
    held = hold_served(running)
    assert not killed.exists() and other.exists(), "what another project serves is not ours to remove"
    again = hold_served(tmp_path / "properdocs_more")
    assert running.exists(), "it is still served"
    held.remove()
    again.remove()
    assert sorted(tmp_path.iterdir()) == [other, running]


@pytest.mark.parametrize("noted", ["../victim", "victim", "/etc", "properdocs_x/../victim", ""])
def test_a_note_removes_nothing_but_what_the_engine_made(noted: str, tmp_path: Path) -> None:
    victim, temporary = tmp_path / "tmp" / "victim", tmp_path / "tmp"
    victim.mkdir(parents=True)
    (temporary / "medplan-serve-forged").mkdir()
    (temporary / "medplan-serve-forged" / "site").write_text(str(temporary / noted), encoding="utf-8")
    hold_served(temporary / "properdocs_mine").remove()
    assert victim.is_dir()
