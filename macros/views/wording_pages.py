"""What the pages of shared wording are filled with, and what plans' pages say of it: a build and a key in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.build.templates import address
from macros.views import version_pages
from macros.views.citation_pages import document_url
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.wording.candidates import MOST_PLANS
from medplan.wording.fingerprints import RUN
from medplan.wording.matches import FoldedPlan, MatchedPassages, folded_plan, match_passages
from medplan.wording.pairs import MOST_PARTNERS, Alike, Counterpart, PlanPair
from medplan.wording.passages import Passage
from medplan.wording.side_by_side import AlignedPiece, align, shared_words

# What a plan's page takes from other plans stands in these places until all plans are known.
ADDED = re.compile(r"<!--(alike|cited|kin|mark|standing):([a-z0-9_-]*)-->")
PASSAGES_A_PAGE = 120
MOST_ALSO = 3
BRIEF = 0.25  # of either provision: where less is shared, the shared words alone are shown, once
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


class SideShown(NamedTuple):
    """A provision of a row: which side's, the link to it, its title, whether it is emended, its text in pieces."""

    letter: str
    link: str
    title: str
    emended: bool
    pieces: list[AlignedPiece]


class MatchRow(NamedTuple):
    """Two provisions side by side; `also` are links to the first of `also_all` more of the second, with locators.

    `eid` is the first's address, by which the row is found. `words` are those that both have, shown in place of both
    texts where they are little of either: the texts stand on the plans' pages, a click away.
    """

    number: int
    eid: str
    shared: int
    shares: tuple[str, str]
    sides: tuple[SideShown, SideShown]
    words: list[str]
    also: list[tuple[str, str]]
    also_all: int


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


def pair_url(index: LibraryIndex, pair: PlanPair) -> str:
    """Return the address of a pair's first page."""
    return f"wording/{_pair_name(index, pair)}/"


def wording_pair(build: Build, root: str, key: PairKey, page: int) -> str:
    """Return a page of the provisions that two plans share words in."""
    spool = build.wording.spool
    pair = build.wording.pair(*key)
    assert pair is not None
    start = (page - 1) * PASSAGES_A_PAGE
    matches = match_passages(spool, pair, start, start + PASSAGES_A_PAGE)
    wanted = {n for match in matches for n in (match.first, match.second, *_also(match))}
    passages = spool.passages(sorted(wanted))
    folded = folded_plan(spool, key[0])
    beside: FoldedPlan | None = None  # where more than shared words is shown
    plans = [build.index.plans[plan] for plan in key]
    urls = [f"{root}{address(plan.id)}" for plan in plans]
    rows = []
    for number, match in enumerate(matches, start + 1):
        said = [passages[match.first], passages[match.second]]
        one_text = folded.passage(match.first, said[0])
        words = shared_words(one_text, match.runs) if _is_brief(match) else []
        pieces: tuple[list[AlignedPiece], list[AlignedPiece]] = ([], [])
        if not words:
            beside = beside or folded_plan(spool, key[1])
            pieces = align(one_text, beside.passage(match.second, said[1]), match.runs)
        one, two = (
            SideShown(
                letter="甲乙"[side],
                link=f"{urls[side]}#{said[side].eid}",
                title=said[side].locator if words else f"{plans[side].place.name}　{said[side].locator}",
                emended=said[side].emended,
                pieces=pieces[side],
            )
            for side in (0, 1)
        )
        more = [passages[number] for number in _also(match)]
        rows.append(
            MatchRow(
                number=number,
                eid=said[0].eid,
                shared=match.shared,
                shares=(percent(match.shares[0]), percent(match.shares[1])),
                sides=(one, two),
                words=words,
                also=[(f"{urls[1]}#{passage.eid}", passage.locator) for passage in more],
                also_all=len(match.also),
            )
        )
    return build.render(
        "pages/wording_pair",
        root=root,
        **_sides(build, pair),
        groups=[(brief, list(some)) for brief, some in groupby(rows, lambda row: bool(row.words))],
        beside=not all(row.words for row in rows),
        run=RUN,
        page=page,
        pages=page_count(len(pair.passages), PASSAGES_A_PAGE),
        labels=build.labels,
    )


def _is_brief(match: MatchedPassages) -> bool:
    return max(match.shares) < BRIEF


def _also(match: MatchedPassages) -> tuple[int, ...]:
    """Return the further provisions of the second plan that a row links to."""
    return () if _is_brief(match) else match.also[:MOST_ALSO]


def complete_plan(build: Build, html: str, plan_id: str) -> str:
    """Return a plan's page with what other plans and the day add: how it stands, like provisions, who else cites."""
    number = build.wording.spool.numbers[plan_id]
    alike = build.wording.alike(number)
    passages = build.wording.spool.passages({c.passage for note in alike.values() for c in told_of(note)})
    entries = build.cited.of_plan(plan_id)
    index = build.index

    def fill(kind: str, key: str) -> str:
        if kind == "alike":
            return _alike(build, number, alike[key], passages) if key in alike else ""
        if kind == "cited":
            document = build.cited.entries[entries[int(key)]]
            return build.render("parts/cited_link", url=document_url(entries[int(key)], document), document=document)
        if kind == "mark":
            return build.render("parts/mark", plan=index.plan(key))
        if kind == "standing":
            plan = index.plan(plan_id)
            versions = version_pages.versions_of(build, plan)
            return build.render("parts/standing", plan=plan, plans=index, versions=versions, labels=build.labels)
        return _kin(build, number)

    return ADDED.sub(lambda found: fill(found[1], found[2]), html)


def told_of(alike: Alike) -> tuple[Counterpart, ...]:
    """Return the counterparts of a provision that are named beside it.

    Where each has little of it, one is enough: a line more would be longer than what it tells. Where more than
    MOST_PLANS have, numbers tell of it: none of them is more to the point than another.
    """
    if any(counterpart.share >= BRIEF for counterpart in alike.counterparts):
        return alike.counterparts
    return alike.counterparts[: 1 if alike.plans <= MOST_PLANS else 0]


def _alike(build: Build, number: int, alike: Alike, passages: Mapping[int, Passage]) -> str:
    """Return the note beside a provision that names its counterparts."""
    rows = []
    for counterpart in told_of(alike):
        plan = build.index.plans[counterpart.plan]
        there = passages[counterpart.passage]
        pair = build.wording.pair(number, counterpart.plan)
        side_by_side = ""
        if pair:
            side, row = ("1", alike.passage) if pair.first == number else ("2", counterpart.passage)
            page = pair.passages.index(row) // PASSAGES_A_PAGE + 1
            side_by_side = f"{side}/{page}" if page > 1 else side
        share = percent(counterpart.share)
        rows.append((plan, address(plan.id, there.eid), there.locator, counterpart.shared, share, side_by_side))
    most = (alike.counterparts[0].shared, percent(alike.counterparts[0].share)) if alike.counterparts else ()
    return build.templates.macro("parts/alike", "alike")(rows, alike.plans, most, alike.common_plans)


def _kin(build: Build, number: int) -> str:
    """Return the list of the plans that share most wording with one plan."""
    rows = []
    for pair in build.wording.pairs_of.get(number, []):
        sides = _sides(build, pair)
        own, other = (sides["one"], sides["two"]) if pair.first == number else (sides["two"], sides["one"])
        rows.append((other, own, sides["url"]))
    return build.render("parts/kin", rows=rows, run=RUN, labels=build.labels)
