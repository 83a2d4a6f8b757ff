"""The columns of a matrix across plans: the index in; a column a plan, or a province where plans are many, out."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address

MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a matrix: a plan (its id), or a province (two digits), with no `plan`, where plans are many."""

    key: str
    name: str
    href: str
    plan: PlanSummary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a matrix: what it says, and where it leads; `side` is that of the square that stands for an amount."""

    text: str
    href: str
    note: str = ""
    side: int = 0


def columns_of(index: LibraryIndex) -> list[Column]:
    """Return a column a plan, or, beyond MOST_COLUMNS plans, a column a province."""
    if len(index.plans) <= MOST_COLUMNS:
        return [Column(key=p.id, name=p.place.name, href=str(Address.of_plan(p.id)), plan=p) for p in index.plans]
    held = {p.place.code[:2] for p in index.plans}
    tops = [p for p in index.catalogues.jurisdictions.values() if p.level in ("national", "province")]
    return [
        Column(key=top.code[:2], name=top.name, href=f"jurisdictions/{top.code}/")
        for top in sorted(tops, key=lambda top: top.code)
        if top.code[:2] in held
    ]
