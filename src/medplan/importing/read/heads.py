"""Make a table's head of two lines one: blocks in, the same with each column named in one cell out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from medplan.importing.read.blocks import Block, Cell, Grid


def join_heads(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; a merged cell over several columns is put into the first of them: 发展目标 2020年 | 2025年.

    So every letter of the head is kept once, and each column can be told by its own cell.
    """
    for block in blocks:
        joined = _joined(block.rows) if isinstance(block, Grid) and block.header < 3 else None
        if isinstance(block, Grid) and joined is not None:
            at = (block.at[0], *block.at[2:]) if block.at else ()
            yield replace(block, rows=(joined, *block.rows[2:]), header=max(block.header - 1, 0), at=at)
        else:
            yield block


def _joined(rows: tuple[tuple[Cell, ...], ...]) -> tuple[Cell, ...] | None:
    """Return the first two rows as one, None when they are not a head of two lines.

    They are one when some cells reach over both lines, and every other cell of the second line lies under one that
    reaches over at least two columns.
    """
    if len(rows) < 3:
        return None
    above, below = rows[0], rows[1]
    tall = [bool(a) and b is None for a, b in zip(above, below, strict=True)]
    wide = [bool(below[c]) and (above[c] is None or _reaches_on(above, c)) for c in range(len(above))]
    if not any(tall) or not any(wide) or not all(t or w for t, w in zip(tall, wide, strict=True)):
        return None
    if any(above[c] is None and tall[c - 1] for c in range(1, len(above))) or above[0] is None:
        return None
    return tuple("\n".join(cell for cell in pair if cell) for pair in zip(above, below, strict=True))


def _reaches_on(row: tuple[Cell, ...], column: int) -> bool:
    return bool(row[column]) and column + 1 < len(row) and row[column + 1] is None
