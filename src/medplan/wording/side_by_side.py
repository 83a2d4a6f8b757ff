"""Two provisions side by side: texts and their shared runs in; each text in pieces, same or different, out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from medplan.language.codes import Codes, decode
from medplan.wording.fingerprints import Places
from medplan.wording.runs import Runs

Look = Literal["same", "differs", "other", "skipped"]
SHORT_GAP = 60  # folded characters between two shared runs that are compared with each other
# The whole text stands on the plans' pages: here only what differs, and enough beside it to find it there.
LONGEST_SAME, LONGEST_OTHER = 80, 32
MOST_SHOWN = 900
_OTHER, _SAME, _DIFFERS = range(3)
_LOOKS: tuple[Look, ...] = ("other", "same", "differs")
_STRETCH = re.compile(rb"\x00+|\x01+|\x02+")


class FoldedText(NamedTuple):
    """A text, the codes of its characters folded, and for each of these the offset in the text it came from."""

    text: str
    codes: Codes
    offsets: Places

    def folded(self, begin: int, end: int) -> str:
        """Return a stretch of the folded text."""
        return decode(self.codes[begin:end])


class AlignedPiece(NamedTuple):
    """A stretch of text: `same` on both sides, `differs` where the other says something else, `other` unmatched.

    `skipped` has no text but stands for `left_out` characters that are not shown; `same` tells whether both sides
    have them.
    """

    look: Look
    text: str = ""
    left_out: int = 0
    same: bool = False


def align(one: FoldedText, two: FoldedText, runs: Runs) -> tuple[list[AlignedPiece], list[AlignedPiece]]:
    """Return both texts in pieces; `runs` are rows (offset in the one, in the other, characters), folded.

    Within a short gap between two runs in the same order, shorter equal stretches are found as well, so that what is
    marked as different is different.
    """
    looks = bytearray(len(one.codes)), bytearray(len(two.codes))
    rows: list[tuple[int, int, int]] = runs.tolist()
    chain = [(0, 0, 0), *_in_order(rows), (len(one.codes), len(two.codes), 0)]
    for (start, beside, size), (after, after_beside, _) in pairwise(chain):
        gaps = (start + size, after), (beside + size, after_beside)
        if max(end - begin for begin, end in gaps) <= SHORT_GAP:
            for look, (begin, end) in zip(looks, gaps, strict=True):
                _mark(look, begin, end - begin, _DIFFERS)
            (gap, _), (gap_beside, _) = gaps
            matcher = SequenceMatcher(None, one.folded(*gaps[0]), two.folded(*gaps[1]), autojunk=False)
            for at, at_beside, length in matcher.get_matching_blocks():
                if length > 1:
                    _mark(looks[0], gap + at, length, _SAME)
                    _mark(looks[1], gap_beside + at_beside, length, _SAME)
    for start, beside, size in rows:
        _mark(looks[0], start, size, _SAME)
        _mark(looks[1], beside, size, _SAME)
    return _pieces(one, looks[0]), _pieces(two, looks[1])


def shared_words(said: FoldedText, runs: Runs) -> list[str]:
    """Return the words of a text that lie in runs, whole, in order; `runs` are rows as `align` takes them."""
    stretches: list[list[int]] = []
    for start, size in sorted(runs[:, (0, 2)].tolist()):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], start + size)
        else:
            stretches.append([start, start + size])
    return [said.text[said.offsets[start] : said.offsets[end - 1] + 1] for start, end in stretches]


def _mark(looks: bytearray, begin: int, size: int, look: int) -> None:
    looks[begin : begin + size] = bytes((look,)) * size


def _in_order(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return runs that follow each other on both sides, the longest taken first."""
    kept: list[tuple[int, int, int]] = []
    for start, beside, size in sorted(runs, key=lambda run: -run[2]):
        if all((start + size <= s and beside + size <= b) or (start >= s + n and beside >= b + n) for s, b, n in kept):
            kept.append((start, beside, size))
    return sorted(kept)


def _pieces(said: FoldedText, looks: bytearray) -> list[AlignedPiece]:
    """Return a text in pieces by what each folded character is; long stretches are cut, and the whole as well."""
    pieces: list[AlignedPiece] = []
    text, offsets = said.text, said.offsets.tolist()
    begin = shown = 0
    for stretch in _STRETCH.finditer(looks):
        at = stretch.end()
        look = _LOOKS[looks[at - 1]]
        last = at == len(looks)
        # Punctuation between two pieces goes with the one that is the same.
        end = len(text) if last else offsets[at] if look == "same" else offsets[at - 1] + 1
        if shown > MOST_SHOWN:
            pieces.append(AlignedPiece(look="skipped", left_out=len(text) - begin))
            break
        cut = _cut(text[begin:end], look, starts=stretch.start() == 0, ends=last)
        pieces += cut
        shown += sum(len(piece.text) for piece in cut)
        begin = end
    return pieces


def _cut(text: str, look: Look, *, starts: bool, ends: bool) -> list[AlignedPiece]:
    """Return a stretch in its beginning and its end where it is too long; an end that meets nothing is left out."""
    most = LONGEST_SAME if look == "same" else LONGEST_OTHER if look == "other" else len(text)
    if len(text) <= most:
        return [AlignedPiece(look=look, text=text)]
    head = 0 if starts and not ends and look == "other" else most // 2
    tail = 0 if ends and not starts and look == "other" else most // 2
    skipped = AlignedPiece(look="skipped", left_out=len(text) - head - tail, same=look == "same")
    parts = [AlignedPiece(look=look, text=text[:head]), skipped, AlignedPiece(look=look, text=text[len(text) - tail :])]
    return [part for part in parts if part.text or part.left_out]
