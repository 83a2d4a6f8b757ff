#!/usr/bin/env python3
"""Show a reviewer what new documents are: `review_sources.py BASE [HEAD] [--format text|markdown] [--pictures DIR]`.

BASE and HEAD are data roots or revisions of git; HEAD is the data root of this checkout unless given, and must have
its sources. Of each plan that is new or whose document changed: the address, whether the text comes out of the
document again, and where figures stand, with strips of a PDF's pages in DIR. Exit status: 0 shown, 1 a document does
not give its text, can't be read, or was taken out, 2 wrong usage.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.library.repository import ROOT, Repository, data_root
from medplan.review.evidence import Evidence, gather_evidence, is_new_document
from medplan.review.evidence_report import MOST_FIGURES, describe_evidence, describe_files
from medplan.review.report import FORMS
from medplan.review.revision import RevisionError, changed_files, locate
from medplan.review.roots import changed_plans
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every new document gives the text that was kept of it."""
    parser = Arguments(description="新收的、换过的原文：出处、原件、数字的位置")
    parser.add_argument("base", help="数据目录，或 git 的版本，如 origin/main")
    parser.add_argument("head", nargs="?", type=Path, help="数据目录；不写则为本目录现在的数据")
    parser.add_argument("--format", choices=FORMS, default="text")
    parser.add_argument("--pictures", type=Path, help="放页面图的文件夹")
    options = parser.parse_args(argv)
    head = options.head or data_root()
    status = 0
    with tempfile.TemporaryDirectory(prefix="medplan-") as folder:
        try:
            base = locate(ROOT, options.base, Path(folder) / "base")
            tracked = not Path(options.base).exists() and head == ROOT / "data"
            files = changed_files(ROOT, options.base, "data/sources") if tracked else []
        except RevisionError as error:
            parser.error(str(error))
        if not (base.is_dir() and head.is_dir()):
            parser.error("请给数据目录或版本，不是文件")
        new = Repository.open(head)
        lines = list(describe_files(files, options.format))
        for state in changed_plans(Repository.open(base), new):
            if is_new_document(state):
                found = gather_evidence(state, new)
                pictures = keep_pictures(found, options.pictures) if options.pictures else {}
                lines += describe_evidence(found, options.format, pictures)
                status = status or int(bool(found.faults))
    print("\n".join(lines) if lines else "没有新收的原文，原有的也没有换。")
    return status


def keep_pictures(found: Evidence, folder: Path) -> dict[int, str]:
    """Write the figures' pictures into a folder; return the files' names by the figures' order."""
    names = {}
    for number, figure in enumerate(found.figures[:MOST_FIGURES]):
        if figure.picture:
            names[number] = f"{found.plan.id}-{number + 1:02}.png"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / names[number]).write_bytes(figure.picture)
    return names


if __name__ == "__main__":
    sys.exit(run(main))
