"""From a package to a pull request: what the job that may write takes, what it says, and a server that plays GitHub."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from medplan.importing.intake.package import MAX_DRAFT, Package, Unfit, check_names, read_package, write_package
from medplan.importing.intake.proposal import (
    MAX_BODY,
    body_of,
    code_block,
    code_span,
    message_of,
    title_of,
    told_of_draft,
    told_of_failure,
)

from .servers import serving
from .support import ROOT

PLAN_ID = "320500-suzhou-scheme"
DRAFT, SOURCE = f"data/plans/32-jiangsu/{PLAN_ID}.yaml", f"data/sources/{PLAN_ID}.txt"
HOSTILE = (
    "@everyone fixes #1, closes yibao/guihuaku#2 <img src=x onerror=alert(1)> ![x](https://evil.example/x.png) "
    "``` ```` ~~~ `a` | b | \u202e https://evil.example/"
)
RUN = "https://github.com/yibao/guihuaku/actions/runs/5"


def package(**changed: Any) -> Package:
    given: dict[str, Any] = {
        "plan_id": PLAN_ID,
        "files": {DRAFT: "title: 甲\n".encode(), SOURCE: "甲\n".encode()},
        "report": f"草稿写入 {DRAFT}\n须核对 1 处：\n  标题\n",
        "answers": {"行政区": "江苏省苏州市"},
    }
    return Package(**(given | changed))


# --- what is taken


def test_what_one_job_writes_the_other_reads(tmp_path: Path) -> None:
    write_package(package(), tmp_path, {"review.html": b"<p>"})
    assert read_package(tmp_path) == package()
    failed = Package(answers={"行政区": "甲"}, failure=("没有文件", "附上文件"))
    write_package(failed, tmp_path / "failed")
    assert read_package(tmp_path / "failed") == failed


@pytest.mark.parametrize(
    "name",
    [
        ".github/workflows/ci.yml",
        "data/plans/32-jiangsu/../../../.github/workflows/ci.yml",
        "/etc/passwd",
        f"data/plans/32-jiangsu/{PLAN_ID}.yml",
        f"data/plans/{PLAN_ID}.yaml",
        f"data/plans/32-jiangsu/x/{PLAN_ID}.yaml",
        f"data/sources/{PLAN_ID}.sh",
        f"data/sources/{PLAN_ID}.txt\n",
        f"data/sources/{PLAN_ID}.txt ",
        f"data/sources/./{PLAN_ID}.txt",
        f"DATA/sources/{PLAN_ID}.txt",
        "data/sources/320500-suzhou-scheme\u0000.txt",
        "data/sources/320500-suzhou-１.txt",
        "data/jurisdictions.yaml",
        "scripts/validate.py",
        "data/sources/320500-suzhou-other.txt",
        f"data/sources/320500-suzhou-{'x' * 200}.txt",
        "",
    ],
)
def test_a_file_of_any_other_name_is_refused(name: str) -> None:
    assert check_names([DRAFT, SOURCE]) == PLAN_ID
    with pytest.raises(Unfit):
        check_names([DRAFT, name])


def test_one_draft_with_its_sources_and_nothing_twice() -> None:
    long = f"320500-suzhou-{'x' * 200}"
    for names in (
        [f"data/plans/32-jiangsu/{long}.yaml", f"data/sources/{long}.txt"],
        [SOURCE, SOURCE],
        [DRAFT, DRAFT],
        [SOURCE],
        [DRAFT, DRAFT.replace("32-jiangsu", "33-zhejiang")],
    ):
        with pytest.raises(Unfit):
            check_names(names)


def spoiled(folder: Path, change: Callable[[Path], object]) -> str:
    write_package(package(), folder)
    change(folder)
    with pytest.raises(Unfit) as unfit:
        read_package(folder)
    return str(unfit.value)


def test_links_large_files_and_what_is_no_text_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="utf-8")

    def link(folder: Path) -> None:
        (folder / SOURCE).unlink()
        (folder / SOURCE).symlink_to(secret)

    def link_folder(folder: Path) -> None:
        shutil.move(folder / "data" / "sources", tmp_path / "moved")
        (folder / "data" / "sources").symlink_to(tmp_path / "moved")

    assert "link" in spoiled(tmp_path / "a", link)
    assert "link" in spoiled(tmp_path / "b", link_folder)
    assert "missing" in spoiled(tmp_path / "c", lambda folder: (folder / SOURCE).unlink())
    assert "large" in spoiled(tmp_path / "d", lambda folder: (folder / DRAFT).write_bytes(b"x" * (MAX_DRAFT + 1)))
    assert "UTF-8" in spoiled(tmp_path / "e", lambda folder: (folder / DRAFT).write_bytes(b"\xff\xfe"))
    assert "no text" in spoiled(tmp_path / "f", lambda folder: (folder / SOURCE).write_bytes(b"a\0"))


@pytest.mark.parametrize(
    "result",
    [
        "",
        "[]",
        "{}",
        '{"files": "data"}',
        '{"files": []}',
        '{"files": [1, 2]}',
        '{"answers": 3, "files": []}',
        '{"failure": "x"}',
        '{"failure": [1, 2]}',
        '{"failure": ["a"]}',
        "{",
        "[" * 10_000,
    ],
)
def test_a_result_of_another_form_is_refused(result: str, tmp_path: Path) -> None:
    def change(folder: Path) -> None:
        (folder / "result.json").write_text(result, encoding="utf-8")

    spoiled(tmp_path, change)


def test_words_of_a_package_are_cut(tmp_path: Path) -> None:
    write_package(Package(answers={"甲" * 99: "乙" * 9_999}, failure=("丙" * 9_999, "丁" * 9_999)), tmp_path)
    read = read_package(tmp_path)
    assert read.failure is not None
    assert max(len(word) for word in (*read.failure, *read.answers, *read.answers.values())) <= 1_000


# --- what is said


def acting(markdown: str) -> set[str]:
    """Return what in a text is more than words: links, pictures, HTML, mentions."""
    tokens = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").parse(markdown)
    inline = [child for token in tokens for child in token.children or []]
    found = {token.type for token in (*tokens, *inline)} & {"html_block", "html_inline", "image", "table_open"}
    found |= {
        f"link {t.attrs['href']}" for t in inline if t.type == "link_open" and not str(t.attrs["href"]).startswith(RUN)
    }
    plain = " ".join(token.content for token in inline if token.type == "text")
    return found | set(re.findall(r"(?<!\w)@\w+|evil", plain))


@pytest.mark.parametrize(
    "text",
    [
        body_of(package(report=HOSTILE * 3, answers={HOSTILE: HOSTILE}), 12, RUN),
        body_of(package(report=f"```\n{HOSTILE}\n~~~\n{HOSTILE}\n</code>"), 12, RUN),
        told_of_failure((HOSTILE, HOSTILE), RUN),
        told_of_failure(("`" * 9, " "), RUN),
        told_of_draft(package(), 34, RUN),
    ],
)
def test_no_word_of_a_stranger_acts(text: str) -> None:
    assert acting(text) == set()
    assert "@" not in text
    assert set(re.findall(r"#\d+", text)) <= {"#12", "#34"}


def test_a_code_span_and_a_block_hold_whatever_they_are_given() -> None:
    for given in (HOSTILE, "`", "``a`", "", " ", "\n\n# x\n", "a\r\nb", "</pre>"):
        (token,) = [t for t in MarkdownIt().parse(code_span(given)) if t.type == "inline"]
        assert [child.type for child in token.children or []] in (["code_inline"], ["text"])
        assert [t.type for t in MarkdownIt().parse(code_block(given, 1_000))] == ["fence"]


def test_title_and_message_have_no_word_of_the_document() -> None:
    assert title_of(package(report=HOSTILE)) == f"收录草稿：{PLAN_ID}"
    assert message_of(package(report=HOSTILE), 12).startswith(f"Draft of {PLAN_ID}\n")


def test_a_long_report_is_cut_with_a_word_on_the_rest_and_the_block_closed() -> None:
    text = body_of(package(report="须核对的一行\n" * 20_000), 12, RUN)
    assert len(text) <= MAX_BODY and "后面略去" in text
    assert text.endswith("Closes #12") and acting(text) == set()


# --- GitHub


class Played:
    """A repository on GitHub, played: what was asked, its branches, requests and comments."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.branches = {"main": "c0"}
        self.files: set[str] = set()
        self.blobs: dict[str, bytes] = {}
        self.trees: dict[str, dict[str, str]] = {}
        self.commits: dict[str, tuple[str, str]] = {}
        self.requests: list[dict[str, Any]] = []
        self.comments: list[tuple[int, str]] = []
        self.allows_requests = True
        self.breaks_at = "nowhere"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        given = json.loads(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)) or b"{}")
        path = handler.path.removeprefix("/repos/yibao/guihuaku")
        self.asked.append((handler.command, path))
        status, said = (
            (401, {}) if handler.headers["Authorization"] != "Bearer t" else self.act(handler.command, path, given)
        )
        content = json.dumps(said).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def act(self, method: str, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        name = path.rpartition("/heads/")[2]
        if path.startswith(self.breaks_at):
            return 500, {}
        if (method, path) == ("GET", ""):
            return 200, {"default_branch": "main"}
        if path.startswith("/contents/"):
            return (200, {}) if path[10:].partition("?")[0] in self.files else (404, {})
        if method == "GET" and path.startswith("/git/ref/"):
            return (200, {"object": {"sha": self.branches[name]}}) if name in self.branches else (404, {})
        if method == "GET" and path.startswith("/git/commits/"):
            return 200, {"tree": {"sha": "t0"}}
        if path == "/git/blobs":
            self.blobs[f"b{len(self.blobs)}"] = base64.b64decode(given["content"])
            return 201, {"sha": f"b{len(self.blobs) - 1}"}
        if path == "/git/trees":
            assert given["base_tree"] == "t0" and {e["mode"] for e in given["tree"]} == {"100644"}
            self.trees[f"t{len(self.trees) + 1}"] = {e["path"]: e["sha"] for e in given["tree"]}
            return 201, {"sha": f"t{len(self.trees)}"}
        if path == "/git/commits":
            self.commits[f"c{len(self.commits) + 1}"] = (given["tree"], *given["parents"])
            return 201, {"sha": f"c{len(self.commits)}"}
        if path == "/git/refs":
            self.branches[given["ref"].removeprefix("refs/heads/")] = given["sha"]
            return 201, {}
        if method == "PATCH" and path.startswith("/git/refs/"):
            assert given["force"] is True
            self.branches[name] = given["sha"]
            return 200, {}
        if path.startswith("/pulls"):
            return self.pulls(method, path, given)
        self.comments.append((int(path.split("/")[2]), given["body"]))
        return 201, {}

    def pulls(self, method: str, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        if method == "GET":
            assert path.endswith("state=open&head=yibao%3Adraft%2Fissue-12")
            return 200, [r for r in self.requests if r["state"] == "open"]
        if method == "PATCH":
            next(r for r in self.requests if path.endswith(f"/{r['number']}")).update(given)
            return 200, {}
        if not self.allows_requests:
            return 403, {}
        made = given | {"number": 34 + len(self.requests), "state": "open", "head": {"ref": given["head"]}}
        self.requests.append(made)
        return 201, made


@pytest.fixture
def event(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_text('{"issue": {"number": 12}}', encoding="utf-8")
    return path


def proposed(played: Played, event: Path, folder: Path, token: str = "t") -> subprocess.CompletedProcess[str]:
    """Run the command as the workflow does: without any package but what Python brings."""
    with serving(played.answer) as origin:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "GITHUB_TOKEN": token,
            "GITHUB_API_URL": origin,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "yibao/guihuaku",
            "GITHUB_RUN_ID": "5",
        }
        command = [sys.executable, "-S", str(ROOT / "scripts" / "propose_draft.py"), str(event), str(folder)]
        return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_a_draft_is_proposed_on_a_branch_of_one_commit_and_the_issue_told(event: Path, tmp_path: Path) -> None:
    played = Played()
    write_package(package(), tmp_path / "out", {"review.html": b"<script>", ".github/workflows/x.yml": b"x"})
    done = proposed(played, event, tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    tree, parent = played.commits[played.branches["draft/issue-12"]]
    assert parent == "c0" and played.branches["main"] == "c0"
    assert {path: played.blobs[sha] for path, sha in played.trees[tree].items()} == dict(package().files)
    (request,) = played.requests
    assert (request["base"], request["title"]) == ("main", f"收录草稿：{PLAN_ID}")
    assert "须核对 1 处" in request["body"] and f"({RUN})" in request["body"]
    ((number, said),) = played.comments
    assert number == 12 and "#34" in said and "review.html" in said


def test_labelled_again_the_branch_is_made_anew_and_the_request_stays(event: Path, tmp_path: Path) -> None:
    played = Played()
    write_package(package(), tmp_path / "out")
    assert proposed(played, event, tmp_path / "out").returncode == 0
    before = played.branches["draft/issue-12"]
    write_package(package(report="第二次\n"), tmp_path / "again")
    assert proposed(played, event, tmp_path / "again").returncode == 0
    after = played.branches["draft/issue-12"]
    assert after != before and played.commits[after][1] == "c0"
    (request,) = played.requests
    assert "第二次" in request["body"] and len(played.comments) == 2


def test_what_the_library_has_is_never_written_over(event: Path, tmp_path: Path) -> None:
    played = Played()
    played.files.add(SOURCE)
    write_package(package(), tmp_path / "out")
    assert proposed(played, event, tmp_path / "out").returncode == 0
    assert list(played.branches) == ["main"] and not played.requests
    assert "本库已有" in played.comments[0][1]


def test_a_failure_is_told_on_the_issue_with_its_cure(event: Path, tmp_path: Path) -> None:
    played = Played()
    write_package(Package(failure=("附件是空的", "再拖进来一次")), tmp_path / "out")
    assert proposed(played, event, tmp_path / "out").returncode == 0
    ((number, said),) = played.comments
    assert number == 12 and "附件是空的" in said and "再拖进来一次" in said
    assert {method for method, _ in played.asked} == {"POST"} and not played.requests


@pytest.mark.parametrize("left", ["nothing", "spoiled"])
def test_a_job_that_broke_is_told_as_the_programs_own_fault(left: str, event: Path, tmp_path: Path) -> None:
    played = Played()
    if left == "spoiled":
        write_package(package(files={DRAFT: b"a", ".github/workflows/ci.yml": b"on: push"}), tmp_path / "out")
    assert proposed(played, event, tmp_path / "out").returncode == 0
    assert not played.trees and "程序出了错" in played.comments[0][1]


def test_where_requests_are_not_allowed_the_branch_is_told(event: Path, tmp_path: Path) -> None:
    played = Played()
    played.allows_requests = False
    write_package(package(), tmp_path / "out")
    assert proposed(played, event, tmp_path / "out").returncode == 0
    assert "draft/issue-12" in played.branches
    assert "/compare/main...draft/issue-12?expand=1" in played.comments[0][1]


@pytest.mark.parametrize("where", ["/contents/", "/git/ref/heads/draft/", "/git/blobs", "/pulls", "/issues/"])
def test_what_breaks_on_the_way_is_not_taken_for_what_is_not_there(where: str, event: Path, tmp_path: Path) -> None:
    played = Played()
    played.breaks_at = where
    write_package(package(), tmp_path / "out")
    done = proposed(played, event, tmp_path / "out")
    assert done.returncode == 1 and "500" in done.stderr
    assert not [r for r in played.requests if r["state"] == "open"] or where == "/issues/"
    assert [("程序出了错" in said) for _, said in played.comments] == ([] if where == "/issues/" else [True])


def test_a_refusal_of_github_ends_with_1(event: Path, tmp_path: Path) -> None:
    write_package(package(), tmp_path / "out")
    done = proposed(Played(), event, tmp_path / "out", token="other")
    assert done.returncode == 1 and "401" in done.stderr and "other" not in done.stderr
