"""What the pages of jurisdictions are filled with: the index and a code in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.build.facts import Build
from macros.build.page_kinds import PER_PAGE, Entry
from macros.views.indicator_pages import figures_of
from macros.views.lineage_parts import ladders
from medplan.catalogue.catalogues import Jurisdiction
from medplan.catalogue.cross_checks import LEVEL_ORDER
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary

PLACES_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the library holds of a place and of all below it; `page` tells whether it has a page to lead to."""

    place: Jurisdiction
    plans: int
    page: bool
    below: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A place and all below it: of each level (level, places, places with a plan), and when a plan was last reviewed.

    `reviewed` is the latest day on which someone read a plan through for its themes, None when nobody has.
    """

    place: Jurisdiction
    plans: list[PlanSummary]
    levels: tuple[tuple[str, int, int], ...]
    reviewed: str | None

    @property
    def named(self) -> list[PlanSummary]:
        """Return the plans that a list names; the others are on the place's own page."""
        return self.plans[:PLACES_NAMED]


def jurisdiction_entries(build: Build) -> Iterator[Entry[str]]:
    """Yield the places that have a page."""
    for place in filter(build.index.has_page, build.index.catalogues.jurisdictions.values()):
        facts = f"{place.name}的医疗保障规划、上下级行政区和主要指标"
        yield Entry(key=place.code, name=place.code, title=place.name, description=facts)


def jurisdiction(build: Build, root: str, code: str, _: int) -> str:
    """Return a place's page: where it belongs, its plans with their figures, the places below it, their plans."""
    index = build.index
    place = index.catalogues.jurisdictions[code]
    national = place.level == "national"
    below = [plan for plan in index.plans_under(code) if plan.place.code != code]
    plans = index.plans_of(code)
    return build.render(
        "pages/jurisdiction",
        root=root,
        place=place,
        above=index.catalogues.ancestors(code),
        plans=plans,
        figures=[(plan, figures_of(build, plan)) for plan in plans],
        ladders=ladders(build, plans),
        covered=None if national or place.level == "county" else _covered(place, index),
        below=below[:PER_PAGE],
        below_total=len(below),
        children=[] if national else [_held(child, index) for child in index.children_of(code)],
        provinces=index.children_of(code) if national else [],
        labels=build.labels,
    )


def _held(place: Jurisdiction, index: LibraryIndex) -> Held:
    below = tuple(_held(child, index) for child in index.children_of(place.code))
    own = len(index.plans_of(place.code))
    return Held(place=place, plans=own + sum(c.plans for c in below), page=index.has_page(place), below=below)


def _covered(place: Jurisdiction, index: LibraryIndex) -> Covered:
    counts = {level: [0, 0] for level in LEVEL_ORDER}
    waiting = [place]
    while waiting:
        here = waiting.pop()
        counts[here.level][0] += 1
        counts[here.level][1] += bool(index.plans_of(here.code))
        waiting += index.children_of(here.code)
    plans = index.plans_under(place.code)
    return Covered(
        place=place,
        plans=plans,
        levels=tuple((level, places, held) for level, (places, held) in counts.items() if places),
        reviewed=max((p.themes_reviewed for p in plans if p.themes_reviewed), default=None),
    )


def coverage(build: Build, root: str) -> str:
    """Return the provinces with what the library holds of each: of how many places at each level, and when reviewed."""
    index = build.index
    provinces = [p for p in index.catalogues.jurisdictions.values() if p.level == "province"]
    covered = [_covered(place, index) for place in provinces]
    return build.render(
        "macros/coverage",
        root=root,
        provinces=covered,
        national=index.plans_of("100000"),
        totals=totals_by_level(index),
        vintage=index.catalogues.vintage,
        labels=build.labels,
    )


def totals_by_level(index: LibraryIndex) -> dict[str, tuple[int, int, int]]:
    """Return for each level, the highest first: how many places, how many of them with a plan, how many plans."""
    counts = {level: [0, 0] for level in LEVEL_ORDER}
    for place in index.catalogues.jurisdictions.values():
        counts[place.level][0] += 1
        counts[place.level][1] += bool(index.plans_of(place.code))
    plans = index.count_by_level()
    return {level: (places, held, plans[level]) for level, (places, held) in counts.items()}
