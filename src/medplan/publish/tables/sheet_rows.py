"""A sheet of a workbook that takes whole rows: plain values in; the sheet's rows on disk, as XML, out.

XlsxWriter makes an object of each cell and four calls for it, which for a province's tables took longer than all the
rest of a workbook. Here a row is one text; what stands in it is what XlsxWriter would have written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlsxwriter.utility import _preserve_whitespace, xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

# Nearly no text has any of these: only then the library is asked how it is to be written.
_SPECIAL = re.compile(r"[&<>_\x00-\x1f\ufffe\uffff]|^\s|\s\Z")
Cell = str | int | float | None


class TableSheet(Worksheet):  # type: ignore[misc]
    """A sheet with a head in its first row, written as XlsxWriter does in constant memory."""

    def write_rows(self, rows: Iterable[Sequence[Cell]], width: int) -> int:
        """Write rows of so many cells below the head, None for an empty cell, and return how many there were."""
        self._write_single_row()  # the head
        names = [xl_col_to_name(at) for at in range(width)]
        number = 1
        for number, row in enumerate(rows, start=2):
            cells = [
                f'<c r="{name}{number}" t="inlineStr"><is><t{self._said(cell)}</t></is></c>'
                if cell.__class__ is str
                else f'<c r="{name}{number}"><v>{cell:.16G}</v></c>'
                for name, cell in zip(names, row, strict=True)
                if cell is not None
            ]
            if cells:
                self.fh.write(f'<row r="{number}">{"".join(cells)}</row>')
        self.dim_rowmax = self.previous_row = number - 1
        return number - 1

    def _said(self, text: str) -> str:
        """Return a cell's text as it stands behind the name of its element."""
        if not _SPECIAL.search(text):
            return f">{text}"
        kept = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
        return f"{kept}>{self._escape_data(self._escape_control_characters(text))}"
