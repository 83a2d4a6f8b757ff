"""What the page of two plans with shared wording is filled with: a build and the pair in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from macros.build.facts import Build
from macros.build.page_kinds import Entry, page_count
from macros.build.templates import address
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.wording.fingerprints import RUN
from medplan.wording.matches import FoldedPlan, MatchedPassages, folded_plan, match_passages
from medplan.wording.pairs import PlanPair
from medplan.wording.side_by_side import AlignedPiece, align, shared_words

PASSAGES_A_PAGE = 120
MOST_ALSO = 3
BRIEF = 0.25  # of either provision: where less is shared, the shared words alone are shown, once
MANY_ROWS, SHORT_WORDS = 20, 24  # of a pair of more rows, brief ones of fewer characters are counted only
PairKey = tuple[int, int]  # two plans by number, the earlier first


def is_left_out(pair: PlanPair, shared: int, share: float) -> bool:
    """Return whether words that two provisions share, at most a `share` of either, are counted but not shown."""
    return share < BRIEF and shared < SHORT_WORDS and len(pair.passages) > MANY_ROWS


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


def sides_of(build: Build, pair: PlanPair) -> dict[str, Any]:
    """Return what a pair's page, and a list of pairs, tell of its plans."""
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
    shown = [match for match in matches if not is_left_out(pair, match.shared, max(match.shares))]
    wanted = {n for match in shown for n in (match.first, match.second, *_also(match))}
    passages = spool.passages(sorted(wanted))
    folded = folded_plan(spool, key[0])
    beside: FoldedPlan | None = None  # where more than shared words is shown
    plans = [build.index.plans[plan] for plan in key]
    urls = [f"{root}{address(plan.id)}" for plan in plans]
    rows = []
    for number, match in enumerate(shown, start + 1):
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
        **sides_of(build, pair),
        groups=[(brief, list(some)) for brief, some in groupby(rows, lambda row: bool(row.words))],
        beside=not all(row.words for row in rows),
        left=len(matches) - len(shown),
        short=SHORT_WORDS,
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
