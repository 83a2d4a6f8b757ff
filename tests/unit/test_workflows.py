"""Workflows run what comes from strangers: with nothing but the right to read, and only actions that are pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from medplan.importing.intake.submission import LABEL

from .support import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
GOOD = (FOLDER / "ci.yml").read_text("utf-8")


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_runs_for_a_fork_with_our_rights(path: Path) -> None:
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(read(path)["on"])


@pytest.mark.parametrize("path", [p for p in FILES if "pull_request" in read(p)["on"]], ids=lambda path: path.name)
def test_a_pull_request_is_read_and_no_more(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]
    assert "secrets." not in path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_actions_are_pinned_and_keep_no_credentials(path: Path) -> None:
    steps = [step for job in read(path)["jobs"].values() for step in job.get("steps", [])]
    for step in steps:
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_a_pull_request_is_reviewed_and_its_site_kept() -> None:
    jobs = read(FOLDER / "ci.yml")["jobs"]
    uploads = [step for step in jobs["check"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert [step["with"]["path"] for step in uploads] == ["site"]
    kept = [step["with"]["path"] for step in jobs["review"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert kept == ["build/review"], "where review.sh puts pictures"
    [review] = [step["run"] for step in jobs["review"]["steps"] if "review.sh" in step.get("run", "")]
    assert review.split() == ["scripts/review.sh", "HEAD^1", '"$GITHUB_STEP_SUMMARY"']


def test_every_folder_with_an_owner_is_there() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = [line.split() for line in lines if line and not line.startswith("#")]
    assert owned[0][0] == "*"
    for pattern, *owners in owned:
        assert owners and all(owner.startswith("@") for owner in owners)
        assert pattern == "*" or (ROOT / pattern.strip("/")).exists()


def test_documents_and_catalogues_are_looked_at_by_two() -> None:
    """Who can change a document as received, or what all plans share, has another to look at it."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = {line.split()[0]: set(line.split()[1:]) for line in lines if line and not line.startswith("#")}
    for name in ("sources/", *(path.name for path in (ROOT / "data").glob("*.yaml"))):
        assert len(owned[f"/data/{name}"]) == 2, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_of_an_event_is_put_into_a_script(path: Path) -> None:
    for job in read(path)["jobs"].values():
        for step in job.get("steps", []):
            assert "${{" not in step.get("run", "")
            given = [step.get(key) for key in ("env", "with", "name")]  # a condition may look at it
            assert not re.search(r"event\.(issue|comment|pull_request|label)\.", str(given))


def test_a_draft_is_made_by_a_job_that_reads_and_proposed_by_one_that_runs_nothing_foreign() -> None:
    workflow = read(FOLDER / "draft.yml")
    assert workflow["on"] == {"issues": {"types": ["labeled"]}}
    assert workflow["permissions"] == {}
    reads, proposes = (workflow["jobs"][name] for name in ("read", "propose"))
    assert reads["permissions"] == {"contents": "read"}
    assert not [step for step in reads["steps"] if "env" in step or "token" in str(step).lower()]
    assert reads["if"] == f"github.event.label.name == '{LABEL}'"
    assert "needs.read.result != 'skipped'" in proposes["if"]
    assert proposes["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    [run] = [step for step in proposes["steps"] if "run" in step]
    assert run["run"] == 'python3 scripts/propose_draft.py "$GITHUB_EVENT_PATH" submission'
    assert run["env"] == {"GITHUB_TOKEN": "${{ github.token }}", "PYTHONPATH": "src"}
    assert all("timeout-minutes" in job for job in (reads, proposes))


def test_the_form_does_not_set_the_label_that_asks_for_a_draft() -> None:
    for form in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        assert LABEL not in read(form).get("labels", [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("  pull_request:\n", "  pull_request_target:\n"),
        ("  contents: read", "  contents: write"),
        ("persist-credentials: false", "fetch-tags: false"),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6"),
        ("run: make test", 'run: echo "${{ github.head_ref }}" && make test'),
        ("run: make test", "rum: make test"),
        ("github.event_name == 'pull_request'", "github.event_nam == 'pull_request'"),
    ],
)
def test_the_linters_find_what_would_open_a_door(good: str, bad: str, tmp_path: Path) -> None:
    assert good in GOOD
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "lint_workflows.sh", tmp_path / "scripts")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    def lint() -> int:
        command = [str(tmp_path / "scripts" / "lint_workflows.sh"), str(Path(sys.executable).parent)]
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode

    assert lint() == 0
    (tmp_path / ".github" / "workflows" / "ci.yml").write_text(GOOD.replace(good, bad), encoding="utf-8")
    assert lint() != 0
