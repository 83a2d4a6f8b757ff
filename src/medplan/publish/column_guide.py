"""The guide to the columns of the downloads: a download in; its keys with types, values and words, as tables, out."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from medplan.publish.columns import Key, is_tuple, keys_of, rows_within
from medplan.publish.contract import Download
from medplan.publish.row_schema import SCALARS
from medplan.schema.schemas import KIND_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRow:
    """A key: what its value is in words, the values allowed, and the id of the table of what it holds."""

    name: str
    title: str
    note: str
    kinds: str
    choices: tuple[tuple[str, str], ...]
    inner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTable:
    """The keys of one type of row; `title` is what holds it, "" for the download itself.

    A `listed` row is a list in JSON: its keys are places, and have no names.
    """

    id: str
    title: str
    listed: bool
    rows: tuple[GuideRow, ...]


def guide_tables(download: Download) -> list[GuideTable]:
    """Return the keys of a download's rows, then those of the rows within them, each type of row once."""
    found: dict[type, str] = {}
    waiting = [(row, "") for row in rows_within(download.type)]
    while waiting:
        row, title = waiting.pop(0)
        if row not in found:
            found[row] = title
            waiting += [(inner, key.column.heading) for key in _all_keys(row) for inner in rows_within(key.type)]
    ids = {row: f"columns-{download.id}" + (f"-{number}" if number else "") for number, row in enumerate(found)}
    return [
        GuideTable(
            id=ids[row],
            title=title,
            listed=is_tuple(row),
            rows=tuple(guide for key in _all_keys(row) for guide in _rows(key, ids)),
        )
        for row, title in found.items()
    ]


def _all_keys(row: type) -> list[Key]:
    """Return a row's keys, those of a row that is spread among them in its place."""
    found: list[Key] = []
    for key in keys_of(row):
        spread: Any = key.type if key.column.spread and is_dataclass(key.type) else None
        found += keys_of(spread) if spread else [key]
    return found


def _rows(key: Key, ids: dict[type, str]) -> list[GuideRow]:
    inner = next((ids[row] for row in rows_within(key.type)), None)
    column = key.column
    if column.spread:
        kinds = _kinds(get_args(key.type)[1])
        return [
            GuideRow(name=name, title=title, note="", kinds=kinds, choices=(), inner=inner)
            for name, title in (column.names or {}).items()
        ]
    return [
        GuideRow(
            name=key.name,
            title=column.heading,
            note=column.note,
            kinds=_kinds(key.type, "固定取值" if column.labels else KIND_WORDS["string"]),
            choices=tuple(column.labels.items()),
            inner=inner,
        )
    ]


def _kinds(kind: Any, text: str = KIND_WORDS["string"]) -> str:
    """Return what a value is in words: 文字或空, 列表，每项是文字; `text` is the word for text."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _kinds(inner[0], text)
    if origin in (Union, UnionType):
        return "或".join(_kinds(one, text) for one in inner if not (one is int and float in inner))
    if origin in (list, tuple):
        return f"列表，每项是{_kinds(inner[0], text)}"
    if origin is dict:
        return f"一组键值，值是{_kinds(inner[1], text)}"
    if is_tuple(kind):
        return f"{len(keys_of(kind))} 项的列表"
    return text if kind is str else KIND_WORDS["object" if is_dataclass(kind) else SCALARS[kind]]
