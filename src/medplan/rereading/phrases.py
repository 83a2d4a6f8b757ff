"""Set phrases: a plan's texts in; places where a phrase that the plan uses often lacks a character or two, out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import among, stable_order
from medplan.rereading.runs import Index, Laid, Text, hashes_of

SIZES = ((6, 1), (8, 2))  # characters of a phrase, and how many of them may be gone
OFTEN = 5  # times that the whole phrase stands in the plan
SELDOM = 5  # the whole stands so many times for each time that it lacks something
_JOINS = frozenset("和与及的、")  # come and go
_SIDE = 2  # characters kept on both sides


def phrases(index: Index) -> Iterator[Candidate]:
    """Yield the places, each once, where a phrase used often stands with a character or two missing."""
    told: set[tuple[str, int]] = set()
    for size, gone in SIZES:
        whole = _often(index, size)
        lacking: dict[str, list[str]] = {}
        for phrase in whole:
            for cut in range(_SIDE, size - gone - _SIDE + 1):
                if not _JOINS & set(phrase[cut : cut + gone]):
                    lacking.setdefault(phrase[:cut] + phrase[cut + gone :], []).append(phrase)
        short = size - gone
        seen: dict[str, list[tuple[Text, int]]] = {}
        for run, text, at in _places(index.laid, lacking, short):
            seen.setdefault(run, []).append((text, at))
        for spoilt, places in seen.items():
            phrase = max(lacking[spoilt], key=lambda known: (whole[known], known))
            if len(places) * SELDOM > whole[phrase]:
                continue
            for text, at in places:
                # A run of one letter, or two, holds itself with one gone.
                if len(set(phrase)) <= _SIDE or any((text.eid, near) in told for near in range(at - size, at + size)):
                    continue
                told.add((text.eid, at))
                first, last = text.offsets[at], text.offsets[at + short - 1] + 1
                yield Candidate(
                    kind="lost", eid=text.eid, place=text.place, quote=text.printed[first:last],
                    words=f"“{phrase}”全文有 {whole[phrase]} 处，此处少字",
                    here=around(text.printed, first, last), there=phrase,
                )  # fmt: skip


def _often(index: Index, size: int) -> dict[str, int]:
    """Return the runs of so many characters that stand OFTEN times or more, with the number."""
    laid, starts = index.laid, index.often(OFTEN)
    starts = starts[laid.fits(starts, size)]
    order, first = stable_order(laid.hashes(size)[starts])
    counts = np.diff(first, append=len(starts))
    often = counts >= OFTEN
    return {
        laid.run(at, size): count
        for at, count in zip(starts[order[first[often]]].tolist(), counts[often].tolist(), strict=True)
    }


def _places(laid: Laid, runs: Collection[str], size: int) -> Iterator[tuple[str, Text, int]]:
    """Yield each place, in order, where one of some runs of so many characters stands: the run, its text, where."""
    starts = laid.starts(size)
    for at in starts[among(laid.hashes(size)[starts], hashes_of(runs, size))].tolist():
        run, number = laid.run(at, size), int(laid.owner[at])
        if run in runs:
            yield run, laid.texts[number], at - int(laid.begins[number])
