#!/usr/bin/env python3
"""Make a draft plan from a document: `import_plan.py FILE [--jurisdiction CODE] [--slug SLUG] [--out FILE]`.

Where the plan belongs and the end of its id are proposed when they are not given.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from rich.console import Console
from rich.progress import Progress

from medplan.importing.draft.scaffold import SLUG
from medplan.importing.draft.shelve import write_together
from medplan.importing.read.forms import accepted
from medplan.importing.read.limits import Refused
from medplan.importing.take_in.one import Given, Taken, take_in
from medplan.importing.take_in.report import next_steps, report_lines
from medplan.issues import visible
from medplan.library.repository import Repository


def main(argv: list[str] | None = None) -> int:
    """Return 0 when a draft was written, 1 when the document can't be imported, 2 for wrong usage."""
    parser = argparse.ArgumentParser(
        description=f"由文件生成规划草稿：{accepted()}；装了 LibreOffice 的，{accepted(('libreoffice',))}也可以"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--jurisdiction", help="六位行政区划代码；不写则由标题和发布机关提出")
    parser.add_argument("--slug", help="代号的末段，如 145；不写则由标题提出")
    parser.add_argument(
        "--ocr",
        action="store_true",
        help=f"扫描的 PDF 和图片（{accepted(('tesseract',))}）由 tesseract 识别文字，须逐字核对",
    )
    parser.add_argument("--out", type=Path, help="草稿写到哪里，原文放在它旁边；不写则按代号放入 data/")
    parser.add_argument("--force", action="store_true", help="覆盖已有的同名文件")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    if options.jurisdiction is not None and options.jurisdiction not in repository.catalogues.jurisdictions:
        parser.error(f"行政区目录里没有 {options.jurisdiction}")
    if options.slug is not None and (not SLUG.fullmatch(options.slug) or len(options.slug) > 60):
        parser.error("--slug 只能用小写字母、数字和连字符，不超过 60 个字符")
    if not options.file.exists():
        parser.error(f"没有文件 {options.file}")
    try:
        taken = take_with_progress(
            options.file, Given(code=options.jurisdiction, slug=options.slug, ocr=options.ocr), repository, options.out
        )
        write_together(taken.files, replacing=options.force)
    except (Refused, OSError) as refused:
        print(visible(f"{options.file}: 错误 {refused}"), file=sys.stderr)
        return 1
    print("\n".join(report_lines(taken, shown)))
    if options.out is None:
        print("\n".join(next_steps(taken, shown)))
    return 0


def take_with_progress(path: Path, given: Given, repository: Repository, out: Path | None) -> Taken:
    """Take a document in, with a bar on a terminal while it takes long."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("读取", total=None)
        return take_in(
            path, given, repository, out=out, progress=lambda done, of: bar.update(task, completed=done, total=of)
        )


def shown(path: Path) -> str:
    """Return a path as it is typed from the folder one is in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(main())
