"""What checks a change: the hooks of a commit, `make check`, `make test`; each holds what the one before does."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib

import pytest
import yaml

from .support import ROOT

HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]


def steps(target: str) -> list[str]:
    """Return the commands that a target of the Makefile would run."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--dry-run", "--no-print-directory", target]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()


def holds(commands: list[str], command: str) -> bool:
    return any(f"{one} ".startswith(f"{command} ") for one in commands)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_what_a_hook_runs_make_check_runs(hook: dict[str, str]) -> None:
    assert holds(steps("check"), hook["entry"].split(" --")[0])


def test_make_test_runs_what_make_check_runs_and_every_test() -> None:
    [*checks, fast] = steps("check")
    whole = steps("test")
    assert checks
    assert not [step for step in checks if step not in whole]
    assert "-m pytest" in fast and '-m "not slow"' in fast
    assert [step for step in whole if "-m pytest" in step and '-m "' not in step]


def test_types_are_checked_before_a_commit_of_any_typed_file() -> None:
    typed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["files"]
    [watched] = [hook["files"] for hook in HOOKS if hook["id"] == "mypy"]
    for folder in typed:
        file = next((ROOT / folder).rglob("*.py")).relative_to(ROOT).as_posix()
        assert re.search(watched, file), file
