#!/usr/bin/env python3
"""See that no published address vanishes: `check_addresses.py BASE [HEAD] [--format text|markdown]`.

BASE and HEAD are data roots or revisions of git; HEAD is the data root of this checkout unless given. An address is
that of a plan, a provision, or a page of a catalogue's entry. Exit status: 0 every one is kept or redirected, 1 some
would vanish or a plan of HEAD can't be read, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import format_issues
from medplan.library.repository import ROOT, Repository, data_root
from medplan.review.addresses import find_lost_addresses
from medplan.review.change import Said
from medplan.review.report import FORMS, bullet, one_line, paragraph
from medplan.review.revision import RevisionError, locate
from medplan.review.roots import PlanState


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every address of BASE is still answered."""
    parser = argparse.ArgumentParser(description="检查已发布的网址有没有消失")
    parser.add_argument("base", help="数据目录，或 git 的版本，如 origin/main")
    parser.add_argument("head", nargs="?", help="同上；不写则为本目录现在的数据")
    parser.add_argument("--format", choices=FORMS, default="text")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="medplan-") as folder:
        try:
            base = locate(ROOT, options.base, Path(folder) / "base")
            head = locate(ROOT, options.head, Path(folder) / "head") if options.head else data_root()
        except RevisionError as error:
            parser.error(str(error))
        if not (base.is_dir() and head.is_dir()):
            parser.error("请给数据目录或版本，不是文件")
        found = list(find_lost_addresses(Repository.open(base), Repository.open(head)))
    unread = [state for state in found if isinstance(state, PlanState)]
    lost = [address for address in found if not isinstance(address, PlanState)]
    for state in unread:
        which = "新版本" if state.new is None else "旧版本"
        unchecked = (f"{which}读不出规划 ", Said(state.plan_id), "，不能核对它的网址：")
        print("\n".join(paragraph(unchecked, options.format)))
        lines = format_issues(state.issues, "text").splitlines()
        print("\n".join(bullet((Said(line),), options.format) for line in lines))
    if lost:
        words = (f"有 {len(lost)} 个已经发布的网址会消失。每个都要在 data/redirects.yaml 里写一条改址，例如：",)
        print("\n".join(paragraph(words, options.format)))
        # In a terminal the lines are there to be copied.
        entries = [one_line(address.entry) for address in lost]
        markdown = options.format == "markdown"
        print("\n".join(bullet((Said(entry),), "markdown") if markdown else f"  {entry}" for entry in entries))
    if not found:
        print("已发布的网址都在，或已写明改址。")
    return 1 if lost or any(state.new is None for state in unread) else 0


if __name__ == "__main__":
    sys.exit(main())
