"""Publishing: a site to a storage of the S3 interface, played by moto, and to a folder; what goes, in which order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from medplan.publish import put_online

from .test_scripts import load_script

pytestmark = pytest.mark.slow

SECRET, KEY = "very-secret-words", "AKIAWHOEVER"
HASHED = "search/index/0123456789abcdef/g/0.bin"
FILES = {
    "index.html": "首页",
    "plans/index.html": "规划",
    "javascripts/library.js": "// 脚本",
    "assets/javascripts/bundle.a5f9d56c.min.js": "// 主题",
    "data/plans.json": "[]",
    "search/index/manifest.bin": "0123456789abcdef",
    HASHED: "字组",
}
publish = load_script("publish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A bucket, and how it is asked."""

    client: Any

    def held(self) -> dict[str, str]:
        listed = self.client.list_objects_v2(Bucket="site").get("Contents", [])
        return {one["Key"]: self.read(one["Key"])["Body"].read().decode("utf-8") for one in listed}

    def read(self, name: str) -> Any:
        return self.client.get_object(Bucket="site", Key=name)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    served = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    yield f"http://{host}:{port}"
    served.stop()


@pytest.fixture
def storage(server: str, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """An empty bucket, named in the environment with its keys."""
    settings = {
        "PUBLISH_TO": "s3://site/library",
        "PUBLISH_ENDPOINT": server,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("BULK_TO", raising=False)
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    try:
        for one in client.list_objects_v2(Bucket="site").get("Contents", []):
            client.delete_object(Bucket="site", Key=one["Key"])
    except client.exceptions.NoSuchBucket:
        client.create_bucket(Bucket="site")
    return Storage(client=client)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "built" / "site"
    write(folder, FILES)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def below(files: dict[str, str]) -> dict[str, str]:
    return {f"library/{name}": text for name, text in files.items()}


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ") and "共" not in line]


def test_all_of_a_site_is_put_there_hashed_files_to_keep(storage: Storage, site: Path) -> None:
    assert publish.main(["--site", str(site)]) == 0
    assert storage.held() == below(FILES)
    kept = {name: storage.read(f"library/{name}")["CacheControl"] for name in FILES}
    lasting = {name for name, control in kept.items() if "immutable" in control}
    assert lasting == {HASHED, "assets/javascripts/bundle.a5f9d56c.min.js"}
    assert {control for name, control in kept.items() if name not in lasting} == {"public, max-age=300"}
    assert storage.read("library/index.html")["ContentType"].startswith("text/html")


def test_only_what_changed_goes_in_order(storage: Storage, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish.main(["--site", str(site)]) == 0
    said(capsys)
    new = "search/index/fedcba9876543210/g/0.bin"
    write(site, {"index.html": "新的首页", "javascripts/library.js": "// 新的", new: "新", "plans/index.html": "规划"})
    shutil.rmtree(site / "search/index/0123456789abcdef")
    assert publish.main(["--site", str(site)]) == 0
    wanted = [f"放上 {new}", "放上 javascripts/library.js", "放上 index.html", f"删除 {HASHED}"]
    assert said(capsys) == wanted
    assert HASHED not in str(storage.held())
    assert publish.main(["--site", str(site)]) == 0
    assert said(capsys) == [], "nothing changed, nothing goes"


def test_a_dry_run_says_and_does_nothing(storage: Storage, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish.main(["--site", str(site)]) == 0
    said(capsys)
    write(site, {"index.html": "新的首页"})
    (site / "data/plans.json").unlink()
    assert publish.main(["--site", str(site), "--dry-run"]) == 0
    assert said(capsys) == ["放上 index.html", "删除 data/plans.json"]
    assert storage.held() == below(FILES)


def test_when_a_step_fails_the_old_pages_and_all_that_they_ask_for_stay(
    storage: Storage, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish.main(["--site", str(site)]) == 0
    rclone = shutil.which("rclone")
    broken = tmp_path / "bin" / "rclone"
    write(broken.parent, {"rclone": f'#!/bin/sh\ncase "$*" in *"- /assets"*) exit 7;; esac\nexec {rclone} "$@"\n'})
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=":")
    write(site, {"index.html": "新的首页", "search/index/fedcba9876543210/g/0.bin": "新"})
    shutil.rmtree(site / "search/index/0123456789abcdef")
    assert publish.main(["--site", str(site)]) == 1
    assert "还是原来的网站" in capsys.readouterr().err
    held = storage.held()
    assert below(FILES).items() <= held.items()
    monkeypatch.undo()


def test_no_key_stands_on_a_command_line_or_in_what_is_said(
    storage: Storage, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []
    original = put_online.command

    def noted(*given: Any, **more: Any) -> list[str]:
        made = original(*given, **more)
        commands.extend(made)
        # As a storage that repeats in its answer what it was asked with.
        return ["sh", "-c", f'echo \'{{"level": "error", "msg": "{KEY} {SECRET}"}}\' >&2; exit 1']

    monkeypatch.setattr(put_online, "command", noted)
    assert publish.main(["--site", str(site)]) == 1
    told = capsys.readouterr()
    assert "***" in told.err
    assert not [word for word in (SECRET, KEY) if word in f"{commands}{told}"]


def test_what_is_kept_apart_goes_with_the_site_or_elsewhere(
    storage: Storage, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {"data/plans/a.json": "{}"}
    write(site.with_name("site-bulk"), whole)
    assert publish.main(["--site", str(site)]) == 0
    assert storage.held() == below(FILES | whole)
    monkeypatch.setenv("BULK_TO", str(tmp_path / "elsewhere"))
    assert publish.main(["--site", str(site)]) == 0
    assert storage.held() == below(FILES)
    assert (tmp_path / "elsewhere/data/plans/a.json").read_text("utf-8") == "{}"


def test_a_folder_is_filled_likewise_and_a_strangers_is_refused(
    storage: Storage, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served = tmp_path / "served"
    write(served, {".git/HEAD": "ref"})
    monkeypatch.setenv("PUBLISH_TO", str(served))
    assert publish.main(["--site", str(site)]) == 0
    (site / "plans/index.html").unlink()
    assert publish.main(["--site", str(site)]) == 0
    held = {path.relative_to(served).as_posix() for path in served.rglob("*") if path.is_file()}
    assert held == FILES.keys() - {"plans/index.html"} | {".git/HEAD"}
    assert storage.held() == {}
    write(tmp_path / "mine", {"letters.txt": "信"})
    monkeypatch.setenv("PUBLISH_TO", str(tmp_path / "mine"))
    with pytest.raises(SystemExit):
        publish.main(["--site", str(site)])
    assert "里有别的东西" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("where", ["", "ftp://host/site", "s3://", "s3://A B/"])
def test_it_says_where_when_it_can_not(
    where: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PUBLISH_TO", where)
    with pytest.raises(SystemExit) as stopped:
        publish.main(["--site", str(site)])
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert "PUBLISH_TO" in told or where in told


def test_a_site_that_was_not_built_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        publish.main(["--site", str(tmp_path)])
    assert "make site" in capsys.readouterr().err
