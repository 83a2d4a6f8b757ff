"""Scripts run by name with the machine's Python, which knows nothing of medplan."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .support import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the scripts without `.venv`, and a Makefile whose setup says so and makes nothing."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "Makefile").write_text("setup:\n\t@echo setup was run; exit 3\n")
    return tmp_path


def run(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the validator by the Python that .venv was made from."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "MEDPLAN"))}
    plain = str(Path(sys.base_prefix) / "bin" / "python3")
    return subprocess.run(
        [plain, "scripts/validate.py", *arguments],
        cwd=clone,
        env=kept | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_script_begins_anew_in_the_librarys_python(clone: Path) -> None:
    (clone / ".venv").symlink_to(sys.prefix)
    done = run(clone, "--data", str(ROOT / "data"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("份规划，没有问题\n")
    assert run(clone, "--data", "nowhere").returncode == 2


def test_without_an_environment_it_sets_one_up_or_says_how(clone: Path) -> None:
    done = run(clone)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "setup was run" in done.stderr
    assert "make setup" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
