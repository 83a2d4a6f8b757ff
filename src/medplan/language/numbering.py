"""Printed numbers of provisions (第一章、一、（一）、1.、1.1、①): what level they are, and their number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from medplan.language.digits import with_ascii_digits

_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN = "[〇零一二三四五六七八九十百]+"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# The level's word in an address follows Akoma Ntoso's naming convention, coarse to fine.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第({_HAN}|[0-9]+)[编篇]")),
    ("chp", re.compile(rf"第({_HAN}|[0-9]+)章")),
    ("sec", re.compile(rf"第({_HAN}|[0-9]+)节")),
    ("art", re.compile(rf"第({_HAN}|[0-9]+)条")),
    ("para", re.compile(rf"({_HAN})[、.．]?")),
    ("subpara", re.compile(rf"[（(]({_HAN})[）)]、?")),
    ("point", re.compile(r"([0-9]{1,3})[.．、]?")),
    # 1.1 and finer count on within the number above: the last part is the number, the others are its parents'.
    ("cl", re.compile(r"[0-9]{1,3}[.．]([0-9]{1,3})[.．、]?")),
    ("subcl", re.compile(r"(?:[0-9]{1,3}[.．]){2}([0-9]{1,3})[.．、]?")),
    ("lvl", re.compile(r"(?:[0-9]{1,3}[.．]){3}([0-9]{1,3})[.．、]?")),
    ("subpoint", re.compile(r"[（(]([0-9]{1,3})[）)]、?")),
    ("item", re.compile(rf"([{_CIRCLED}])")),
)
LEVELS: tuple[str, ...] = tuple(level for level, _ in _FORMS)
DECIMALS = frozenset({"cl", "subcl", "lvl"})
# Numbers printed as one sign: ㈠ ⒈ ⑴.
_SIGNS = {"subpara": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "point": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "subpoint": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"}
_BOX = re.compile(r"专栏\s*([0-9]+|" + _HAN + r")?\s*[:：]?")
_ANNEX = re.compile(r"附[件表录图]?\s*([0-9]+|" + _HAN + r")?\s*[:：.．、]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A printed number read: its level (`chp`, `sec`, `para` …) and its value (from 1)."""

    level: str
    value: int


def read_han_number(text: str) -> int | None:
    """Return 1–199 for 一 … 一百九十九, 105 for 一〇五, or digits; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) > 1 and all(char in _HAN_DIGITS for char in text):
        return int("".join(str(_HAN_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit if text else None


def read_number(printed: str) -> Number | None:
    """Return what a printed number says, or None when its form is not one of ours."""
    text = with_ascii_digits(printed.strip())
    for level, signs in _SIGNS.items():
        if len(text) == 1 and text in signs:
            return Number(level=level, value=signs.index(text) + 1)
    for level, form in _FORMS:
        if found := form.fullmatch(text):
            digits = found.group(1)
            value = _CIRCLED.index(digits) + 1 if level == "item" else read_han_number(digits)
            if value:
                return Number(level=level, value=value)
    return None


def read_label(printed: str, kind: str) -> int | None:
    """Return the number in 专栏3 (`kind` box) or 附件2 (`kind` annex), or None when it prints none."""
    found = (_BOX if kind == "box" else _ANNEX).fullmatch(with_ascii_digits(printed.strip()))
    return read_han_number(found.group(1)) if found and found.group(1) else None
