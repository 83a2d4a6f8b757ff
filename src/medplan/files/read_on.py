"""Read on after a slip that stops the YAML parser: a text in; what is left of it, what was lost, the slips, out.

The smallest item that holds the slip is taken out, and the rest read again. What is said of the rest stands only where
it can't come of what was lost: a second slip counts where whole lines part it from the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medplan.files.document import DataPath, Document, load_text
from medplan.files.text import find_forbidden, take_text
from medplan.issues import Issue

_MOST = 12  # slips of a file: beyond them an editor learns nothing new
_WIDENED = 8  # times that more is taken out for one slip
_ITEM = re.compile(r"\s*(?:- |[^\s:#]+:(?: |$))")
_MOST_READ = 8_000_000  # characters in all: a huge file that is broken everywhere is not read a hundred times
_TOP = re.compile("(?P<key>[a-z_]+)[:：]")
Load = Callable[[str], tuple[Document, list[Issue]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What could be read of a file: the document, what in it each gap is in, what may lack something, the issues."""

    document: Document
    within: tuple[DataPath, ...]
    lacking: frozenset[DataPath]
    issues: tuple[Issue, ...]

    def apart(self, issues: list[Issue]) -> list[Issue]:
        """Return the issues but those that may come of what is missing."""
        places = {self.document.place(at) for at in self.lacking}
        return [issue for issue in issues if (issue.line, issue.column) not in places]


def read_on(text: str, first: list[Issue], load: Load, gone: Sequence[tuple[int, int]] = ()) -> Rest | None:
    """Return what can be read of a text that `load` stopped in, None where that is nothing to be relied on.

    `gone` are lines that the text was read without.
    """
    lines = text.split("\n")
    gone = list(gone)
    slips: list[Issue] = []
    issues = first
    readings = _MOST_READ // (len(text) + 1)
    for _ in range(_MOST):
        slip = _slip(issues)
        if (
            slip is None
            or (slips and slip.line <= gone[-1][1] + 1)
            or any(start < slip.line <= end + 1 for start, end in gone)
        ):
            return None
        slips.append(slip)
        start, end = _item(lines, slip.line - 1)
        for _ in range(_WIDENED):
            if not readings:
                return None
            readings -= 1
            document, issues = load("\n".join(_without(lines, [*gone, (start, end)])))
            following = _slip(issues)
            # Told of right behind what was taken out, or before: it is still the same slip.
            if document.whole or (following is not None and following.line - 1 > _next(lines, end)):
                break
            start, end = _wider(lines, start, end)
        else:
            return None
        gone.append((start, end))
        if document.whole:
            within, lacking = _lost(document, lines, gone)
            return Rest(document=document, within=within, lacking=lacking, issues=(*slips, *issues))
    return None


def read_rest(path: Path, shown: str, integer_keys: frozenset[str]) -> Rest | None:
    """Return what can be read of a file in which the YAML parser stops, None where that is nothing to be relied on."""
    taken = take_text(path, shown)
    if not taken.text:
        return None
    cleared, faults = find_forbidden(taken.text, shown)
    faults = [*taken.issues, *(fault for fault in faults if fault.line not in taken.damaged)]
    lines = cleared.split("\n")
    gone = sorted({_item(lines, line - 1) for line in taken.damaged})

    def load(some: str) -> tuple[Document, list[Issue]]:
        return load_text(some, shown, integer_keys)

    document, first = load("\n".join(_without(lines, gone)))
    if document.whole:
        within, lacking = _lost(document, lines, gone)
        rest: Rest | None = Rest(document=document, within=within, lacking=lacking, issues=tuple(first))
    else:
        rest = read_on(cleared, first, load, gone)
    if rest is None:
        return None
    rest.document.spoilt = frozenset(issue.line for issue in faults if issue.rule != "encoding")
    return replace(rest, issues=(*faults, *rest.document.apart(list(rest.issues))))


def _slip(issues: list[Issue]) -> Issue | None:
    """Return what stopped the parser: the slip told of, or the quote left open that swallowed what it stands in."""
    stops = [issue for issue in issues if issue.rule == "yaml-syntax"]
    return next(iter(stops or [issue for issue in issues if issue.rule == "broken-line"][-1:]), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_tabbed(line: str) -> bool:
    return line.lstrip(" ").startswith("\t")


def _item(lines: list[str], at: int) -> tuple[int, int]:
    """Return the first line of the item that a line is in, and the line after its last."""
    start = at
    while start > 0 and not _ITEM.match(lines[start]):
        start -= 1
    if _is_tabbed(lines[start]):  # as deep as nobody knows
        return start, start + 1
    return start, _end(lines, start, max(start, at))


def _end(lines: list[str], start: int, least: int) -> int:
    wide = _indent(lines[start])
    end = least + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > wide):
        end += 1
    return end


def _wider(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """Return the item around an item."""
    wide = _indent(lines[start]) or 1
    above = start - 1
    while above > 0 and (not lines[above].strip() or _indent(lines[above]) >= wide):
        above -= 1
    above = max(above, 0)
    return above, _end(lines, above, end - 1)


def _next(lines: list[str], end: int) -> int:
    """Return the first line with something on it from `end` on."""
    return next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))


def _without(lines: list[str], gone: list[tuple[int, int]]) -> list[str]:
    kept = list(lines)
    for start, end in gone:
        kept[start:end] = [""] * (end - start)
    return kept


def _lost(
    document: Document, lines: list[str], gone: list[tuple[int, int]]
) -> tuple[tuple[DataPath, ...], frozenset[DataPath]]:
    """Return in what each gap is, and all that may lack something for it."""
    begun = sorted((place, at) for at, place in [*document.places.items(), *document.key_places.items()])
    within: list[DataPath] = []
    lacking: set[DataPath] = {()}
    for start, end in gone:
        last = next((at for place, at in reversed(begun) if place[0] <= start), ())
        keys = [found["key"] for line in lines[start:end] if (found := _TOP.match(line))]
        if keys:
            within += [(key,) for key in keys]
        elif _is_tabbed(lines[start]):
            within.append(last[:-1])
        else:
            column = _indent(lines[start]) + 1
            depth = next((n for n in range(len(last), 0, -1) if document.place(last[:n])[1] <= column), 0)
            within.append(last[:depth])
        lacking |= {last[:length] for length in range(len(last) + 1)}
    return tuple(within), frozenset(lacking)
