"""What the search index takes of one plan: a plan in; its entry, its provisions folded, its chunks of text out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import NamedTuple

from medplan.catalogue.catalogues import Catalogues, full_name
from medplan.files.packed import to_gzip
from medplan.plan.model import Plan
from medplan.search.records import fold_records, plan_records

RECORDS_A_CHUNK = 4
_LEAST_FIELD, _HAS_FIELD = 6, 4  # of gzip's head: RFC 1952, 2.3.1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPlan:
    """What the index knows of a plan: its names, what plans are filtered and sorted by, "" where there is none.

    `status` is what a browser is told of how it stands.
    """

    id: str
    title: str
    place: str
    province: str
    level: str
    kind: str
    stage: str
    year: str
    published: str
    status: str


class IndexedText(NamedTuple):
    """A provision as the browser fetches it, a list in JSON: `reading` 0 where it is the text, `heading` its length."""

    eid: str
    path: str
    text: str
    reading: str | int
    heading: int
    themes: str


class IndexedRecord(NamedTuple):
    """A provision as indexed: its forms, folded, how many characters of them are its heading, what stands under it."""

    folded: str
    heading: int
    is_row: bool
    below: int
    themes: tuple[str, ...]


class Packed(NamedTuple):
    """A file's content: as it is written, and the hash of what is in it."""

    written: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSearch:
    """What the index takes of a plan: its entry, its provisions, the chunks of text that a browser fetches."""

    entry: IndexedPlan
    records: tuple[IndexedRecord, ...]
    chunks: tuple[Packed, ...]


def prepare_search(plan: Plan, catalogues: Catalogues, told: str) -> PlanSearch:
    """Return what the index takes of a plan; `told` is what a browser is told of how it stands."""
    entry = _plan_entry(plan, catalogues, told)
    records: list[IndexedRecord] = []
    texts: list[IndexedText] = []
    found = list(plan_records(plan))
    for record, (folded, heading) in zip(found, fold_records(found), strict=True):
        records.append(IndexedRecord(folded, heading, record.is_row, record.below, record.themes))
        themes = " ".join(record.themes)
        reading = record.reading or 0
        texts.append(IndexedText(record.eid, record.path, record.text, reading, len(record.heading), themes))
    named = [entry.id, entry.title, entry.place]
    pieces = (texts[at : at + RECORDS_A_CHUNK] for at in range(0, len(texts), RECORDS_A_CHUNK))
    return PlanSearch(
        entry=entry, records=tuple(records), chunks=tuple(pack(as_json([named, piece])) for piece in pieces)
    )


def _plan_entry(plan: Plan, catalogues: Catalogues, told: str) -> IndexedPlan:
    place = catalogues.jurisdictions[plan.jurisdiction]
    return IndexedPlan(
        id=plan.id,
        title=plan.title,
        place=full_name(catalogues.ancestors(place.code), place) or place.name,
        province=place.code[:2],
        level=place.level,
        kind=plan.kind,
        stage=plan.stage,
        year=(plan.published or "")[:4] or str(plan.period[0] if plan.period else ""),
        published=plan.published or "",
        status=told,
    )


def pack(raw: bytes) -> Packed:
    """Return a file's content, packed."""
    return Packed(to_gzip(raw), hashlib.sha256(raw).digest())


def padded(packed: bytes, quantum: int) -> bytes:
    """Return a gzip member lengthened to a multiple of `quantum` by a field of its head that readers pass over."""
    missing = -len(packed) % quantum
    if not missing:
        return packed
    while missing < _LEAST_FIELD:
        missing += quantum
    length = missing - _LEAST_FIELD
    field = (length + 4).to_bytes(2, "little") + b"mp" + length.to_bytes(2, "little") + bytes(length)
    return packed[:3] + bytes([packed[3] | _HAS_FIELD]) + packed[4:10] + field + packed[10:]


def as_json(data: object) -> bytes:
    """Return data as JSON without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
