"""The part of a file that keeps to its schema: a document with breaches in; it without them, and what was cut, out."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from medplan.files.document import DataPath, Document, Place
from medplan.schema.schemas import breaches

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_ROUNDS = 12  # what is cut may leave a breach above it: an item without what it must have, an empty list
_TEXTS = frozenset({"body", "notice", "colophon"})
_GONE = object()
STAND_IN = "略。"  # for an item of a text: those after it keep their places


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart:
    """A document that keeps to its schema, its places those of the file; `cut` are the paths, in the file, left out."""

    document: Document
    cut: tuple[DataPath, ...]


def take_sound_part(document: Document, name: str, required: Mapping[str, Any]) -> SoundPart | None:
    """Return the part of a document that keeps to a schema; None where nothing can be told of what is left.

    `required` has a value for each key that the file must have, to stand in where its own is broken.
    """
    if not isinstance(document.data, dict):
        return None
    data = copy.deepcopy(document.data)
    cut: list[DataPath] = []
    for _ in range(_ROUNDS):
        origins: dict[DataPath, DataPath] = {}
        clean = _without_gone(data, (), (), origins)
        found = list(breaches(clean, name))
        if not found:
            return SoundPart(document=_placed(clean, origins, document), cut=tuple(cut))
        done: set[DataPath] = set()
        for path in sorted(
            {path for error in found for path in _wrong(error)}, key=lambda path: (len(path), str(path))
        ):
            above = origins.get(path[:-1])
            at = origins.get(path) or ((*above, path[-1]) if path and above is not None else None)
            if at is None:
                return None
            if not done.isdisjoint(at[:length] for length in range(1, len(at))):
                continue  # cut with what is above it
            if not _cut(data, at, required):
                return None
            done.add(at)
            cut.append(at)
    return None


def _wrong(error: ValidationError) -> Iterator[DataPath]:
    """Yield the paths of what is to be cut, that a breach be mended."""
    at: DataPath = tuple(error.absolute_path)
    kind: Any = error.validator
    schema: Any = error.schema
    value: Any = error.instance
    if kind == "additionalProperties":
        yield from ((*at, key) for key in value if key not in schema.get("properties", {}))
    elif kind == "required" and not at:
        yield from ((key,) for key in schema["required"] if key not in value)
    else:
        yield at


def _cut(data: Any, path: DataPath, required: Mapping[str, Any]) -> bool:
    """Take out what stands at a path, or put something in its stead; return whether that could be done."""
    if len(path) == 1 and path[0] in required:
        data[path[0]] = copy.deepcopy(required[str(path[0])])
        return True
    parent: Any = data
    for step in path[:-1]:
        parent = parent[int(step)] if isinstance(parent, list) else parent.get(step)
        if not isinstance(parent, dict | list):
            return True  # cut with what is above it
    if isinstance(parent, dict):
        parent.pop(path[-1], None)
    else:
        parent[int(path[-1])] = STAND_IN if path[-2] in _TEXTS else _GONE
    return True


def _without_gone(value: Any, at: DataPath, origin: DataPath, origins: dict[DataPath, DataPath]) -> Any:
    """Return data without what is gone; note of every value where it stood."""
    origins[at] = origin
    if isinstance(value, dict):
        return {key: _without_gone(inner, (*at, key), (*origin, key), origins) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [(index, inner) for index, inner in enumerate(value) if inner is not _GONE]
        return [_without_gone(inner, (*at, n), (*origin, i), origins) for n, (i, inner) in enumerate(kept)]
    return value


def _placed(data: Any, origins: Mapping[DataPath, DataPath], document: Document) -> Document:
    def moved(places: Mapping[DataPath, Place]) -> dict[DataPath, Place]:
        return {at: places[origin] for at, origin in origins.items() if origin in places}

    return Document(
        path=document.path,
        data=data,
        places=moved(document.places),
        key_places=moved(document.key_places),
        whole=True,
        spoilt=document.spoilt,
    )
