"""What one plan brings to the page for those who draft: a plan in; its small file, and its words' themes, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.citations import Citation
from medplan.facts.commitments import Commitment, shorten
from medplan.facts.derive import Measure, measures
from medplan.facts.themed import themed_nodes
from medplan.library.entry import PlanEntry
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.plan.printed import locator
from medplan.publish.rows.comparison import PlanFacts
from medplan.publish.rows.drafting import DocumentNamed, DraftingPlan, Pledge, ProvisionNamed
from medplan.publish.small_files import pack_json

LONGEST = 300
MOST_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafting:
    """A plan's file packed; the themes of its provisions, and of each of its citations, by which others find them."""

    plan_id: str
    packed: bytes
    themes: Mapping[Eid, frozenset[str]]
    cited_on: tuple[tuple[str, ...], ...]


def prepare_drafting(plan: Plan, entry: PlanEntry, facts: PlanFacts, catalogues: Catalogues) -> PlanDrafting:
    """Return what a plan brings to the page, given what lists and the page of comparison take of it."""
    # The rows of indicators are no wording: what they share is a name and a figure.
    themes = {node.eid: found for node, _, found in themed_nodes(plan) if node.indicator is None}
    documents = tuple(_documents(entry.citations, themes))
    drafting = DraftingPlan(
        plan=facts.plan,
        indicators=facts.indicators,
        promises=tuple(_promises(plan, entry.commitments, catalogues)),
        documents=documents,
    )
    return PlanDrafting(
        plan_id=plan.id,
        packed=pack_json(drafting),
        themes=themes,
        cited_on=tuple(document.themes for document in documents),
    )


def _promises(plan: Plan, commitments: Iterable[Commitment], catalogues: Catalogues) -> Iterator[Pledge]:
    """Yield dated commitments and measures in printed order; a measure with a date is one with its commitment."""
    dated: dict[Eid, list[Commitment]] = {}
    for commitment in commitments:
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


def _documents(citations: Iterable[Citation], themes: Mapping[Eid, frozenset[str]]) -> Iterator[DocumentNamed]:
    """Yield the documents that a plan names, in the order of its citations."""
    for citation in citations:
        yield DocumentNamed(
            title=citation.title,
            number=citation.number,
            implemented=citation.implemented,
            places=tuple(map(ProvisionNamed, citation.eids[:MOST_PLACES], citation.places[:MOST_PLACES])),
            themes=tuple(sorted({theme for eid in citation.eids for theme in themes.get(eid, ())})),
        )
