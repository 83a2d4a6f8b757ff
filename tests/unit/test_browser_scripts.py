"""The browser's scripts: what is served is what is written, without the comments; what checks them is pinned."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from macros.build.scripts import without_comments

from .support import ROOT

JAVASCRIPTS = ROOT / "docs" / "javascripts"
MAX_LINES = 260
each_script = pytest.mark.parametrize(
    "path", sorted(JAVASCRIPTS.rglob("*.js")), ids=lambda path: path.relative_to(JAVASCRIPTS).as_posix()
)


@pytest.mark.parametrize(
    ("source", "served"),
    [
        ("// job\nimport a;\n", "import a;\n"),
        ("/** one line */\nconst a = 1;\n", "const a = 1;\n"),
        ("/**\n * @param {string} a\n */\n  function f(a) {}\n", "  function f(a) {}\n"),
        ('const a = "http://x"; // said\n', 'const a = "http://x"; // said\n'),
        # What follows a comment on its line is code, and so is what stands between two comments.
        ("  /** @type {A} */ (a).b();\n  c();\n  /** d */\n  e();\n", "  /** @type {A} */ (a).b();\n  c();\n  e();\n"),
        ("a();\n/* ** * / // */\nb();\n", "a();\nb();\n"),
        ("a();\n\n// one\n\n// two\n\nb();\n", "a();\n\nb();\n"),
    ],
)
def test_comments_on_lines_of_their_own_are_not_served(source: str, served: str) -> None:
    assert without_comments(source) == served


@each_script
def test_no_text_of_a_script_runs_over_several_lines(path: Path) -> None:
    """So that a line that looks like a comment is one."""
    for line in without_comments(path.read_text("utf-8")).splitlines():
        assert line.count("`") % 2 == 0, line
        assert not line.endswith("\\"), line


@each_script
def test_what_is_served_is_a_script(path: Path) -> None:
    served = without_comments(path.read_text("utf-8"))
    done = subprocess.run(["node", "--check", "--input-type=module"], input=served, encoding="utf-8", check=False)
    assert done.returncode == 0


@each_script
def test_a_script_opens_with_its_job_and_stays_short(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert re.match(r"// [A-Z].*\w", lines[0])
    assert len(lines) <= MAX_LINES


@pytest.mark.parametrize("folder", [ROOT, ROOT / "benchmarks"], ids=["checks", "benchmarks"])
def test_node_s_packages_are_pinned_by_hash_and_come_from_wherever_the_machine_says(folder: Path) -> None:
    asked = json.loads((folder / "package.json").read_text("utf-8"))
    for version in (asked.get("dependencies", {}) | asked.get("devDependencies", {})).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    text = (folder / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text
    locked = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert locked
    # Where a package's authors ask for support is no place to fetch it from.
    assert "://" not in json.dumps([entry | {"funding": None} for entry in locked.values()])
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
