"""What the list of shared wording is filled with, and what plans' pages say of it: a build and a key in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.build.templates import address
from macros.views import version_pages
from macros.views.citation_pages import document_url
from macros.views.pair_pages import (
    BRIEF,
    MANY_ROWS,
    PASSAGES_A_PAGE,
    SHORT_WORDS,
    is_left_out,
    percent,
    sides_of,
)
from medplan.wording.candidates import MOST_PLANS
from medplan.wording.fingerprints import RUN
from medplan.wording.pairs import MOST_PARTNERS, Alike, Counterpart
from medplan.wording.passages import Passage

# What a plan's page takes from other plans stands in these places until all plans are known.
ADDED = re.compile(r"<!--(alike|cited|kin|mark|standing):([a-z0-9_-]*)-->")


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
        rows=[sides_of(build, pair) for pair in on_page(pairs, page)],
        total=len(pairs),
        run=RUN,
        partners=MOST_PARTNERS,
        most_plans=MOST_PLANS,
        many=MANY_ROWS,
        short=SHORT_WORDS,
        page=page,
        pages=page_count(len(pairs)),
        labels=build.labels,
    )


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

    Where each has little of it, or a few words, one is enough: a line more would be longer than what it tells.
    Where more than MOST_PLANS have little, numbers tell of it: none of them is more to the point than another.
    """
    if any(counterpart.share >= BRIEF for counterpart in alike.counterparts):
        return alike.counterparts[: None if alike.counterparts[0].shared >= SHORT_WORDS else 1]
    return alike.counterparts[: 1 if alike.plans <= MOST_PLANS else 0]


def _alike(build: Build, number: int, alike: Alike, passages: Mapping[int, Passage]) -> str:
    """Return the note beside a provision that names its counterparts."""
    rows = []
    for counterpart in told_of(alike):
        plan = build.index.plans[counterpart.plan]
        there = passages[counterpart.passage]
        pair = build.wording.pair(number, counterpart.plan)
        side_by_side = ""
        if pair and not is_left_out(pair, counterpart.shared, counterpart.share):
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
        sides = sides_of(build, pair)
        own, other = (sides["one"], sides["two"]) if pair.first == number else (sides["two"], sides["one"])
        rows.append((other, own, sides["url"]))
    return build.render("parts/kin", rows=rows, run=RUN, labels=build.labels)
