"""What the index takes of one plan: a plan in; its summary, rows, measures, commitments and citations out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.citations import Citation, plan_citations
from medplan.facts.commitments import Commitment, commitments, shorten
from medplan.facts.derive import Duty, IndicatorRow, Measure, indicator_rows, measures
from medplan.facts.themed import Amount, amounts
from medplan.library.summary import PlanSummary
from medplan.plan.address import Eid
from medplan.plan.model import Plan

MEASURE_TEXT = 90


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """What the index takes of one plan: its summary, and what lists across plans show of it, in its own order.

    `amounts` tell by theme how much the plan says on it.
    """

    summary: PlanSummary
    rows: tuple[IndicatorRow, ...]
    measures: tuple[IndexedMeasure, ...]
    commitments: tuple[Commitment, ...]
    citations: tuple[Citation, ...]
    amounts: Mapping[str, Amount]


def prepare_entry(plan: Plan, summary: PlanSummary, catalogues: Catalogues) -> PlanEntry:
    """Return what the index takes of a plan."""
    return PlanEntry(
        summary=summary,
        rows=tuple(indicator_rows(plan)),
        measures=tuple(map(_indexed_measure, measures(plan, catalogues))),
        commitments=tuple(commitments(plan)),
        citations=tuple(plan_citations(plan)),
        amounts=amounts(plan),
    )
