"""A compact index over all plans, made in one pass: what lists and pages across plans read instead of the plans."""

from __future__ import annotations

from dataclasses import dataclass, field

from medplan.catalogues import Catalogues, Jurisdiction
from medplan.commitments import Commitment, commitments
from medplan.compare.citations import Citation, plan_citations
from medplan.derive import IndicatorRow, indicator_rows, measures
from medplan.fidelity import Proof
from medplan.model import UNIT_FIELDS, Emendation, Plan, Remark
from medplan.printed import printed_fields
from medplan.rows import Row, measure_rows

LEVEL_ORDER = ("national", "province", "prefecture", "county")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """What other pages need of one plan; counts are of nodes, rows and characters as printed."""

    id: str
    path: str
    title: str
    place: Jurisdiction
    above: tuple[Jurisdiction, ...]
    kind: str
    stage: str
    period: tuple[int, int] | None
    issuer: str | None
    document_number: str | None
    published: str | None
    themes_reviewed: str | None
    themes: frozenset[str]
    provisions: int
    characters: int
    indicators: int
    binding: int
    measures: int
    emendations: tuple[Emendation, ...]
    remarks: tuple[Remark, ...]
    proof: Proof
    excluded: tuple[tuple[str, str, int], ...]

    @property
    def place_names(self) -> str:
        """Return the place with its ancestors below the country: 江苏省苏州市."""
        return "".join(p.name for p in (*self.above, self.place) if p.level != "national")


def summarise(plan: Plan, proof: Proof, catalogues: Catalogues) -> PlanSummary:
    """Return the plan's summary."""
    rows = list(indicator_rows(plan))
    place = catalogues.jurisdictions[plan.jurisdiction]
    return PlanSummary(
        id=plan.id,
        path=plan.path,
        title=plan.title,
        place=place,
        above=tuple(catalogues.ancestors(place.code)),
        kind=plan.kind,
        stage=plan.stage,
        period=plan.period,
        issuer=plan.issuer,
        document_number=plan.document_number,
        published=plan.published,
        themes_reviewed=plan.themes_reviewed,
        themes=frozenset(theme for node, _ in plan.walk() for theme in node.themes),
        provisions=sum(1 for node, _ in plan.walk() if node.fields),
        characters=sum(len("".join(text.split())) for _, _, text in printed_fields(plan)),
        indicators=len(rows),
        binding=sum(1 for row in rows if row.ref.nature == "binding"),
        measures=sum(1 for _ in measures(plan, catalogues)),
        emendations=plan.emendations,
        remarks=plan.remarks,
        proof=proof,
        excluded=tuple((e.text, e.why, e.times) for e in plan.source.excluded),
    )


@dataclass(slots=True)
class LibraryIndex:
    """The summaries in administrative order, and the tree of jurisdictions."""

    catalogues: Catalogues
    plans: list[PlanSummary] = field(default_factory=list)
    rows: dict[str, list[tuple[PlanSummary, IndicatorRow]]] = field(default_factory=dict)
    measures: list[tuple[PlanSummary, Row]] = field(default_factory=list)
    commitments: list[tuple[PlanSummary, Commitment]] = field(default_factory=list)
    citations: list[tuple[PlanSummary, Citation]] = field(default_factory=list)
    _indicators_of: dict[str, list[str]] = field(default_factory=dict)
    _children: dict[str | None, list[Jurisdiction]] = field(default_factory=dict)
    _held_codes: set[str] = field(default_factory=set)
    _held_for: int = 0

    def add(self, plan: Plan, proof: Proof) -> PlanSummary:
        """Take one plan in, in administrative order, and return its summary."""
        summary = summarise(plan, proof, self.catalogues)
        self.plans.append(summary)
        for row in indicator_rows(plan):
            if row.ref.indicator_id:
                self.rows.setdefault(row.ref.indicator_id, []).append((summary, row))
                own = self._indicators_of.setdefault(plan.id, [])
                own += [row.ref.indicator_id] if row.ref.indicator_id not in own else []
        self.measures += [(summary, row) for row in measure_rows(plan, self.catalogues)]
        self.commitments += [(summary, commitment) for commitment in commitments(plan)]
        self.citations += [(summary, citation) for citation in plan_citations(plan)]
        return summary

    def indicators_of(self, plan_id: str) -> list[str]:
        """Return the ids of the indicators that a plan sets or reports, in its own order."""
        return self._indicators_of.get(plan_id, [])

    def measures_of(self, agency_id: str) -> list[tuple[PlanSummary, Row]]:
        """Return the measures in which an agency has a part, those it leads first."""
        found = [(p, r) for p, r in self.measures if any(agency_id in r[f"{role}_agencies"] for role in UNIT_FIELDS)]
        return sorted(found, key=lambda pair: agency_id not in pair[1]["lead_agencies"])

    def agencies_named(self) -> list[str]:
        """Return the ids of the agencies that any measure names, in the catalogue's order."""
        named = {a for _, r in self.measures for role in UNIT_FIELDS for a in r[f"{role}_agencies"]}
        return [agency_id for agency_id in self.catalogues.agencies.agencies if agency_id in named]

    @property
    def indicator_names(self) -> dict[str, str]:
        """Return the catalogue's names of indicators by id."""
        return {i.id: i.name for i in self.catalogues.indicators.values()}

    def plans_of(self, code: str) -> list[PlanSummary]:
        """Return the plans of one jurisdiction, without those below it."""
        return [plan for plan in self.plans if plan.place.code == code]

    def plans_under(self, code: str) -> list[PlanSummary]:
        """Return the plans of a jurisdiction and of all below it."""
        return [p for p in self.plans if code in (p.place.code, *(a.code for a in p.above))]

    def children_of(self, code: str) -> list[Jurisdiction]:
        """Return the jurisdictions next below, in order of code."""
        if not self._children:
            for place in sorted(self.catalogues.jurisdictions.values(), key=lambda p: p.code):
                self._children.setdefault(place.parent, []).append(place)
        return self._children.get(code, [])

    def has_page(self, place: Jurisdiction) -> bool:
        """Return whether a place has a page of its own: the provinces, and what holds a plan or lies above one."""
        held = place.code in self._held
        return held or place.level in ("national", "province")

    @property
    def _held(self) -> set[str]:
        if self._held_for != len(self.plans):
            self._held_codes = {p.code for plan in self.plans for p in (plan.place, *plan.above)}
            self._held_for = len(self.plans)
        return self._held_codes

    def count_by_level(self) -> dict[str, int]:
        """Return how many plans each level has, all levels named, the highest first."""
        return {level: sum(p.place.level == level for p in self.plans) for level in LEVEL_ORDER}
