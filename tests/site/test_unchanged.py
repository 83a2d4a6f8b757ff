"""A site is not built again when nothing that it rests on has changed; whatever has, it is."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from builds import build_site, stage_data, stage_project
from serving import files_of

from macros.steps import unchanged
from macros.steps.unchanged import SiteRecord

pytestmark = pytest.mark.site
SAID = "没有改动"


def test_a_build_of_what_was_built_leaves_the_site(tmp_path: Path) -> None:
    project, site, data = stage_project(tmp_path / "project"), tmp_path / "site", stage_data(tmp_path / "data")
    first = build_site(site, project=project, data=data)
    assert first.code == 0 and SAID not in first.output, first.output
    before = files_of(site)
    (left := tmp_path / ".site.building-killed").mkdir()
    (scratch := tmp_path / "tmp" / "medplan-build-killed").mkdir(parents=True)
    again = build_site(site, project=project, data=data, TMPDIR=str(scratch.parent))
    assert again.code == 0 and SAID in again.output
    assert not left.exists() and not scratch.exists()
    assert files_of(site) == before
    (site / "index.html").write_text("坏了", "utf-8")
    assert SAID not in build_site(site, project=project, data=data).output
    assert files_of(site) == before
    page = project / "docs" / "about" / "index.md"
    page.write_text(page.read_text("utf-8") + "\n新的一段\n", "utf-8")
    assert SAID not in build_site(site, project=project, data=data).output
    assert "新的一段" in (site / "about" / "index.html").read_text("utf-8")
    assert SAID not in build_site(site, project=project, data=data, SITE_URL="https://x.example/").output


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with data and a site that was noted."""
    monkeypatch.setattr(unchanged, "FOLDER", tmp_path / "kept")
    for name in ("docs/a.md", "data/plans/a.yaml", "site/index.html", "site-bulk/data/a.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("一", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("a: 1", "utf-8")
    record(tmp_path).note()
    return tmp_path


def record(folder: Path, how: str = "2026-12-01") -> SiteRecord:
    return SiteRecord.of(folder / "site", folder / "data", folder, how)


def change(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text("二", "utf-8")


def test_what_was_noted_holds(built: Path) -> None:
    assert record(built).holds()
    assert not record(built, "2026-12-02").holds()
    assert not SiteRecord.of(built / "other", built / "data", built, "2026-12-01").holds()


@pytest.mark.parametrize(
    "edit",
    [
        change("docs/a.md"),
        change("data/plans/a.yaml"),
        change("data/plans/b.yaml"),
        change("mkdocs.yml"),
        change("site/index.html"),
        change("site/new.html"),
        change("site-bulk/data/a.gz"),
        lambda folder: (folder / "site/index.html").unlink(),
        lambda folder: (folder / "docs/a.md").rename(folder / "docs/b.md"),
    ],
)
def test_what_changed_does_not_hold(edit: Callable[[Path], object], built: Path) -> None:
    edit(built)
    assert not record(built).holds()


def test_a_setting_that_changed_does_not_hold(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULK_URL", "https://bulk.example/")
    assert not record(built).holds()


def test_a_commit_of_the_data_alone_does_not_hold(built: Path) -> None:
    """The page of changes and the feeds tell of it, though no file is another."""
    git = ["git", "-C", str(built), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "a"]):
        subprocess.run([*git, *words], check=True)
    record(built).note()
    assert record(built).holds()
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "b"], check=True)
    assert not record(built).holds()


def test_a_machine_without_git_can_tell_too(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    record(built).note()
    assert record(built).holds()
    change("docs/a.md")(built)
    assert not record(built).holds()
