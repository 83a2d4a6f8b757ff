"""Find words that a site that copied a document strewed into it: paragraphs in, the phrases out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_HAN = "㐀-鿿"
_CLAUSE = re.compile(rf"[{_HAN}]+")
_SHORTEST, _LONGEST, _TIMES = 3, 8, 4
_PLACE = tuple("省市县区旗州盟")  # a place stands before its offices and before what it has made, again and again


def find_inserted(paragraphs: Sequence[str]) -> list[str]:
    """Return phrases that stand in the text like a stamp, as advertisements inserted by machines do.

    Such a phrase stands at least four times, only at the edge of clauses, each time beside other words; no two of its
    characters stand together anywhere else; and at least once it opens a paragraph that goes on without a mark.
    """
    places: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    pairs: dict[str, int] = defaultdict(int)
    for paragraph in paragraphs:
        for found in _CLAUSE.finditer(paragraph):
            clause = found.group()
            for i in range(len(clause) - 1):
                pairs[clause[i : i + 2]] += 1
            opens = not paragraph[: found.start()].strip()
            goes_on = paragraph[found.end() : found.end() + 1].isalnum()
            for size in range(_SHORTEST, min(_LONGEST, len(clause)) + 1):
                if opens and (goes_on or size < len(clause)):
                    after = found.start() + size
                    places[clause[:size]].append((paragraph[after : after + 2], True))
                if not goes_on and size < len(clause):
                    places[clause[-size:]].append((clause[-size - 2 : -size], False))
    candidates = [phrase for phrase, found in places.items() if _is_stamp(phrase, found, pairs)]
    longest = sorted(candidates, key=len, reverse=True)
    return [p for i, p in enumerate(longest) if not any(p in q or q in p for q in longest[:i])]


def _is_stamp(phrase: str, found: list[tuple[str, bool]], pairs: dict[str, int]) -> bool:
    ends = [beside for beside, at_start in found if not at_start]
    starts = [beside for beside, at_start in found if at_start]
    if (
        len(found) < _TIMES
        or phrase.endswith(_PLACE)
        or not starts
        or len(set(ends)) < len(ends)
        or len(set(starts)) < len(starts)
    ):
        return False
    return all(pairs[phrase[i : i + 2]] == len(found) for i in range(len(phrase) - 1))
