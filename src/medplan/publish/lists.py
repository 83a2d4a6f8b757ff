"""Long lists to filter in the browser: rows with their facets in; chunks of rows and, for each choice, a list out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from medplan.catalogue.agencies import split_units
from medplan.facts.commitments import Commitment
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.small_files import SmallFiles
from medplan.publish.time_line import state_of
from medplan.running.doing import doing

CHUNK = 100
UNDATED, YEARLY = "none", "yearly"
_VALUE = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many rows each choice of each facet holds: {facet: {value: rows}}, values in order of first meeting."""

    total: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What every row says of its plan; `status` is what a browser is told of how it stands."""

    plan: str
    place: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMeasure(Listed):
    """A row of the list of measures, and its plan's title; `lead` and `others` are (printed name, agency id or "")."""

    title: str
    eid: str
    num: str
    text: str
    lead: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    schedule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCommitment(Listed):
    """A row of the time line, as the commitment has it."""

    eid: str
    path: str
    text: str
    due: str | None
    recurring: str | None
    before: bool
    ongoing: bool
    lead: str


class ListWriter:
    """Writes one list under a folder.

    `<n>.json` holds rows n·100 … n·100+99; `<facet>-<value>.json` the numbers of the rows of one choice, each as its
    distance from the one before; `places-<province>.json` the places of a province, [code, name, numbers] each.
    A reader fetches what was chosen, so a choice costs the same however long the list grows. `packed` files are
    compressed.
    """

    def __init__(self, folder: Path, *, packed: bool = False) -> None:
        folder.mkdir(parents=True)
        self._files = SmallFiles(folder=folder, packed=packed)
        self._rows: list[object] = []
        self._total = 0
        self._choices: dict[str, dict[str, list[int]]] = {}
        self._places: dict[str, dict[str, tuple[str, list[int]]]] = {}

    def add(self, row: object, plan: PlanSummary, facets: Mapping[str, Iterable[str]]) -> None:
        """Take in the next row, of a plan, with the values it has of each facet."""
        number = self._total
        province = plan.place.code[:2]
        for facet, values in (*facets.items(), ("province", (province,))):
            for value in values:
                if not _VALUE.fullmatch(value):
                    raise ValueError(f"{facet}: {value!r} cannot name a file")
                self._choices.setdefault(facet, {}).setdefault(value, []).append(number)
        self._places.setdefault(province, {}).setdefault(plan.place.code, (plan.place.name, []))[1].append(number)
        self._rows.append(row)
        self._total += 1
        if len(self._rows) == CHUNK:
            self._flush()

    def offer(self, facet: str, values: Iterable[str]) -> None:
        """Have a list for each of these choices, an empty one for a choice that no row has."""
        for value in values:
            self._choices.setdefault(facet, {}).setdefault(value, [])

    def _flush(self) -> None:
        if self._rows:
            self._write(str((self._total - 1) // CHUNK), self._rows)
            self._rows = []

    def close(self) -> Facets:
        """Write what is left, and return how many rows each choice holds."""
        self._flush()
        for facet, values in self._choices.items():
            for value, numbers in values.items():
                self._write(f"{facet}-{value}", distances(numbers))
        for province, places in self._places.items():
            found = [[code, name, distances(numbers)] for code, (name, numbers) in places.items()]
            self._write(f"places-{province}", found)
        counts = {facet: {v: len(n) for v, n in values.items()} for facet, values in self._choices.items()}
        return Facets(total=self._total, counts=counts)

    def _write(self, name: str, what: object) -> None:
        self._files.write(f"{name}.json", what)


def distances(numbers: list[int]) -> list[int]:
    """Return rising numbers as the first one and each one's distance from the one before: 3, 5, 9 → 3, 2, 4."""
    return numbers[:1] + [after - before for before, after in pairwise(numbers)]


def year_of(due: str | None, recurring: str | None) -> str:
    """Return the choice under which a date stands: a year, `yearly`, or `none`."""
    return due[:4] if due else YEARLY if recurring else UNDATED


def write_measures(index: LibraryIndex, folder: Path, *, packed: bool = False) -> Facets:
    """Write the list of all measures, in the index's order."""
    writer = ListWriter(folder, packed=packed)
    for plan, measure in index.measures:
        led, agencies = measure.leaders, measure.agencies
        facets = {
            "agency": agencies,
            "lead": led,
            "part": [agency for agency in agencies if agency not in led],
            "theme": measure.themes,
            "year": (year_of(measure.due, measure.recurring),),
        }
        row = ListedMeasure(
            plan=plan.id,
            place=plan.place.name,
            status=plan.standing.told(),
            title=plan.title,
            eid=measure.eid,
            num=measure.num,
            text=measure.text,
            lead=measure.lead,
            others=measure.others,
            schedule=measure.schedule,
        )
        with doing("写任务清单", f"{plan.path} {measure.eid}"):
            writer.add(row, plan, facets)
    for role in ("lead", "part"):
        writer.offer(role, index.agencies_named())
    return writer.close()


def write_timeline(
    entries: Iterable[tuple[PlanSummary, Commitment]], index: LibraryIndex, folder: Path, *, packed: bool = False
) -> Facets:
    """Write the list of dated commitments, in the order given."""
    writer = ListWriter(folder, packed=packed)
    for plan, commitment in entries:
        facets = {
            "agency": list(dict.fromkeys(_leaders(commitment, index))),
            "theme": commitment.themes,
            "state": (state_of(commitment, index.day),),
            "year": (year_of(commitment.due, commitment.recurring),),
        }
        row = ListedCommitment(
            plan=plan.id,
            place=plan.place.name,
            status=plan.standing.told(),
            eid=commitment.eid,
            path=commitment.path,
            text=commitment.text,
            due=commitment.due,
            recurring=commitment.recurring,
            before=commitment.before,
            ongoing=commitment.ongoing,
            lead=commitment.lead,
        )
        with doing("写时间线", f"{plan.path} {commitment.eid}"):
            writer.add(row, plan, facets)
    return writer.close()


def _leaders(commitment: Commitment, index: LibraryIndex) -> Iterator[str]:
    for unit in split_units(commitment.lead):
        agency = index.catalogues.agencies.resolve(unit)
        if agency:
            yield agency
