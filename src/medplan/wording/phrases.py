"""Words of a theme that stand in two plans or more: words with their passages in; the most telling out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Theme

MOST_PHRASES = 40
FEW_THEMES = 3  # a provision of more themes says nothing sure of any, unless it names it


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


Phrases = list[tuple[int, Phrase]]  # each with what it is known by


def merge(phrases: dict[int, Phrase], key: int, phrase: Phrase) -> None:
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


def most_telling(phrases: Mapping[int, Phrase], number: int, theme: Theme, sure: NDArray[np.bool_]) -> Phrases:
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
    return that_differ(row[4:] for row in found)


def that_differ(phrases: Iterable[tuple[int, Phrase]]) -> Phrases:
    """Return the first words that are no part of those before them which stand in as many plans."""
    shown: Phrases = []
    for key, phrase in phrases:
        if len(shown) == MOST_PHRASES:
            break
        if not any(phrase.text in other.text and phrase.passages.keys() <= other.passages.keys() for _, other in shown):
            shown.append((key, phrase))
    return shown


def _says_sure(phrase: Phrase, number: int, sure: NDArray[np.bool_]) -> bool:
    return any(sure[passage, number] for passages in phrase.passages.values() for passage in passages)
