"""The map of the site: addresses, dates of commits that are true, several maps where one holds too many."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from macros.steps import site_map
from macros.steps.site_map import commit_dates, write_site_map


def git(folder: Path, *arguments: str, day: str = "2026-01-02") -> None:
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    given = {"GIT_COMMITTER_DATE": f"{day}T00:00:00Z", "GIT_AUTHOR_DATE": f"{day}T00:00:00Z", "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", *names, *arguments], cwd=folder, env=given, check=True, capture_output=True)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository of two commits: the second changes one of two files."""
    (tmp_path / "data" / "plans").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    for name in ("甲", "b"):
        (tmp_path / "data" / "plans" / f"{name}.yaml").write_text("1", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one", day="2026-01-02")
    (tmp_path / "data" / "plans" / "b.yaml").write_text("2", "utf-8")
    git(tmp_path, "commit", "-qam", "two", day="2026-03-04")
    return tmp_path


def test_a_date_is_that_of_the_last_commit_to_the_file(history: Path) -> None:
    assert commit_dates(history / "data", ["plans"]) == {"plans/甲.yaml": "2026-01-02", "plans/b.yaml": "2026-03-04"}


def test_a_history_that_was_cut_tells_no_date(history: Path, tmp_path: Path) -> None:
    git(history, "clone", "-q", "--depth", "1", f"file://{history}", str(tmp_path / "cut"))
    assert commit_dates(tmp_path / "cut" / "data", ["plans"]) == {}
    assert commit_dates(tmp_path / "none", ["plans"]) == {}


def test_a_page_has_the_date_of_its_file(tmp_path: Path) -> None:
    files = {"plans/a/": "data/a.yaml", "themes/b&c/": None}
    write_site_map(tmp_path, "https://x.example", files, {"data/a.yaml": "2026-01-02"})
    written = (tmp_path / "sitemap.xml").read_text("utf-8")
    assert "<url><loc>https://x.example/plans/a/</loc><lastmod>2026-01-02</lastmod></url>" in written
    assert "<url><loc>https://x.example/themes/b&amp;c/</loc></url>" in written


def test_very_many_pages_are_in_several_maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_map, "MOST_ADDRESSES", 2)
    write_site_map(tmp_path, "https://x.example", dict.fromkeys(("a/", "b/", "c/")), {})
    first = (tmp_path / "sitemap.xml").read_text("utf-8")
    assert "<sitemap><loc>https://x.example/sitemap-2.xml</loc></sitemap>" in first and "sitemapindex" in first
    assert "x.example/c/" in (tmp_path / "sitemap-2.xml").read_text("utf-8")
