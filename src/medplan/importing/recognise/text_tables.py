"""Rebuild tables that a text holds cell by cell: the plan's blocks in, the same with grids for tables out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from medplan.importing.read.blocks import Cell, Grid, Paragraph
from medplan.importing.recognise.column_names import INDICATOR_COLUMNS, NATURE, TASK_COLUMNS, name_columns

_NUMBERED = re.compile(r"\d{1,2}\s?[.．、]")
_NOTE = re.compile(r"[①-⑳]|注\s*\d*[:：]")
_SCHEDULE = re.compile(r"持续推进|长期坚持|.*年.{0,8}(完成|前|推进|实施|底).*|按.*时间.*")
_HAN = "㐀-鿿"
_MEMBER = re.compile(
    rf"\s*(?:(?P<role>[{_HAN}](?:\s*[{_HAN}]){{1,7}}\s*[:：])\s*)?(?P<name>[{_HAN}]{{2,4}}|[{_HAN}]\s+[{_HAN}])\s+(?P<post>[{_HAN}][^。；]{{2,60}})"
)
_FAR = 1200
Blocks = list[Paragraph | Grid]


def find_text_tables(blocks: Sequence[Paragraph | Grid]) -> Blocks:
    """Return the blocks with a grid wherever lines were a table's rows or cells."""
    found = _rows_of_tabs(blocks)
    found = _rows_of_lines(found)
    return _cells_of_lines(found)


def _rows_of_tabs(blocks: Sequence[Paragraph | Grid]) -> Blocks:
    """Lines under one another with as many cells parted by tabs are the rows of a table."""
    out: Blocks = []
    at = 0
    while at < len(blocks):
        rows: list[tuple[Cell, ...]] = []
        while at + len(rows) < len(blocks):
            block = blocks[at + len(rows)]
            cells = block.text.split("\t") if isinstance(block, Paragraph) else []
            inner = len(cells) > 1 and any(cell.strip() for cell in cells[:-1])
            if not inner or (rows and len(cells) != len(rows[0])):
                break
            rows.append(tuple(cell.strip() for cell in cells))
        if len(rows) > 1:
            lines = tuple(block.line for block in blocks[at : at + len(rows)])
            out.append(Grid(rows=tuple(rows), line=lines[0], at=lines))
            at += len(rows)
        else:
            out.append(blocks[at])
            at += 1
    return out


def _rows_of_lines(blocks: Blocks) -> Blocks:
    """Groups of lines that each begin with a tab, a blank line between the groups, are rows of one cell a line."""
    out: Blocks = []
    at = 0
    while at < len(blocks):
        rows: list[tuple[int, tuple[Cell, ...]]] = []
        end = at
        while (group := _tabbed_group(blocks, end)) and (len(rows) < 2 or len(group) == len(rows[-1][1])):
            rows.append((blocks[end].line, tuple(group)))
            end += len(group)
        captions = 0
        while captions < len(rows) and len(rows[captions][1]) == 1:
            captions += 1
        table = rows[captions:]
        if len(table) > 1 and all(len(row) == len(table[0][1]) for _, row in table):
            out += [Paragraph(text=row[0] or "", line=line) for line, row in rows[:captions]]
            out.append(Grid(rows=tuple(row for _, row in table), line=table[0][0], at=tuple(line for line, _ in table)))
            at = end
        else:
            out.append(blocks[at])
            at += 1
    return out


def _tabbed_group(blocks: Blocks, at: int) -> list[str]:
    group: list[str] = []
    while at < len(blocks):
        block = blocks[at]
        if not isinstance(block, Paragraph) or not block.text.startswith("\t") or (group and block.starts):
            break
        group.append(block.text.strip())
        at += 1
    return group


def _cells_of_lines(blocks: Blocks) -> Blocks:
    out: Blocks = []
    at = 0
    while at < len(blocks):
        grid, taken = _indicators(blocks, at)
        if grid is None:
            grid, taken = _tasks(blocks, at)
        if grid is None:
            grid, taken = _members(blocks, at)
        if grid is None:
            out.append(blocks[at])
            at += 1
        else:
            out.append(replace(grid, line=blocks[at].line))
            at += taken
    return out


def _run(blocks: Blocks, at: int) -> list[Paragraph]:
    run: list[Paragraph] = []
    for block in blocks[at : at + _FAR]:
        if not isinstance(block, Paragraph):
            break
        run.append(block)
    return run


def _head(blocks: Blocks, at: int) -> list[str]:
    return [b.text.strip() if isinstance(b, Paragraph) else "" for b in blocks[at : at + 10]]


def _indicators(blocks: Blocks, at: int) -> tuple[Grid | None, int]:
    """A header that names the indicator, its target and its nature, then cells; each row ends with its nature."""
    columns = name_columns(_head(blocks, at), INDICATOR_COLUMNS)
    names = [name for name, _ in columns]
    if not {"name", "target"} <= set(names) or names[-1:] != ["nature"]:
        return None, 0
    run = _run(blocks, at)
    rows: list[tuple[Cell, ...]] = [tuple(label for _, label in columns)]
    lines = [blocks[at].line]
    cells: list[str] = []
    used = len(columns)
    for position in range(len(columns), len(run)):
        text = run[position].text.strip()
        if text in NATURE:
            row = _indicator_row(cells, names)
            if row is None:
                break
            rows.append((*row, text))
            lines.append(run[used].line)
            cells, used = [], position + 1
        elif _NOTE.match(text) or len(text) > 80:
            break
        else:
            cells.append(text)
    return (Grid(rows=tuple(rows), header=1, at=tuple(lines)), used) if len(rows) > 1 else (None, 0)


def _indicator_row(cells: list[str], names: list[str]) -> tuple[Cell, ...] | None:
    """Return a row's cells up to its nature: those before and after the name by their places, the name what is left."""
    left = list(cells)
    row: dict[str, Cell] = {}
    middle = names.index("name")
    for name in reversed(names[middle + 1 : -1]):
        if not left:
            return None
        row[name] = left.pop()
    for i, name in enumerate(names[:middle]):
        spare = len(left) - 1
        wanted = (
            left and spare > 0 and (left[0].isdigit() if name == "num" else _is_category(left, row, names[i:middle]))
        )
        row[name] = left.pop(0) if wanted else None
    if not left:
        return None
    row["name"] = "\n".join(left)
    return tuple(row[name] for name in names[:-1])


def _is_category(left: list[str], row: dict[str, Cell], names: list[str]) -> bool:
    return bool(re.fullmatch(rf"[{_HAN}、]{{2,8}}", left[0]))


def _tasks(blocks: Blocks, at: int) -> tuple[Grid | None, int]:
    """A header that names the task and who leads, then numbered tasks; a row's paragraphs end with its schedule."""
    columns = name_columns(_head(blocks, at), TASK_COLUMNS)
    names = [name for name, _ in columns]
    if not {"text", "lead"} <= set(names) or names[-1:] != ["schedule"]:
        return None, 0
    run = _run(blocks, at + len(columns))
    groups = _paragraph_groups(run)
    lines = [blocks[at].line]
    rows: list[tuple[Cell, ...]] = [tuple(label for _, label in columns)]
    heading: list[str] = []
    taken = position = 0
    while position < len(groups):
        task = groups[position]
        if not _NUMBERED.match(task[0]):
            if not any(_NUMBERED.match(group[0]) for group in groups[position : position + 4]):
                break
            heading += task
            position += 1
            continue
        end = position + 1
        while end < len(groups) and not _SCHEDULE.fullmatch("".join(groups[end])):
            end += 1
        if end >= len(groups):
            break
        units = groups[position + 1 : end]
        row: dict[str, Cell] = dict.fromkeys(names)
        row |= {"text": "\n".join(task), "lead": "\n".join(units[0]) if units else None}
        row["schedule"] = "".join(groups[end])
        if len(units) > 1 and "supporting" in row:
            row["supporting"] = "\n".join(line for unit in units[1:] for line in unit)
        elif len(units) > 1:
            row["lead"] = "\n".join(line for unit in units for line in unit)
        if heading and "group" in row:
            row["group"] = "\n".join(heading)
        heading = []
        rows.append(tuple(row[name] for name in names))
        lines.append(run[taken].line)
        taken = sum(len(group) for group in groups[: end + 1])
        position = end + 1
    return (Grid(rows=tuple(rows), header=1, at=tuple(lines)), len(columns) + taken) if len(rows) > 1 else (None, 0)


def _paragraph_groups(run: list[Paragraph]) -> list[list[str]]:
    groups: list[list[str]] = []
    for paragraph in run:
        if paragraph.starts or not groups:
            groups.append([])
        groups[-1].append(paragraph.text.strip())
    return groups


def _members(blocks: Blocks, at: int) -> tuple[Grid | None, int]:
    """At least three lines of a name and a post, the first with a role before it, are a list of members."""
    rows: list[tuple[Cell, ...]] = []
    for block in blocks[at : at + _FAR]:
        found = _MEMBER.fullmatch(block.text) if isinstance(block, Paragraph) else None
        if not found or not (rows or found["role"]):
            break
        role = re.sub(r"\s", "", found["role"]) if found["role"] else None
        rows.append((role, re.sub(r"\s", "", found["name"]), found["post"]))
    if len(rows) < 3:
        return None, 0
    return Grid(rows=tuple(rows), at=tuple(block.line for block in blocks[at : at + len(rows)])), len(rows)
