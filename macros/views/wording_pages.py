"""What the pages of shared wording are filled with, and what plans' pages say of it: a build and a key in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.citation_pages import document_url
from medplan.library.index import LibraryIndex, PlanSummary
from medplan.wording.candidates import MOST_PLANS
from medplan.wording.fingerprints import RUN
from medplan.wording.matches import MatchedPassages, folded_plan, match_passages
from medplan.wording.pairs import MOST_PARTNERS, Alike, PlanPair
from medplan.wording.passages import Passage
from medplan.wording.side_by_side import AlignedPiece, align

# What a plan's page takes from other plans stands in these places until all plans are known.
ADDED = re.compile(r"<!--(alike|cited|kin|mark|standing):([a-z0-9_-]*)-->")
PASSAGES_A_PAGE = 40
MOST_ALSO = 3
PairKey = tuple[int, int]  # two plans by number, the earlier first


def wording_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the list of all pairs of plans with shared wording."""
    facts = "哪些规划有相同的文字，各占多少"
    yield Entry(key=None, title="相同的文字", description=facts, count=len(build.wording.pairs))


def wording(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of the pairs of plans with shared wording, the most alike first."""
    pairs = build.wording.pairs
    return build.render(
        "pages/wording",
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


def pair_entries(build: Build) -> Iterator[Entry[PairKey]]:
    """Yield the pairs of plans with shared wording, the most alike first."""
    index = build.index
    for pair in build.wording.pairs:
        one, two = index.plans[pair.first], index.plans[pair.second]
        yield Entry(
            key=(pair.first, pair.second),
            name=_pair_name(index, pair),
            title=f"{one.title}与{two.title}：相同的文字",
            description=f"{len(pair.passages)} 条条文有相同的文字，逐条对照，标出不同之处",
            count=len(pair.passages),
        )


def _pair_name(index: LibraryIndex, pair: PlanPair) -> str:
    return f"{index.plans[pair.first].id}--{index.plans[pair.second].id}"


def pair_url(index: LibraryIndex, pair: PlanPair, number: int = 0) -> str:
    """Return the address of a pair's page, that which holds the row `number` (from 0)."""
    page = number // PASSAGES_A_PAGE + 1
    return f"wording/{_pair_name(index, pair)}/" + (f"{page}/" if page > 1 else "")


def wording_pair(build: Build, root: str, key: PairKey, page: int) -> str:
    """Return a page of the provisions that two plans share words in."""
    spool = build.wording.spool
    pair = build.wording.pair(*key)
    assert pair is not None
    start = (page - 1) * PASSAGES_A_PAGE
    matches = match_passages(spool, pair, start, start + PASSAGES_A_PAGE)
    wanted = {n for match in matches for n in (match.first, match.second, *match.also[:MOST_ALSO])}
    passages = spool.passages(sorted(wanted))
    first, second = (folded_plan(spool, plan) for plan in key)
    rows = []
    for match in matches:
        one, two = passages[match.first], passages[match.second]
        pieces = align(first.passage(match.first, one), second.passage(match.second, two), match.runs)
        rows.append(
            MatchRow(
                match=match,
                one=one,
                two=two,
                pieces=pieces,
                shares=(percent(match.shares[0]), percent(match.shares[1])),
                also=[passages[number] for number in match.also[:MOST_ALSO]],
            )
        )
    return build.render(
        "pages/wording_pair",
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
    """Return a plan's page with what other plans and the day add: how it stands, like provisions, who else cites."""
    number = build.wording.spool.numbers[plan_id]
    alike = build.wording.alike(number)
    passages = build.wording.spool.passages({c.passage for note in alike.values() for c in note.counterparts})
    entries = build.cited.of_plan(plan_id)
    index = build.index

    def fill(kind: str, key: str) -> str:
        if kind == "alike":
            return _alike(build, number, key, alike[key], passages) if key in alike else ""
        if kind == "cited":
            document = build.cited.entries[entries[int(key)]]
            return build.render("parts/cited_link", url=document_url(entries[int(key)], document), document=document)
        if kind == "mark":
            return build.render("parts/mark", plan=index.plan(key))
        if kind == "standing":
            return build.render("parts/standing", plan=index.plan(plan_id), plans=index, labels=build.labels)
        return _kin(build, number)

    return ADDED.sub(lambda found: fill(found[1], found[2]), html)


def _alike(build: Build, number: int, eid: str, alike: Alike, passages: Mapping[int, Passage]) -> str:
    """Return the note beside a provision that names its counterparts."""
    rows = []
    for counterpart in alike.counterparts:
        plan = build.index.plans[counterpart.plan]
        there = passages[counterpart.passage]
        pair = build.wording.pair(number, counterpart.plan)
        side_by_side = None
        if pair:
            row, anchor = (alike.passage, eid) if pair.first == number else (counterpart.passage, there.eid)
            side_by_side = f"{pair_url(build.index, pair, pair.passages.index(row))}#{anchor}"
        rows.append((plan, there, counterpart.shared, percent(counterpart.share), side_by_side))
    return build.render("parts/alike", rows=rows, alike=alike, most_plans=MOST_PLANS)


def _kin(build: Build, number: int) -> str:
    """Return the list of the plans that share most wording with one plan."""
    rows = []
    for pair in build.wording.pairs_of.get(number, []):
        sides = _sides(build, pair)
        own, other = (sides["one"], sides["two"]) if pair.first == number else (sides["two"], sides["one"])
        rows.append((other, own, sides["url"]))
    return build.render("parts/kin", rows=rows, run=RUN, labels=build.labels)
