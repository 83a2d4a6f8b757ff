"""The catalogues under data/: jurisdictions, units, indicators, themes, agencies, as typed entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from medplan.catalogue.agencies import Agency, AgencyCatalogue
from medplan.catalogue.cross_checks import CHECKS, Files
from medplan.catalogue.entries import Missing, read_catalogue
from medplan.catalogue.place_initials import PlaceInitials
from medplan.catalogue.romanise import bare_name
from medplan.issues import Issue
from medplan.schema.schemas import CATALOGUES


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPlace:
    """A name and a code that a place, or a part of it, had until some year."""

    name: str
    code: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A place with its GB/T 2260 code; `parent` is a code, None for the country.

    `hanyu` is the name in Hanyu Pinyin where `pinyin` is a spelling of another language, `spelling` is
    `generated` where a program made `pinyin` and no official spelling is at hand. The country's entry says of what day
    the catalogue is (`as_of`) and after what (`source`).
    """

    code: str
    name: str
    pinyin: str
    level: str
    parent: str | None
    hanyu: str | None = None
    spelling: str | None = None
    former: tuple[FormerPlace, ...] = ()
    as_of: str | None = None
    source: str | None = None

    def also(self) -> tuple[str, ...]:
        """Return what else a reader may look the place up by: former names and codes, Hanyu Pinyin; each once."""
        words = [*(word for place in self.former for word in (place.name, place.code)), self.hanyu or self.name]
        return tuple(word for word in dict.fromkeys(words) if word not in (self.name, self.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measurement; one of it is `factor` of the base unit of its `dimension`."""

    id: str
    symbol: str
    names: tuple[str, ...]
    dimension: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An entry of the shared catalogue of indicators; `unit` is a unit's id.

    `themes` are the ids of those that it measures, the nearest first.
    `direction` is the side on which a goal asks for more, `higher` or `lower`; None where that is not plain.
    """

    id: str
    name: str
    category: str
    unit: str
    definition: str
    names: tuple[str, ...]
    themes: tuple[str, ...] = ()
    direction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """An entry of the shared catalogue of themes."""

    id: str
    name: str
    definition: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogues:
    """All catalogues, each a mapping from id (or code) to entry, in the order of the files; synonyms in groups."""

    jurisdictions: dict[str, Jurisdiction]
    units: dict[str, Unit]
    indicators: dict[str, Indicator]
    themes: dict[str, Theme]
    agencies: AgencyCatalogue
    initials: PlaceInitials
    synonyms: tuple[tuple[str, ...], ...] = ()
    missing: Mapping[str, Missing] = field(default_factory=dict)

    def may_hold(self, catalogue: str, name: str) -> bool:
        """Return whether an id that a catalogue has not may be that of an entry which is broken, and told of there."""
        return catalogue in self.missing and self.missing[catalogue].may_hold(name)

    def province_name(self, code: str) -> str | None:
        """Return the name of the province in which a place lies, by its code or the first two digits; None for none."""
        return province.name if (province := self.jurisdictions.get(f"{code[:2]}0000")) else None

    def lies_in_country(self, place: Jurisdiction) -> bool:
        """Return whether all that is above a place is known, up to the country."""
        return [place, *reversed(self.ancestors(place.code))][-1].level == "national"

    def ancestors(self, code: str) -> list[Jurisdiction]:
        """Return the jurisdictions above `code`, the country first; [] for an unknown code."""
        above: list[Jurisdiction] = []
        place = self.jurisdictions.get(code)
        while place and place.parent and len(above) < 8:
            place = self.jurisdictions.get(place.parent)
            if place:
                above.insert(0, place)
        return above

    def indicators_on(self, theme: str) -> list[Indicator]:
        """Return the indicators that measure a theme, those nearest to it first, else in the catalogue's order."""
        found = [indicator for indicator in self.indicators.values() if theme in indicator.themes]
        return sorted(found, key=lambda indicator: indicator.themes.index(theme))

    def is_high(self, code: str) -> bool:
        """Return whether a place is the country or a province: those have a page whatever plans there are."""
        place = self.jurisdictions.get(code)
        return place is not None and place.level in ("national", "province")

    @property
    def vintage(self) -> tuple[str, str]:
        """Return of what day the places are, and after what; "" where the catalogue does not say."""
        country = next((place for place in self.jurisdictions.values() if place.level == "national"), None)
        return (country.as_of or "", country.source or "") if country else ("", "")

    def unit_of(self, printed: str | None) -> Unit | None:
        """Return the unit a printed spelling stands for, None when it is unknown or missing."""
        if not printed:
            return None
        return next((u for u in self.units.values() if printed.strip() in (u.symbol, *u.names)), None)


def _place(entry: dict[str, Any]) -> Jurisdiction:
    former = tuple(FormerPlace(**place) for place in entry.get("former", ()))
    return Jurisdiction(**entry | {"former": former})


def catalogue_files(data: Path) -> list[Path]:
    """Return the catalogues' files under a data root."""
    return [data / f"{name}.yaml" for name in CATALOGUES]


def load_catalogues(data: Path) -> tuple[Catalogues, list[Issue]]:
    """Return the catalogues under the data root, without broken entries, and the issues in them."""
    files: Files = {}
    issues: list[Issue] = []
    for name, path in zip(CATALOGUES, catalogue_files(data), strict=True):
        files[name], found = read_catalogue(path, name)
        issues += found
    for check in CHECKS:
        issues += check(files)
    entries = {name: list(file.sound.values()) for name, file in files.items()}
    places = {e["code"]: _place(e) for e in entries["jurisdictions"]}
    agencies = tuple(Agency(id=e["id"], name=e["name"], names=tuple(e.get("names", ()))) for e in entries["agencies"])
    catalogues = Catalogues(
        jurisdictions=places,
        units={e["id"]: Unit(**_with_names(e) | {"factor": Decimal(e["factor"])}) for e in entries["units"]},
        indicators={
            e["id"]: Indicator(**_with_names(e) | {"themes": tuple(e.get("themes", ()))}) for e in entries["indicators"]
        },
        themes={e["id"]: Theme(**_with_names(e)) for e in entries["themes"]},
        agencies=AgencyCatalogue(agencies, place_names(places)),
        initials=PlaceInitials({p.code: (p.name, p.pinyin) for p in places.values()}),
        synonyms=tuple(tuple(e["names"]) for e in entries["synonyms"]),
        missing={name: file.missing for name, file in files.items()},
    )
    return catalogues, issues


def full_name(above: Iterable[Jurisdiction], place: Jurisdiction) -> str:
    """Return a place's name after those above it, below the country: 江苏省苏州市; "" for the country itself."""
    return "".join(p.name for p in (*above, place) if p.level != "national")


def place_names(places: dict[str, Jurisdiction]) -> frozenset[str]:
    """Return the names of places as they stand before a department's: 苏州市, 苏州, 内蒙古, 凉山州, 肃南县 …"""
    full = {p.name for p in places.values() if p.level != "national"}
    bare = {bare_name(name) for name in full}
    short = {name + kind for name in bare for kind in "州县旗"}
    return frozenset(full | {name for name in bare if len(name) > 1} | short | {n[:-1] for n in full if len(n) > 2})


def _with_names(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"names": tuple(entry.get("names", ()))}
