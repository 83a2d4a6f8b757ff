#!/usr/bin/env python3
"""Check plans and catalogues: `validate.py [PATH…] [--data DIR] [--format text|github|json]`.

Exit status: 0 clean, 1 issues found, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from medplan.errors import format_issues, has_errors
from medplan.repository import Repository


def main(argv: list[str] | None = None) -> int:
    """Return 0 when nothing is wrong, 1 when something is."""
    parser = argparse.ArgumentParser(description="校验规划与目录")
    parser.add_argument("paths", nargs="*", type=Path, help="规划的 YAML；不写则校验全部")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    parser.add_argument("--format", choices=("text", "github", "json"), default="text")
    options = parser.parse_args(argv)
    if options.data is not None and not options.data.is_dir():
        parser.error(f"没有数据目录 {options.data}")
    missing = [str(path) for path in options.paths if not path.exists() and not path.is_symlink()]
    if missing:
        parser.error("没有文件 " + "、".join(missing))
    repository = Repository.open(options.data)
    # What lies beside plans/ is a catalogue, and those are always checked.
    paths = [path for path in options.paths if path.resolve().parent != repository.data.resolve()]
    if any(path.name == "redirects.yaml" for path in options.paths):
        paths += repository.redirected_plans()  # the check of a redirect asks for the provisions of its plans
    issues = repository.check(paths if options.paths else None)
    if issues or options.format == "json":
        print(format_issues(issues, options.format))
    elif options.format == "text":
        count = len(paths) if options.paths else len(repository.plan_files())
        print(f"{count} 份规划，没有问题")
    return 1 if has_errors(issues) else 0


if __name__ == "__main__":
    sys.exit(main())
