"""Walk plain data as loaded from YAML: a value in, its parts with their places out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medplan.files.document import DataPath


def scalars(data: Any, path: DataPath = ()) -> list[tuple[DataPath, Any]]:
    """Return every value that is no container with its place, in the order of the file."""
    found: list[tuple[DataPath, Any]] = []
    _gather(data, path, found)
    return found


def _gather(data: Any, path: DataPath, found: list[tuple[DataPath, Any]]) -> None:
    within = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if within is not None:
        for key, value in within:
            _gather(value, (*path, key), found)
    elif path:
        found.append((path, data))


def mappings(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, dict[str, Any]]]:
    """Yield every mapping with its place, in the order of the file."""
    if isinstance(data, dict):
        yield path, data
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from mappings(value, (*path, key))


def value_at(data: Any, path: DataPath) -> Any:
    """Return the value at a place that exists."""
    for step in path:
        data = data[step]
    return data
