"""Remember what became of each of many documents: outcomes in; a log that a rerun goes on from, and a table, out."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from medplan.files.copies import replace_file
from medplan.importing.draft.doubts import Subject
from medplan.issues import visible
from medplan.publish.spreadsheet import safe_cell

DONE, FAILED, BEFORE = "完成", "失败", "先前已完成"
LOG, TABLE = "导入日志.jsonl", "导入结果.csv"
_SUBJECTS = tuple(subject.value for subject in Subject)
_HEAD = ("文件", "结果", "标题", "文号", "代号", "须核对", *_SUBJECTS, "秒", "草稿", "核对页", "说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a document: its name, its file's SHA-256, what was given with it, `result` one of three words.

    `doubts` counts what an editor must look at by subject; `message` says why it failed, with the cure, or what there
    is to know of its id; `guards` says what held the process that read it.
    """

    name: str
    sha256: str
    given: dict[str, str]
    result: str
    plan_id: str = ""
    title: str = ""
    number: str = ""
    doubts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    draft: str = ""
    sheet: str = ""
    message: str = ""
    guards: str = ""


def read_log(path: Path) -> dict[str, Outcome]:
    """Return the last outcome of each document in a log, by name; a line that was cut short counts for nothing."""
    found: dict[str, Outcome] = {}
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    for line in lines:
        if outcome := _read(line):
            found[outcome.name] = outcome
    return found


def _read(line: str) -> Outcome | None:
    try:
        data = json.loads(line)
        kinds: dict[str, type | tuple[type, ...]] = {"given": dict, "doubts": dict, "seconds": (int, float)}
        whole = isinstance(data, dict) and all(
            isinstance(data.get(one.name, one.default), kinds.get(one.name, str)) for one in fields(Outcome)
        )
        return Outcome(**data) if whole else None
    except (ValueError, TypeError, RecursionError):
        return None


def add_to_log(path: Path, outcome: Outcome) -> None:
    """Add an outcome to a log as one line, on disk before the next document is begun upon."""
    with path.open("a+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            # What a cut-off run left of a line gets a line of its own.
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(json.dumps(asdict(outcome), ensure_ascii=False, sort_keys=True).encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def go_on(before: Outcome) -> Outcome:
    """Return the outcome of a document that an earlier run has done."""
    return replace(before, result=BEFORE)


def write_table(path: Path, outcomes: Iterable[Outcome]) -> Path | None:
    """Write the table of outcomes as CSV with a BOM, so that Excel opens it right, whole or not at all.

    Return the copy of the table that was there, in which an editor may have written.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    writer.writerows([_safe(cell) for cell in _cells(outcome)] for outcome in outcomes)
    return replace_file(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8"))


def _cells(outcome: Outcome) -> Sequence[str]:
    counts = [str(outcome.doubts.get(subject, 0)) for subject in _SUBJECTS]
    total = str(sum(outcome.doubts.values()))
    known = [total, *counts] if outcome.result != FAILED else [""] * (1 + len(counts))
    return (
        outcome.name,
        outcome.result,
        outcome.title,
        outcome.number,
        outcome.plan_id,
        *known,
        f"{outcome.seconds:.1f}",
        outcome.draft,
        outcome.sheet,
        outcome.message,
    )


def _safe(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not compute."""
    return safe_cell(visible(cell))
