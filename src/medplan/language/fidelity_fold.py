"""Fold away what a scrape may flatten (width, spaces, punctuation), so that only wording is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from medplan.language.codes import CodeTable, decode, encode
from medplan.language.lookalike import meant_by
from medplan.language.unseen import is_blank, misplaced_marks

# Signs that carry a figure's meaning although Unicode calls them punctuation.
_KEPT = frozenset("%‰")
_DASHES = frozenset("-‐‑‒–—―~～〜－")
DROPPED = "\0"  # in the place of what is folded away
_SEPARATORS = re.compile(r"[.\-][ .\-]*+")


@cache
def _table() -> CodeTable:
    return CodeTable(_became)


def _became(char: str) -> int:
    """Return what a character becomes; what goes is a space, `.`, `-` or DROPPED, as it counts beside a figure."""
    return ord(_fold_char(char) or _between_figures(char))


def _fold_char(char: str) -> str:
    code = ord(char)
    char = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else meant_by(char)
    if char in _KEPT:
        return char
    if is_blank(char):
        return ""
    return char if unicodedata.category(char)[0] in "LNMS" and char not in _DASHES else ""


def _between_figures(char: str) -> str:
    return "." if char in ".．" else "-" if char in _DASHES else " " if char.isspace() else DROPPED


def fold_in_place(text: str) -> str:
    """Return the text folded, character for character, with DROPPED for each one that is folded away.

    Kept: letters, digits, Han characters, signs such as < > ≥ + and % ‰. Between two digits a decimal point stays
    as `.`, and dashes of any form as `-`: 0—5 is not 05. What is drawn as nothing, and marks that stand on nothing, a
    plan can't hold, so it goes from its source too.
    """
    if misplaced := list(misplaced_marks(text)):
        characters = list(text)
        for at in misplaced:
            characters[at] = DROPPED
        text = "".join(characters)
    folded = decode(_table().of(encode(text)))
    if "." in folded or "-" in folded:
        folded = _SEPARATORS.sub(_separator, folded)
    return folded.replace(" ", DROPPED)


def _separator(found: re.Match[str]) -> str:
    """Return separators and the spaces among them, one kept where it stands between digits and nothing else does."""
    text, between, start, end = found.string, found.group(), *found.span()
    # `1. 2020` is a number and a year, `1.2020` a figure.
    sign = between if between == "." else "" if "." in between else "-"
    while sign and start and text[start - 1] == " ":
        start -= 1
    kept = sign if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else ""
    return kept + DROPPED * (len(between) - len(kept))


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text (see `fold_in_place`) and, for each of its characters, the offset it came from.

    A separator has the offset of the digit behind it.
    """
    folded, offsets = fold_with_places(text)
    return folded, offsets.tolist()


def fold_with_places(text: str) -> tuple[str, npt.NDArray[np.int64]]:
    """Return the same as `fold_with_offsets`, the offsets in an array."""
    placed = encode(fold_in_place(text))
    kept = placed != ord(DROPPED)
    codes, offsets = placed[kept], np.flatnonzero(kept)
    separators = np.flatnonzero((codes == ord(".")) | (codes == ord("-")))
    offsets[separators] = offsets[separators + 1]
    return decode(codes), offsets


def fold_print(text: str) -> str:
    """Return the text with width, spaces and punctuation folded away (see `fold_in_place`)."""
    return fold_in_place(text).replace(DROPPED, "")
