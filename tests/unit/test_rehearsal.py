"""A pull request rehearsed with git alone: branch, edit, hooks, push, merge; then what the reviewer is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builds import stage_data, stage_plan

from .support import HEAD, ROOT

pytestmark = pytest.mark.slow

PLAN_ID = "320500-suzhou-sample"
AT = f"data/plans/32-jiangsu/{PLAN_ID}.yaml"
TEXT = HEAD.replace("issuer: null", "issuer: 苏州市医疗保障局") + (
    "body:\n"
    "  - num: 一、\n"
    "    heading: 扩大覆盖面。\n"
    "    text: 应参尽参，巩固成果。\n"
    "    lead: 市医保局\n"
    "    schedule: 2023年底前\n"
    "  - {num: 二、, heading: 完善制度。, text: 健全基本医疗保险制度。}\n"
    "  - indicators:\n"
    "      columns: {name: 指标, target: 2025年}\n"
    "      rows:\n"
    '        - {indicator: enrolment-rate, match: exact, name: 参保率（%）, target: "80"}\n'
)


@dataclass
class Desk:
    """Someone's clone of the repository, and what the last command run in it said."""

    folder: Path
    said: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> int:
        """Run a command in the clone; keep what it said."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.said = done.stdout
        return done.returncode

    def git(self, *arguments: str) -> None:
        """Run git; it must do what it is told."""
        assert self.run("git", *arguments) == 0, self.said

    def edit(self, text: str) -> None:
        """Save a plan as an editor does who has a new document: its source beside it, the digest in it."""
        stage_plan(self.folder / "data", text, PLAN_ID)

    def type(self, before: str, after: str) -> None:
        """Change words in the plan's YAML alone."""
        path = self.folder / AT
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    def commit(self, message: str) -> int:
        """Commit all that changed, through the hooks."""
        self.git("add", "--all")
        return self.run("git", "commit", "--quiet", "--message", message)


def at_desk(folder: Path, upstream: Path, home: Path) -> Desk:
    """Return a clone of `upstream` that runs its own code in the tests' environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "MEDPLAN", "PRE_COMMIT"))}
    own = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(folder / "src"),
        "PYTHONUTF8": "1",
    }
    for who in ("AUTHOR", "COMMITTER"):
        own |= {f"GIT_{who}_NAME": "编辑", f"GIT_{who}_EMAIL": "editor@example.invalid"}
    desk = Desk(folder=folder.parent, environment=kept | own)
    desk.git("clone", "--quiet", str(upstream), folder.name)
    desk.folder = folder
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".git" / "info" / "exclude").write_text(".venv\n")
    return desk


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """The project's repository with Suzhou's plan and a small one on main."""
    first = tmp_path / "first"
    first.mkdir()
    for name in ("src", "schema", "scripts"):
        shutil.copytree(ROOT / name, first / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in (".pre-commit-config.yaml", ".yamllint.yaml", ".gitignore", "pyproject.toml"):
        shutil.copy(ROOT / name, first / name)
    stage_plan(stage_data(first / "data"), TEXT, PLAN_ID)
    bare = tmp_path / "upstream.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True)
    maintainer = at_desk(tmp_path / "maintainer", bare, tmp_path)
    shutil.copytree(first, maintainer.folder, dirs_exist_ok=True)
    maintainer.git("switch", "--quiet", "--create", "main")
    assert maintainer.commit("First plans") == 0, maintainer.said
    maintainer.git("push", "--quiet", "origin", "main")
    return bare


@pytest.fixture
def editor(upstream: Path, tmp_path: Path) -> Desk:
    """An editor's clone on a branch of its own, with the hooks installed."""
    desk = at_desk(tmp_path / "editor", upstream, tmp_path)
    assert desk.run(".venv/bin/pre-commit", "install") == 0, desk.said
    desk.git("switch", "--quiet", "--create", "correction")
    return desk


def review(editor: Desk, upstream: Path, tmp_path: Path, name: str) -> tuple[int, str]:
    """Push the branch, merge it as the host does for a pull request, and return the review's verdict and summary."""
    editor.git("push", "--quiet", "--force", "origin", "correction")
    checkout = at_desk(tmp_path / name, upstream, tmp_path)
    checkout.git("merge", "--quiet", "--no-ff", "--message", "Merge", "origin/correction")
    assert checkout.run(".venv/bin/python", "scripts/validate.py", "--format", "github") == 0, checkout.said
    summary = tmp_path / f"{name}.md"
    status = checkout.run("scripts/review.sh", "HEAD^1", str(summary))
    assert "Traceback" not in checkout.said
    return status, summary.read_text("utf-8")


def test_a_correction_goes_through(editor: Desk, upstream: Path, tmp_path: Path) -> None:
    editor.type("应参尽参，", "应参尽参,")
    assert editor.commit("Half-width comma") != 0
    assert f"{AT}:" in editor.said and "half-width" in editor.said
    editor.type("应参尽参,", "全员参保，")
    assert editor.commit("A word the source does not have") != 0
    assert "不一致" in editor.said
    editor.edit(TEXT.replace('target: "80"', 'target: "85"').replace("2023年底前", "2024年底前"))
    editor.type("  - num: 一、\n    heading", "  -   num: 一、\n      heading")
    editor.type("    text: 应", "      text: 应")
    editor.type("    lead: 市", "      lead: 市")
    editor.type("    schedule: 2", "      schedule: 2")
    assert editor.commit("Not laid out") != 0
    assert "已排版，请重新 git add" in editor.said
    assert editor.commit("Follow the document as issued again") == 0, editor.said
    editor.git("status", "--porcelain")
    assert editor.said == ""

    status, summary = review(editor, upstream, tmp_path, "checkout")
    assert status == 0, summary
    assert "目标值由 `80` 改为 `85`（上调 5 个百分点）" in summary
    assert "进度要求由 `2023年底前` 改为 `2024年底前`（推迟：2023-12 → 2024-12）" in summary
    assert f"    {PLAN_ID}：一致" in summary
    assert "已发布的网址都在" in summary
    assert "苏州市医疗保障事业发展" not in summary.partition("## 已发布的网址")[0], "an unchanged plan is not listed"


def test_an_address_that_would_vanish_stops_it_until_redirected(editor: Desk, upstream: Path, tmp_path: Path) -> None:
    editor.edit(TEXT.replace("num: 二、", "num: 三、"))
    assert editor.commit("Number as printed") == 0, editor.said
    status, summary = review(editor, upstream, tmp_path, "checkout")
    assert status == 1
    assert "编号由 `二、` 改为 `三、`" in summary and "原地址失效" in summary
    line = next(line for line in summary.splitlines() if "from:" in line).strip("- `")
    redirects = editor.folder / "data" / "redirects.yaml"
    redirects.write_text(f"- {line}\n", encoding="utf-8")
    assert editor.commit("Redirect") == 0, editor.said
    status, summary = review(editor, upstream, tmp_path, "again")
    assert status == 0, summary


def test_a_source_changed_alone_is_stopped_by_the_hook(editor: Desk) -> None:
    source = editor.folder / "data" / "sources" / f"{PLAN_ID}.txt"
    source.write_text(source.read_text("utf-8").replace("应参尽参", "应保尽保"), encoding="utf-8")
    assert editor.commit("Another source") != 0
    assert "不一致" in editor.said and "sha256" in editor.said
