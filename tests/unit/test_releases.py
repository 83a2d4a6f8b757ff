"""Releases of the data: what changed since each from the history, and the zip that is one, with its checksums."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from macros.steps.pack_release import main, part_of
from macros.steps.read_news import MOST_RELEASES, read_releases
from medplan.library.repository import Repository
from medplan.news.releases import Release, release_shard, shard_of

from .support import make_root, sample
from .test_news import FILE, PLAN_ID, TABLE, git

OTHER = "320500-suzhou-other"
LOG = "# 更新日志\n\n## [Unreleased]\n\n- 甲\n\n## [2026.11] - 2026-11-27\n\n### 新增\n\n- 乙\n\n## [2026.9]\n\n- 丙\n"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    data = make_root(tmp_path_factory.mktemp("history"))
    git(data, "init", "--quiet")
    steps = (
        ("2026.09", TABLE, ""),
        ("not-a-release", TABLE.replace(">95%", ">96%"), ""),
        ("2026.11", TABLE.replace(">95%", ">97%"), TABLE),
        ("2026.11.2", TABLE.replace(">95%", ">97%").replace("保持稳定", "稳中有升"), TABLE),
        ("", TABLE.replace(">95%", ">97%").replace("保持稳定", "稳中有升"), TABLE),
    )
    for day, (tag, body, other) in enumerate(steps, 1):
        (data / FILE).parent.mkdir(parents=True, exist_ok=True)
        (data / FILE).write_text(sample(body), encoding="utf-8")
        if other:
            (data / FILE).with_name(f"{OTHER}.yaml").write_text(sample(other), encoding="utf-8")
        git(data, "add", "plans")
        git(data, "commit", "--quiet", "--allow-empty", "--message", "x", when=f"2026-01-0{day}T00:00:00Z")
        if tag == "2026.11":
            git(data, "tag", "--annotate", "--message", "x", tag, when="2026-03-01T00:00:00Z")
        elif tag:
            git(data, "tag", tag)
    return read_releases(Repository.open(data), data.parent, jobs=1)


def test_releases_are_told_the_latest_first_by_the_day_of_what_they_hold(releases: list[Release]) -> None:
    days = [(release.name, release.day) for release in releases]
    assert days == [("2026.11.2", "2026-01-04"), ("2026.11", "2026-01-03"), ("2026.09", "2026-01-01")]
    assert [sorted(release.held) for release in releases] == [[OTHER, PLAN_ID], [OTHER, PLAN_ID], [PLAN_ID]]
    assert len(releases) <= MOST_RELEASES


def test_a_file_tells_of_many_plans_what_changed_since_each(releases: list[Release]) -> None:
    urls = {release.name: f"https://example.org/{release.name}" for release in releases}
    told = json.loads(release_shard([PLAN_ID, OTHER], releases, urls))
    assert [one["name"] for one in told["releases"]] == ["2026.11.2", "2026.11", "2026.09"]
    assert told["releases"][1]["url"] == "https://example.org/2026.11"
    own, other = told["plans"][PLAN_ID], told["plans"][OTHER]
    assert [(one["releases"], [item["eid"] for item in one["items"]]) for one in own] == [
        (["2026.11.2"], []),
        (["2026.11"], ["para_1__p_1"]),
        (["2026.09"], ["ind_1__row_1", "para_1__p_1"]),
    ]
    assert "「>95%」 改为 「>97%」" in own[2]["items"][0]["words"], "in one step, whatever lay between"
    # The same is said once, and a release that does not hold the plan is left out.
    assert "2026.09" not in {name for one in other for name in one["releases"]}
    assert [one["items"] for one in other if "2026.11" in one["releases"]] == [[]]
    assert shard_of("320581-changshu-145") == shard_of("320500-suzhou-145") != shard_of("320100-nanjing-145")


def test_without_a_history_there_is_no_release(tmp_path: Path) -> None:
    assert read_releases(Repository.open(make_root(tmp_path)), tmp_path, jobs=1) == []


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Path:
    for name, content in {
        "site/data/index.json": "{}",
        "site/data/index.html": "<p>",
        "site/data/plans.csv": "id\n",
        "site-bulk/data/provisions/32.json.gz": "…",
        "log.md": LOG,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / "site"


def pack(site: Path, out: str, name: str = "2026.11") -> int:
    """Return what the command returns."""
    where = ["--site", site, "--changelog", site.parent / "log.md", "--out", site.parent / out]
    return main([name, *map(str, where)])


def test_a_release_holds_every_download_with_a_checksum_and_what_is_new(site: Path) -> None:
    assert pack(site, "one") == 0
    one = site.parent / "one"
    zipped = one / "medplan-data-2026.11.zip"
    with zipfile.ZipFile(zipped) as archive:
        held = {n.removeprefix("medplan-data-2026.11/"): archive.read(n) for n in archive.namelist()}
    sums = dict(reversed(line.split("  ")) for line in held.pop("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(content).hexdigest() for name, content in held.items()} == sums
    downloads = ["data/index.json", "data/plans.csv", "data/provisions/32.json.gz"]
    assert list(held) == [*downloads, "LICENSE-DATA.md", "CHANGELOG.md"]
    assert held["CHANGELOG.md"].decode() == (one / "notes.md").read_text("utf-8") == "### 新增\n\n- 乙\n"
    digest = hashlib.sha256(zipped.read_bytes()).hexdigest()
    assert (one / "SHA256SUMS").read_text("utf-8") == f"{digest}  {zipped.name}\n"
    assert pack(site, "two") == 0
    assert (site.parent / "two" / zipped.name).read_bytes() == zipped.read_bytes()


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("v1.0", 2, "版名 v1.0 不对：应为年.月"),
        ("2026.13", 2, "应为年.月"),
        ("2026.12", 1, "log.md 里没有 ## [2026.12] 一节"),
    ],
)
def test_what_cannot_be_a_release_is_refused_in_words(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, says: str
) -> None:
    assert pack(site, "out", name) == code
    assert says in capsys.readouterr().err
    assert not (site.parent / "out").exists()


def test_without_a_site_there_is_nothing_to_pack(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "data" / "index.json").unlink()
    assert pack(site, "out") == 1
    assert "请先运行 make site" in capsys.readouterr().err


def test_a_part_of_the_changelog_ends_where_the_next_begins() -> None:
    assert part_of(LOG, "2026.9") == "- 丙\n"
    assert part_of(LOG, "2026.1") is None
