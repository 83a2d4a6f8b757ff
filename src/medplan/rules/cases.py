"""The broken files under tests/cases/invalid and what is printed of each: the examples of the guide, and its proof."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from medplan.issues import visible

_EXPECTED = re.compile(r"^# expect: ([a-z-]+) ([0-9]+):([0-9]+) (\S.*)$", re.M)
_PLACE = re.compile(r"^# at: (data/\S+)$", re.M)
_PRINTED = re.compile(r":[0-9]+:[0-9]+: \S+ ([a-z-]+) ")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is printed of a broken file: the rule, line and column (from 1), the message with its cure."""

    rule: str
    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A broken file: its text as an editor would have it, where it belongs (None: anywhere), what is printed of it."""

    text: str
    at: str | None
    expected: tuple[Expected, ...]

    def excerpt(self, around: int = 1) -> list[tuple[int, str]]:
        """Return the lines about the first fault as (number, text), cut where long, nothing in them invisible.

        There are none when the fault is the file's, not a line's.
        """
        line = self.expected[0].line
        lines = self.text.split("\n")
        if lines[line - 1].startswith("#"):
            return []
        near = range(max(1, line - around), min(len(lines), line + around) + 1)
        return [(n, visible(_cut(lines[n - 1]))) for n in near if lines[n - 1] and not lines[n - 1].startswith("#")]


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def read_case(path: Path) -> Case:
    """Return a case; the lines that say what is expected are left empty in its text, for they may quote the fault."""
    text = path.read_text("utf-8")
    expected = tuple(
        Expected(rule=rule, line=int(line), column=int(column), words=words)
        for rule, line, column, words in _EXPECTED.findall(text)
    )
    place = _PLACE.search(text)
    return Case(text=_EXPECTED.sub("#", text), at=place[1] if place else None, expected=expected)


def lines_by_rule(printed: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the first line printed of each rule, from what is printed of each hostile file."""
    found: dict[str, str] = {}
    for line in (line for lines in printed.values() for line in lines):
        if name := _PRINTED.search(line):
            found.setdefault(name[1], line)
    return found
