"""Part one page of a PDF: its letters and rules in, tables, frames and the lines outside them out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.read.blocks import Cell, join_lines
from medplan.importing.read.pdf_lines import Line, Piece, gather_lines, join_paragraphs

_OFFICE = re.compile("(局|厅|委员会|人民政府|支行|中心|机构)$")


class Page:
    """What stands on one page: tables with their places, and the lines outside them.

    `opens` and `ends_open` tell whether the first table begins, and the last one ends, without a rule across, as rows
    do that go over a page.
    """

    def __init__(self, page: Any) -> None:
        self.height = float(page.height)
        self.width = float(page.width)
        letters = page.chars
        self.grids: list[tuple[float, list[list[Cell]]]] = []
        self.boxes: list[tuple[float, list[Line]]] = []
        finder = page.debug_tablefinder({"explicit_horizontal_lines": _open_ends(page)})
        tables = [(table.bbox, [row.cells for row in table.rows]) for table in finder.tables]
        # A frame is a lone cell, which counts as no table.
        known = {cell for _, rows in tables for row in rows for cell in row}
        tables += [(cell, [[cell]]) for cell in finder.cells if cell not in known]
        self.opens = self.ends_open = False
        for (x0, top, x1, bottom), rows in sorted(tables, key=lambda table: table[0][1]):
            inside = [c for c in letters if x0 <= _x(c) <= x1 and top <= _y(c) <= bottom]
            if not inside:
                continue
            letters = [c for c in letters if not (x0 <= _x(c) <= x1 and top <= _y(c) <= bottom)]
            if max(sum(1 for cell in row if cell) for row in rows) <= 1:
                self.boxes.append((top, gather_lines(inside)))
            else:
                self.opens = self.opens if self.grids else not _is_ruled(page, x0, x1, top)
                self.ends_open = not _is_ruled(page, x0, x1, bottom)
                self.grids.append((top, [[_cell(cell, inside) for cell in row] for row in rows]))
        self.lines = gather_lines(letters)


def _is_ruled(page: Any, x0: float, x1: float, y: float) -> bool:
    """Whether a rule goes across at a height, anywhere between two places."""
    rules = (edge for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 5)
    return any(abs(rule["top"] - y) < 4 and rule["x0"] < x1 and rule["x1"] > x0 for rule in rules)


def _open_ends(page: Any) -> list[float]:
    """Return heights where a ruled column ends without a rule across, as tables and frames do that go over a page."""
    # A rule drawn as a thin box has short edges across its ends.
    across = [(e["top"], e["x0"] - 3, e["x1"] + 3) for e in page.edges if e["orientation"] == "h" and e["width"] > 5]
    down = [edge for edge in page.edges if edge["orientation"] == "v" and edge["height"] > 8]
    tops, bottoms = ({(round(e["x0"]), round(e[end])) for e in down} for end in ("top", "bottom"))

    def is_open(x: int, y: int, others: set[tuple[int, int]]) -> bool:
        goes_on = any((x + i, y + j) in others for i in (-1, 0, 1) for j in (-2, -1, 0, 1, 2))
        return not goes_on and not any(abs(y - t) < 4 and x0 <= x <= x1 for t, x0, x1 in across)

    ends = {y for x, y in tops if is_open(x, y, bottoms)} | {y for x, y in bottoms if is_open(x, y, tops)}
    return [float(y) for y in sorted(ends)]


def _x(letter: dict[str, Any]) -> float:
    return float(letter["x0"] + letter["x1"]) / 2


def _y(letter: dict[str, Any]) -> float:
    return float(letter["top"] + letter["bottom"]) / 2


def _cell(box: tuple[float, float, float, float] | None, letters: list[dict[str, Any]]) -> Cell:
    if box is None:
        return None
    x0, top, x1, bottom = box
    lines = gather_lines([c for c in letters if x0 <= _x(c) < x1 and top <= _y(c) < bottom])
    padding = min((line.x0 for line in lines), default=x0) - x0
    return "\n".join(text for piece in join_paragraphs(lines, x1 - padding) for text in _offices(piece))


def _offices(piece: Piece) -> list[str]:
    """Part offices that stand one a line in a narrow cell, where a name may fill its line by chance."""
    if len(piece.lines) < 2 or re.search("[。；，、]", piece.text):
        return [piece.text]
    names: list[str] = [""]
    for line in piece.lines:
        if _OFFICE.search(names[-1]) and not re.match("[等和及与、，（(]", line.text):
            names.append("")
        names[-1] = join_lines([names[-1], line.text])
    return names
