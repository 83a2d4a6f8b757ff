"""Hold once what plans say alike: what the index takes of one plan after another in; the same, equal parts one, out.

Words, addresses, values and places repeat from plan to plan, and each came with its plan: they were most of an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from medplan.catalogue.catalogues import FormerPlace, Jurisdiction
from medplan.language.values import Value
from medplan.library.entry import PlanEntry
from medplan.plan.address import Eid
from medplan.plan.model import IndicatorRef

Record = TypeVar("Record")
_WORDS = frozenset({str, Eid, int})
_RECORDS = frozenset(
    {FormerPlace, IndicatorRef, Jurisdiction, Value}
)  # which many plans have alike, and that never change


class Sharing:
    """Knows the parts of all that it was asked for: to be let go with the last plan."""

    def __init__(self) -> None:
        self._words: dict[type, dict[Any, Any]] = {kind: {} for kind in _WORDS}
        self._numbers: dict[str, Decimal] = {}
        # By their kind and which objects their parts are: those live as long as what is made of them.
        self._wholes: dict[tuple[object, ...], Any] = {}

    def entry(self, entry: PlanEntry) -> PlanEntry:
        """Return what the index takes of a plan, equal parts shared with the plans before."""
        summary, part = entry.summary, self._part
        return PlanEntry(
            summary=replace(
                summary,
                place=part(summary.place),
                above=part(summary.above),
                themes=frozenset(map(part, summary.themes)),
            ),
            rows=self._records(entry.rows),
            measures=self._records(entry.measures),
            commitments=self._records(entry.commitments),
            citations=self._records(entry.citations),
            amounts={part(theme): amount for theme, amount in entry.amounts.items()},
        )

    def _records(self, records: Iterable[Record]) -> tuple[Record, ...]:
        """Return records of one plan, of which there is no second, with their parts shared."""
        return tuple([self._made(record) for record in records])

    def _made(self, record: Record) -> Record:
        kind: Any = record.__class__
        made: Record = object.__new__(kind)
        for name in _names(kind):
            object.__setattr__(made, name, self._part(getattr(record, name)))
        return made

    def _part(self, part: Any) -> Any:
        kind = part.__class__
        if kind in _WORDS:
            return self._words[kind].setdefault(part, part)
        if kind is tuple:
            made: Any = tuple([self._part(one) for one in part])
            parts: Iterable[object] = made
        elif kind is list:  # of which each record keeps its own
            return [self._part(one) for one in part]
        elif kind is Decimal:  # 1.0 and 1.00 are equal and print another number
            return self._numbers.setdefault(str(part), part)
        elif kind in _RECORDS:
            made = self._made(part)
            parts = (getattr(made, name) for name in _names(kind))
        else:
            return part
        return self._wholes.setdefault((kind, *map(id, parts)), made)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
