"""Pages that a plan gives rise to: a plan and the catalogues in; the addresses of what it names out."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows, measures
from medplan.plan.address import Address
from medplan.plan.model import Plan

# Kinds of pages that are there only while a plan names what they are about.
NAMED_KINDS = frozenset({"indicators", "agencies", "jurisdictions"})


def named_pages(plan: Plan, catalogues: Catalogues) -> frozenset[Address]:
    """Return the pages of the indicators, agencies and places that a plan names: those that it keeps alive."""
    return frozenset(_named(plan, catalogues))


def _named(plan: Plan, catalogues: Catalogues) -> Iterator[Address]:
    for row in indicator_rows(plan):
        if row.ref.indicator_id in catalogues.indicators:
            yield Address(kind="indicators", name=str(row.ref.indicator_id))
    for measure in measures(plan, catalogues):
        for duty in (measure.lead, measure.supporting, measure.responsible):
            yield from (Address(kind="agencies", name=agency) for agency in duty.agencies if agency)
    if plan.jurisdiction in catalogues.jurisdictions:
        for place in (*catalogues.ancestors(plan.jurisdiction), catalogues.jurisdictions[plan.jurisdiction]):
            yield Address(kind="jurisdictions", name=place.code)


def standing_pages(catalogues: Catalogues) -> frozenset[Address]:
    """Return the pages that are there whatever plans say: of all themes, of the country and the provinces."""
    themes = (Address(kind="themes", name=theme) for theme in catalogues.themes)
    places = (Address(kind="jurisdictions", name=code) for code in catalogues.jurisdictions if catalogues.is_high(code))
    return frozenset((*themes, *places))
