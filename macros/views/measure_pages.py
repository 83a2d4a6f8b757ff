"""What the lists of measures are filled with: the index and a page's number in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, Entry, on_page, page_count
from medplan.library.entry import IndexedMeasure
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.lists import UNDATED, YEARLY, Facets
from medplan.publish.time_line import STATES

YEAR_NAMES: Mapping[str, str] = MappingProxyType({YEARLY: "每年", UNDATED: "没有写明日期"})
Choice = tuple[str, str, int]


def measures_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the list of all measures."""
    facts = "各规划的任务：谁牵头、谁配合、何时完成"
    yield Entry(key=None, title="任务", description=facts, count=len(build.index.measures))


def measures(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of all measures, in order of place."""
    shown = on_page(build.index.measures, page)
    choices = choices_of(build.measure_facets, build.index, page)
    return _measures(build, root, "measures/", shown, len(build.index.measures), page, choices=choices, agency=None)


def agency_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the agencies that some measure names."""
    index = build.index
    for agency_id in index.agencies_named():
        name = index.catalogues.agencies.agencies[agency_id].name
        count = sum(map(len, index.agency_parts(agency_id)))
        facts = f"{name}牵头、配合或负责的任务，{count} 项"
        yield Entry(key=agency_id, name=agency_id, title=name, description=facts)


def agency(build: Build, root: str, agency_id: str, _: int) -> str:
    """Return the page of the measures an agency has a part in, those it leads first.

    It lists the first of them: the choices above the list give all, and each stands in the list of all measures.
    """
    index = build.index
    led, part = index.agency_parts(agency_id)
    shown = [index.measures[at] for at in [*led, *part][:PER_PAGE]]
    return _measures(
        build,
        root,
        f"agencies/{agency_id}/",
        shown,
        len(led) + len(part),
        1,
        pages=1,
        choices=choices_of(build.measure_facets, index, 1, without=("agency",)),
        agency=index.catalogues.agencies.agencies[agency_id],
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
    facts = {"led": 0, "pages": page_count(total)} | more
    return build.render(
        "pages/measures",
        root=root,
        packed=build.packed,
        url=url,
        groups=_by_plan(shown),
        shown=len(shown),
        total=total,
        page=page,
        labels=build.labels,
        **facts,
    )


def _by_plan(shown: Sequence[tuple[PlanSummary, IndexedMeasure]]) -> list[tuple[PlanSummary, list[IndexedMeasure]]]:
    """Return rows in runs of one plan each, so that a list names the plan once above its rows."""
    runs = (list(run) for _, run in groupby(shown, key=lambda row: row[0].id))
    return [(run[0][0], [measure for _, measure in run]) for run in runs]


def choices_of(
    facets: Facets, index: LibraryIndex, page: int, *, without: tuple[str, ...] = ()
) -> dict[str, list[Choice]]:
    """Return what can be chosen of each facet, as (value, name, rows), in the order of its catalogue.

    Only the first page of a list has the form: of a later one there is nothing to choose.
    """
    if page > 1:
        return {}
    catalogues = index.catalogues
    names: dict[str, dict[str, str]] = {
        "state": dict[str, str](STATES.items()),
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
