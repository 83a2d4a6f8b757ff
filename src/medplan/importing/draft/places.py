"""Find the places that a text names: the catalogue of jurisdictions and a text in; the places it may mean out."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, Jurisdiction
from medplan.catalogue.romanise import bare_name

_LONGEST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The catalogue's places by name: `full` as they are called; `short` without their kind, if large."""

    full: dict[str, list[Jurisdiction]]
    short: dict[str, list[Jurisdiction]]
    above: dict[str, list[Jurisdiction]]

    @classmethod
    def of(cls, catalogues: Catalogues) -> Gazetteer:
        """Return the places of a catalogue by name."""
        full: dict[str, list[Jurisdiction]] = {}
        short: dict[str, list[Jurisdiction]] = {}
        above: dict[str, list[Jurisdiction]] = {}
        for place in catalogues.jurisdictions.values():
            if place.level == "national":
                continue
            above[place.code] = [p for p in catalogues.ancestors(place.code) if p.level != "national"]
            full.setdefault(place.name, []).append(place)
            bare = bare_name(place.name)
            # 凉山彝族自治州 is called 凉山州, 肃南裕固族自治县 肃南县.
            if "自治" in place.name and place.level != "province":
                full.setdefault(bare + place.name[-1], []).append(place)
            if len(bare) > 1 and place.level in ("province", "prefecture") and bare != place.name:
                short.setdefault(bare, []).append(place)
        return cls(full=full, short=short, above=above)

    def named(self, text: str, around: str) -> list[Jurisdiction]:
        """Return the places that the first name in a text may mean: one, or several that `around` doesn't tell apart.

        Names that follow each other are read together (江苏省苏州市); a name of several places is the one whose
        upper levels `around` names.
        """
        return self._first(text, self.full, around)

    def named_shortly(self, text: str, around: str) -> list[Jurisdiction]:
        """Return the provinces and prefectures that the first short name in a text may mean: 苏州, 内蒙古."""
        return self._first(text, self.short, around)

    def _first(self, text: str, names: dict[str, list[Jurisdiction]], around: str) -> list[Jurisdiction]:
        text = text[:2_000]
        for i in range(len(text)):
            found = self._at(text, i, names)
            if found is not None:
                places, end = found
                # 江苏省苏州市: what lies in the place just named goes before it.
                while (deeper := self._at(text, end, names) or self._at(text, end, self.full)) is not None:
                    codes = {p.code for p in places}
                    inside = [p for p in deeper[0] if codes & {above.code for above in self.above[p.code]}]
                    if not inside:
                        break
                    places, end = inside, deeper[1]
                return self._told_apart(places, around)
        return []

    def _at(self, text: str, i: int, names: dict[str, list[Jurisdiction]]) -> tuple[list[Jurisdiction], int] | None:
        for length in range(min(_LONGEST, len(text) - i), 1, -1):
            if places := names.get(text[i : i + length]):
                return places, i + length
        return None

    def _told_apart(self, places: list[Jurisdiction], around: str) -> list[Jurisdiction]:
        if len(places) < 2:
            return places
        scores = [self._mentions(place, around) for place in places]
        best = max(scores)
        return [place for place, score in zip(places, scores, strict=True) if score == best]

    def _mentions(self, place: Jurisdiction, around: str) -> int:
        """Return how often the places above one are named; a prefecture tells more than a province."""
        names = [(p, 100 if p.level == "prefecture" else 1) for p in self.above[place.code]]
        return sum(
            weight * min(around.count(bare_name(p.name)), 9) for p, weight in names if len(bare_name(p.name)) > 1
        )
