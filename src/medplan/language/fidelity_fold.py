"""Fold away what a scrape may flatten (width, spaces, punctuation), so that only wording is compared."""

from __future__ import annotations

import unicodedata
from functools import cache

from medplan.language.lookalike import meant_by

# Signs that carry a figure's meaning although Unicode calls them punctuation.
_KEPT = frozenset("%‰")
_DASHES = frozenset("-‐‑‒–—―~～〜－")


@cache
def _fold_char(char: str) -> str:
    code = ord(char)
    char = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else meant_by(char)
    if char in _KEPT:
        return char
    return char if unicodedata.category(char)[0] in "LNMS" and char not in _DASHES else ""


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the offset in `text` it came from.

    Kept: letters, digits, Han characters, signs such as < > ≥ + and % ‰. Between two digits a decimal point stays
    as `.`, and dashes of any form as `-`: 0—5 is not 05.
    """
    folded: list[str] = []
    offsets: list[int] = []
    pending = ""
    for offset, char in enumerate(text):
        kept = _fold_char(char)
        if not kept:
            if char in ".．" and not pending:
                pending = "."
            elif char in _DASHES and pending in ("", "-"):
                pending = "-"
            elif not char.isspace():
                pending = "x"
            elif pending == ".":
                pending = "x"  # `1. 2020` is a number and a year, `1.2020` a figure
            continue
        if pending in (".", "-") and folded and folded[-1].isdigit() and kept.isdigit():
            folded.append(pending)
            offsets.append(offset)
        pending = ""
        folded.append(kept)
        offsets.append(offset)
    return "".join(folded), offsets


def fold_print(text: str) -> str:
    """Return the text with width, spaces and punctuation folded away (see `fold_with_offsets`)."""
    return fold_with_offsets(text)[0]
