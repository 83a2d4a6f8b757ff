"""The columns of a matrix across plans: the index in; a column a plan, or a province where plans are many, out."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.library.index import LibraryIndex, PlanSummary
from medplan.plan.address import Address

MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a matrix: a plan (its id), or a province (two digits) where plans are many."""

    key: str
    name: str
    note: str
    href: str
    province: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a matrix: what it says, and where it leads."""

    text: str
    href: str
    note: str = ""


def columns_of(index: LibraryIndex) -> list[Column]:
    """Return a column a plan, or, beyond MOST_COLUMNS plans, a column a province."""
    if len(index.plans) <= MOST_COLUMNS:
        return [
            Column(key=p.id, name=p.place.name, note=status_name(p), href=str(Address.of_plan(p.id)), province=False)
            for p in index.plans
        ]
    held = {p.place.code[:2] for p in index.plans}
    tops = [p for p in index.catalogues.jurisdictions.values() if p.level in ("national", "province")]
    return [
        Column(key=top.code[:2], name=top.name, note="", href=f"jurisdictions/{top.code}/", province=True)
        for top in sorted(tops, key=lambda top: top.code)
        if top.code[:2] in held
    ]


def status_name(plan: PlanSummary) -> str:
    """Return 发布会 or 征求意见稿 for what is not an issued plan, else "": it stands wherever a plan is named."""
    if plan.kind == "press-conference":
        return "发布会"
    return "征求意见稿" if plan.stage == "consultation" else ""
