"""A compact index over all plans, made in one pass: what lists and pages across plans read instead of the plans."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

from medplan.catalogue.catalogues import LEVEL_ORDER, Catalogues, Jurisdiction, full_name
from medplan.facts.citations import Citation, plan_citations
from medplan.facts.commitments import Commitment, commitments, shorten
from medplan.facts.derive import Duty, IndicatorRow, Measure, indicator_rows, measures
from medplan.library.status import RelatedDocument, Standing, Status, build_day, standing_of
from medplan.library.succession import Succession
from medplan.plan.address import Eid
from medplan.plan.head import PlanHead, head_fields
from medplan.plan.model import Emendation, Plan, Remark
from medplan.plan.printed import printed_fields
from medplan.rules.fidelity import Proof

MEASURE_TEXT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSummary(PlanHead):
    """What other pages need of one plan and its own files tell: its head, and counts of what is printed."""

    path: str
    place: Jurisdiction
    above: tuple[Jurisdiction, ...]
    themes: frozenset[str]
    provisions: int
    characters: int
    indicators: int
    binding: int
    measures: int
    emendations: tuple[Emendation, ...]
    remarks: tuple[Remark, ...]
    proof: Proof

    @property
    def place_names(self) -> str:
        """Return the place with its ancestors below the country: 江苏省苏州市."""
        return full_name(self.above, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary(OwnSummary):
    """What other pages need of one plan: what its files tell, and how it stands beside other plans on a day."""

    standing: Standing
    ended_by: tuple[RelatedDocument, ...]
    replaced: tuple[RelatedDocument, ...]

    @property
    def status(self) -> Status:
        """Return how the plan stands on the day of the build."""
        return self.standing.now


def summarise(plan: Plan, proof: Proof, catalogues: Catalogues) -> OwnSummary:
    """Return what a plan's own files tell."""
    rows = list(indicator_rows(plan))
    place = catalogues.jurisdictions[plan.jurisdiction]
    return OwnSummary(
        **head_fields(plan),
        path=plan.path,
        place=place,
        above=tuple(catalogues.ancestors(place.code)),
        themes=frozenset(theme for node, _ in plan.walk() for theme in node.themes),
        provisions=sum(1 for node, _ in plan.walk() if node.fields),
        characters=sum(len("".join(text.split())) for _, _, text in printed_fields(plan)),
        indicators=len(rows),
        binding=sum(1 for row in rows if row.ref.nature == "binding"),
        measures=sum(1 for _ in measures(plan, catalogues)),
        emendations=plan.emendations,
        remarks=plan.remarks,
        proof=proof,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedMeasure:
    """A measure as lists show it: `text` cut short, `parties` the (printed name, agency id or "") of each role.

    `due` is an ISO year, month or date, None without one; `recurring` an RFC 5545 rule, None without one.
    """

    eid: Eid
    num: str
    text: str
    lead: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    schedule: str | None
    due: str | None
    recurring: str | None
    themes: tuple[str, ...]

    @property
    def leaders(self) -> tuple[str, ...]:
        """Return the ids of the agencies that lead, each once."""
        return tuple(dict.fromkeys(agency for _, agency in self.lead if agency))

    @property
    def agencies(self) -> tuple[str, ...]:
        """Return the ids of all agencies with a part in it, each once, those that lead first."""
        return tuple(dict.fromkeys(agency for _, agency in (*self.lead, *self.others) if agency))


def _indexed_measure(measure: Measure) -> IndexedMeasure:
    def parties(*duties: Duty) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, agency or "") for duty in duties for name, agency in zip(duty.names, duty.agencies, strict=True)
        )

    schedule = measure.schedule
    return IndexedMeasure(
        eid=measure.node.eid,
        num=measure.node.printed("num"),
        text=shorten(measure.text, MEASURE_TEXT),
        lead=parties(measure.lead),
        others=parties(measure.supporting, measure.responsible),
        schedule=measure.node.printed("schedule") or None,
        due=schedule.due if schedule else None,
        recurring=schedule.recurring if schedule else None,
        themes=measure.themes,
    )


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
    _spans: dict[str, tuple[range, range]] = field(default_factory=dict)
    _at: dict[str, list[PlanSummary]] = field(default_factory=dict)
    _under: dict[str, list[PlanSummary]] = field(default_factory=dict)
    _agency_measures: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    _children: dict[str | None, list[Jurisdiction]] = field(default_factory=dict)

    def add(self, plan: Plan, proof: Proof) -> PlanSummary:
        """Take one plan in, in administrative order, and return its summary."""
        return self.take(plan, summarise(plan, proof, self.catalogues))

    def take(self, plan: Plan, own: OwnSummary) -> PlanSummary:
        """Take one plan in that has been summarised, in administrative order, and return its whole summary."""
        summary = self._placed(own)
        self.plans.append(summary)
        self._by_id[plan.id] = summary
        self._at.setdefault(summary.place.code, []).append(summary)
        for place in (*summary.above, summary.place):
            self._under.setdefault(place.code, []).append(summary)
        self._rows_of[plan.id] = list(indicator_rows(plan))
        for row in self._rows_of[plan.id]:
            if row.ref.indicator_id:
                self.rows.setdefault(row.ref.indicator_id, []).append((summary, row))
        measured, dated = len(self.measures), len(self.commitments)
        for found in measures(plan, self.catalogues):
            measure = _indexed_measure(found)
            for agency in measure.agencies:
                parts = self._agency_measures.setdefault(agency, ([], []))
                parts[agency not in measure.leaders].append(len(self.measures))
            self.measures.append((summary, measure))
        self.commitments += [(summary, commitment) for commitment in commitments(plan)]
        self.citations += [(summary, citation) for citation in plan_citations(plan)]
        self._spans[plan.id] = (range(measured, len(self.measures)), range(dated, len(self.commitments)))
        return summary

    def _placed(self, own: OwnSummary) -> PlanSummary:
        """Return a plan's summary with how it stands beside the other plans and on the index's day."""
        ended_by = self.succession.ended_by(own)
        return PlanSummary(
            **{known.name: getattr(own, known.name) for known in fields(own)},
            standing=standing_of(own, ended_by, self.day),
            ended_by=ended_by,
            replaced=self.succession.replaced(own),
        )

    def plan(self, plan_id: str) -> PlanSummary:
        """Return the summary of one plan; raise KeyError for an unknown id."""
        return self._by_id[plan_id]

    def rows_of(self, plan_id: str) -> list[IndicatorRow]:
        """Return the indicator rows of one plan, in its own order, those outside the catalogue too."""
        return self._rows_of[plan_id]

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
