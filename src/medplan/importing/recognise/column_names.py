"""How plans head the columns of their tables: printed headings in, the library's names of columns out."""

from __future__ import annotations

import re
from collections.abc import Sequence

NATURE = {"约束性": "binding", "预期性": "anticipatory"}
Forms = tuple[tuple[str, re.Pattern[str]], ...]
_UNIT = "(单位|部门|处室|科室|机构)(及责任人)?"
# A heading names a column by what it says, not by how: 2025年目标值, 2025年, 目标值 are the target.
INDICATOR_COLUMNS: Forms = (
    ("num", re.compile(r"序\s*号|编\s*号")),
    ("category", re.compile(r"(指标)?(类\s*别|分\s*类|类\s*型)|领域|维度")),
    ("name", re.compile(r"(主要|具体|核心)?指\s*标(名\s*称|内容)?|指标项|名\s*称")),
    ("unit", re.compile(r"(计量)?单\s*位")),
    (
        "baseline",
        re.compile(
            r"20\d[05]年?(底|末)?(实际|实现|完成|基期|基础|现状)[值数情况]*|20[12]0年?(底|末)?|基[期准础](年|值)|现状(值|水平)?"
        ),
    ),
    (
        "target",
        re.compile(r"20\d\d年?(底|末)?(目标|预期|规划)[值数]?|20[23]\d年?(底|末)?|(规划)?目标值?|预期值|规划值"),
    ),
    ("nature", re.compile(r"(指标)?(属\s*性|性质)")),
)
TASK_COLUMNS: Forms = (
    ("num", re.compile(r"序\s*号|编\s*号")),
    (
        "group",
        re.compile(
            r"主要内容|类\s*别|分\s*类|(重点|主要|改革|工作|任务|建设)?领域|主要任务|项目(名称)?|任务类别|一级任务|工作类别"
        ),
    ),
    (
        "text",
        re.compile(
            r"((重点|主要|具体|改革|建设|目标|分解|二级)?(工作)?任务(内容|名称|分工|清单|举措|措施)?"
            r"|(主要|具体|重点)?(工作)?内容|(工作|具体|主要|重点|改革|落实|任务)?(措施|举措)(内容)?|(重点|具体)?工作(事项|要求)?|重点事项|事项(名称)?|改革事项)"
        ),
    ),
    ("lead", re.compile(rf"(牵头|主办|主责|牵头责任){_UNIT}|负责单位")),
    ("supporting", re.compile(rf"(配合|协办|参与|协同|协助|参加|配合责任){_UNIT}")),
    ("responsible", re.compile(rf"(责任|负责|承办|落实|实施|任务分工|分工|完成){_UNIT}|责任分工|任务分工")),
    (
        "schedule",
        re.compile(
            r"进度(要求|安排)?|((计划)?完成|推进|落实|办结|整改|实施|工作)?(时限|时间|期限)(要求|安排|节点|进度)?|时间进度|完成(年度|日期)"
        ),
    ),
)
MOST_OTHERS = 6
_YEAR = re.compile("20\\d\\d")


def name_columns(cells: Sequence[str], forms: Forms) -> list[tuple[str, str]]:
    """Return (name, printed heading) of each cell that heads a column, up to the first that heads none or one again."""
    columns: list[tuple[str, str]] = []
    for cell in cells:
        flat, names = _readings(cell, forms)
        taken = {name for name, _ in columns}
        name = next((name for name in names if name not in taken), None)
        if name is None:
            break
        columns.append((name, flat))
    return columns


def name_all_columns(cells: Sequence[str], forms: Forms) -> list[tuple[str, str]] | None:
    """Return (name, printed heading) of every cell; a column that has no place of its own is `other_1` and so on.

    Of several columns for targets the one of the last year is the target; of several that name tasks the last is the
    task and the one before it, where nothing but a number stands before that, the group. None without a heading, or
    with more columns of no place than there is room for.
    """
    read = [_readings(cell, forms) for cell in cells]
    if any(not flat for flat, _ in read):
        return None
    wanted: list[str | None] = [names[0] if names else None for _, names in read]
    _choose_values(wanted, read)
    _choose_task(wanted)
    columns: list[tuple[str, str]] = []
    others = 0
    for name, (flat, _) in zip(wanted, read, strict=True):
        if name is None or name in dict(columns):
            others += 1
            name = f"other_{others}"
        columns.append((name, flat))
    return columns if others <= MOST_OTHERS else None


def _readings(cell: str, forms: Forms) -> tuple[str, list[str]]:
    flat = re.sub(r"\s", "", cell)
    last = cell.rpartition("\n")[2].strip()  # under a heading that reaches over several columns
    return flat, [name for name, form in forms if form.fullmatch(flat) or form.fullmatch(last)]


def _choose_values(wanted: list[str | None], read: Sequence[tuple[str, list[str]]]) -> None:
    """Of the columns of targets the last year's is the target; the last of 2020 before it the baseline."""
    dated = [i for i, (_, names) in enumerate(read) if {"target", "baseline"} & set(names)]
    targets = [i for i in dated if "target" in read[i][1] and wanted[i] == "target"]
    if len(targets) > 1:
        last = max(targets, key=lambda i: (max(_YEAR.findall(read[i][0]), default=""), i))
        for i in targets:
            wanted[i] = "target" if i == last else None
    baselines = [i for i in dated if wanted[i] == "baseline"]
    for i in baselines[:-1]:
        wanted[i] = None


def _choose_task(wanted: list[str | None]) -> None:
    tasks = [i for i, name in enumerate(wanted) if name in ("text", "group")]
    if not tasks or not {"lead", "supporting", "responsible"} & set(wanted):
        return
    text = max((i for i in tasks if wanted[i] == "text"), default=tasks[-1])
    for i in tasks:
        wanted[i] = None
    wanted[text] = "text"
    first = next((i for i, name in enumerate(wanted) if name != "num"), text)
    if first in tasks and first < text:
        wanted[first] = "group"
