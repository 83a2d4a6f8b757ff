#!/usr/bin/env python3
"""Check plans and catalogues: `validate.py [PATH…] [--data DIR] [--format text|github|json]`.

Exit status: 0 clean, 1 issues found, 2 wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import format_issues, has_errors, visible
from medplan.library.repository import Repository, data_root
from medplan.running.arguments import Arguments
from medplan.running.doing import told
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when nothing is wrong, 1 when something is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that knows no Chinese still gets the line numbers
            stream.reconfigure(errors="backslashreplace")
    parser = Arguments(description="校验规划与目录")
    parser.add_argument("paths", nargs="*", type=Path, help="规划的 YAML；不写则校验全部")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    parser.add_argument("--format", choices=("text", "github", "json"), default="text")
    options = parser.parse_args(argv)
    data = options.data if options.data is not None else data_root()
    if not data.is_dir():
        parser.error(f"没有数据目录 {visible(str(data))}")
    if not os.access(data, os.R_OK | os.X_OK):
        parser.error(f"数据目录 {visible(str(data))} 没有读取权限")
    missing = [visible(str(path)) for path in options.paths if not os.path.lexists(path)]
    if missing:
        parser.error("没有文件 " + "、".join(missing))
    repository = Repository.open(data)
    # A file beside plans/ is a catalogue, and those are always checked.
    beside = repository.data.resolve()
    paths = [path for path in options.paths if path.is_dir() or path.parent.resolve() != beside]
    if any(path.name == "redirects.yaml" for path in options.paths):
        paths += repository.redirected_plans()  # the check of a redirect asks for the provisions of its plans
    issues = repository.check(paths if options.paths else None)
    if issues or options.format == "json":
        print(format_issues(issues, options.format))
    elif options.format == "text":
        count = len(paths) if options.paths else len(repository.plan_files())
        print(f"{count} 份规划，没有问题")
    return 1 if has_errors(issues) else 0


def run_whole() -> int:
    """Return what `main` returns; tell of a fault of the program in one line, for an editor can't read a traceback."""
    try:
        return run(main)
    except Exception as error:
        print(f"校验程序自身出错，不是规划的错（{told(error)}）；请把这一行附在报错里", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run_whole())
