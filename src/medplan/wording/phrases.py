"""Words of a theme that stand in two plans or more: runs of all pairs of plans in; by province the most telling out.

A run is cut to whole clauses where that leaves enough of it. Pairs are gone through province by province, so that what
is held at once does not grow with the country.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Theme
from medplan.wording.fingerprints import RUN
from medplan.wording.matches import folded_plan
from medplan.wording.pairs import PlanPair, Wording
from medplan.wording.side_by_side import FoldedText
from medplan.wording.spool import WordingSpool

MOST_PHRASES = 40
MOST_RUNS = 400  # of a pair, the longest
LONGEST = 240  # characters; what is longer is a passage copied whole, and told of on the page of the pair
FEW_THEMES = 3  # a provision of more themes says nothing sure of any, unless it names it
_CLAUSE_ENDS = frozenset("，。；：！？\n")
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"))


@dataclass(slots=True)
class Phrase:
    """Words as the first plan has them; `characters` without what is folded away; the passages by plan's number."""

    text: str
    characters: int
    passages: dict[int, list[int]] = field(default_factory=dict)
    themes: set[int] = field(default_factory=set)

    def add(self, plan: int, passage: int) -> None:
        """Note that the words stand in a passage of a plan."""
        found = self.passages.setdefault(plan, [])
        if passage not in found:
            found.append(passage)


def phrases_between(spool: WordingSpool, pair: PlanPair, tagged: NDArray[np.bool_]) -> Iterator[tuple[bytes, Phrase]]:
    """Yield the words that two plans share, each with what it is known by; `tagged` are the themes of each passage."""
    runs = spool.kept_runs(pair.rows)
    runs = runs[np.argsort(-runs[:, 2], kind="stable")[:MOST_RUNS]]
    one, two = spool.passage_at(runs[:, 0]), spool.passage_at(runs[:, 1])
    either = tagged[one] | tagged[two]
    wanted = either.any(axis=1)
    runs, one, two, either = runs[wanted], one[wanted], two[wanted], either[wanted]
    if not len(runs):
        return
    plans = folded_plan(spool, pair.first), folded_plan(spool, pair.second)
    passages = spool.passages(sorted({*one.tolist(), *two.tolist()}))
    clauses = (
        {number: _Clauses.of(plan.passage(number, passages[number])) for number in sorted(set(numbers.tolist()))}
        for plan, numbers in zip(plans, (one, two), strict=True)
    )
    firsts, seconds = clauses
    for run, first, second, themes in zip(runs.tolist(), one.tolist(), two.tolist(), either, strict=True):
        sides = [
            (firsts[first], run[0] - int(spool.text_starts[first])),
            (seconds[second], run[1] - int(spool.text_starts[second])),
        ]
        cut = _whole_clauses(sides, run[2])
        if cut is None:
            continue
        key, text, characters = cut
        found = Phrase(text=text, characters=characters, themes=set(np.flatnonzero(themes).tolist()))
        found.add(pair.first, first)
        found.add(pair.second, second)
        yield key, found


class _Clauses(NamedTuple):
    """A text, and the folded characters before which a clause of it ends, in order, as one does at either end."""

    text: FoldedText
    ends: list[int]

    @classmethod
    def of(cls, text: FoldedText) -> _Clauses:
        """Return the clauses of a text."""
        # What parts them is folded away: it stands where offsets leave a gap.
        gaps = (np.flatnonzero(np.diff(text.offsets) > 1) + 1).tolist()
        parted = [
            at for at in gaps if not _CLAUSE_ENDS.isdisjoint(text.text[text.offsets[at - 1] + 1 : text.offsets[at]])
        ]
        return cls(text, [0, *parted, len(text.offsets)])


def _whole_clauses(sides: Sequence[tuple[_Clauses, int]], size: int) -> tuple[bytes, str, int] | None:
    """Return a run from the beginning of a clause on, to the end of one where enough is left; None where there is none.

    A clause is one that either text parts. What is too long, or has a bracket without its other half, is none either.
    """
    begins = min(ends[bisect_left(ends, start)] - start for (_, ends), start in sides)
    if size - begins < RUN:
        return None
    # The last end of a clause in the run; before its beginning there is always one, if only that of the text.
    ends = max(found[bisect_right(found, start + size) - 1] - start for (_, found), start in sides)
    if ends - begins < RUN:
        ends = size
    text, start = sides[0][0].text, sides[0][1]
    words = text.text[text.offsets[start + begins] : text.offsets[start + ends - 1] + 1]
    if len(words) > LONGEST or any(words.count(one) != words.count(other) for one, other in _BRACKETS):
        return None
    return text.codes[start + begins : start + ends].tobytes(), words, ends - begins


def by_province(
    wording: Wording, provinces: Sequence[str], tagged: NDArray[np.bool_]
) -> Iterator[tuple[str, dict[bytes, Phrase]]]:
    """Yield each province with the words that its plans share with any; `provinces` is that of each plan by number."""
    pairs: dict[str, list[PlanPair]] = {}
    for pair in wording.pairs:
        for province in dict.fromkeys((provinces[pair.first], provinces[pair.second])):
            pairs.setdefault(province, []).append(pair)
    for province, found in sorted(pairs.items()):
        phrases: dict[bytes, Phrase] = {}
        for pair in found:
            for key, phrase in phrases_between(wording.spool, pair, tagged):
                merge(phrases, key, phrase)
        yield province, phrases


def merge(phrases: dict[bytes, Phrase], key: bytes, phrase: Phrase) -> None:
    """Add words to those known, with the plans of both."""
    known = phrases.setdefault(key, phrase)
    known.themes |= phrase.themes
    for plan, passages in phrase.passages.items():
        for passage in passages:
            known.add(plan, passage)


def surely_tagged(tagged: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the themes of each passage, those of a passage with more than a few left out."""
    few = tagged.sum(axis=1, keepdims=True) <= FEW_THEMES
    sure: NDArray[np.bool_] = tagged & few
    return sure


def most_telling(
    phrases: Mapping[bytes, Phrase], number: int, theme: Theme, sure: NDArray[np.bool_]
) -> list[tuple[bytes, Phrase]]:
    """Return the words of one theme: those that name it first, then those of most plans, then the longest.

    What is part of other words that stand in as many plans is left out. `sure` are the themes that each passage surely
    tells of.
    """
    names = (theme.name, *theme.names)
    found = []
    for key, phrase in phrases.items():
        if number not in phrase.themes:
            continue
        named = any(name in phrase.text for name in names)
        if named or _says_sure(phrase, number, sure):
            found.append((not named, -len(phrase.passages), -phrase.characters, phrase.text, key, phrase))
    found.sort(key=lambda row: row[:4])
    shown: list[tuple[bytes, Phrase]] = []
    for *_, key, phrase in found:
        if len(shown) == MOST_PHRASES:
            break
        if not any(phrase.text in other.text and phrase.passages.keys() <= other.passages.keys() for _, other in shown):
            shown.append((key, phrase))
    return shown


def _says_sure(phrase: Phrase, number: int, sure: NDArray[np.bool_]) -> bool:
    return any(sure[passage, number] for passages in phrase.passages.values() for passage in passages)
