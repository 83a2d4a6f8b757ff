#!/usr/bin/env python3
"""Propose a draft that import_submission.py made: `propose_draft.py EVENT FOLDER`, with GITHUB_TOKEN.

The only step of the workflow that may write. It runs nothing of what is in FOLDER, and needs no package but Python's
own; repository and run are told by the variables that Actions sets. Exit status: 0 a pull request was made or the
issue told why not, 1 GitHub refused, 2 wrong usage.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.importing.intake.github import GitHub, GitHubError
from medplan.importing.intake.package import Package, Unfit, read_package
from medplan.importing.intake.proposal import (
    body_of,
    branch_of,
    message_of,
    title_of,
    told_of_draft,
    told_of_failure,
    told_of_no_request,
)
from medplan.issues import visible
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when a draft was proposed, or the issue told why there is none."""
    parser = Arguments(description="把草稿提交为请求，结果写在问题下面")
    parser.add_argument("event", type=Path, help="GitHub 的事件（JSON）")
    parser.add_argument("folder", type=Path, help="import_submission.py 写的文件夹")
    options = parser.parse_args(argv)
    number = int(json.loads(options.event.read_text("utf-8"))["issue"]["number"])
    repository = os.environ["GITHUB_REPOSITORY"]
    site = f"{os.environ['GITHUB_SERVER_URL']}/{repository}"
    run = f"{site}/actions/runs/{int(os.environ['GITHUB_RUN_ID'])}"
    github = GitHub(api=os.environ["GITHUB_API_URL"], repository=repository, token=os.environ["GITHUB_TOKEN"])
    try:
        try:
            package: Package | None = read_package(options.folder)
        except Unfit as unfit:
            print(visible(f"不是导入写的：{unfit}"), file=sys.stderr)
            package = None
        if package is None or package.failure is not None:
            github.comment(number, told_of_failure(package.failure if package else None, run))
        else:
            github.comment(number, propose(github, package, number, site, run))
    except GitHubError as error:
        print(visible(f"GitHub 没有答应：{error}"), file=sys.stderr)
        with contextlib.suppress(GitHubError):
            github.comment(number, told_of_failure(None, run))
        return 1
    return 0


def propose(github: GitHub, package: Package, number: int, site: str, run: str) -> str:
    """Make the branch and the pull request; return what the issue is to be told."""
    base, branch = github.default_branch(), branch_of(number)
    if any(github.has_file(path, base) for path in package.files):
        return told_of_failure((f"本库已有 {package.plan_id}", "要更正已有的规划，请直接改它"), run)
    github.put_branch(branch, base, package.files, message_of(package, number))
    try:
        request = github.propose(branch, base, title_of(package), body_of(package, number, run))
    except GitHubError as error:
        if error.status != 403:
            raise
        return told_of_no_request(branch, f"{site}/compare/{base}...{branch}?expand=1")
    return told_of_draft(package, request, run)


if __name__ == "__main__":
    sys.exit(run(main))
