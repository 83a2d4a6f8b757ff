"""Dated commitments in the order in which a reader asks for them: the index of a library in; entries and counts out.

First what is due next, then what returns every year, then what is past, the latest first. The day is the build's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from medplan.facts.commitments import Commitment
from medplan.language.dates import last_day
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary

State = Literal["next", "yearly", "past"]
STATES: dict[State, str] = {"next": "未到期", "yearly": "每年", "past": "已到期"}
MOST_PLANS_DRAWN = 12  # beyond, a line is a province's


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlace:
    """A line of the picture: a plan, or a province with no `plan`; `years` has how many are due in each year.

    `last` is for each year the latest day on which something is due.
    """

    code: str
    name: str
    plan: PlanSummary | None
    years: Mapping[int, int]
    last: Mapping[int, date]
    yearly: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """All entries in order; how many of each state, and of each state's year; the lines of the picture."""

    entries: Sequence[tuple[PlanSummary, Commitment]]
    states: Mapping[State, int]
    years: Mapping[tuple[State, str], int]
    places: Sequence[DrawnPlace]
    day: date

    @property
    def span(self) -> range:
        """Return the years from the first to the last in which anything is due, none left out, with that of the day."""
        found = [self.day.year, *(year for place in self.places for year in place.years)]
        return range(min(found), max(found) + 1)


def state_of(commitment: Commitment, today: date) -> State:
    """Return whether a commitment is due, returns every year, or was due before today."""
    if commitment.due is None:
        return "yearly"
    return "past" if last_day(commitment.due) < today else "next"


def time_line(index: LibraryIndex, day: date) -> TimeLine:
    """Return the dated commitments of a library as they stand on a day."""
    order = [*STATES]

    def when(pair: tuple[PlanSummary, Commitment]) -> tuple[int, int]:
        state, due = state_of(pair[1], day), pair[1].due
        number = last_day(due).toordinal() if due else 0
        return order.index(state), -number if state == "past" else number

    entries = sorted(index.commitments, key=when)
    told = [(state_of(commitment, day), (commitment.due or "")[:4]) for _, commitment in entries]
    return TimeLine(
        entries=entries,
        states={state: sum(found == state for found, _ in told) for state in STATES},
        years=Counter(told),
        places=_places(index),
        day=day,
    )


def _places(index: LibraryIndex) -> list[DrawnPlace]:
    many = len(index.plans) > MOST_PLANS_DRAWN
    groups: dict[str, list[tuple[PlanSummary, Commitment]]] = {}
    for plan, commitment in index.commitments:
        groups.setdefault(plan.place.code[:2] if many else plan.id, []).append((plan, commitment))
    drawn = []
    for key, found in groups.items():
        plan = found[0][0]
        dues = [(int(c.due[:4]), last_day(c.due)) for _, c in found if c.due]
        last: dict[int, date] = {}
        for year, day in dues:
            last[year] = max(day, last.get(year, day))
        drawn.append(
            DrawnPlace(
                code=f"{key}0000" if many else plan.place.code,
                name=index.catalogues.province_name(key) or plan.place.name if many else plan.place.name,
                plan=None if many else plan,
                years=Counter(year for year, _ in dues),
                last=last,
                yearly=len(found) - len(dues),
                total=len(found),
            )
        )
    return drawn
