"""Paragraphs from the letters of a page: positioned characters in, lines and rejoined paragraphs out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from medplan.importing.read.blocks import join_lines
from medplan.language.lookalike import without_lookalikes

_OPENING = re.compile(
    r"\s*(第[〇零一二三四五六七八九十百\d]{1,4}[编篇章节条]|[〇零一二三四五六七八九十百]{1,4}、|[（(][〇零一二三四五六七八九十百\d]{1,4}[)）]"
    r"|\d{1,2}\s?[.．、](?!\d)|\d{1,2}(?:[.．]\d{1,2}){1,3}[\s　]|[①-⑳]|专栏|附\s*件|附\s*录)"
)
_WORD = re.compile(r"[A-Za-z0-9.%+－-]+")
# Text that fills less of its page than this is of short lines only.
_SHORT = 0.6
_ENDING = re.compile(r"[。！？；：:;!?”）)]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: text and box in points from the top left, size of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True, kw_only=True)
class Piece:
    """A paragraph, or the part of one on a page; `space` is what its last line leaves to the right edge, in letters."""

    lines: list[Line]
    indented: bool
    space: float
    centred: bool
    slack: float = 1.6

    @property
    def text(self) -> str:
        """Return the paragraph as one line."""
        return join_lines(line.text for line in self.lines)

    def runs_into(self, line: Line) -> bool:
        """Whether its last line had no room for what the next begins with: a letter, a Latin word, a figure."""
        word = _WORD.match(line.text)
        return self.space <= self.slack + (0.6 * len(word.group()) if word else 0.0)

    @property
    def opens_unit(self) -> bool:
        """Whether it begins with a number or label that begins a provision."""
        return bool(_OPENING.match(self.lines[0].text))


def gather_lines(letters: Sequence[dict[str, Any]]) -> list[Line]:
    """Return the lines that letters (pdfplumber's `chars`) make, from top to bottom, letters from left to right.

    Radicals that some producers write for the characters they look like (⼀ for 一) are made those characters.
    """
    lines: list[list[dict[str, Any]]] = []
    for letter in sorted(letters, key=lambda c: (round(c["top"], 1), c["x0"])):
        middle = (letter["top"] + letter["bottom"]) / 2
        home = next(
            (line for line in reversed(lines[-4:]) if line[0]["top"] - 1 <= middle <= line[0]["bottom"] + 1), None
        )
        if home is None:
            lines.append([letter])
        else:
            home.append(letter)
    made = [_line(sorted(line, key=lambda c: c["x0"])) for line in lines]
    return sorted((line for line in made if line.text.strip()), key=lambda line: (line.top, line.x0))


def _line(letters: list[dict[str, Any]]) -> Line:
    text = ""
    before: dict[str, Any] | None = None
    for letter in letters:
        if before is not None and letter["x0"] - before["x1"] > 0.4 * letter["size"] and not text.endswith(" "):
            text += " "
        text += letter["text"]
        before = letter
    sizes = Counter(round(c["size"], 1) for c in letters if c["text"].strip())
    shown = [c for c in letters if c["text"].strip()] or letters
    return Line(
        text=_plain_characters(text).strip(),
        x0=shown[0]["x0"],
        x1=max(c["x1"] for c in shown),
        top=min(c["top"] for c in shown),
        bottom=max(c["bottom"] for c in shown),
        size=sizes.most_common(1)[0][0] if sizes else 0.0,
    )


def _plain_characters(text: str) -> str:
    return without_lookalikes(text).replace("⸺", "——").replace("⸻", "———")


def text_edge(lines: Sequence[Line], width: float) -> float:
    """Return the right edge of a page's text: its longest line's, or the left margin mirrored where all are short."""
    if not lines:
        return width
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return max(right, width - left) if right - left < _SHORT * width else right


def join_paragraphs(lines: Sequence[Line], edge: float | None = None, *, page_edge: float | None = None) -> list[Piece]:
    """Return the paragraphs of one column of lines; `edge` is its right edge where that is ruled, as a cell's is,
    `page_edge` that of the page's text.

    A line goes on from the one before when that one runs to the right edge, and this one is neither indented nor
    set off by a wider gap. Centred lines of one size under one another are one heading.
    """
    if not lines:
        return []
    left = _edge([line.x0 for line in lines], lowest=True)
    longest = max(line.x1 for line in lines)
    right = edge if edge is not None else page_edge if page_edge is not None else longest
    slack = 1.6 if edge is None else 1.05
    gaps = sorted(b.top - a.bottom for a, b in pairwise(lines) if b.top > a.top)
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    pieces: list[Piece] = []
    for line in lines:
        em = line.size or 10.0
        space = (right - line.x1) / em
        indented = line.x0 > left + 0.8 * em
        centred = indented and space > slack and abs((line.x0 - left) - (right - line.x1)) < 1.5 * em
        last = pieces[-1] if pieces else None
        if last is not None and _goes_on(last, line, indented, centred, usual):
            last.lines.append(line)
            last.space = space
        else:
            pieces.append(Piece(lines=[line], indented=indented, space=space, centred=centred, slack=slack))
    return pieces


def _goes_on(last: Piece, line: Line, indented: bool, centred: bool, usual: float) -> bool:
    above = last.lines[-1]
    em = line.size or 10.0
    # A line that ran out of room within a sentence goes on below a wider gap too, where lines are set apart unevenly.
    broken = last.runs_into(line) and not indented and not _ENDING.search(above.text)
    close = line.top - above.bottom <= max(usual, 0.0) + (0.9 if broken else 0.45) * em
    alike = abs(above.size - line.size) < 0.6
    if not close or not alike:
        return False
    if last.centred and centred:
        return not _OPENING.match(line.text) and not _ENDING.search(above.text) and em > 13
    return last.runs_into(line) and not indented and not (_OPENING.match(line.text) and _ENDING.search(above.text))


def _edge(values: list[float], *, lowest: bool) -> float:
    """Return the margin: the lowest place where more than a few lines begin."""
    counts = Counter(round(v) for v in values)
    enough = max(1, len(values) // 12)
    found = [v for v, n in counts.items() if n >= enough]
    return float(min(found) if lowest else max(found))


def goes_over_page(before: Piece, after: Piece) -> bool:
    """Whether a paragraph at the foot of one page goes on at the head of the next."""
    if after.indented or after.centred or before.centred:
        return False
    ended = bool(_ENDING.search(before.lines[-1].text))
    return (
        before.runs_into(after.lines[0])
        and not (ended and after.opens_unit)
        and abs(before.lines[-1].size - after.lines[0].size) < 0.6
    )
