"""A plan laid out in a row of paragraphs and tables: its nodes in; blocks, in printed order, out.

The blocks hold what is printed. Where an editor has something to say a run ends with the number of the note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from medplan.plan.address import Eid
from medplan.plan.model import Node
from medplan.publish.plan_view import TABLE_KINDS, Note, PlanView

Style = Literal["title", "subtitle", "heading", "body", "label", "caption", "note"]
MOST_LEVELS = 4
GAP = "\u3000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of printed characters; `bold` where it heads what follows in the line, `note` the number after it."""

    text: str
    bold: bool = False
    note: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; `level` counts headings from 1."""

    eid: Eid
    style: Style
    runs: tuple[Run, ...]
    level: int = 1

    @property
    def text(self) -> str:
        """Return what it prints."""
        return text_of(self.runs)


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: the heads of its columns, () without, and its rows, each with as many cells as the widest."""

    eid: Eid
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Grid


def text_of(runs: Iterable[Run]) -> str:
    """Return the characters of runs."""
    return "".join(run.text for run in runs)


def blocks_of(view: PlanView, nodes: Sequence[Node] | None = None, level: int = 1) -> Iterator[Block]:
    """Yield the blocks of a plan, or of some of its nodes with all below them."""
    for node in view.plan.nodes if nodes is None else nodes:
        if node.kind in TABLE_KINDS:
            yield from _table(view, node)
            continue
        inner = level
        if node.kind in ("title", "subtitle"):
            yield _paragraph(view, node, "title" if node.kind == "title" else "subtitle")
        elif node.kind in ("box", "annex", "speech", "question", "answer"):
            if node.fields:
                yield _paragraph(view, node, "label")
        elif "heading" in node.fields and not node.runs_in:
            yield _paragraph(view, node, "heading", min(level, MOST_LEVELS))
            inner = level + 1
        elif node.fields:
            yield own_paragraph(view, node)
        yield from blocks_of(view, node.children, inner)


def own_paragraph(view: PlanView, node: Node) -> Paragraph:
    """Return what a node itself prints as a paragraph of text."""
    return _paragraph(view, node, "body")


def _paragraph(view: PlanView, node: Node, style: Style, level: int = 1) -> Paragraph:
    runs: list[Run] = []
    for name in view.field_names(node):
        found = runs_of(view, node, name, bold=name == "heading")
        if name == "heading" and runs and runs[-1].text[-1:].isalnum():
            runs.append(Run(text=GAP))  # 第一章　发展基础
        runs += found
    runs += marks_of(view, node)
    return Paragraph(eid=node.eid, style=style, runs=tuple(runs), level=level)


def runs_of(view: PlanView, node: Node, name: str, *, bold: bool = False) -> Cell:
    """Return a field's runs as printed; what an emendation adds is told by its note alone."""
    plain = view.plain(node, name)
    if plain is not None:  # nearly always
        return (Run(text=plain, bold=bold),) if plain else ()
    runs: list[Run] = []
    text = ""
    for piece in view.pieces(node, name):
        text += "" if piece.op == "ins" else piece.text
        if note := piece.note or piece.again:
            runs.append(Run(text=text, bold=bold, note=note))
            text = ""
    return (*runs, Run(text=text, bold=bold)) if text else tuple(runs)


def marks_of(view: PlanView, node: Node) -> Cell:
    """Return the marks of the notes on a node that quote nothing of it."""
    return tuple(Run(text="", note=note.number) for note in view.unquoted(node))


def _table(view: PlanView, table: Node) -> Iterator[Block]:
    caption = (*runs_of(view, table, "caption"), *marks_of(view, table))
    if caption:
        yield Paragraph(eid=table.eid, style="caption", runs=caption)
    columns = [name for name, _ in view.columns(table)]
    names = view.cells(table) if table.kind == "table" else columns
    head = tuple(runs_of(view, table, f"columns:{name}") for name in columns)
    if head:  # the last columns of a plain table may have no name
        head += ((),) * (len(names) - len(head))
    rows = tuple(_rows(view, table, names))
    if rows or head:
        yield Grid(eid=table.eid, head=head, rows=rows)
    for note in view.table_notes(table):
        yield _paragraph(view, note, "note")


def _rows(view: PlanView, table: Node, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    for node in table.children:
        if node.kind == "group" and table.kind == "tasks":
            for number, row in enumerate(node.children):
                yield tuple(_task_cell(view, table, node, row, name, first=number == 0) for name in names)
        elif node.kind == "group":
            yield (runs_of(view, node, "heading") + marks_of(view, node), *((),) * (len(names) - 1))
        elif node.kind.endswith("_row"):
            cells = [runs_of(view, node, name) for name in names]
            cells[-1] += marks_of(view, node)
            yield tuple(cells)


def _task_cell(view: PlanView, table: Node, group: Node, row: Node, name: str, *, first: bool) -> Cell:
    """Return a cell of a table of tasks: a group's number and heading stand in the first of its rows."""
    grouped = "columns:group" in table.fields
    if name == "group":
        return runs_of(view, group, "heading") + marks_of(view, group) if first else ()
    if name == "num" and grouped:
        return runs_of(view, group, "num") if first else ()
    own = runs_of(view, row, name)
    if name == "text" and (grouped or "columns:num" not in table.fields):
        own = runs_of(view, row, "num") + own
    return own + (marks_of(view, row) if name == "text" else ())


def note_words(note: Note) -> str:
    """Return a note as a line says it: 校订：原文作“…”，读作“…”。……"""
    if note.kind == "emendation":
        times = f"（共 {note.times} 处）" if note.times > 1 else ""
        return f"{note.label}：原文作“{note.printed}”，读作“{note.reads}”{times}。{note.text}"
    return f"{note.label}：" + (f"“{note.quote}”：" if note.quote else "") + note.text
