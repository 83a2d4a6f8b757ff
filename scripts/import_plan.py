#!/usr/bin/env python3
"""Make a draft plan from a document: `import_plan.py FILE [--jurisdiction CODE] [--slug SLUG] [--out FILE]`.

Where the plan belongs and the end of its id are proposed when they are not given.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from rich.console import Console
from rich.progress import Progress

from medplan.catalogue.naming import home_of
from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.draft.propose_home import propose_home
from medplan.importing.draft.scaffold import SLUG
from medplan.importing.draft.shelve import write_together
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import Received, receive
from medplan.issues import visible
from medplan.library.repository import Repository
from medplan.library.status import build_day, standing_of
from medplan.plan.head import read_head


def main(argv: list[str] | None = None) -> int:
    """Return 0 when a draft was written, 1 when the document can't be imported, 2 for wrong usage."""
    parser = argparse.ArgumentParser(description="由 .docx、.html、.pdf 或 .txt 文件生成规划草稿")
    parser.add_argument("file", type=Path)
    parser.add_argument("--jurisdiction", help="六位行政区划代码；不写则由标题和发文机关提出")
    parser.add_argument("--slug", help="代号的末段，如 145；不写则由标题提出")
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
        received = read_with_progress(options.file)
        source = received.text.encode("utf-8") if received.original else options.file.read_bytes()
        home = propose_home(
            received.blocks,
            repository.catalogues,
            code=options.jurisdiction,
            slug=options.slug,
            is_taken=lambda plan_id: is_taken(plan_id, source, repository),
        )
        folder, start = home_of(home.place, repository.catalogues)
        plan_id = f"{start}{home.slug}"
        out = options.out or repository.data / "plans" / folder / f"{plan_id}.yaml"
        sources = options.out.parent if options.out else repository.data / "sources"
        suffix, original = received.original or ("", None)
        kept = f"{plan_id}{'.original' if suffix == '.txt' else ''}{suffix}"
        draft = draft_plan(
            received.blocks,
            source,
            original,
            Place(
                code=home.place.code,
                plan_id=plan_id,
                path=f"data/plans/{folder}/{plan_id}.yaml",
                source_file=f"data/sources/{plan_id}.txt",
                original_file=f"data/sources/{kept}" if original is not None else None,
            ),
            repository.catalogues,
        )
        draft = replace(draft, doubts=(*home.doubts, *draft.doubts))
        files = {out: draft.as_yaml().encode("utf-8"), sources / f"{plan_id}.txt": source}
        write_together(files | ({sources / kept: original} if original is not None else {}), replacing=options.force)
    except (Refused, OSError) as refused:
        print(visible(f"{options.file}: 错误 {refused}"), file=sys.stderr)
        return 1
    report(draft, list(files), options.file if received.original is None else sources / f"{plan_id}.txt")
    if options.out is None:
        print_next_steps(draft, out)
    return 0


def is_taken(plan_id: str, source: bytes, repository: Repository) -> bool:
    """Return whether an id is that of another document: the same one, taken in again, keeps its id."""
    kept = repository.data / "sources" / f"{plan_id}.txt"
    return plan_id in repository.plan_ids() and not (kept.is_file() and kept.read_bytes() == source)


def read_with_progress(path: Path) -> Received:
    """Read a document, with a bar on a terminal while it takes long."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("读取", total=None)
        return receive(path, lambda done, of: bar.update(task, completed=done, total=of))


def report(draft: Draft, files: list[Path], source: Path) -> None:
    """Print where the draft is, how it stands, and what an editor must look at, by lines of the source."""
    print(f"草稿写入 {shown(files[0])}")
    mark = standing_of(read_head(draft.data, files[0].stem), (), build_day()).now.mark
    if mark:
        print(f"状态：{mark}")
    print(f"原文存为 {shown(files[1])}，逐字核对一致")
    if excluded := draft.data["source"]["excluded"]:
        print(f"不收的文字 {len(excluded)} 段，逐段列在草稿的 excluded 里：")
        for why in dict.fromkeys(passage["why"] for passage in excluded):
            texts = [" ".join(passage["text"].split()) for passage in excluded if passage["why"] == why]
            several = f"（{len(texts)} 段）" if len(texts) > 1 else ""
            print(visible(f"  {why}{several}：{texts[0] if len(texts[0]) <= 40 else texts[0][:38] + '……'}"))
    print(f"须核对 {len(draft.doubts)} 处：" if draft.doubts else "没有存疑之处")
    for line, words in draft.doubts:
        print(visible(f"{shown(source)}:{line}: {words}" if line else f"  {words}"))


def print_next_steps(draft: Draft, out: Path) -> None:
    """Print what the program can't do for an editor, and the commands that follow."""
    print("接下来：")
    source = draft.data["source"]
    missing = [
        words for key, words in (("origin", "origin 写原件登在哪里"), ("url", "url 写网址")) if not source.get(key)
    ]
    print(f"  一、对着原文逐段读改草稿{'；source 里的 ' if missing else ''}{'，'.join(missing)}")
    if "indicators:" in draft.as_yaml():
        print("  二、指标表每一行的 indicator、match 是程序提议的，逐行核对")
    print(f"  scripts/validate.py {shown(out)}")
    print(f"  scripts/prove_source.py {out.stem}")


def shown(path: Path) -> str:
    """Return a path as it is typed from the folder one is in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(main())
