"""Set a source beside what was recognised of it: its text, the plan and its parts in; rows of lines and parts out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from medplan.importing.draft.doubts import Told
from medplan.importing.review_sheet.parts import ROLES, Part, Parts
from medplan.issues import visible
from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import Exclusion
from medplan.plan.model import Node

_OPENING = "“‘《（(〔【["


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the source: its number, its text in pieces as (part's number or 0, role or "", characters)."""

    number: int
    pieces: tuple[tuple[int, str, str], ...]

    @property
    def first(self) -> int:
        """Return the number of the first part that the line belongs to, 0 for none."""
        return next((part for part, _, _ in self.pieces if part), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A part on the page: its number from 1, the source's lines it was read from."""

    number: int
    part: Part
    first: int
    last: int


@dataclass(slots=True)
class Row:
    """Lines of the source, the parts read from them, and the doubts (by their numbers) about these lines."""

    lines: list[Line] = field(default_factory=list)
    parts: list[Placed] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)


def set_in_rows(
    text: str, runs: Sequence[tuple[int, Node | Exclusion]], parts: Parts, told: Sequence[Told]
) -> list[Row]:
    """Return the lines that are not blank and the parts, side by side in the source's order.

    `runs` are where in the text the characters of each owner begin; what is left out makes a part at each place. `told`
    are the doubts as they are numbered on the page, from 1.
    """
    by_number, marks = _number_parts(runs, parts)
    starts = [offset for offset, _ in marks]
    lines: list[Line] = []
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        end = at + len(raw)
        if raw.strip():
            first = max(0, bisect_right(starts, at) - 1)
            pieces = _pieces(text, at, end, marks[first : bisect_right(starts, end - 1)])
            lines.append(
                Line(number=number, pieces=tuple((n, by_number[n].role if n else "", words) for n, words in pieces))
            )
            for part, _ in pieces:
                spans[part] = (spans.get(part, (number, 0))[0], number)
        at = end + (2 if text[end : end + 2] == "\r\n" else 1)
    return _cut(lines, spans, by_number, told)


def _number_parts(
    runs: Sequence[tuple[int, Node | Exclusion]], parts: Parts
) -> tuple[dict[int, Part], list[tuple[int, int]]]:
    """Return the parts by their numbers on the page, and where in the text each begins or goes on."""
    by_number: dict[int, Part] = {}
    marks: list[tuple[int, int]] = []
    numbers: dict[int, int] = {}
    next_part = 0
    for offset, owner in runs:
        if isinstance(owner, Exclusion):
            number = len(by_number) + 1
            by_number[number] = Part(role="out", tag=ROLES["out"], heading=owner.why)
        else:
            place = parts.of[owner.eid]
            while next_part <= place:
                numbers[next_part] = len(by_number) + 1
                by_number[len(by_number) + 1] = parts.parts[next_part]
                next_part += 1
            number = numbers[place]
        if not marks or marks[-1][1] != number:
            marks.append((offset, number))
    return by_number, marks


def _pieces(text: str, at: int, end: int, marks: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """Return a line in pieces as (part's number or 0, characters); `marks` are those that reach into the line."""
    if len(marks) > 1 and not fold_print(text[at : marks[1][0]]):
        marks = marks[1:]
    if not marks or not fold_print(text[at:end]):
        return [(0, shown(text[at:end]))]
    begins = [at, *(_before_marks(text, offset, at) for offset, _ in marks[1:]), end]
    return [(number, shown(text[begins[n] : begins[n + 1]])) for n, (_, number) in enumerate(marks)]


def _before_marks(text: str, offset: int, at: int) -> int:
    """Return where a piece begins with the marks that open it."""
    while offset > at and text[offset - 1] in _OPENING:
        offset -= 1
    return offset


def shown(text: str) -> str:
    """Return text with its lines and wide spaces, every other space as a plain one, what can't be seen as U+XXXX."""
    return "".join(c if c in "\n　" else "　" if c == "\t" else " " if c.isspace() else visible(c) for c in text)


def _cut(
    lines: Sequence[Line], spans: dict[int, tuple[int, int]], by_number: dict[int, Part], told: Sequence[Told]
) -> list[Row]:
    """Return rows, cut wherever no part goes on."""
    rows: list[Row] = []
    reach = 0
    row_of: dict[int, Row] = {}
    for line in lines:
        if line.number > reach:
            rows.append(Row())
        rows[-1].lines.append(line)
        row_of[line.number] = rows[-1]
        reach = max([reach, line.number, *(spans[part][1] for part, _, _ in line.pieces if part)])
    last = 1
    for number, part in by_number.items():
        # What has no letter of its own stands with what goes before it.
        first, until = spans.get(number, (last, last))
        last = until
        if first in row_of:
            row_of[first].parts.append(Placed(number=number, part=part, first=first, last=until))
    known = [line.number for line in lines]
    for number, one in enumerate(told, start=1):
        if one.line and known:
            row_of[known[max(0, bisect_right(known, one.line) - 1)]].doubts.append(number)
    return rows
