"""The initials that a reader types for a place: all places in; those of each by its code, made when asked for, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medplan.catalogue.romanise import initials
from medplan.running.apart import done_apart


class PlaceInitials:
    """The initials of places, by code; `places` are their names and spellings."""

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self._places = places
        self._made: dict[str, str] = {}

    def __getitem__(self, code: str) -> str:
        self.make()
        return self._made[code]

    def make(self) -> None:
        """Make those of all places: it takes a library with large dictionaries, once for all of them."""
        if not self._made:
            found = done_apart(_initials_of, list(self._places.values()))
            self._made = dict(zip(self._places, found, strict=True))


def _initials_of(places: Sequence[tuple[str, str]]) -> list[str]:
    return [initials(name, pinyin) for name, pinyin in places]
