"""Rows of a table that a page break parts: the rows so far and the first of the next page in, one row out."""

from __future__ import annotations

from collections.abc import Sequence

from medplan.importing.read.blocks import Cell, join_lines

_FULL = 0.9
Row = tuple[Cell, ...]


def row_goes_on(rows: Sequence[Row], after: Row) -> bool:
    """Whether the first row of a page goes on from the last before it.

    A cell is empty in it that no other row leaves empty, and what it says stands under cells that say something.
    """
    said = [i for i, cell in enumerate(after) if cell and cell.strip()]
    if not said or not all((rows[-1][i] or "").strip() for i in said):
        return False
    filled = [sum(1 for row in rows if (row[i] or "").strip()) for i in range(len(after))]
    empty = [i for i, cell in enumerate(after) if cell == "" and filled[i] >= _FULL * len(rows)]
    # The first columns are empty in a whole row too, where a group's merged cell goes over the page.
    return bool(empty) and (empty[-1] > said[0] or len(said) == 1)


def joined_row(before: Row, after: Row) -> Row:
    """Return the two parts of a row as one, the text of each cell running on."""
    return tuple(join_lines([a or "", b]) if b and b.strip() else a for a, b in zip(before, after, strict=True))
