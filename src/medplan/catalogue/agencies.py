"""Tell units printed in a duty (市教育局、民政局) apart and resolve them to the catalogue of agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNIT_SEPARATORS = re.compile(r"[、，,；;\s]+")
_PREFIX = re.compile(r"^(国家|自治区|全国|全省|全市|全县|各|[省市县区旗盟州]|省直|市直|县直)")
_SHARED_WORK = re.compile(r"(按(?:照)?(?:各自)?职[能责](?:分工)?(?:分别)?负责|分工负责|等(?:部门|单位)?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An entry of the catalogue: its id, its general name and the base names it goes by."""

    id: str
    name: str
    names: tuple[str, ...]


def split_units(printed: str) -> list[str]:
    """Return the unit names in a duty, in printed order, without a closing 按职能分工负责."""
    if not printed:
        return []
    units = [_SHARED_WORK.sub("", part) for part in UNIT_SEPARATORS.split(printed) if part]
    return [unit for unit in units if unit]


class AgencyCatalogue:
    """Resolves printed unit names; built from the catalogue and the names of jurisdictions."""

    def __init__(self, agencies: tuple[Agency, ...], places: frozenset[str]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self._by_name = {name: a.id for a in agencies for name in (a.name, *a.names)}
        self._places = places
        self._longest = max(map(len, places), default=0)

    def resolve(self, unit: str) -> str | None:
        """Return the id of the agency a printed name (市医保局, 县医疗保障局) stands for, None when unknown.

        The name is tried whole, then without place name and level, one by one.
        """
        return self._resolve(unit.strip(), 4)

    def _resolve(self, name: str, depth: int) -> str | None:
        if name in self._by_name or not depth:
            return self._by_name.get(name)
        shorter = [self._without_place(name), _PREFIX.sub("", name, count=1)]
        ways = (self._resolve(way, depth - 1) for way in shorter if way and way != name)
        return next((found for found in ways if found), None)

    def _without_place(self, name: str) -> str | None:
        """Return the name without the longest name of a place it begins with, None when it begins with none."""
        lengths = range(min(self._longest, len(name) - 1), 1, -1)
        return next((name[n:] for n in lengths if name[:n] in self._places), None)
