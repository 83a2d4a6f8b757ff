"""What the pages of each kind rest on besides what is common to all: a build, a key and a page's number in; texts out.

A page is kept under a hash of these, so each names all that its view looks at: of plans that a page tells of, their
prints, which stand for everything that was read of them; of a row's comparison, the terms that most rows share; else
what the page says itself. What is said twice costs little, what is left out is a stale page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, on_page
from macros.views import place_pages, theme_pages, wording_pages
from macros.views.citation_pages import DOCUMENTS_A_PAGE, PLANS_IN_A_LIST, document_url
from macros.views.library_pages import PLANS_A_QUALITY_PAGE
from macros.views.lineage_parts import MOST_LADDERS
from macros.views.pair_pages import PairKey
from medplan.compare.cited import CitedDocumentEntry
from medplan.compare.lineage import MOST_LOWER
from medplan.library.entry import IndexedMeasure
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address
from medplan.publish.lists import Facets

_MARK = re.compile(r"<!--mark:([a-z0-9-]+)-->")
OTHERS_TOLD = 3  # of the rows that a target stands out from


def prints(build: Build, plans: Iterable[PlanSummary | None]) -> str:
    """Return what stands for all that was read of plans, in their order."""
    return " ".join(build.prints[plan.id] if plan else "-" for plan in plans)


def _held(build: Build, ids: Iterable[str | None]) -> str:
    return " ".join(build.prints.get(plan_id or "", "-") for plan_id in ids)


def plan(build: Build, plan_id: str, _: int) -> Iterator[str]:
    """Yield those of a plan's page: the plan, and all that other plans add to it."""
    summary = build.index.plan(plan_id)
    yield build.prints[plan_id]
    yield _held(build, _MARK.findall(build.plan_html(plan_id)))
    yield _held(build, (*summary.versions, *(d.plan for d in (*summary.ended_by, *summary.replaced))))
    yield from _figures(build, plan_id)
    yield from _standing_out(build, plan_id)
    yield from _lineage(build, summary)
    for number in build.cited.of_plan(plan_id):
        entry = build.cited.entries[number]
        yield f"{document_url(number, entry)} {entry.plan_count} {prints(build, [entry.held])}"
    yield from _alike(build, plan_id)
    yield repr(build.redirects.provisions_of(Address.of_plan(plan_id)))
    yield repr(build.news_of.get(plan_id, ())[:1])


def _figures(build: Build, plan_id: str) -> Iterator[str]:
    """Yield what keeps a plan's figures from standing beside others', and which are set by most plans."""
    ids = {row.ref.indicator_id for row in build.index.rows_of(plan_id) if row.ref.indicator_id}
    yield repr([(i, build.comparisons.of(i).terms) for i in sorted(ids)])
    yield repr(sorted(sorted(ids), key=lambda i: -build.comparisons.of(i).plans))


def _standing_out(build: Build, plan_id: str) -> Iterator[str]:
    for indicator_id in sorted({row.ref.indicator_id or "" for row in build.index.rows_of(plan_id)} - {""}):
        if found := build.comparisons.standing_out(indicator_id, plan_id):
            yield f"{indicator_id} {found.higher} {found.bound} {len(found.others)}"
            for row in (found.row, *found.others[:OTHERS_TOLD]):
                yield f"{build.prints[row.plan.id]} {row.row.eid} {row.target}"


def _lineage(build: Build, plan: PlanSummary) -> Iterator[str]:
    ancestry = build.ancestry
    for rung in ancestry.rungs(plan):
        above = ancestry.upper(rung.plan) if rung.plan else None
        yield f"{rung.place.code} {rung.bond} {rung.said} {prints(build, (rung.plan, above[0] if above else None))}"
        yield above[1] if above else "-"
    yield repr(ancestry.not_held(plan))
    lower = ancestry.lower.get(plan.id, [])
    yield f"{len(lower)} {prints(build, lower[:MOST_LOWER])}"


def _alike(build: Build, plan_id: str) -> Iterator[str]:
    """Yield where a plan's words stand in others, by place within each: an edit elsewhere moves the numbers of all."""
    wording, spool, plans = build.wording, build.wording.spool, build.index.plans
    number = spool.numbers[plan_id]

    def place(passage: int, plan: int) -> int:
        return passage - int(spool.first_passages[plan])

    others: set[int] = set()
    for eid, note in wording.alike(number).items():
        told = wording_pages.told_of(note)
        found = [(plans[c.plan].id, place(c.passage, c.plan), c.shared, c.share) for c in told]
        most = [(c.shared, c.share) for c in note.counterparts[:1]]
        yield repr((eid, place(note.passage, number), note.plans, note.common_plans, most, found))
        others |= {c.plan for c in told}
    yield prints(build, (plans[other] for other in sorted(others)))
    for pair in wording.pairs_of.get(number, []):
        yield prints(build, (plans[pair.first], plans[pair.second]))
        yield repr((pair.characters, pair.shared, [place(passage, pair.first) for passage in pair.passages]))


def jurisdiction(build: Build, code: str, _: int) -> Iterator[str]:
    """Yield those of a place's page: its plans as on their own pages, and which plans stand below it."""
    index = build.index
    plans, under = index.plans_of(code), index.plans_under(code)
    yield prints(build, plans)
    for plan in plans:
        yield from _figures(build, plan.id)
    for plan in plans[:MOST_LADDERS]:
        yield from _lineage(build, plan)
    yield " ".join(plan.id for plan in under)
    yield prints(build, under[: place_pages.PLACES_NAMED])
    yield prints(build, [plan for plan in under if plan.place.code != code][:PER_PAGE])
    yield max((plan.themes_reviewed for plan in under if plan.themes_reviewed), default="")


def indicator(build: Build, indicator_id: str, page: int) -> Iterator[str]:
    """Yield those of an indicator's page: the rows that it lists, all of them where it draws them."""
    comparison = build.comparisons.of(indicator_id)
    rows = [*comparison.comparable, *comparison.apart]
    yield repr((comparison.terms, comparison.plans, len(comparison.comparable), len(comparison.apart)))
    yield prints(build, (row.plan for row in (rows if page == 1 else on_page(rows, page))))
    themes = comparison.indicator.themes if comparison.plans == 1 else ()
    for other in sorted({i.id for theme in themes for i in build.index.catalogues.indicators_on(theme)}):
        yield from _every_row(build, other)


def _every_row(build: Build, indicator_id: str) -> Iterator[str]:
    if indicator_id in build.index.rows:
        yield f"{indicator_id} {build.comparisons.of(indicator_id).terms}"
        yield prints(build, (plan for plan, _ in build.index.rows[indicator_id]))


def theme(build: Build, theme_id: str, page: int) -> Iterator[str]:
    """Yield those of a theme's page: the plans that it lists, and which others there are."""
    index, groups = build.index, build.theme_groups[theme_id]
    yield repr({key: len(plans) for key, plans in groups.items()})
    yield str(theme_pages.absent_provinces(index))
    yield repr([(found.file, found.province) for found in build.collections[theme_id]])
    yield prints(build, on_page(groups["addressed"], page, theme_pages.PLANS_A_THEME_PAGE))
    for entry in index.catalogues.indicators_on(theme_id):
        if page == 1:
            yield from _every_row(build, entry.id)
        elif entry.id in index.rows:
            yield f"{entry.id} {build.comparisons.of(entry.id).terms}"
    for plans in groups.values() if page == 1 else ():
        yield prints(build, plans[: theme_pages.MOST_NAMED])


def agency(build: Build, agency_id: str, _: int) -> Iterator[str]:
    """Yield those of an agency's page: the measures that it lists, and what can be chosen among all."""
    led, part = build.index.agency_parts(agency_id)
    yield f"{len(led)} {len(part)}"
    yield from _measures(build, (build.index.measures[at] for at in [*led, *part][:PER_PAGE]))
    yield _choices(build.measure_facets)


def measures(build: Build, _: None, page: int) -> Iterator[str]:
    """Yield those of a page of all measures."""
    yield str(len(build.index.measures))
    yield from _measures(build, on_page(build.index.measures, page))
    yield _choices(build.measure_facets) if page == 1 else ""


def _measures(build: Build, shown: Iterable[tuple[PlanSummary, IndexedMeasure]]) -> Iterator[str]:
    yield " ".join(f"{build.prints[plan.id]} {measure.eid}" for plan, measure in shown)


def _choices(facets: Facets) -> str:
    return repr({facet: sorted(counts.items()) for facet, counts in facets.counts.items()})


def timeline(build: Build, _: None, page: int) -> Iterator[str]:
    """Yield those of a page of all dated commitments."""
    line = build.time_line
    yield repr((len(line.entries), sorted(line.states.items()), sorted(line.years.items()), line.span))
    yield " ".join(f"{build.prints[plan.id]} {c.eid} {c.due} {c.text}" for plan, c in on_page(line.entries, page))
    for place in line.places if page == 1 else ():
        yield prints(build, [place.plan])
        yield repr((place.code, place.name, sorted(place.years.items()), sorted(place.last.items())))
        yield f"{place.yearly} {place.total}"
    yield _choices(build.timeline_facets) if page == 1 else ""


def quality(build: Build, _: None, page: int) -> Iterator[str]:
    """Yield those of a page of the report on fidelity."""
    yield repr(build.totals)
    yield prints(build, on_page(build.index.plans, page, PLANS_A_QUALITY_PAGE))


def wording(build: Build, _: None, page: int) -> Iterator[str]:
    """Yield those of a page of the pairs of plans with shared wording."""
    pairs, plans = build.wording.pairs, build.index.plans
    yield str(len(pairs))
    for pair in on_page(pairs, page):
        yield prints(build, (plans[pair.first], plans[pair.second]))
        yield f"{pair.characters} {pair.shared} {len(pair.passages)}"


def wording_pair(build: Build, key: PairKey, _: int) -> Iterator[str]:
    """Yield those of the pages of a pair: what the two plans say, and what a reader is told of each."""
    spool = build.wording.spool
    for number in key:
        plan = build.index.plans[number]
        yield spool.hashes[number]
        yield str(spool.characters[number])  # those of provisions too short to be compared count in the shares
        yield repr((plan.id, plan.title, plan.place.name, plan.kind, plan.standing))


def versions(build: Build, key: tuple[str, str], _: int) -> Iterator[str]:
    """Yield those of the page of two versions."""
    yield _held(build, (*key, *build.index.plan(key[1]).versions))


def citations(build: Build, _: None, page: int) -> Iterator[str]:
    """Yield those of a page of the index of cited documents."""
    entries = build.cited.entries
    numbered, held = (sum(getattr(e, name) is not None for e in entries) for name in ("number", "held"))
    yield f"{len(entries)} {numbered} {held}"
    for entry in on_page(entries, page, DOCUMENTS_A_PAGE):
        yield from _document(build, entry)
        yield prints(build, (plan for plan, _ in entry.naming()[:PLANS_IN_A_LIST]))


def cited(build: Build, number: int, page: int) -> Iterator[str]:
    """Yield those of a page of all plans that name one document."""
    entry = build.cited.entries[number]
    yield from _document(build, entry)
    yield prints(build, (plan for plan, _ in on_page(entry.naming(), page)))


def _document(build: Build, entry: CitedDocumentEntry) -> Iterator[str]:
    yield repr((entry.id, entry.name, entry.titles, entry.number, entry.held_by, entry.doubts, entry.plan_count))
    yield prints(build, [entry.held])
