"""Set phrases: a plan's texts in; places where a phrase that the plan uses often lacks a character or two, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from medplan.rereading.candidate import Candidate, around
from medplan.rereading.wording import Text

SIZES = ((6, 1), (8, 2))  # characters of a phrase, and how many of them may be gone
OFTEN = 5  # times that the whole phrase stands in the plan
SELDOM = 5  # the whole stands so many times for each time that it lacks something
_JOINS = frozenset("和与及的、")  # come and go
_SIDE = 2  # characters kept on both sides


def phrases(texts: list[Text]) -> Iterator[Candidate]:
    """Yield the places, each once, where a phrase used often stands with a character or two missing."""
    told: set[tuple[str, int]] = set()
    for size, gone in SIZES:
        whole = Counter(text.folded[at : at + size] for text in texts for at in range(len(text.folded) - size + 1))
        lacking: dict[str, list[str]] = {}
        for phrase, count in whole.items():
            if count >= OFTEN:
                for cut in range(_SIDE, size - gone - _SIDE + 1):
                    if not _JOINS & set(phrase[cut : cut + gone]):
                        lacking.setdefault(phrase[:cut] + phrase[cut + gone :], []).append(phrase)
        short = size - gone
        seen: dict[str, list[tuple[Text, int]]] = {}
        for text in texts:
            for at in range(len(text.folded) - short + 1):
                if text.folded[at : at + short] in lacking:
                    seen.setdefault(text.folded[at : at + short], []).append((text, at))
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
