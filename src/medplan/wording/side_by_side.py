"""Two provisions side by side: texts and their shared runs in; each text in pieces, same or different, out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from medplan.language.fidelity_fold import fold_with_offsets
from medplan.wording.runs import Runs

Look = Literal["same", "differs", "other", "skipped"]
SHORT_GAP = 60  # folded characters between two shared runs that are compared with each other
LONGEST_SAME, LONGEST_OTHER = 360, 48
MOST_SHOWN = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPiece:
    """A stretch of text: `same` on both sides, `differs` where the other says something else, `other` unmatched.

    `skipped` has no text but stands for `left_out` characters that are not shown; `same` tells whether both sides
    have them.
    """

    look: Look
    text: str = ""
    left_out: int = 0
    same: bool = False


def align(one: str, two: str, runs: Runs) -> tuple[list[AlignedPiece], list[AlignedPiece]]:
    """Return both texts in pieces; `runs` are rows (offset in the one, in the other, characters), folded.

    Within a short gap between two runs in the same order, shorter equal stretches are found as well, so that what is
    marked as different is different.
    """
    (plain, places), (other, other_places) = fold_with_offsets(one), fold_with_offsets(two)
    looks: tuple[list[Look], list[Look]] = (["other"] * len(plain), ["other"] * len(other))
    chain = [(0, 0, 0), *_in_order(runs), (len(plain), len(other), 0)]
    for (start, beside, size), (after, after_beside, _) in pairwise(chain):
        gaps = (start + size, after), (beside + size, after_beside)
        if max(end - begin for begin, end in gaps) <= SHORT_GAP:
            for side, (begin, end) in enumerate(gaps):
                looks[side][begin:end] = ["differs"] * (end - begin)
            (gap, _), (gap_beside, _) = gaps
            matcher = SequenceMatcher(None, plain[slice(*gaps[0])], other[slice(*gaps[1])], autojunk=False)
            for at, at_beside, length in matcher.get_matching_blocks():
                if length > 1:
                    looks[0][gap + at : gap + at + length] = ["same"] * length
                    looks[1][gap_beside + at_beside : gap_beside + at_beside + length] = ["same"] * length
    for start, beside, size in runs.tolist():
        looks[0][start : start + size] = ["same"] * size
        looks[1][beside : beside + size] = ["same"] * size
    return _pieces(one, places, looks[0]), _pieces(two, other_places, looks[1])


def _in_order(runs: Runs) -> list[tuple[int, int, int]]:
    """Return runs that follow each other on both sides, the longest taken first."""
    kept: list[tuple[int, int, int]] = []
    for start, beside, size in sorted(runs.tolist(), key=lambda run: -run[2]):
        if all((start + size <= s and beside + size <= b) or (start >= s + n and beside >= b + n) for s, b, n in kept):
            kept.append((start, beside, size))
    return sorted(kept)


def _pieces(text: str, places: list[int], looks: list[Look]) -> list[AlignedPiece]:
    """Return a text in pieces by what each folded character is; long stretches are cut, and the whole as well."""
    pieces: list[AlignedPiece] = []
    bounds = [(look, len(list(group))) for look, group in groupby(looks)]
    at, begin, shown = 0, 0, 0
    for number, (look, size) in enumerate(bounds):
        at += size
        last = number == len(bounds) - 1
        # Punctuation between two pieces goes with the one that is the same.
        end = len(text) if last else places[at] if look == "same" else places[at - 1] + 1
        if shown > MOST_SHOWN:
            pieces.append(AlignedPiece(look="skipped", left_out=len(text) - begin))
            break
        cut = _cut(text[begin:end], look, starts=number == 0, ends=last)
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
