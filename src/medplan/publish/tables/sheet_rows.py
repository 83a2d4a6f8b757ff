"""The rows of a workbook's sheet below its head: plain values in; the rows as XML out.

XlsxWriter makes an object of each cell and four calls for it, which for a province's tables took longer than all the
rest of a workbook. Here a row is one text; what stands in it is what XlsxWriter would have written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from xlsxwriter.utility import _preserve_whitespace, xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.xmlwriter import XMLwriter  # type: ignore[import-untyped]

MOST_CHARACTERS = 32_767  # of a cell
_CUT = "……（余下的见网页）"
# Nearly no text has any of these: only then the library is asked how it is to be written.
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]")
_SAID = 256  # texts: a plan's title stands in each of its rows, a provision's reading mostly is its text


class Column(NamedTuple):
    """A column: the key of its values, the words for them where they are codes, the names of those in its lists."""

    name: str
    words: Mapping[str, str] | None
    names: Mapping[str, str]


def write_rows(out: bytearray, rows: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> int:
    """Add the rows below a head, and return how many there were; what is None or an empty list is no cell."""
    said = lru_cache(_SAID)(partial(_said, XMLwriter()))
    places = [(f'<c r="{xl_col_to_name(at)}', *column) for at, column in enumerate(columns)]
    number = 1
    for number, row in enumerate(rows, start=2):
        cells = []
        for opening, name, words, names in places:
            value = row[name]
            kind = value.__class__
            if kind is str:
                text = words.get(value, value) if words else value
            elif value is None or value == []:
                continue
            elif kind is list:
                text = "、".join([names.get(one, one) for one in value])
            elif kind is int or kind is float:
                cells.append(f'{opening}{number}"><v>{value:.16G}</v></c>')
                continue
            else:
                text = "是" if value else "否"
            cells.append(f'{opening}{number}" t="inlineStr"><is><t{said(text)}</t></is></c>')
        if cells:
            out += f'<row r="{number}">{"".join(cells)}</row>'.encode()
    return number - 1


def _said(escaping: XMLwriter, text: str) -> str:
    """Return a cell's text as it stands behind the name of its element."""
    if len(text) > MOST_CHARACTERS:
        text = fitting(text)
    blank = text[:1].isspace() or text[-1:].isspace()
    # What is printable has no other of the special characters: that is known sooner.
    marked = "&" in text or "<" in text or ">" in text
    if not blank and "_x" not in text and not marked and (text.isprintable() or not _SPECIAL.search(text)):
        return f">{text}"
    kept = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
    return f"{kept}>{escaping._escape_data(escaping._escape_control_characters(text))}"


def fitting(text: str) -> str:
    """Return a text as a cell can hold it; one that is too long says that it was cut."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT
