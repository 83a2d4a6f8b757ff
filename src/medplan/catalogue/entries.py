"""Read one catalogue: its file in; sound entries, what is known of broken ones, and the issues, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medplan.files.document import Document, load_document
from medplan.files.read_on import read_rest
from medplan.issues import Issue
from medplan.schema.schemas import check_schema, fits_schema, integer_keys

Entry = dict[str, Any]
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = ("id", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The broken entries of a catalogue: `ids` are theirs, `nameless` tells whether there are some without a sound id.

    They are told of once, where they stand: who refers to them is not at fault.
    """

    ids: frozenset[str] = frozenset()
    nameless: bool = False

    def may_hold(self, name: str) -> bool:
        """Return whether an id that no sound entry has may be a broken one's."""
        return self.nameless or name in self.ids

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return self.nameless or bool(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """A catalogue as read: `sound` are its entries by their place in the file."""

    document: Document
    sound: Mapping[int, Entry] = field(default_factory=dict)
    missing: Missing = Missing(nameless=True)


def read_catalogue(path: Path, name: str) -> tuple[CatalogueFile, list[Issue]]:
    """Return one catalogue and its issues; a file that can't be read, or is no list, has no entry."""
    document, issues = load_document(path, f"data/{path.name}", integer_keys(name))
    rest = None if document.whole else read_rest(path, f"data/{path.name}", integer_keys(name))
    if rest is not None:
        document, issues = rest.document, list(rest.issues)
    elif not document.whole:
        return CatalogueFile(document=document), issues
    faults = check_schema(document, name)
    told = [*issues, *document.apart(rest.apart(faults) if rest else faults)]
    if not isinstance(document.data, list):
        return CatalogueFile(document=document), told
    sound: dict[int, Entry] = {}
    seen: dict[str, int] = {}
    broken: list[str] = []
    for index, entry in enumerate(document.data):
        if faults and not fits_schema([entry], name):
            broken.append(_id_of(entry))
            continue
        key = next((key for key in _KEYS if key in entry), "")
        if key and entry[key] in seen:
            line = document.place((seen[entry[key]], key))[0]
            told.append(
                document.issue((index, key), "duplicate-id", f"{entry[key]} 与第 {line} 行重复", "改用别的代号")
            )
            continue
        if key:
            seen[entry[key]] = index
        sound[index] = entry
    missing = Missing(ids=frozenset(filter(None, broken)), nameless=rest is not None or "" in broken)
    return CatalogueFile(document=document, sound=sound, missing=missing), told


def _id_of(entry: Any) -> str:
    """Return a broken entry's id, "" where it has none that could be referred to."""
    named = [entry[key] for key in _KEYS if isinstance(entry, dict) and isinstance(entry.get(key), str)]
    return named[0] if named and _ID.fullmatch(named[0]) else ""
