"""Which candidates to tell first: those that nobody decided on, and the length of the text, in; the strongest out.

What cannot be right is always told. Of the other kinds a text has so many for its length, the best of each kind first:
what one text has by the dozen is its own way of writing and no fault of printing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate
from medplan.rereading.runs import texts_of

MOST = 15  # told of one plan
_LEAST = 8
_LENGTH = 1500  # characters for each that is told beyond the least
# Kinds that say what cannot be, and of the others the share that hands found too, over the five plans.
_SURE = frozenset({"pair", "numbering", "sum", "table", "target", "match", "note", "cell"})
_SHARES = {
    "date": 0.95, "title": 0.9, "phrase": 0.9, "ending": 0.9, "mark": 0.85, "quotation": 0.85, "term": 0.85,
    "twin": 0.75, "name": 0.75, "lost": 0.75, "wording": 0.7, "sibling": 0.7, "unit": 0.7, "spelling": 0.6,
    "promise": 0.5, "character": 0.4, "figure": 0.4,
}  # fmt: skip


def strongest_of(plan: Plan, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates to tell of a plan, in their order."""
    return strongest(candidates, sum(len(text.printed) for text in texts_of(plan)))


def strongest(candidates: Sequence[Candidate], length: int) -> list[Candidate]:
    """Return the candidates to tell of a text of so many characters, in their order."""
    sure = [n for n, candidate in enumerate(candidates) if candidate.kind in _SURE]
    room = max(0, min(MOST, _LEAST + length // _LENGTH) - len(sure))
    before: Counter[str] = Counter()
    weights = []
    for n, candidate in enumerate(candidates):
        if candidate.kind not in _SURE:
            weights.append((-_SHARES.get(candidate.kind, 0.5) / (1 + before[candidate.kind]), n))
            before[candidate.kind] += 1
    kept = {*sure[:MOST], *(n for _, n in sorted(weights)[:room])}
    return [candidate for n, candidate in enumerate(candidates) if n in kept]
