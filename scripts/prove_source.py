#!/usr/bin/env python3
"""Prove that plans hold their sources: `prove_source.py [ID|FILE…] [--data DIR]`; 0 only when all do."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import format_issues, visible
from medplan.library.repository import Repository
from medplan.parallel import map_in_order
from medplan.plan.model import Plan
from medplan.rules.fidelity import Proof
from medplan.running.arguments import Arguments
from medplan.running.system import run


def describe(proof: Proof, plan: Plan, path: str, mark: str) -> str:
    """Return one plan's proof in a line, with the first mismatch below it; `mark` tells how the plan stands, or ""."""
    state = "一致" if proof.holds else "不一致"
    lines = [
        f"{proof.plan_id}：{state}　原文 {proof.source_characters} 字"
        f"　不收 {proof.excluded_characters} 字　YAML {proof.plan_characters} 字" + (mark and f"　{mark}")
    ]
    if plan.source.caveat:
        lines.append(f"  {plan.source.caveat}")
    if proof.original:
        told = {"same": "原件：重新取出的文字相同", "differs": "原件：取出的文字不同，", "unread": "原件：没有核对，"}
        lines.append(f"  {told[proof.original.state]}{visible(proof.original.words)}")
    if not proof.sha256_matches:
        lines.append("  原文文件与所记 sha256 不符")
    if miss := proof.mismatch:
        lines.append(f"  首处不一致，在“{miss.before}”之后：" if miss.before else "  从开头起就不一致：")
        lines.append(f"    原文 {plan.source.file}:{miss.source_line} 作“{miss.source_has}”")
        lines.append(f"    规划 {path}:{miss.plan_line}（{miss.eid}）作“{miss.plan_has}”")
    lines += [f"  原文里没有这段不收的文字，或次数不对：{text}" for text in proof.unused]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every plan asked for holds its source whole."""
    parser = Arguments(description="逐字核对规划与原文")
    parser.add_argument("ids", nargs="*", help="规划代号，或规划、原文的文件名；不写则核对全部")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    files = repository.plan_files()
    # A hook names files: those of a plan, of its source and of the document received bear the plan's id.
    wanted = {Path(name).name.partition(".")[0] if "/" in name else name for name in options.ids}
    unknown = wanted - {path.stem for path in files}
    if unknown:
        parser.error("没有规划 " + "、".join(sorted(unknown)))
    files = [path for path in files if not wanted or path.stem in wanted]
    repository.plan_ids()
    repository.succession()
    holds = True
    for told, held in map_in_order(_prove, repository, files):
        print(told)
        holds = holds and held
    return 0 if holds else 1


def _prove(repository: Repository, path: Path) -> tuple[str, bool]:
    """Return what is told of the plan in a file, and whether it holds its source."""
    plan = repository.read_unchecked(path)
    if plan is None:
        return format_issues(repository.read_plan(path)[1], "text"), False
    try:
        proof = repository.prove(plan)
    except (OSError, UnicodeDecodeError) as error:
        return f"{plan.id}：原文读不出：{error}", False
    return describe(proof, plan, repository.shown(path), repository.status(plan).mark), proof.holds


if __name__ == "__main__":
    sys.exit(run(main))
