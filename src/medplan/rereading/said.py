"""What a plan says, field by field and in one piece: a plan in; where a pattern is found, with its field, out.

A pattern is asked of all fields at once: a plan has some five hundred, most of them short. Fields are parted by a
character that no plan may print, so a pattern must not run past it: each of its classes that exclude something
excludes that too, and no `^` or `$` is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from medplan.language.codes import Codes, encode
from medplan.language.words import Keys as PairKeys
from medplan.language.words import pair_keys
from medplan.plan.model import Node, Plan, reading_text
from medplan.plan.once import once
from medplan.plan.printed import own_fields
from medplan.rereading.keys import among

PARTS = "\0"  # before, between and after fields


class Said(NamedTuple):
    """One printed field of a node, as read."""

    node: Node
    field: str
    text: str


class Found(NamedTuple):
    """Where a pattern is found: the field, the beginning and end within its text, what was matched."""

    one: Said
    start: int
    end: int
    match: re.Match[str]


class Fields:
    """The fields of a plan in printed order, and all of them in one piece, `whole`."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = tuple(said)
        self.whole = PARTS.join(("", *(one.text for one in self.said), ""))
        self.made: dict[Any, Any] = {}
        self._starts = list(accumulate((len(one.text) + 1 for one in self.said), initial=1))

    def __iter__(self) -> Iterator[Said]:
        return iter(self.said)

    @cached_property
    def pairs(self) -> PairKeys:
        """Return of each letter but the last a key of it and the next."""
        return pair_keys(self.codes)

    @cached_property
    def codes(self) -> Codes:
        """Return the code points of the whole."""
        return encode(self.whole)

    def at(self, place: int) -> tuple[Said, int]:
        """Return the field that a place of the whole lies in, and where that begins."""
        number = bisect_right(self._starts, place) - 1
        return self.said[number], self._starts[number]

    def find(self, pattern: re.Pattern[str]) -> Iterator[Found]:
        """Yield where a pattern is found, in order."""
        return map(self._found, pattern.finditer(self.whole))

    def find_figures(self, pattern: re.Pattern[str]) -> Iterator[Found]:
        """Yield where a pattern is found, in order, that begins with a digit before which none stands."""
        return self.find_from(self._figures, pattern)

    @cached_property
    def _figures(self) -> list[int]:
        digit = (self.codes >= ord("0")) & (self.codes <= ord("9"))
        begins: list[int] = (np.flatnonzero(digit[1:] & ~digit[:-1]) + 1).tolist()
        return begins

    def find_from(self, places: Iterable[int], pattern: re.Pattern[str]) -> Iterator[Found]:
        """Yield where a pattern is found, in order, when it can begin at no other than some places, which rise."""
        end = 0
        for place in places:
            if place >= end and (match := pattern.match(self.whole, place)):
                end = match.end()
                yield self._found(match)

    def find_about(self, pairs: PairKeys, pattern: re.Pattern[str], ahead: int = 0) -> Iterator[Found]:
        """Yield where a pattern is found, in order, that holds one of some pairs of letters so far from its beginning.

        The pairs are looked for first, all at once.
        """
        return self.find_from((np.flatnonzero(among(self.pairs, pairs)) - ahead).tolist(), pattern)

    def _found(self, match: re.Match[str]) -> Found:
        start, end = match.span()
        number = bisect_right(self._starts, start) - 1
        begin = self._starts[number]
        return Found(self.said[number], start - begin, end - begin, match)


def pairs_of(words: Iterable[str]) -> PairKeys:
    """Return the keys of the first two letters of words."""
    return pair_keys(encode("".join(word[:2] for word in words)))[::2]


@once
def said_by(plan: Plan) -> Fields:
    """Return every field of a plan with emendations applied, in printed order, without titles of the editor's."""
    return Fields(
        Said(node=node, field=name, text=reading_text(segments))
        for node, _ in plan.walk()
        if not (node.kind == "title" and plan.title_by_editor)
        for name, segments in own_fields(node)
        if segments
    )
