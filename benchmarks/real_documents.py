"""Measure the importer over real documents kept beside the project, where there are any: a folder in, figures out.

The folder has documents, what is right of each, and its own `score_import.py`, which runs the project's commands only.
It is `../shared/real-documents` from the project's root, or what MEDPLAN_REAL_DOCUMENTS names; nothing needs it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT

SCORER = "score_import.py"
FIELDS = {"title": "标题", "issuer": "发文机关", "document_number": "文号", "published": "日期"}
MEASURES = {
    "units_found": "条文，找到的",
    "units_right": "条文，全对的",
    "paragraphs": "自然段",
    "duties": "分工",
    "tables": "表格",
    "colophon": "落款",
    "annexes": "附件",
}
_WRONG = re.compile(r"\s+front: (?P<field>\w+) (?P<how>silent|doubted|missing): ")


def find_folder() -> Path | None:
    """Return the folder of real documents, None where there is none."""
    given = os.environ.get("MEDPLAN_REAL_DOCUMENTS")
    folder = Path(given) if given else ROOT.parent / "shared" / "real-documents"
    return folder if (folder / SCORER).is_file() else None


def measure_real(folder: Path | None, jobs: int = 1) -> dict[str, Any]:
    """Return figures over the documents of a folder, {} without one; a document that is refused is wrong in all."""
    if folder is None:
        return {}
    command = [sys.executable, str(folder / SCORER), str(ROOT), sys.executable, str(folder)]
    done = subprocess.run(
        [*command, "--details", "--jobs", str(jobs)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return read_scores(done.stdout)


def read_scores(printed: str) -> dict[str, Any]:
    """Return the figures of what the scorer printed: its last line, and how each value of the head was wrong."""
    *lines, last = printed.strip().splitlines()
    sums = json.loads(last)
    many, refused = sums["documents"], sums["refused"]
    wrong = Counter((found["field"], found["how"]) for line in lines if (found := _WRONG.match(line)))
    fields = {
        field: {
            "right": [many - refused - sum(n for (name, _), n in wrong.items() if name == field), many],
            "silent": wrong[field, "silent"],
        }
        for field in FIELDS
    }
    seconds = round(sums["seconds"] / max(1, many), 2)
    return {"documents": many, "refused": refused, "seconds": seconds, **fields, **{key: sums[key] for key in MEASURES}}


def print_real(results: dict[str, Any]) -> None:
    """Print a line for each figure."""
    if not results:
        print("import    真实的文件：旁边没有这个文件夹（MEDPLAN_REAL_DOCUMENTS=目录），没有测")
        return
    print(f"import    真实的文件 {results['documents']} 份，不收的 {results['refused']}，每份 {results['seconds']} 秒")
    for field, name in FIELDS.items():
        print(f"import    {name}　{_share(results[field]['right'])}　错而不报 {results[field]['silent']}")
    for key, name in MEASURES.items():
        print(f"import    {name}　{_share(results[key])}")


def _share(counts: list[int]) -> str:
    right, total = counts
    return f"{right}/{total}" + (f" {right / total:.1%}" if total else "")
