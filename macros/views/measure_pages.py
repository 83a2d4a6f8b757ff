"""What the lists of measures and of dated commitments are filled with: the index and a page's number in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from medplan.facts.commitments import Commitment
from medplan.language.dates import last_day
from medplan.library.entry import IndexedMeasure
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.lists import UNDATED, YEARLY, Facets

YEAR_NAMES: Mapping[str, str] = MappingProxyType({YEARLY: "每年", UNDATED: "没有写明日期"})
Choice = tuple[str, str, int]


def measures_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the list of all measures."""
    facts = "各规划的任务：谁牵头、谁配合、何时完成"
    yield Entry(key=None, title="任务", description=facts, count=len(build.index.measures))


def measures(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of all measures, in order of place."""
    shown = on_page(build.index.measures, page)
    choices = _choices(build.measure_facets, build.index)
    return _measures(build, root, "measures/", shown, len(build.index.measures), page, choices=choices, agency=None)


def agency_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the agencies that some measure names."""
    index = build.index
    for agency_id in index.agencies_named():
        name = index.catalogues.agencies.agencies[agency_id].name
        count = sum(map(len, index.agency_parts(agency_id)))
        facts = f"{name}牵头、配合或负责的任务，{count} 项"
        yield Entry(key=agency_id, name=agency_id, title=name, description=facts, count=count)


def agency(build: Build, root: str, agency_id: str, page: int) -> str:
    """Return a page of the measures an agency has a part in, those it leads first."""
    index = build.index
    led, part = index.agency_parts(agency_id)
    shown = [index.measures[at] for at in on_page([*led, *part], page)]
    found = index.catalogues.agencies.agencies[agency_id]
    choices = _choices(build.measure_facets, index, without=("agency",))
    return _measures(
        build,
        root,
        f"agencies/{agency_id}/",
        shown,
        len(led) + len(part),
        page,
        choices=choices,
        agency=found,
        led=len(led),
    )


def _measures(
    build: Build,
    root: str,
    url: str,
    shown: Sequence[tuple[PlanSummary, IndexedMeasure]],
    total: int,
    page: int,
    **more: object,
) -> str:
    facts = {"led": 0} | more
    return build.render(
        "pages/measures",
        root=root,
        url=url,
        groups=_by_plan(shown),
        shown=len(shown),
        total=total,
        page=page,
        pages=page_count(total),
        labels=build.labels,
        **facts,
    )


def _by_plan(shown: Sequence[tuple[PlanSummary, IndexedMeasure]]) -> list[tuple[PlanSummary, list[IndexedMeasure]]]:
    """Return rows in runs of one plan each, so that a list names the plan once above its rows."""
    runs = (list(run) for _, run in groupby(shown, key=lambda row: row[0].id))
    return [(run[0][0], [measure for _, measure in run]) for run in runs]


def _choices(facets: Facets, index: LibraryIndex, *, without: tuple[str, ...] = ()) -> dict[str, list[Choice]]:
    """Return what can be chosen of each facet, as (value, name, rows), in the order of its catalogue."""
    catalogues = index.catalogues
    names: dict[str, dict[str, str]] = {
        "agency": {a.id: a.name for a in catalogues.agencies.agencies.values()},
        "province": {p.code[:2]: p.name for p in catalogues.jurisdictions.values() if p.level != "county"}
        | {p.code[:2]: p.name for p in catalogues.jurisdictions.values() if p.level in ("province", "national")},
        "theme": {t.id: t.name for t in catalogues.themes.values()},
        "year": {y: YEAR_NAMES.get(y, f"{y} 年") for y in sorted(facets.counts.get("year", ()), key=_year_order)},
    }
    return {
        facet: [(value, name, facets.counts[facet][value]) for value, name in named.items() if value in counted]
        for facet, named in names.items()
        if facet not in without and (counted := facets.counts.get(facet, {}))
    }


def _year_order(value: str) -> tuple[bool, str]:
    return not value.isdigit(), value


def timeline_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the list of all dated commitments."""
    facts = "各规划写明日期的承诺，按到期先后排列"
    yield Entry(key=None, title="时间表", description=facts, count=len(build.index.commitments))


def timeline(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of all dated commitments, the earliest first; what recurs every year stands at the end."""
    found = build.dated
    years: dict[str, list[tuple[PlanSummary, Commitment, bool]]] = {}
    for plan, commitment in on_page(found, page):
        years.setdefault((commitment.due or "每年")[:4], []).append((plan, commitment, is_past(commitment, build.day)))
    return build.render(
        "pages/timeline",
        root=root,
        years=years,
        total=len(found),
        calendar=build.download_href(root, "calendar.ics"),
        past=build.past,
        today=build.day.isoformat(),
        page=page,
        pages=page_count(len(found)),
        choices=_choices(build.timeline_facets, build.index),
        labels=build.labels,
    )


def is_past(commitment: Commitment, today: date) -> bool:
    """Return whether the last day of a commitment lies before today; what recurs is never past."""
    return commitment.due is not None and last_day(commitment.due) < today
