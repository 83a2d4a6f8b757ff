"""What templates of shared wording and of cited documents are filled with: the library and a key in, HTML out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from macros.build.facts import Build, NumberedView
from medplan.compare.cited import CitedDocumentEntry
from medplan.library.index import PlanSummary
from medplan.publish.pages import (
    DOCUMENTS_A_PAGE,
    PASSAGES_A_PAGE,
    PLANS_IN_A_LIST,
    document_url,
    on_page,
    page_count,
    pair_url,
)
from medplan.wording.candidates import MOST_PLANS
from medplan.wording.fingerprints import RUN
from medplan.wording.pairs import MOST_PARTNERS, Alike, MatchedPassages, PlanPair, match_passages
from medplan.wording.passages import Passage
from medplan.wording.side_by_side import AlignedPiece, align

# What a plan's page takes from other plans stands in these places until all plans are known.
ADDED = re.compile(r"<!--(alike|cited|kin):([a-z0-9_]*)-->")
MOST_PROVISIONS = 6
MOST_ALSO = 3


def wording(build: Build, root: str, _: str = "", page: int = 1) -> str:
    """Return a page of the pairs of plans with shared wording, the most alike first."""
    pairs = build.wording.pairs
    return build.render(
        "wording",
        root=root,
        rows=[_sides(build, pair) for pair in on_page(pairs, page)],
        total=len(pairs),
        run=RUN,
        partners=MOST_PARTNERS,
        most_plans=MOST_PLANS,
        page=page,
        pages=page_count(len(pairs)),
        labels=build.labels,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One plan of a pair: characters, and how many of them stand in the other; `share` in per cent."""

    plan: PlanSummary
    characters: int
    shared: int
    share: str


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal place; what is not nothing is not 0.0."""
    return "不到 0.1%" if 0 < share < 0.0005 else f"{share:.1%}"


def _sides(build: Build, pair: PlanPair) -> dict[str, Any]:
    index = build.index
    sides = [
        Side(plan=index.plans[number], characters=characters, shared=shared, share=percent(share))
        for number, characters, shared, share in zip(
            (pair.first, pair.second), pair.characters, pair.shared, pair.shares, strict=True
        )
    ]
    return {"one": sides[0], "two": sides[1], "passages": len(pair.passages), "url": pair_url(index, pair)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """Two provisions side by side, in pieces; `also` are further provisions of the second with the same words."""

    match: MatchedPassages
    one: Passage
    two: Passage
    pieces: tuple[list[AlignedPiece], list[AlignedPiece]]
    shares: tuple[str, str]
    also: list[Passage]


def wording_pair(build: Build, root: str, key: str, page: int = 1) -> str:
    """Return a page of the provisions that two plans share words in."""
    spool = build.wording.spool
    first, second = map(int, key.split("-"))
    pair = build.wording.pair(first, second)
    assert pair is not None
    start = (page - 1) * PASSAGES_A_PAGE
    rows = []
    for match in match_passages(spool, pair, start, start + PASSAGES_A_PAGE):
        one, two = spool.passage(match.first), spool.passage(match.second)
        rows.append(
            MatchRow(
                match=match,
                one=one,
                two=two,
                pieces=align(one.text, two.text, match.runs),
                shares=(percent(match.shares[0]), percent(match.shares[1])),
                also=[spool.passage(number) for number in match.also[:MOST_ALSO]],
            )
        )
    return build.render(
        "wording_pair",
        root=root,
        **_sides(build, pair),
        rows=rows,
        start=start,
        run=RUN,
        page=page,
        pages=page_count(len(pair.passages), PASSAGES_A_PAGE),
        labels=build.labels,
    )


def complete_plan(build: Build, html: str, plan_id: str) -> str:
    """Return a plan's page with what it takes from other plans: like provisions, like plans, who else cites."""
    number = build.wording.spool.plan_ids.index(plan_id)
    alike = build.wording.alike(number)
    entries = build.cited.of_plan(plan_id)

    def fill(kind: str, key: str) -> str:
        if kind == "alike":
            return _alike(build, number, alike[key]) if key in alike else ""
        if kind == "cited":
            document = build.cited.entries[entries[int(key)]]
            return build.render("cited_link", url=document_url(entries[int(key)], document), document=document)
        return _kin(build, number)

    return ADDED.sub(lambda found: fill(found[1], found[2]), html)


def _alike(build: Build, number: int, alike: Alike) -> str:
    """Return the note beside a provision that names its counterparts."""
    spool = build.wording.spool
    rows = []
    for counterpart in alike.counterparts:
        plan = build.index.plans[counterpart.plan]
        there = spool.passage(counterpart.passage)
        pair = build.wording.pair(number, counterpart.plan)
        side_by_side = None
        if pair:
            row = alike.passage if pair.first == number else counterpart.passage
            anchor = spool.passage(row).eid
            side_by_side = f"{pair_url(build.index, pair, pair.passages.index(row))}#{anchor}"
        rows.append((plan, there, counterpart.shared, percent(counterpart.share), side_by_side))
    return build.render("alike", rows=rows, alike=alike, most_plans=MOST_PLANS)


def _kin(build: Build, number: int) -> str:
    """Return the list of the plans that share most wording with one plan."""
    rows = []
    for pair in build.wording.pairs_of.get(number, []):
        sides = _sides(build, pair)
        own, other = (sides["one"], sides["two"]) if pair.first == number else (sides["two"], sides["one"])
        rows.append((other, own, sides["url"]))
    return build.render("kin", rows=rows, run=RUN, labels=build.labels)


Naming = tuple[PlanSummary, dict[str, str]]  # a plan, and the names of its provisions by address


def _plans_of(build: Build, entry: CitedDocumentEntry) -> list[Naming]:
    """Return the plans that name a document, each with the provisions that do, in administrative order."""
    order = {plan.id: place for place, plan in enumerate(build.index.plans)}
    found: dict[str, Naming] = {}
    for plan, citation in entry.citations:
        found.setdefault(plan.id, (plan, {}))[1].update(zip(citation.eids, citation.places, strict=True))
    return sorted(found.values(), key=lambda naming: order[naming[0].id])


def citations(build: Build, root: str, _: str = "", page: int = 1) -> str:
    """Return a page of the index of cited documents, those named by most plans first."""
    entries = build.cited.entries
    shown = [(entry, _plans_of(build, entry)) for entry in on_page(entries, page, DOCUMENTS_A_PAGE)]
    return build.render(
        "citations",
        root=root,
        rows=[(entry, plans[:PLANS_IN_A_LIST], len(plans)) for entry, plans in shown],
        total=len(entries),
        numbered=sum(entry.number is not None for entry in entries),
        held=sum(entry.held is not None for entry in entries),
        most=MOST_PROVISIONS,
        page=page,
        pages=page_count(len(entries), DOCUMENTS_A_PAGE),
        labels=build.labels,
    )


def cited(build: Build, root: str, key: str, page: int = 1) -> str:
    """Return a page of all plans that name one document."""
    entry = build.cited.entries[int(key)]
    plans = _plans_of(build, entry)
    return build.render(
        "cited",
        root=root,
        entry=entry,
        plans=on_page(plans, page),
        total=len(plans),
        most=MOST_PROVISIONS,
        page=page,
        pages=page_count(len(plans)),
        labels=build.labels,
    )


BY_NAME: dict[str, NumberedView] = {
    "wording": wording,
    "wording_pair": wording_pair,
    "citations": citations,
    "cited": cited,
}
