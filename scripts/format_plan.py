#!/usr/bin/env python3
"""Set the layout of plans' YAML: `format_plan.py [PATH…] [--check] [--data DIR]`; words, comments and order stay.

A file that is changed is kept as it was beside itself, under `NAME.1.bak`.
Exit status: 0 nothing to do, 1 a file was (with `--check`: would be) changed or can't be set, 2 wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.files.copies import replace_file
from medplan.files.house_style import LayoutError, set_layout
from medplan.files.text import read_text
from medplan.issues import format_issues
from medplan.library.repository import data_root
from medplan.running.arguments import Arguments
from medplan.running.system import reason, run

CHECKED = "要排版，运行 scripts/format_plan.py"


def put(path: Path, content: bytes) -> str:
    """Write a file that is set anew; return what to say of it: where the old one is, or why it is as it was."""
    try:
        return f"已排版，请重新 git add；排版以前的在 {replace_file(path, content)}"
    except OSError as error:
        return f"没有排版，写不下：{reason(error).removeprefix(f'{path}：')}"


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every file has the house's layout already."""
    parser = Arguments(description="统一规划 YAML 的缩进和空行；不动文字、注释和次序")
    parser.add_argument("paths", nargs="*", type=Path, help="规划的 YAML；不写则为全部")
    parser.add_argument("--check", action="store_true", help="只说哪些要排，不写文件")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    options = parser.parse_args(argv)
    status = 0
    for path in options.paths or sorted((options.data or data_root()).glob("plans/*/*.yaml")):
        text, issues = read_text(path, str(path))
        try:
            if issues:
                raise LayoutError(format_issues(issues, "text"))
            written = set_layout(text, str(path))
        except LayoutError as error:
            print(error)
            status = 1
            continue
        if written.encode() != path.read_bytes():
            status = 1
            print(f"{path}：" + (CHECKED if options.check else put(path, written.encode())))
    return status


if __name__ == "__main__":
    sys.exit(run(main))
