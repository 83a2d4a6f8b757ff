"""Texts against a regular expression: a pattern in; what may take it long, made of the pattern's own parts, out.

Each part and each pair of neighbours many times over, behind what leads up to it and before what makes the match fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # the parts of a pattern are told nowhere else
FAILING = ("", "\0")  # no pattern of the project looks for a NUL


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A text against a pattern: what leads up to it, what is repeated in it, and what makes the match fail."""

    prefix: str
    pump: str
    suffix: str


def attacks(pattern: re.Pattern[str], letters: int) -> list[Attack]:
    """Return the texts against a pattern; so many of its letters are paired with each other."""
    parts = _parser.parse(pattern.pattern, pattern.flags)
    repeated: dict[tuple[str, str], None] = {}
    single: dict[str, None] = {}
    for lead, pump in _pumps(parts, ""):
        if pump:
            repeated.setdefault((lead, pump))
            repeated.setdefault(("", pump))
            if len(pump) == 1:
                single.setdefault(pump)
    for one, other in product(list(single)[:letters], repeat=2):
        repeated.setdefault(("", one + other))
    return [Attack(prefix=lead, pump=pump, suffix=end) for lead, pump in repeated for end in FAILING]


def _pumps(parts: Any, lead: str) -> Iterator[tuple[str, str]]:
    """Yield (what leads up to it, text) of every part of a sequence, every two neighbours, and the parts inside."""
    samples = [_sample(part) for part in parts]
    before = lead
    for part, sample in zip(parts, samples, strict=True):
        for text in _letters(part):
            yield before, text
        yield before, sample
        for inner in _inside(part):
            yield from _pumps(inner, before)
        before += sample
    before = lead
    for first, second in pairwise(samples):
        yield before, first + second
        before += first
    yield lead, "".join(samples)


def _inside(part: Any) -> Iterator[Any]:
    kind, value = str(part[0]), part[1]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield value[2]
    elif kind == "SUBPATTERN":
        yield value[3]
    elif kind == "ATOMIC_GROUP":
        yield value
    elif kind == "BRANCH":
        yield from value[1]
    elif kind in ("ASSERT", "ASSERT_NOT"):
        yield value[1]
    elif kind == "GROUPREF_EXISTS":
        yield from (branch for branch in value[1:] if branch is not None)


def _letters(part: Any) -> Iterable[str]:
    kind, value = str(part[0]), part[1]
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "IN":
        return _of_set(value)
    if kind == "ANY":
        return ["甲", "a"]
    if kind == "NOT_LITERAL":
        return ["甲" if value != ord("甲") else "乙"]
    return []


_CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "甲", "NOT_DIGIT": "甲", "NOT_SPACE": "甲", "NOT_WORD": "，"}


def _of_set(items: Any) -> list[str]:
    """Return letters of a set: one of each of its parts, or some that a negated one lets pass."""
    if str(items[0][0]) == "NEGATE":
        return [c for c in "甲a1 ，（《“.\n" if not any(_holds(item, c) for item in items[1:])][:4]
    letters = []
    for item in items:
        kind, value = str(item[0]), item[1]
        if kind == "LITERAL":
            letters.append(chr(value))
        elif kind == "RANGE":
            letters.append(chr((value[0] + value[1]) // 2))
        else:
            letters.append(_CATEGORIES.get(str(value).removeprefix("CATEGORY_").removeprefix("UNI_"), "甲"))
    return letters


def _holds(item: Any, letter: str) -> bool:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return ord(letter) == int(value)
    if kind == "RANGE":
        low, high = int(value[0]), int(value[1])
        return low <= ord(letter) <= high
    name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
    tests: dict[str, Callable[[str], bool]] = {
        "DIGIT": str.isdigit,
        "SPACE": str.isspace,
        "WORD": str.isalnum,
        "NOT_SPACE": lambda c: not c.isspace(),
        "NOT_DIGIT": lambda c: not c.isdigit(),
        "NOT_WORD": lambda c: not c.isalnum(),
    }
    return bool(tests.get(name, str.isalnum)(letter))


def _sample(part: Any) -> str:
    """Return a short text that a part matches, what is optional in it once."""
    kind, value = str(part[0]), part[1]
    if letters := list(_letters(part)):
        return letters[0]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        text = "".join(_sample(inner) for inner in value[2])
        return text * max(1, min(int(value[0]), 8))
    if kind == "SUBPATTERN":
        return "".join(_sample(inner) for inner in value[3])
    if kind == "ATOMIC_GROUP":
        return "".join(_sample(inner) for inner in value)
    if kind == "BRANCH":
        return "".join(_sample(inner) for inner in value[1][0])
    return ""
