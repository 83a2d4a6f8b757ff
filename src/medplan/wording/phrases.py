"""Words of a theme that stand in two plans or more: runs of all pairs of plans in; by province the most telling out.

A run is cut to whole clauses where that leaves enough of it; what has a bracket without its other half is left out.
Pairs are gone through province by province, so that what is held at once does not grow with the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Theme
from medplan.wording.fingerprints import RUN, Places
from medplan.wording.pairs import PlanPair, Wording
from medplan.wording.runs import Runs
from medplan.wording.spool import WordingSpool

MOST_PHRASES = 40
MOST_RUNS = 400  # of a pair, the longest
LONGEST = 240  # characters; what is longer is a passage copied whole, and told of on the page of the pair
FEW_THEMES = 3  # a provision of more themes says nothing sure of any, unless it names it
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
    begins, ends = _whole_clauses(spool, pair, runs)
    one, two = spool.passage_at(runs[:, 0]), spool.passage_at(runs[:, 1])
    either = tagged[one] | tagged[two]
    wanted = either.any(axis=1) & (ends > begins)
    if not wanted.any():
        return
    starts = runs[:, 0] - spool.plan_starts[pair.first]
    codes, offsets = spool.folded(pair.first)
    passages = spool.passages(sorted(set(one[wanted].tolist())))
    rows = np.column_stack((one, two, starts + begins, starts + ends))[wanted].tolist()
    for (first, second, begin, end), themes in zip(rows, either[wanted], strict=True):
        words = passages[first].text[int(offsets[begin]) : int(offsets[end - 1]) + 1]
        if len(words) > LONGEST or any(words.count(opened) != words.count(closed) for opened, closed in _BRACKETS):
            continue
        found = Phrase(text=words, characters=end - begin, themes=set(np.flatnonzero(themes).tolist()))
        found.add(pair.first, first)
        found.add(pair.second, second)
        yield codes[begin:end].tobytes(), found


def _whole_clauses(spool: WordingSpool, pair: PlanPair, runs: Runs) -> tuple[Places, Places]:
    """Return of each run where its whole clauses begin and end, the end of the run where they are not enough of it.

    A clause is one that either text parts. Where there is not enough of it from its first clause on, it ends where it
    begins.
    """
    sizes = runs[:, 2]
    begins, ends = sizes.copy(), np.zeros_like(sizes)
    for side, plan in enumerate((pair.first, pair.second)):
        clauses, starts = spool.clauses(plan), runs[:, side] - spool.plan_starts[plan]
        begins = np.minimum(begins, clauses[np.searchsorted(clauses, starts)] - starts)
        ends = np.maximum(ends, clauses[np.searchsorted(clauses, starts + sizes, side="right") - 1] - starts)
    ends = np.where(ends - begins < RUN, sizes, ends)
    return begins, np.where(sizes - begins < RUN, begins, ends)


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
