"""The head of a draft with its evidence: a draft in; each field's value, where it was read and what disagrees, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues, full_name
from medplan.importing.draft.doubts import Subject, Told
from medplan.importing.draft.draft_plan import Draft
from medplan.importing.recognise.front import FIELDS, Evidence
from medplan.language.dates import chinese_date
from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import in_words
from medplan.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A place where a field was read, the source's line (0: none), the value there, and if it may be another thing."""

    place: str
    line: int
    value: str
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadField:
    """A field: its name and value ("" for none), where it was read, what was read elsewhere, its doubts' numbers."""

    name: str
    value: str
    agreeing: tuple[Reading, ...]
    others: tuple[Reading, ...]
    doubts: tuple[int, ...]


def head_of(draft: Draft, plan: Plan, catalogues: Catalogues, told: Sequence[Told]) -> list[HeadField]:
    """Return the fields that are read from a document, in their usual order; `told` are the doubts, numbered from 1."""
    found = []
    for key, name in FIELDS.items():
        raw = _raw(key, draft)
        readings = [(e, _reading(e, catalogues)) for e in draft.evidence if e.field == key]
        same = [e for e, _ in readings if raw is not None and fold_print(e.value) == fold_print(raw)]
        found.append(
            HeadField(
                name=name,
                value=_words(key, raw, catalogues) if raw is not None else "",
                agreeing=_once([reading for e, reading in readings if e in same]),
                others=_once([reading for e, reading in readings if e not in same]),
                doubts=tuple(n for n, t in enumerate(told, start=1) if t.subject is Subject.HEAD and name in t.words),
            )
        )
    return found


def _once(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(readings))


def _raw(key: str, draft: Draft) -> str | None:
    value = draft.data["source"].get(key) if key in ("url", "origin") else draft.data.get(key)
    if isinstance(value, dict):
        return f"{value['start']}—{value['end']}"
    return value if isinstance(value, str) else None


def _reading(evidence: Evidence, catalogues: Catalogues) -> Reading:
    value = _words(evidence.field, evidence.value, catalogues)
    return Reading(place=evidence.place, line=evidence.line, value=value, weak=evidence.weak)


def _words(key: str, value: str, catalogues: Catalogues) -> str:
    """Return a value as it is told: 2021年10月8日, 已印发, 江苏省苏州市（320500）."""
    if key == "published":
        return chinese_date(value) or value
    if key == "jurisdiction" and value in catalogues.jurisdictions:
        place = catalogues.jurisdictions[value]
        return f"{full_name(catalogues.ancestors(value), place) or place.name}（{value}）"
    return in_words(key, value) or value
