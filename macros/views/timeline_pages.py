"""What the time line is filled with: a build and a page's number in, HTML out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType

from macros.build.facts import Build
from macros.build.page_kinds import Entry, on_page, page_count
from macros.views.measure_pages import choices_of
from medplan.facts.commitments import Commitment
from medplan.library.summary import PlanSummary
from medplan.publish.time_line import DrawnPlace, State, TimeLine, state_of

SECTIONS: Mapping[State, str] = MappingProxyType({"next": "接下来", "yearly": "每年都要做", "past": "已到期"})
SMALLEST, LARGEST, INSIDE = 5, 16, 9  # a dot's radius in pixels; from INSIDE on its number stands in it
MOST_LABELS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """How many are due in a year at a place: where, how large, the latest day, whether that is past."""

    at: str
    radius: float
    inside: bool
    count: int
    last: str
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPart:
    """The entries of a page that are due in one year, "" for what returns; `total` are those of all pages."""

    year: str
    total: int
    entries: list[tuple[PlanSummary, Commitment]]


def timeline_entries(build: Build) -> Iterator[Entry[None]]:
    """Yield the list of all dated commitments."""
    facts = "各规划写明日期的承诺：接下来的、每年的，已到期的近的在前"
    yield Entry(key=None, title="时间表", description=facts, count=len(build.index.commitments))


def timeline(build: Build, root: str, _: None, page: int) -> str:
    """Return a page of all dated commitments, what is due next first; the first page with the drawing."""
    line = build.time_line
    total = len(line.entries)
    return build.render(
        "pages/timeline",
        root=root,
        packed=build.packed,
        line=line,
        sections=_sections(line, on_page(line.entries, page)),
        titles=SECTIONS,
        dots=_dots(line) if page == 1 else [],
        years=_years(line.span),
        now=_now(line),
        total=total,
        calendar=build.download_href(root, "calendar.ics"),
        data=build.picture_href(root, "timeline"),
        today=build.day.isoformat(),
        page=page,
        pages=page_count(total),
        choices=choices_of(build.timeline_facets, build.index, page),
        labels=build.labels,
    )


def _sections(
    line: TimeLine, shown: Iterable[tuple[PlanSummary, Commitment]]
) -> list[tuple[State, int, list[YearPart]]]:
    """Return the entries of a page by state and, within, by year; each state that has any at all."""
    sections = []
    for state, found in groupby(shown, key=lambda pair: state_of(pair[1], line.day)):
        parts = []
        for year, entries in groupby(found, key=lambda pair: (pair[1].due or "")[:4]):
            parts.append(YearPart(year=year, total=line.years[state, year], entries=list(entries)))
        sections.append((state, line.states[state], parts))
    return sections


def _dots(line: TimeLine) -> list[tuple[DrawnPlace, list[Dot]]]:
    most = max((count for place in line.places for count in place.years.values()), default=1)
    return [
        (place, [_dot(line, most, year, count, place.last[year]) for year, count in sorted(place.years.items())])
        for place in line.places
    ]


def _dot(line: TimeLine, most: int, year: int, count: int, last: date) -> Dot:
    # The area is the number: the radius goes with the root.
    radius = max(SMALLEST, LARGEST * math.sqrt(count / most))
    return Dot(
        at=f"{(year - line.span.start + 0.5) / len(line.span):.2%}",
        radius=round(radius, 1),
        inside=radius >= INSIDE,
        count=count,
        last=last.isoformat(),
        past=last < line.day,
    )


def _years(span: range) -> list[tuple[str, str, bool]]:
    """Return each year's middle on the axis, the year, and whether a narrow screen has room for it."""
    step = math.ceil(len(span) / MOST_LABELS)
    return [
        (f"{(number + 0.5) / len(span):.2%}", str(year) if number % step == 0 else "", number % (2 * step) == 0)
        for number, year in enumerate(span)
    ]


def _now(line: TimeLine) -> str:
    """Return where the day lies on the axis; status.js moves it on to the reader's."""
    day, span = line.day, line.span
    part = (day.year - span.start + (day.month - 1 + (day.day - 1) / 31) / 12) / len(span)
    return f"{part:.2%}"
