#!/usr/bin/env python3
"""Read plans against themselves and their neighbours: `read_against_itself.py [ID…] [--data DIR] [--weak|--all]`.

Prints what nobody has decided on yet, one place a line, or as JSON (`--format json`); where that is much, the
strongest alone, and how many are left: `--weak` prints them too, `--all` also what is decided. Exit status: 0 read,
1 a plan can't be read, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import format_issues, visible
from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate
from medplan.rereading.reread import propose, reread
from medplan.rereading.runs import index_of, texts_of
from medplan.rereading.strongest import strongest_of
from medplan.running.arguments import Arguments
from medplan.running.system import run

MOST_NEIGHBOURS = 8  # those nearest in administrative order, province by province


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every plan asked for could be read."""
    parser = Arguments(description="规划对着自己和邻近的规划再读一遍，列出编者应看一看的地方")
    parser.add_argument("ids", nargs="*", metavar="ID", help="规划的代号，不写则全部")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    parser.add_argument("--all", action="store_true", help="已经校订、加注、看过的也列出")
    parser.add_argument("--weak", action="store_true", help="较弱的也列出")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    files = repository.plan_files()
    known = {path.stem: path for path in files}
    if unknown := [given for given in options.ids if given not in known]:
        parser.error("没有规划 " + visible("、".join(unknown)))

    @lru_cache(maxsize=4 * MOST_NEIGHBOURS)
    def read(plan_id: str) -> Plan | None:
        plan, issues = repository.read_plan(known[plan_id])
        if plan is None:
            print(format_issues(issues, "text"), file=sys.stderr)
        return plan

    status, told, left = 0, [], 0
    for plan_id in options.ids or list(known):
        plan = read(plan_id)
        if plan is None:
            status = 1
            continue
        found = read_beside(plan, neighbours(list(known), plan_id), read, repository, decided=options.all)
        if not (options.all or options.weak):
            kept = strongest_of(plan, found)
            left += len(found) - len(kept)
            found = kept
        told += [{"plan": plan_id, "title": candidate.title, **asdict(candidate)} for candidate in found]
        if options.format == "text":
            print("".join(line(plan, candidate) + "\n" for candidate in found), end="")
    if options.format == "json":
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(f"{len(told)} 处待定" if not options.all else f"{len(told)} 处")
        if left:
            print(f"另有 {left} 处较弱的没有列出，加 --weak 可见")
    return status


def neighbours(ids: list[str], plan_id: str) -> list[str]:
    """Return the plans nearest to one in the order of the library, in that order."""
    place = ids.index(plan_id)
    near = sorted(range(len(ids)), key=lambda n: (abs(n - place), n))[1 : MOST_NEIGHBOURS + 1]
    return [ids[n] for n in sorted(near)]


def read_beside(
    plan: Plan, beside: list[str], read: Callable[[str], Plan | None], repository: Repository, *, decided: bool
) -> list[Candidate]:
    """Return a plan's candidates, its neighbours' wording looked at too."""
    others = [other for other in map(read, beside) if other is not None]
    index = index_of(text for other in others for text in texts_of(other))
    return (propose if decided else reread)(plan, repository.catalogues, index)


def line(plan: Plan, candidate: Candidate) -> str:
    """Return `path:line:column: 种类 地址 说明：此处｜彼处`, one line whatever the text holds."""
    at, column = candidate.place
    there = f"｜{candidate.there}" if candidate.there else ""
    where = "，见 " + " ".join(filter(None, (candidate.other_plan, candidate.other))) if candidate.other else ""
    said = f"{candidate.title} {candidate.eid} {candidate.words}：{candidate.here}{there}{where}"
    return f"{visible(plan.path)}:{at}:{column}: {visible(said)}"


if __name__ == "__main__":
    sys.exit(run(main))
