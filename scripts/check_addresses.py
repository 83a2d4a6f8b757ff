#!/usr/bin/env python3
"""See that no published address vanishes or changes hands: `check_addresses.py BASE [HEAD] [--format text|markdown]`.

BASE and HEAD are data roots or revisions of git; HEAD is the data root of this checkout unless given. An address is
that of a plan, a provision, a page about what plans name, or one that redirects answer. Exit status: 0 every one is
kept or redirected, 1 some would vanish or name something else, or a plan or the redirects can't be read, 2 wrong usage.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.library.repository import ROOT, Repository, data_root
from medplan.review.address_report import describe_addresses, stops
from medplan.review.addresses import check_addresses
from medplan.review.report import FORMS
from medplan.review.revision import RevisionError, locate
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every address of BASE is still answered by what it named."""
    parser = Arguments(description="检查已发布的网址有没有消失，有没有改指别的条文")
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
        found = list(check_addresses(Repository.open(base), Repository.open(head)))
    print("\n".join(describe_addresses(found, options.format)))
    return int(any(map(stops, found)))


if __name__ == "__main__":
    sys.exit(run(main))
