#!/usr/bin/env python3
"""Make draft plans from documents: `import_plan.py FILE [--jurisdiction CODE] [--slug SLUG] [--out FILE]`.

Where a plan belongs and the end of its id are proposed when they are not given. Several files, a folder or a manifest
(`--manifest CSV`, or a .csv in the place of a file) are taken in one after the other, by several processes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from medplan.importing.draft.scaffold import SLUG
from medplan.importing.draft.shelve import words_of, write_together
from medplan.importing.read.forms import accepted
from medplan.importing.read.limits import Refused
from medplan.importing.take_in.journal import FAILED, LOG, TABLE, Outcome, write_table
from medplan.importing.take_in.manifest import Entry, entries_of_folder, read_manifest
from medplan.importing.take_in.many import take_in_many
from medplan.importing.take_in.one import Given, Taken, take_in
from medplan.importing.take_in.report import (
    guard_lines,
    next_steps,
    outcome_line,
    report_lines,
    summary_line,
    summary_rows,
)
from medplan.issues import format_issues, visible
from medplan.library.repository import Repository
from medplan.parallel import cores
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every draft was written, 1 when a document can't be imported, 2 for wrong usage."""
    parser = make_parser()
    options = parser.parse_args(argv)
    repository = Repository.open(options.data)
    if options.jurisdiction is not None and options.jurisdiction not in repository.catalogues.jurisdictions:
        parser.error(f"行政区目录里没有 {options.jurisdiction}")
    if options.slug is not None and (not SLUG.fullmatch(options.slug) or len(options.slug) > 60):
        parser.error("--slug 只能用小写字母、数字和连字符，不超过 60 个字符")
    if not options.files and options.manifest is None:
        parser.error("没有写文件")
    paths = [*options.files, *([options.manifest] if options.manifest else [])]
    for path in paths:
        if not path.exists():
            parser.error(f"没有文件 {path}")
    given = Given(code=options.jurisdiction, slug=options.slug, url=options.url, ocr=options.ocr)
    if len(paths) == 1 and not (paths[0].is_dir() or is_list(paths[0], options)):
        return import_one(paths[0], given, repository, options)
    if options.slug or options.out or options.url:
        parser.error("--slug、--out、--url 只能用于一份文件；多份的写在清单里")
    entries: list[Entry] = []
    for path in paths:
        if path.is_dir():
            entries += entries_of_folder(path, given)
        elif is_list(path, options):
            listed, issues = read_manifest(path, repository.catalogues, given)
            if issues:
                print(format_issues(issues, "text"), file=sys.stderr)
                return 2
            entries += listed
        else:
            entries.append(Entry(file=path, name=str(path), given=given))
    if not entries:
        parser.error("文件夹里没有可以导入的文件")
    return import_many(entries, repository, results_of(options), options)


def make_parser() -> Arguments:
    """Return the parser of the arguments."""
    parser = Arguments(
        description=f"由文件生成规划草稿：{accepted()}；装了 LibreOffice 的，{accepted(('libreoffice',))}也可以"
    )
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="一份或几份文件、文件夹，或 .csv 清单")
    parser.add_argument("--jurisdiction", help="六位行政区划代码；不写则由标题和发布机关提出")
    parser.add_argument("--slug", help="代号的末段，如 145；不写则由标题提出")
    parser.add_argument("--url", help="原件登在哪个网址")
    parser.add_argument(
        "--ocr",
        action="store_true",
        help=f"扫描的 PDF 和图片（{accepted(('tesseract',))}）由 tesseract 识别文字，须逐字核对",
    )
    parser.add_argument("--out", type=Path, help="草稿写到哪里，原文放在它旁边；不写则按代号放入 data/")
    parser.add_argument("--force", action="store_true", help="换掉已有的同名文件，原来的留一份（.bak）；多份时全部重做")
    parser.add_argument("--manifest", type=Path, metavar="CSV", help="清单：文件、行政区、代号末段、网址、出处")
    parser.add_argument("--jobs", type=int, help="多份时几个进程同时做；不写则每个处理器核一个")
    parser.add_argument("--results", type=Path, metavar="FOLDER", help="多份时结果表和日志放在哪里；不写则放在清单旁边")
    parser.add_argument("--data", type=Path)
    return parser


def is_list(path: Path, options: argparse.Namespace) -> bool:
    """Return whether a file lists documents and is none itself."""
    return path.suffix.lower() == ".csv" or path == options.manifest


def import_one(path: Path, given: Given, repository: Repository, options: argparse.Namespace) -> int:
    """Take one document in and print its report; return 0 when its draft was written, else 1."""
    try:
        taken = take_with_progress(path, given, repository, options.out)
        copies = write_together(taken.files, replacing=options.force)
    except (Refused, OSError) as refused:
        print(visible(f"{path}: 错误 {words_of(refused)}"), file=sys.stderr)
        return 1
    print("\n".join([*report_lines(taken, shown), *(f"原来的文件留在 {shown(copy)}" for copy in copies)]))
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


def results_of(options: argparse.Namespace) -> tuple[Path, Path]:
    """Return where the table of results and the log go: beside the manifest or in the folder, unless told."""
    first: Path = options.manifest or options.files[0]
    folder = options.results or (first if first.is_dir() else first.parent)
    folder.mkdir(parents=True, exist_ok=True)
    start = "" if first.is_dir() or first.suffix.lower() != ".csv" else f"{first.stem}."
    return folder / f"{start}{TABLE}", folder / f"{start}{LOG}"


def import_many(
    entries: list[Entry], repository: Repository, results: tuple[Path, Path], options: argparse.Namespace
) -> int:
    """Take documents in and tell of each as it is done; return 0 when each has a draft, else 1."""
    table, log = results
    outcomes: dict[int, Outcome] = {}
    taking = take_in_many(entries, repository, log, jobs=options.jobs or cores(), replacing=options.force)
    try:
        for at, outcome in taking:
            outcomes[at] = outcome
            print(f"[{len(outcomes)}/{len(entries)}] {outcome_line(outcome)}", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print(f"已停下；已做完的记在 {shown(log)}，再运行一次接着做", file=sys.stderr)
        return 130
    finally:
        taking.close()
        ordered = [outcomes[at] for at in sorted(outcomes)]
        copy = write_table(table, ordered)
    print_summary(ordered)
    print(f"结果表 {shown(table)}，日志 {shown(log)}" + (f"，上一次的结果表留在 {shown(copy)}" if copy else ""))
    return 1 if any(outcome.result == FAILED for outcome in ordered) else 0


def print_summary(outcomes: list[Outcome]) -> None:
    """Print the table of what became of the documents, as wide as the terminal, and the sums."""
    table = Table(box=None, pad_edge=False, header_style="")
    for name, ratio in (("结果", None), ("文件", 2), ("标题", 3), ("须核对", 2)):
        table.add_column(name, overflow="fold", ratio=ratio)
    table.add_column("秒", justify="right", no_wrap=True)
    for row in summary_rows(outcomes):
        table.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else 120, highlight=False).print(table)
    print("\n".join([summary_line(outcomes), *guard_lines(outcomes)]))


def shown(path: Path) -> str:
    """Return a path as it is typed from the folder one is in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(run(main))
