"""Rebuild tables that a scrape printed cell by cell: blocks in, an indicator or task table and its length out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.blocks import Block
from medplan.importing.punctuate import punctuate

_NATURE = {"约束性": "binding", "预期性": "anticipatory"}
_COLUMNS = (
    ("num", re.compile(r"序号")),
    ("category", re.compile(r"类别|分类")),
    ("name", re.compile(r"(主要)?指标(名称)?")),
    ("unit", re.compile(r"单位")),
    ("baseline", re.compile(r"20\d\d年?.*(实际|实现|基期|现状).*|20[12]0年?")),
    ("target", re.compile(r"20\d\d年?.*(目标).*|20[23]5年?")),
    ("nature", re.compile(r"(指标)?属性")),
)
_TASK_COLUMNS = (
    ("num", re.compile(r"序号")),
    ("group", re.compile(r"主要内容|类别")),
    ("text", re.compile(r"工作任务|重点任务|任务")),
    ("lead", re.compile(r"牵头单位|牵头部门")),
    ("supporting", re.compile(r"配合单位|配合部门")),
    ("responsible", re.compile(r"责任单位|责任部门")),
    ("schedule", re.compile(r"进度要求|完成时限|时间要求")),
)
_NUMBERED = re.compile(r"(\d{1,2})\s*[.．、]\s*")
_NOTE = re.compile(r"[①②③④⑤⑥⑦⑧⑨]|注[:：]")
_SCHEDULE = re.compile(r"持续推进|.*年.{0,8}(完成|前|推进)|按.*时间.*")
Columns = dict[str, str]


def _header(cells: list[str], forms: tuple[tuple[str, re.Pattern[str]], ...]) -> Columns:
    columns: Columns = {}
    for cell in cells:
        name = next((n for n, f in forms if n not in columns and f.fullmatch(cell)), None)
        if name is None:
            break
        columns[name] = cell
    return columns


def read_indicator_table(blocks: list[Block], at: int) -> tuple[dict[str, Any] | None, int]:
    """Return the indicator table that begins with its header at block `at`, and how many blocks it takes."""
    cells = [(i, line) for i, b in enumerate(blocks[at : at + 400]) for line in b.lines]
    columns = _header([c for _, c in cells[:8]], _COLUMNS)
    if not {"name", "target", "nature"} <= columns.keys():
        return None, 0
    rows: list[dict[str, Any]] = []
    row: list[str] = []
    used = len(columns)
    for position in range(len(columns), len(cells)):
        cell = cells[position][1]
        if cell in _NATURE:
            rows.append(_indicator_row(row, _NATURE[cell], columns))
            row, used = [], position + 1
        elif _NOTE.match(cell) or len(cell) > 80:
            break
        else:
            row.append(cell)
    taken = cells[used][0] if used < len(cells) else cells[-1][0] + 1
    table: dict[str, Any] = {"columns": columns, "rows": rows}
    notes = []
    while at + taken < len(blocks) and _NOTE.match(blocks[at + taken].text):
        text = punctuate(blocks[at + taken].text)
        notes.append({"num": text[0], "text": text[1:]} if text[0] in "①②③④⑤⑥⑦⑧⑨" else {"text": text})
        taken += 1
    if notes:
        table["notes"] = notes
    return table, taken


def _indicator_row(cells: list[str], nature: str, columns: Columns) -> dict[str, Any]:
    row: dict[str, Any] = {"indicator": None}
    if "num" in columns and cells and cells[0].isdigit():
        row["num"] = cells.pop(0)
    target = cells.pop() if cells else ""
    baseline = cells.pop() if "baseline" in columns and cells else None
    if "category" in columns and len(cells) > 1 and re.fullmatch(r"[㐀-鿿]{4}", cells[0]):
        row["category"] = cells.pop(0)
    row["name"] = punctuate("".join(cells))
    if baseline is not None:
        row["baseline"] = punctuate(baseline)
    return row | {"target": punctuate(target), "nature": nature}


def read_task_table(blocks: list[Block], at: int) -> tuple[dict[str, Any] | None, int]:
    """Return the task table that begins with its header at block `at`, and how many blocks it takes."""
    heads = [b.text for b in blocks[at : at + 8]]
    columns = _header(heads, _TASK_COLUMNS)
    if not {"text", "lead"} <= columns.keys():
        return None, 0
    groups: list[dict[str, Any]] = []
    heading: list[str] = []
    position = at + len(columns)
    while position < len(blocks):
        numbered = _NUMBERED.match(blocks[position].text)
        if not numbered:
            ahead = [b for b in blocks[position : position + 4] if _NUMBERED.match(b.text)]
            if not ahead:
                break
            heading.append(blocks[position].text)
            position += 1
            continue
        end = position + 1
        while end < len(blocks) and not _SCHEDULE.fullmatch(blocks[end].text):
            end += 1
        if end >= len(blocks):
            break
        if heading or not groups:
            groups.append({"heading": "".join(heading), "rows": []})
            heading = []
        groups[-1]["rows"].append(_task_row(numbered, blocks[position : end + 1]))
        position = end + 1
    return {"columns": columns, "groups": groups}, position - at


def _task_row(numbered: re.Match[str], blocks: list[Block]) -> dict[str, Any]:
    text = blocks[0].text
    lead = list(blocks[1].lines)
    supporting = [line for block in blocks[2:-1] for line in block.lines]
    row: dict[str, Any] = {"num": f"{numbered[1]}.", "text": punctuate(text[numbered.end() :])}
    row["lead"] = lead[0] if len(lead) == 1 else lead
    if supporting:
        row["supporting"] = supporting[0] if len(supporting) == 1 else supporting
    return row | {"schedule": punctuate(blocks[-1].text)}
