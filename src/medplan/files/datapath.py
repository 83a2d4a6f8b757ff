"""Walk plain data as loaded from YAML: a value in, its parts with their places out."""

from __future__ import annotations

from typing import Any

from medplan.files.document import DataPath, Document


def scalars(data: Any) -> list[tuple[DataPath, Any]]:
    """Return every value that is no container with its place, in the order of the file."""
    found: list[tuple[DataPath, Any]] = []
    _gather(data, (), found)
    return found


def scalars_of(document: Document) -> list[tuple[DataPath, Any]]:
    """Return the same of a document, gathered once; it must not be written on."""
    if document.scalars is None:
        document.scalars = scalars(document.data)
    return document.scalars


def _gather(data: Any, path: DataPath, found: list[tuple[DataPath, Any]]) -> None:
    within = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if within is not None:
        for key, value in within:
            _gather(value, (*path, key), found)
    elif path:
        found.append((path, data))


def mappings(data: Any) -> list[tuple[DataPath, dict[str, Any]]]:
    """Return every mapping with its place, in the order of the file."""
    found: list[tuple[DataPath, dict[str, Any]]] = []
    _gather_mappings(data, (), found)
    return found


def _gather_mappings(data: Any, path: DataPath, found: list[tuple[DataPath, dict[str, Any]]]) -> None:
    if isinstance(data, dict):
        found.append((path, data))
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(value, dict | list):
            _gather_mappings(value, (*path, key), found)


def value_at(data: Any, path: DataPath) -> Any:
    """Return the value at a place that exists."""
    for step in path:
        data = data[step]
    return data
