"""Keep a spreadsheet from computing a stranger's text: the text of a cell in, the text to write out."""

from __future__ import annotations

import re

# Spreadsheets begin a formula with these, some of them in full width too, and pass over white space before them.
# A sign alone is none, nor is a dash of any length, nor a number with its sign.
_FORMULA = re.compile(
    r"\s*+(?:[=＝@＠]|[+＋\-－](?![+＋\-－—–]*+\s*+$)(?!\s*+[0-9０-９.,，]++\s*+[%％‰]?+\s*+$))\s*+\S"
)


def safe_cell(text: str) -> str:
    """Return a text with `'` before it if a spreadsheet would take it for a formula, else as it is."""
    return f"'{text}" if _FORMULA.match(text) else text
