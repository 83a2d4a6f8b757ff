"""What one plan brings to the page for those who draft: a plan in; its small file, and its words' themes, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.citations import plan_citations
from medplan.facts.commitments import Commitment, commitments, shorten
from medplan.facts.derive import Measure, indicator_rows, measures
from medplan.facts.themed import themed_nodes
from medplan.library.summary import PlanSummary
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.plan.printed import locator
from medplan.publish.columns import to_json
from medplan.publish.comparison_files import indicator_facts
from medplan.publish.rows.comparison import ComparedPlan
from medplan.publish.rows.drafting import DocumentNamed, DraftingPlan, Pledge, ProvisionNamed
from medplan.publish.rows.plans import plan_row

LONGEST = 300
MOST_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafting:
    """A plan's file as text; the themes of its provisions, and of each of its citations, by which others find them."""

    plan_id: str
    text: str
    themes: Mapping[Eid, frozenset[str]]
    cited_on: tuple[tuple[str, ...], ...]


def prepare_drafting(plan: Plan, summary: PlanSummary, catalogues: Catalogues) -> PlanDrafting:
    """Return what a plan brings to the page."""
    # The rows of indicators are no wording: what they share is a name and a figure.
    themes = {node.eid: found for node, _, found in themed_nodes(plan) if node.indicator is None}
    documents = tuple(_documents(plan, themes))
    row = plan_row(summary, catalogues)
    facts = DraftingPlan(
        plan=ComparedPlan(**{field.name: getattr(row, field.name) for field in fields(ComparedPlan)}),
        indicators=tuple(
            indicator_facts(row, catalogues)
            for row in indicator_rows(plan)
            if row.ref.indicator_id in catalogues.indicators
        ),
        promises=tuple(_promises(plan, catalogues)),
        documents=documents,
    )
    return PlanDrafting(
        plan_id=plan.id,
        text=to_json(facts, compact=True),
        themes=themes,
        cited_on=tuple(document.themes for document in documents),
    )


def _promises(plan: Plan, catalogues: Catalogues) -> Iterator[Pledge]:
    """Yield dated commitments and measures in printed order; a measure with a date is one with its commitment."""
    dated: dict[Eid, list[Commitment]] = {}
    for commitment in commitments(plan):
        dated.setdefault(commitment.eid, []).append(commitment)
    tasks = {measure.node.eid: measure for measure in measures(plan, catalogues)}
    for node, above in plan.walk():
        place = locator(above, node)
        measure = tasks.get(node.eid)
        found = dated.get(node.eid, [])
        for commitment in found:
            yield _dated(commitment, place, measure)
        if measure and not any(_is_schedule(commitment, measure) for commitment in found):
            yield _undated(measure, place)


def _is_schedule(commitment: Commitment, measure: Measure) -> bool:
    schedule = measure.schedule
    return schedule is not None and (commitment.due, commitment.recurring) == (schedule.due, schedule.recurring)


def _dated(commitment: Commitment, place: str, measure: Measure | None) -> Pledge:
    whole = measure if measure and _is_schedule(commitment, measure) else None
    return Pledge(
        eid=commitment.eid,
        place=place,
        text=shorten(whole.text, LONGEST) if whole else commitment.text,
        lead=_lead(measure) if measure else commitment.lead,
        schedule=(whole.node.reading("schedule") or None) if whole else None,
        due=commitment.due,
        due_before=commitment.before,
        recurring=commitment.recurring,
        themes=commitment.themes,
    )


def _undated(measure: Measure, place: str) -> Pledge:
    return Pledge(
        eid=measure.node.eid,
        place=place,
        text=shorten(measure.text, LONGEST),
        lead=_lead(measure),
        schedule=measure.node.reading("schedule") or None,
        due=None,
        due_before=False,
        recurring=None,
        themes=measure.themes,
    )


def _lead(measure: Measure) -> str:
    return "、".join((measure.lead if measure.lead.names else measure.responsible).names)


def _documents(plan: Plan, themes: Mapping[Eid, frozenset[str]]) -> Iterator[DocumentNamed]:
    """Yield the documents that a plan names, in the order of `plan_citations`."""
    for citation in plan_citations(plan):
        yield DocumentNamed(
            title=citation.title,
            number=citation.number,
            implemented=citation.implemented,
            places=tuple(map(ProvisionNamed, citation.eids[:MOST_PLACES], citation.places[:MOST_PLACES])),
            themes=tuple(sorted({theme for eid in citation.eids for theme in themes.get(eid, ())})),
        )
