"""A plan as plain text and as Markdown: its blocks in; texts out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.library.summary import PlanSummary
from medplan.publish.documents.about import lines_about, warning_of
from medplan.publish.documents.blocks import Block, Cell, Grid, Paragraph, Run, note_words, text_of
from medplan.publish.plan_view import Note

# What Markdown might take for a sign of its own wherever it stands, and what only at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>|~&])")
_OPENING = re.compile(r"([#+\-=:])|([0-9]+)([.)])")
_NOTES = "校订与编者注"
_RULE = "————————"


def as_text(blocks: list[Block], plan: PlanSummary, notes: list[Note], site: str) -> str:
    """Return a plan as plain text, a paragraph a line, the cells of a table parted by tabulators."""
    return "\n".join(_text_lines(blocks, plan, notes, site)) + "\n"


def _text_lines(blocks: list[Block], plan: PlanSummary, notes: list[Note], site: str) -> Iterator[str]:
    if warning := warning_of(plan):
        yield from (f"【{warning}】", "")
    for block in blocks:
        if isinstance(block, Grid):
            for row in (*([block.head] if block.head else []), *block.rows):
                yield "\t".join(_flat(_numbered(cell)) for cell in row)
        else:
            yield _flat(_numbered(block.runs))
        if isinstance(block, Grid) or block.style in ("title", "subtitle"):
            yield ""
    yield from ("", _RULE, *lines_about(plan, site))
    if notes:
        yield from ("", _NOTES, *(f"〔{note.number}〕{note_words(note)}" for note in notes))


def _numbered(runs: Cell) -> str:
    return "".join(run.text + _mark(run) for run in runs)


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def as_markdown(blocks: list[Block], plan: PlanSummary, notes: list[Note], site: str) -> str:
    """Return a plan as Markdown (CommonMark with tables); no character of it is taken for a sign."""
    return "\n\n".join(_markdown_parts(blocks, plan, notes, site)) + "\n"


def _markdown_parts(blocks: list[Block], plan: PlanSummary, notes: list[Note], site: str) -> Iterator[str]:
    if warning := warning_of(plan):
        yield f"> {_escaped(warning)}"
    for block in blocks:
        yield _table(block) if isinstance(block, Grid) else _markdown_paragraph(block)
    yield from ("---", "\n".join(f"- {_escaped(line)}" for line in lines_about(plan, site)))
    if notes:
        yield from (f"## {_NOTES}", "\n".join(f"- 〔{n.number}〕{_escaped(note_words(n))}" for n in notes))


def _markdown_paragraph(block: Paragraph) -> str:
    text = "".join(map(_markdown_run, block.runs)) if block.style == "body" else "".join(map(_plain_run, block.runs))
    if block.style == "title":
        return f"# {text}"
    if block.style == "heading":
        return f"{'#' * (block.level + 1)} {text}"
    strong = block.style in ("label", "caption") and _stars(text_of(block.runs))
    return f"**{text}**" if strong else _guarded(text)


def _markdown_run(run: Run) -> str:
    text = _escaped(run.text)
    return (f"**{text}**" if run.bold and _stars(run.text) else text) + _mark(run)


def _stars(text: str) -> bool:
    """Return whether stars around a text are signs: beside a mark of punctuation or a space they are not."""
    return text[:1].isalnum() and text[-1:].isalnum()


def _plain_run(run: Run) -> str:
    return _escaped(run.text) + _mark(run)


def _mark(run: Run) -> str:
    return f"〔{run.note}〕" if run.note else ""


def _table(grid: Grid) -> str:
    width = max(len(row) for row in (grid.head, *grid.rows))
    head = [*map(_markdown_cell, grid.head)] or [""] * width
    lines = [head, ["---"] * width, *([_markdown_cell(cell) for cell in row] for row in grid.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _markdown_cell(cell: Cell) -> str:
    return "".join(map(_plain_run, cell))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", _flat(text))


def _guarded(line: str) -> str:
    """Return a line that begins no list, heading or rule."""
    line = line.lstrip(" \t")
    found = _OPENING.match(line)
    if found is None:
        return line
    return f"\\{line}" if found[1] else f"{found[2]}\\{line[found.end(2) :]}"
