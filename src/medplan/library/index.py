"""A compact index over all plans, made in one pass: what lists and pages across plans read instead of the plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from medplan.catalogue.catalogues import Catalogues, Jurisdiction
from medplan.catalogue.cross_checks import LEVEL_ORDER
from medplan.facts.citations import Citation
from medplan.facts.commitments import Commitment
from medplan.facts.derive import IndicatorRow
from medplan.facts.themed import Amount
from medplan.library.entry import IndexedMeasure, PlanEntry, prepare_entry
from medplan.library.status import build_day
from medplan.library.succession import Succession
from medplan.library.summary import PlanSummary, place_summary, summarise
from medplan.plan.model import Plan
from medplan.rules.fidelity import Proof


@dataclass(slots=True)
class LibraryIndex:
    """The summaries in administrative order, what lists across plans show of each, and the tree of jurisdictions."""

    catalogues: Catalogues
    succession: Succession = field(default_factory=Succession)
    day: date = field(default_factory=build_day)
    plans: list[PlanSummary] = field(default_factory=list)
    rows: dict[str, list[tuple[PlanSummary, IndicatorRow]]] = field(default_factory=dict)
    measures: list[tuple[PlanSummary, IndexedMeasure]] = field(default_factory=list)
    commitments: list[tuple[PlanSummary, Commitment]] = field(default_factory=list)
    citations: list[tuple[PlanSummary, Citation]] = field(default_factory=list)
    _by_id: dict[str, PlanSummary] = field(default_factory=dict)
    _rows_of: dict[str, list[IndicatorRow]] = field(default_factory=dict)
    _amounts: dict[str, Mapping[str, Amount]] = field(default_factory=dict)
    _spans: dict[str, tuple[range, range]] = field(default_factory=dict)
    _at: dict[str, list[PlanSummary]] = field(default_factory=dict)
    _under: dict[str, list[PlanSummary]] = field(default_factory=dict)
    _agency_measures: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    _children: dict[str | None, list[Jurisdiction]] = field(default_factory=dict)

    def add(self, plan: Plan, proof: Proof) -> PlanSummary:
        """Take one plan in, in administrative order, and return its summary."""
        summary = place_summary(summarise(plan, proof, self.catalogues), self.succession, self.day)
        self.take(prepare_entry(plan, summary, self.catalogues))
        return summary

    def take(self, entry: PlanEntry) -> None:
        """Take in what was prepared of one plan, in administrative order."""
        summary = entry.summary
        self.plans.append(summary)
        self._by_id[summary.id] = summary
        self._at.setdefault(summary.place.code, []).append(summary)
        for place in (*summary.above, summary.place):
            self._under.setdefault(place.code, []).append(summary)
        self._amounts[summary.id] = entry.amounts
        self._rows_of[summary.id] = list(entry.rows)
        for row in entry.rows:
            if row.ref.indicator_id:
                self.rows.setdefault(row.ref.indicator_id, []).append((summary, row))
        measured, dated = len(self.measures), len(self.commitments)
        for measure in entry.measures:
            for agency in measure.agencies:
                parts = self._agency_measures.setdefault(agency, ([], []))
                parts[agency not in measure.leaders].append(len(self.measures))
            self.measures.append((summary, measure))
        self.commitments += [(summary, commitment) for commitment in entry.commitments]
        self.citations += [(summary, citation) for citation in entry.citations]
        self._spans[summary.id] = (range(measured, len(self.measures)), range(dated, len(self.commitments)))

    def __contains__(self, plan_id: str) -> bool:
        """Return whether there is a plan of an id."""
        return plan_id in self._by_id

    def plan(self, plan_id: str) -> PlanSummary:
        """Return the summary of one plan; raise KeyError for an unknown id."""
        return self._by_id[plan_id]

    def rows_of(self, plan_id: str) -> list[IndicatorRow]:
        """Return the indicator rows of one plan, in its own order, those outside the catalogue too."""
        return self._rows_of[plan_id]

    def amount_on(self, plan_id: str, theme: str) -> Amount:
        """Return how much one plan says on a theme."""
        return self._amounts[plan_id].get(theme, Amount(0, 0))

    def measures_by(self, plan_id: str) -> list[IndexedMeasure]:
        """Return the measures of one plan, in its own order."""
        return [self.measures[at][1] for at in self._spans[plan_id][0]]

    def commitments_by(self, plan_id: str) -> list[Commitment]:
        """Return the dated commitments of one plan, in its own order."""
        return [self.commitments[at][1] for at in self._spans[plan_id][1]]

    def agency_parts(self, agency_id: str) -> tuple[list[int], list[int]]:
        """Return which of `measures` an agency leads, and in which others it has a part: places in the list."""
        return self._agency_measures.get(agency_id, ([], []))

    def agencies_named(self) -> list[str]:
        """Return the ids of the agencies that any measure names, in the catalogue's order."""
        return [agency_id for agency_id in self.catalogues.agencies.agencies if agency_id in self._agency_measures]

    @property
    def indicator_names(self) -> dict[str, str]:
        """Return the catalogue's names of indicators by id."""
        return {i.id: i.name for i in self.catalogues.indicators.values()}

    def plans_of(self, code: str) -> list[PlanSummary]:
        """Return the plans of one jurisdiction, without those below it."""
        return self._at.get(code, [])

    def plans_under(self, code: str) -> list[PlanSummary]:
        """Return the plans of a jurisdiction and of all below it."""
        return self._under.get(code, [])

    def children_of(self, code: str) -> list[Jurisdiction]:
        """Return the jurisdictions next below, in order of code."""
        if not self._children:
            for place in sorted(self.catalogues.jurisdictions.values(), key=lambda p: p.code):
                self._children.setdefault(place.parent, []).append(place)
        return self._children.get(code, [])

    def has_page(self, place: Jurisdiction) -> bool:
        """Return whether a place has a page of its own: the provinces, and what holds a plan or lies above one."""
        return place.code in self._under or self.catalogues.is_high(place.code)

    def count_by_level(self) -> dict[str, int]:
        """Return how many plans each level has, all levels named, the highest first."""
        return {level: sum(p.place.level == level for p in self.plans) for level in LEVEL_ORDER}
