"""Characters that no reader sees or can tell from others: a text in, the first of them with a name and a cure out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from medplan.language.codes import PLANE, encode

# Control, format, surrogate, private-use and unassigned characters, separators of lines and paragraphs.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and marks that are drawn as nothing (Default_Ignorable_Code_Point of the Unicode Character Database, less what
# the categories above hold), and those that are drawn as a blank: U+2800, U+1D159, and U+FFFC,
# which holds the place of a picture.
_BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U0001d159\U000e0100-\U000e01ef"
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"  # all but the keyboard's own and the Chinese one, U+3000
_ODD = re.compile(f"[{_BLANK}]|(?P<space>[{_SPACES}])")
_SPACE = re.compile(f"[{_SPACES}]")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MARKS = frozenset({"Mn", "Me", "Mc"})  # categories of what combines
_LAST = 0x20000  # what Unicode has of marks beyond is in _BLANK
MOST_MARKS = 4  # on one letter; Tibetan writes that many


def find_unseen(text: str) -> tuple[int, str, str] | None:
    """Return (offset, what is wrong, cure) of the first character that can't be seen or told; None without one.

    Tabs and line feeds pass; so do a few combining marks on a letter that takes them.
    """
    if not _perhaps(text, _suspects):
        return None
    found = [fault for fault in (_odd(text), _hidden(text), _piled(text)) if fault]
    return min(found) if found else None


def with_plain_spaces(text: str) -> str:
    """Return a text with the keyboard's space in place of each special one, character for character."""
    return _SPACE.sub(" ", text)


def is_blank(char: str) -> bool:
    """Return whether a letter, mark or sign is drawn as nothing."""
    found = _ODD.match(char)
    return found is not None and not found["space"]


def _odd(text: str) -> tuple[int, str, str] | None:
    if (found := _ODD.search(text)) is None:
        return None
    code = f"U+{ord(found.group()):04X}"
    if found["space"]:
        return found.start(), f"有特殊的空格 {code}", "改成普通空格，或删去"
    return found.start(), f"有看不见或不能用的字符 {code}", "删去这个字符"


def _hidden(text: str) -> tuple[int, str, str] | None:
    if text.replace("\u3000", "").replace("\t", "").replace("\n", "").isprintable():
        return None
    for offset, char in enumerate(text):
        if unicodedata.category(char) in _HIDDEN_CATEGORIES and char not in "\t\n":
            return offset, f"有看不见或不能用的字符 U+{ord(char):04X}", "删去这个字符"
    return None


def _piled(text: str) -> tuple[int, str, str] | None:
    """Return the first combining mark that stands where none can."""
    at = next(misplaced_marks(text), None)
    if at is None:
        return None
    words = f"有叠在别的字上的符号 U+{ord(text[at]):04X}"
    return at, words, "删去这个符号；确是字母的一部分，改用合成好的字母"


def misplaced_marks(text: str) -> Iterator[int]:
    """Yield where combining marks stand on nothing, on a character that takes none, or on too many others."""
    if not _perhaps(text, _perhaps_marks):
        return
    for found in _marks().finditer(text):
        before = text[found.start() - 1 : found.start()] if found.start() else ""
        taken = MOST_MARKS if before.isalpha() and not (_HAN.match(before) or is_blank(before)) else 0
        yield from range(found.start() + taken, found.end())


def _perhaps(text: str, suspects: Callable[[], npt.NDArray[np.bool_]]) -> bool:
    """Return whether a text holds what may be unseen, or a mark; nearly none does, and all of it is asked at once."""
    if text.isascii() and text.isprintable():
        return False
    return bool(suspects()[np.minimum(encode(text), PLANE)].any())


@cache
def _suspects() -> npt.NDArray[np.bool_]:
    """Return of each code of the first plane whether it is a mark or may be unseen, and true for all beyond it."""
    suspects = _perhaps_marks() | _of_categories(_HIDDEN_CATEGORIES)
    suspects[[found.start() for found in _ODD.finditer("".join(map(chr, range(PLANE))))]] = True
    suspects[[ord("\t"), ord("\n")]] = False
    return suspects


@cache
def _perhaps_marks() -> npt.NDArray[np.bool_]:
    """Return of each code of the first plane whether it is a combining mark, and true for all beyond it."""
    return _of_categories(_MARKS)


def _of_categories(categories: frozenset[str]) -> npt.NDArray[np.bool_]:
    return np.array([*(unicodedata.category(char) in categories for char in map(chr, range(PLANE))), True])


@cache
def _marks() -> re.Pattern[str]:
    """Return what matches a run of combining marks."""
    marks = (chr(code) for code in range(_LAST) if unicodedata.category(chr(code)) in _MARKS)
    return re.compile(f"[{''.join(mark for mark in marks if not _ODD.match(mark))}]+")
