"""Letters that form no word with their neighbours: an index of a plan's texts in; lone letters out.

A pair of letters is known when some word of the language holds it, or the plan itself prints it elsewhere. A letter
between two pairs that are not known is told where it is no word by itself, or where the plan has another letter in
the same place several times. All is looked up at once, so the work grows with the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from medplan.language.words import is_letter, known_words, pair_keys
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import Numbers, among, counted, holds, stable_order
from medplan.rereading.runs import Index, Laid

OFTEN = 2  # times that the plan has another letter between the same two
# Suffixes that any word may take, and words of official writing that the list of words has too seldom to know as such.
_SUFFIXES = frozenset(map(ord, "化性度率期库型式数费额员者"))
_OFFICIAL = frozenset(map(ord, "暨经现兹"))
_SIDE = 3  # letters shown on both sides


def strangers(index: Index) -> Iterator[Candidate]:
    """Yield the letters that form no word with their neighbours, those side by side together."""
    laid = index.laid
    if not laid.texts:
        return
    lone, follows = _lone(laid)
    places = np.flatnonzero(lone)
    no_word = places[~known_words().alone[laid.codes[places]]]
    odd = {at for at in no_word.tolist() if not _stands(laid, at, lone)}
    between = places[follows[places - 1] & follows[places] & ~known_words().free[laid.codes[places]]]
    usual = _usual(laid, between, follows)
    last = -1
    for at in sorted(odd | usual.keys()):
        if at <= last:
            continue
        last = at
        while last + 1 in odd:
            last += 1
        yield _told(laid, at, last, usual.get(at))


def _lone(laid: Laid) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which letters form no known pair with the one before nor the next, and which are followed by a letter."""
    codes = laid.codes
    letter = is_letter(codes)
    parted = np.zeros(len(codes) + 1, dtype=bool)
    parted[laid.parted()] = True
    follows = np.zeros(len(codes), dtype=bool)
    follows[:-1] = letter[:-1] & letter[1:] & ~parted[1:-1]
    keys = np.zeros(len(codes), dtype=np.uint32)
    keys[:-1] = pair_keys(codes)
    known = np.zeros(len(codes), dtype=bool)
    places = np.flatnonzero(follows)
    own, counts, which, order = counted(keys[places])
    sound = counts > 1
    sound[~sound] = holds(known_words().pairs, own[~sound])
    known[places[order]] = sound[which]
    lone = letter & ~known
    lone[1:] &= ~known[:-1]
    return lone, follows


def _stands(laid: Laid, at: int, lone: npt.NDArray[np.bool_]) -> bool:
    """Return whether a letter is a measure behind a figure, a suffix of a word, or a word of official writing."""
    code, before = int(laid.codes[at]), int(laid.codes[at - 1])
    return chr(before).isdigit() or code in _OFFICIAL or (code in _SUFFIXES and before != 0 and not bool(lone[at - 1]))


def _usual(laid: Laid, places: Numbers, follows: npt.NDArray[np.bool_]) -> dict[int, str]:
    """Return the letter that stands OFTEN times or more between the same two letters as one at some places does."""
    keys = laid.hashes(3, 1)
    whole = np.flatnonzero(follows[:-1] & follows[1:])
    whole = whole[among(keys[whole], keys[places - 1])]
    order, _ = stable_order(keys[whole])
    standing, ordered = whole[order], keys[whole][order]
    lows = np.searchsorted(ordered, keys[places - 1], "left").tolist()
    highs = np.searchsorted(ordered, keys[places - 1], "right").tolist()
    found = {}
    for at, low, high in zip(places.tolist(), lows, highs, strict=True):
        if high - low > OFTEN:
            (code, count), *_ = Counter(laid.codes[standing[low:high] + 1].tolist()).most_common(1)
            if count >= OFTEN and code != int(laid.codes[at]):
                found[at] = chr(code)
    return found


def _told(laid: Laid, first: int, last: int, meant: str | None) -> Candidate:
    number = int(laid.owner[first])
    text, begin = laid.texts[number], int(laid.begins[number])
    start, end = max(0, first - begin - _SIDE), min(len(text.folded), last - begin + 1 + _SIDE)
    own = laid.run(first, last - first + 1)
    words = f"“{own}”与前后的字都不成词" + (f"，别处此处是“{meant}”" if meant else "，疑有错字、脱字")
    at, to = text.offsets[first - begin], text.offsets[last - begin] + 1
    return Candidate(
        kind="character", eid=text.eid, place=text.place,
        quote=text.printed[text.offsets[start] : text.offsets[end - 1] + 1], words=words,
        here=around(text.printed, at, to), there=meant or "",
    )  # fmt: skip
