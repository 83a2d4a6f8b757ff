"""Which plan stands above which: the index in; for each plan its upper plan and the rungs from the country down, out.

What a plan's text says it implements comes first (`implements`); where it names no plan of the library, the plan of the
same years of the nearest jurisdiction above stands in, and is said to be found so, since the text doesn't name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from medplan.catalogue.catalogues import Jurisdiction
from medplan.catalogue.cross_checks import LEVEL_ORDER
from medplan.language.fidelity_fold import fold_print
from medplan.library.index import LibraryIndex
from medplan.library.status import Key
from medplan.library.summary import PlanSummary
from medplan.plan.head import CitedDocument

Bond = Literal["self", "stated", "placed", "other-years", "not-held"]
# A period that is over holds no plan back: its years are what is asked for.
_STAND_BACK: dict[Key, int] = {"consultation": 1, "replaced": 2, "repealed": 3}
_KIND_ORDER = ("plan", "scheme", "press-conference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A jurisdiction on the way from the country to a plan's own, with the plan that stands there.

    `bond` says how it is known to belong there, `said` the same in words; `plan` is None where the library holds none
    of those years.
    """

    place: Jurisdiction
    plan: PlanSummary | None
    bond: Bond
    said: str


def say_bond(bond: Bond, below: str) -> str:
    """Return how a plan is known to stand above the one that `below` names: 本规划, 庆阳市的规划."""
    return {
        "self": "本规划",
        "stated": f"{below}写明落实它",
        "placed": f"上级的同期规划，{below}没有写明落实它",
        "other-years": "本库所收的不是同期规划",
        "not-held": "未收录",
    }[bond]


class Ancestry:
    """The bonds between all plans of an index, looked up by tables made in one pass."""

    def __init__(self, index: LibraryIndex) -> None:
        self.places = index.catalogues.jurisdictions
        self.by_id = {plan.id: plan for plan in index.plans}
        self.by_place: dict[str, list[PlanSummary]] = {}
        self.by_name: dict[str, list[PlanSummary]] = {}
        for plan in index.plans:
            self.by_place.setdefault(plan.place.code, []).append(plan)
            for name in filter(None, (plan.title, plan.document_number)):
                self.by_name.setdefault(fold_print(name), []).append(plan)
        self.lower: dict[str, list[PlanSummary]] = {}
        for plan in index.plans:
            found = self.upper(plan)
            if found:
                self.lower.setdefault(found[0].id, []).append(plan)

    def upper(self, plan: PlanSummary) -> tuple[PlanSummary, Bond] | None:
        """Return the plan next above, with how it is known; None when the library holds none."""
        stated = list(self._stated(plan))
        if stated:
            return max(stated, key=lambda p: LEVEL_ORDER.index(p.place.level)), "stated"
        for place in reversed(plan.above):
            found = self._same_years(place, plan)
            if found:
                return found, "placed"
        return None

    def not_held(self, plan: PlanSummary) -> list[CitedDocument]:
        """Return the documents that the plan says it implements and the library doesn't hold."""
        return [d for d in plan.implements if d.plan not in self.by_id and self._resolve(d, plan) is None]

    def rungs(self, plan: PlanSummary) -> list[Rung]:
        """Return the jurisdictions from the country to the plan's own, each with its plan or why there is none."""
        path, here = [Rung(place=plan.place, plan=plan, bond="self", said=say_bond("self", ""))], plan
        below = "本规划"
        while (found := self.upper(here)) and all(found[0] is not rung.plan for rung in path):
            here, bond = found
            path.append(Rung(place=here.place, plan=here, bond=bond, said=say_bond(bond, below)))
            below = f"{here.place.name}的规划"
        rungs: list[Rung] = []
        for place in (*plan.above, plan.place):
            rungs += [rung for rung in reversed(path) if rung.place.code == place.code] or [self._vacant(place, plan)]
        return rungs

    def _vacant(self, place: Jurisdiction, plan: PlanSummary) -> Rung:
        found = self._same_years(place, plan)
        if found:
            return Rung(place=place, plan=found, bond="placed", said=say_bond("placed", "本规划"))
        bond: Bond = "other-years" if place.code in self.by_place else "not-held"
        return Rung(place=place, plan=None, bond=bond, said=say_bond(bond, ""))

    def _stated(self, plan: PlanSummary) -> Iterator[PlanSummary]:
        for document in plan.implements:
            found = self._resolve(document, plan)
            if found:
                yield found

    def _resolve(self, document: CitedDocument, plan: PlanSummary) -> PlanSummary | None:
        """Return the held plan that a document is: by its id, else by number or title among those at or above."""
        codes = {plan.place.code, *(place.code for place in plan.above)}
        named = [self.by_id[document.plan]] if document.plan in self.by_id else []
        for name in filter(None, (document.number, document.title)):
            named += self.by_name.get(fold_print(name), [])
        return next((p for p in named if p.id != plan.id and p.place.code in codes), None)

    def _same_years(self, place: Jurisdiction, plan: PlanSummary) -> PlanSummary | None:
        """Return a place's plan of the same years: a plan before a scheme, what stands before the rest; the newest."""
        same = [p for p in self.by_place.get(place.code, ()) if _overlap(p.period, plan.period)]
        same.sort(key=lambda p: (p.published or "", p.id), reverse=True)
        same.sort(key=lambda p: (_KIND_ORDER.index(p.kind), _STAND_BACK.get(p.status.key, 0), p.period != plan.period))
        return same[0] if same else None


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])
