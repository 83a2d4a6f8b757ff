"""Say what a grid is: rows of cells in, an indicator table, a task table or a table as it stands out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from medplan.importing.read.blocks import Cell, Grid, join_lines
from medplan.importing.recognise.column_names import INDICATOR_COLUMNS, NATURE, TASK_COLUMNS, name_all_columns
from medplan.importing.recognise.punctuate import punctuate, punctuate_words
from medplan.language.values import read_value

_NOTE = re.compile(r"[①-⑳]|注\s*+(?:\d++\s*+)?[:：]")
_NUMBERED = re.compile(r"((?:\d{1,3}|[〇零一二三四五六七八九十百]{1,3})\s?[.．、]|[（(]\d{1,2}[)）])\s*")
_HEADING = re.compile(
    r".*(序\s*号|名\s*称|类\s*别|单\s*位|项\s*目|内\s*容|指\s*标|任\s*务|部\s*门|时\s*间|备\s*注|姓\s*名|职\s*务|年\s*度|职\s*责)"
)
_CELL, _UNIT, _UNITS = 5000, 200, 500
Row = tuple[Cell, ...]
Columns = list[tuple[str, str]]


@dataclass(slots=True)
class Table:
    """An item of a plan's body, paragraphs to stand before and after it, what was left out, and doubts by row."""

    item: dict[str, Any] | None = None
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    reprinted: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def read_table(grid: Grid) -> Table:
    """Return what a grid is; a row that can't be told by its columns makes the whole a table as it stands."""
    rows = list(grid.rows)
    doubts: list[tuple[int, str]] = []
    top = 0
    while top < len(rows) - 1 and top < 3 and sum(1 for cell in rows[top] if cell) == 1 and top >= grid.header - 1:
        top += 1
    for reader, forms, own in (
        (_read_indicators, INDICATOR_COLUMNS, "name"),
        (_read_tasks, TASK_COLUMNS, "text"),
    ):
        for at in dict.fromkeys((top, 0)):
            columns = name_all_columns([cell or "" for cell in rows[at]], forms) if rows else None
            if columns is None or own not in dict(columns):
                continue
            made = reader(rows[at + 1 :], columns, at + 1)
            if made is None or made.item is None:
                doubts += made.doubts if made is not None else []
                continue
            kind = "indicators" if reader is _read_indicators else "tasks"
            made.item = {kind: {"columns": {n: punctuate(label) for n, label in columns}} | made.item}
            made.before = [_flat(cell) for row in rows[:at] for cell in row if cell]
            made.doubts += [
                (at, f"表里有的栏没有专门的位置，照录为其他栏：“{punctuate(label)}”一栏")
                for name, label in columns
                if name.startswith("other_")
            ]
            return made
    plain = _plain(grid)
    # What a column lacks says more than that the table is of no known kind.
    plain.doubts = doubts or plain.doubts
    return plain


def _flat(cell: Cell) -> str:
    return punctuate(join_lines((cell or "").split("\n")))


def _failed(kind: str, columns: Columns, name: str, words: str) -> str:
    """Return words on the column for which a table is not taken as of its kind, by the heading it is printed with."""
    label = punctuate(dict(columns).get(name) or "")
    return f"{kind}有一栏读不出，按一般表格录入：“{label}”一栏{words}"


def _read_indicators(rows: list[Row], columns: Columns, first: int) -> Table | None:
    names = [name for name, _ in columns]
    if not {"name", "target"} <= set(names):
        return None
    made = Table()
    found: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    above: dict[str, str] = {}
    for number, cells in enumerate(rows, start=first):
        said = [cell for cell in cells if cell and cell.strip()]
        if notes or (found and len(said) == 1 and _NOTE.match(said[0])):
            notes += [_note(line) for cell in said for line in cell.split("\n") if line.strip()]
            continue
        if len(said) == 1 and said[0] == cells[0] and not above and None in cells and len(said[0]) <= 60:
            above = {"above": _flat(said[0])}
            continue
        row = {name: _flat(cell) for name, cell in zip(names, cells, strict=True) if cell and cell.strip()}
        nature = row.pop("nature", None)
        if missing := {"name", "target"} - row.keys():
            made.doubts.append((number, _failed("指标表", columns, min(missing), "空着")))
            return made
        if nature is not None and nature not in NATURE:
            words = f"的“{nature[:20]}”不是约束性、预期性"
            made.doubts.append((number, _failed("指标表", columns, "nature", words)))
            return made
        if len(row["name"]) > 300 or len(row.get("category", "")) > 60:
            return None
        for key in ("baseline", "target"):
            try:
                read_value(row.get(key))
            except ValueError:
                made.doubts.append((number, _failed("指标表", columns, key, f"的“{row[key][:20]}”读不出数值")))
                return made
        found.append({"indicator": None} | above | row | ({"nature": NATURE[nature]} if nature else {}))
        above = {}
    if not found or above:
        return None
    made.item = {"rows": found} | ({"notes": notes} if notes else {})
    return made


def _note(text: str) -> dict[str, Any]:
    text = punctuate(text)
    return {"num": text[0], "text": text[1:].strip()} if re.match(r"[①-⑳].", text) else {"text": text}


def _read_tasks(rows: list[Row], columns: Columns, first: int) -> Table | None:
    names = [name for name, _ in columns]
    if "text" not in names or not {"lead", "responsible", "supporting"} & set(names):
        return None
    made = Table()
    groups: list[dict[str, Any]] = []
    repeats = _repeated_groups(rows, names)
    # 序号 before the group's column numbers the groups, behind it the tasks.
    of_group = {"num", "group"} <= set(names) and names.index("num") < names.index("group")
    for number, cells in enumerate(rows, start=first):
        row = dict(zip(names, cells, strict=True))
        said = [cell for cell in cells if cell and cell.strip()]
        if "group" not in names and len(said) == 1 and said[0] == cells[0] and None in cells and len(said[0]) <= 200:
            # A row of its own names the tasks below it.
            groups.append({"heading": _flat(said[0]), "rows": []})
            continue
        numbered = _NUMBERED.match(row.get("text") or "")
        value = int(re.sub(r"\D", "", numbered[1]) or 0) if numbered else 0
        heading = _flat(row.get("group"))
        if groups and heading and heading == groups[-1].get("heading") and repeats and (not value or value > 1):
            made.reprinted.append((number, heading))
            heading = ""
        if heading or not groups:
            groups.append({"heading": heading} if heading else {})
            if (row.get("num") or "").strip() and of_group:
                groups[-1] = {"num": _flat(row["num"])} | groups[-1]
            groups[-1]["rows"] = []
        task = _task(row, numbered, own_number=not of_group or not _flat(row.get("group")))
        if isinstance(task, tuple):
            made.doubts.append((number, _failed("任务表", columns, *task)))
            return made
        task |= {n: _flat(row[n]) for n in names if n.startswith("other_") and (row[n] or "").strip()}
        groups[-1]["rows"].append(task)
    if not groups or not all(group["rows"] for group in groups):
        return None
    made.item = {"groups": groups}
    return made


def _repeated_groups(rows: list[Row], names: list[str]) -> bool:
    """Whether a group's heading that is printed again stands at a page break: now and then, not on every row."""
    if "group" not in names:
        return False
    cells = [_flat(row[names.index("group")]) for row in rows]
    said = [cell for cell in cells if cell]
    return len(said) - len(set(said)) <= max(1, len(set(said)) // 2) and len(said) < 0.7 * len(rows)


def _task(
    row: dict[str, Cell], numbered: re.Match[str] | None, *, own_number: bool
) -> dict[str, Any] | tuple[str, str]:
    """Return a row as a task, or the column that can't be read and words on it."""
    text = (row.get("text") or "").strip()
    if not text:
        return "text", "空着"
    task: dict[str, Any] = {}
    if numbered and text[numbered.end() :].strip():
        task["num"] = numbered[1].replace(" ", "").replace("(", "（").replace(")", "）")
        text = text[numbered.end() :]
    elif own_number and (row.get("num") or "").strip():
        task["num"] = _flat(row["num"])
    if "num" in task and own_number and (row.get("num") or "").strip() and _flat(row["num"]) != task["num"]:
        return "num", "与任务自己的编号不同"
    task["text"] = _flat(text)
    for key in ("lead", "supporting", "responsible"):
        lines = [punctuate_words(line) for line in (row.get(key) or "").split("\n") if line.strip()]
        if any(len(line) > _UNIT for line in lines) or sum(map(len, lines)) > _UNITS:
            return key, "太长"
        if lines:
            task[key] = lines[0] if len(lines) == 1 else lines
    if (row.get("schedule") or "").strip():
        task["schedule"] = _flat(row["schedule"])
    return task if len(task.get("schedule", "")) <= _UNIT else ("schedule", "太长")


def _plain(grid: Grid) -> Table:
    """Return a table as it stands, or its cells as paragraphs when one is too long for a cell."""
    made = Table()
    rows = list(grid.rows)
    while len(rows) > 1 and sum(1 for cell in rows[0] if cell) == 1 and rows[0][0]:
        made.before.append(_flat(rows.pop(0)[0]))
    if any(len(cell or "") > _CELL for row in rows for cell in row):
        made.before += [
            _flat(line) for row in rows for cell in row for line in (cell or "").split("\n") if line.strip()
        ]
        return made
    table: dict[str, Any] = {}
    headed = len(rows) > 1 and all(cell and len(cell) <= 40 for cell in rows[0])
    if headed and (grid.header or any(_HEADING.match(cell or "") for cell in rows[0])):
        table["columns"] = [_flat(cell) for cell in rows.pop(0)]
    body = [[_flat(cell) or None for cell in row] for row in rows]
    table["rows"] = [row for row in body if any(row)]
    if table["rows"]:
        made.item = {"table": table}
        heads = "、".join(f"“{cell[:20]}”" for cell in table.get("columns", ())[:8])
        named = f"：各栏是{heads}" if heads else ""
        made.doubts.append((0, f"认不出是哪种表，按一般表格录入；是指标表、任务表的，照参考改写{named}"))
    elif "columns" in table:
        made.before += table["columns"]
    return made
