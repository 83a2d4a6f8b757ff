"""The tables as one workbook for Excel and WPS: written tables in; a sheet a table, a first sheet that explains, out.

No text is ever a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from medplan.files.packed import QUICK, put, to_entry
from medplan.publish.columns import flat_keys
from medplan.publish.contract import FORMAT_VERSION, TABLES, Download
from medplan.publish.tables.sheet_rows import Column, write_rows
from medplan.publish.tables.written import Row, scalar_of
from medplan.schema.schemas import plan_labels

_STAMP = datetime(2000, 1, 1, tzinfo=UTC)  # the same data gives the same file
_WIDE = frozenset({"text", "reading", "path", "title", "plan_title", "address"})
_SETTINGS = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
_KINDS: dict[type, str] = {str: "文字", int: "整数", float: "数", bool: "是或否", tuple: "文字，几个的用“、”隔开"}
_GUIDE = ("表", "栏", "字段名", "取值", "说明", "取值的写法")
_OPENING = (
    ("医保规划库的表格", ""),
    ("格式版本", FORMAT_VERSION),
    ("空格", "原文没有列，不是零"),
    ("数", "读得出的数在“数值”“下限”“上限”各栏，界限（大于、不小于等）另在“界限”栏；照录的文字在“基期值”“目标值”栏"),
    ("许可", "规划原文不受著作权保护；本库的整理、校订和编者注按 CC BY 4.0 提供"),
)


def write_workbook(path: Path, rows: Mapping[str, Iterable[Row]], names: Mapping[str, Mapping[str, str]]) -> None:
    """Write a workbook of the rows of each table, taken in the tables' order; `names` are those of codes, by key."""
    labels = plan_labels()
    numbers: list[int] = []
    sheets: dict[str, bytearray] = {}
    for at, table in enumerate(TABLES, start=2):
        sheet = sheets[f"xl/worksheets/sheet{at}.xml"] = bytearray()
        numbers.append(write_rows(sheet, rows[table.id], list(_columns(table, labels, names))))
    shell = BytesIO()
    _write_shell(shell, numbers)
    with ZipFile(shell) as made, ZipFile(path, "w") as packed:
        for name in made.namelist():
            content = made.read(name)
            put(packed, to_entry(name, _filled(content, sheets[name]) if name in sheets else content, QUICK))


def _filled(sheet: bytes, rows: bytearray) -> bytearray:
    """Return a sheet with its rows, which are most of it: what stands around them is put to them."""
    before, end, after = sheet.partition(b"</sheetData>")
    rows[:0] = before
    rows += end + after
    return rows


def _write_shell(shell: BytesIO, numbers: Iterable[int]) -> None:
    """Write the workbook without the tables' rows, of which it is told how many there are."""
    book = xlsxwriter.Workbook(shell, _SETTINGS)
    book.set_properties({"title": "医保规划库", "created": _STAMP})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF3", "border": 1})
    _write_guide(book, head)
    for table, number in zip(TABLES, numbers, strict=True):
        _write_head(book.add_worksheet(table.title), table, number, head)
    book.close()


def _write_guide(book: Workbook, head: Format) -> None:
    sheet = book.add_worksheet("说明")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for at, width in enumerate((10, 18, 22, 20, 60, 60)):
        sheet.set_column(at, at, width)
    for row, cells in enumerate(_OPENING):
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, cell)
    row = len(_OPENING) + 1
    for at, title in enumerate(_GUIDE):
        sheet.write_string(row, at, title, head)
    for table in TABLES:
        for key in flat_keys(table.row_type):
            row += 1
            words = "；".join(key.column.labels.values())
            note = key.column.note
            for at, cell in enumerate((table.title, key.column.heading, key.name, _KINDS[scalar_of(key)], note, words)):
                sheet.write_string(row, at, cell, wrap)


def _write_head(sheet: Worksheet, table: Download, number: int, head: Format) -> None:
    keys = flat_keys(table.row_type)
    for at, key in enumerate(keys):
        sheet.set_column(at, at, 48 if key.name in _WIDE else 14)
    for at, key in enumerate(keys):
        sheet.write_string(0, at, key.column.heading, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(keys) - 1)
    sheet.dim_rowmax = number


def _columns(
    table: Download, labels: Mapping[str, Mapping[str, str]], names: Mapping[str, Mapping[str, str]]
) -> Iterator[Column]:
    for key in flat_keys(table.row_type):
        yield Column(key.name, dict(key.column.labels_among(labels)) or None, names.get(key.name, {}))
