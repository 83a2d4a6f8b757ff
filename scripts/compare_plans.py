#!/usr/bin/env python3
"""Say what a change means: `compare_plans.py OLD NEW [--format text|markdown] [--data DIR]`.

OLD and NEW are two plans' files, two data roots, or what git knows: a revision (main, HEAD~1) or a file in one
(main:data/plans/32-jiangsu/320500-suzhou-145.yaml). Exit status: 0 compared, 1 a plan can't be read, 2 wrong usage.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import format_issues
from medplan.library.repository import ROOT, Repository
from medplan.review.change import Said
from medplan.review.report import FORMS, bullet, describe_plan_changes, heading, paragraph
from medplan.review.revision import RevisionError, locate
from medplan.review.roots import PlanState, catalogue_changes, changed_plans, compare_files
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when both could be read and compared."""
    parser = Arguments(description="说明改动的含义：数值、措辞、任务、地址，不是逐行")
    parser.add_argument("old", help="规划的 YAML、数据目录，或 git 的版本")
    parser.add_argument("new", help="同上")
    parser.add_argument("--format", choices=FORMS, default="text")
    parser.add_argument("--data", type=Path, help="比较单个文件时用的目录数据，默认为 data/ 或 MEDPLAN_DATA")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="medplan-") as folder:
        try:
            sides = [
                locate(ROOT, given, Path(folder) / side) for given, side in ((options.old, "old"), (options.new, "new"))
            ]
        except RevisionError as error:
            parser.error(str(error))
        if sides[0].is_dir() != sides[1].is_dir():
            parser.error("一边是文件，一边是目录或版本：请给两个同类的")
        if sides[0].is_dir():
            old, new = (Repository.open(side) for side in sides)
            sentences = list(catalogue_changes(*sides))
            return report(sentences, changed_plans(old, new), options.format, new, whole=True)
        repository = Repository.open(options.data)
        state = compare_files(repository, sides[0], repository, sides[1])
        return report([], iter([state]), options.format, repository, whole=False)


def report(
    sentences: list[tuple[str, ...]], plans: Iterator[PlanState], form: str, library: Repository, *, whole: bool
) -> int:
    """Print what changed; return 1 when a plan could not be read (of whole libraries: one of the new).

    How a plan stands is told beside the plans of `library`.
    """
    status, count = 0, 0
    for state in plans:
        count += 1
        if state.changes:
            mark = library.status(state.changes.new).mark
            print(describe_plan_changes(state.changes, form, len(state.issues), mark))
            continue
        title = state.new or state.old
        mark = library.status(title).mark if title else ""
        about = (Said(state.plan_id), mark and f"，{mark}")
        head = (Said(title.title), "（", *about, "）") if title else about
        print("\n".join(heading(head, form, 3)) + "\n")
        if state.issues:
            # An old version that the rules of today no longer read is nobody's fault in a change of the whole library.
            status = max(status, int(state.new is None or not whole))
            which = "新版本" if state.new is None else "旧版本"
            print("\n".join(paragraph((f"{which}读不出，没有比较：",), form)))
            print("\n".join(bullet((Said(line),), form) for line in format_issues(state.issues, "text").splitlines()))
        else:
            said = "新收录的规划。" if state.old is None else "规划被删去，它的网址随之消失。"
            print("\n".join(paragraph((said,), form)))
        print()
    if sentences:
        print("\n".join([*heading(("目录",), form, 3), "", *(bullet(s, form) for s in sentences), ""]))
    if not count and not sentences:
        print("规划和目录都没有变化。")
    return status


if __name__ == "__main__":
    sys.exit(run(main))
