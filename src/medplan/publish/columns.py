"""What the keys of a download are: a typed row (dataclass or named tuple) in; its keys in words, or plain data, out.

A row's type is the one home of a file's keys: their order, their types and, beside each, a `Column` with its words.
The JSON, the CSV, the JSON Schema and the page /data/ are all made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from medplan.files.json_text import read_json, write_json
from medplan.schema.schemas import plan_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a reader is told of one key beside its type.

    Of what a plan's file says under `field` the data's own schema knows the title and the values. `choices` are the
    values allowed with their labels, or the name under which the schema labels them. A `sparse` key is left out where
    it is empty. Of a `spread` one the keys of what it holds stand in its place; `names` says which these are, a name
    that ends with a colon being the beginning of some.
    """

    title: str = ""
    note: str = ""
    field: str | None = None
    choices: str | Mapping[str, str] | None = None
    pattern: str | None = None
    sparse: bool = False
    spread: bool = False
    names: Mapping[str, str] | None = None

    @property
    def heading(self) -> str:
        """Return what the key is called."""
        return plan_labels()["field"][self.field] if self.field else self.title

    @property
    def labels(self) -> Mapping[str, str]:
        """Return {value: label} of the values allowed, {} where any is."""
        named = isinstance(self.choices, str) or (self.choices is None and self.field)
        return self.labels_among(plan_labels() if named else {})

    def labels_among(self, known: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
        """Return them as `labels` does, the schema's own words being `known`: read once for many columns."""
        if self.choices is None or isinstance(self.choices, str):
            return known.get(self.choices or self.field or "", {})
        return self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a row: its name in the file, the attribute that holds it, its type and its words."""

    name: str
    attribute: str
    type: Any
    column: Column


@cache
def keys_of(row: Any) -> tuple[Key, ...]:
    """Return a row's keys in order; a name that Python keeps for itself has an underscore at its end (`is_`)."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(
        Key(name=name.rstrip("_"), attribute=name, type=inner, column=column)
        for name, (inner, column) in ((name, _parts(hints[name])) for name in _attributes(row))
    )


def _parts(hint: Any) -> tuple[Any, Column]:
    """Return a key's type and its column, one without words for a file that no stranger reads."""
    if get_origin(hint) is not Annotated:
        return hint, Column()
    inner, column = get_args(hint)
    return inner, column


def _attributes(row: Any) -> tuple[str, ...]:
    return tuple(row._fields) if is_tuple(row) else tuple(field.name for field in fields(row))


def is_tuple(kind: Any) -> bool:
    """Return whether a type is a named tuple: a row that JSON writes as a list."""
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")


def names_of(row: type) -> tuple[str, ...]:
    """Return the names of a flat row's keys in order: a table's columns."""
    return tuple(key.name for key in keys_of(row))


@cache
def flat_keys(row: type) -> tuple[Key, ...]:
    """Return a row's keys whose values are a word, a number or a list of words: all but those that hold rows."""
    return tuple(key for key in keys_of(row) if not any(rows_within(key.type)))


def rows_within(kind: Any) -> Iterator[type]:
    """Yield the types of row that a type names, itself or within lists, mappings and alternatives."""
    if is_tuple(kind) or (isinstance(kind, type) and is_dataclass(kind)):
        yield kind
    elif get_origin(kind) is Annotated:
        yield from rows_within(get_args(kind)[0])
    else:
        for inner in get_args(kind):
            yield from rows_within(inner)


def as_data(row: Any) -> dict[str, object]:
    """Return a row as {key: value}, what it holds left as it is; `to_json` asks this of every row that it meets."""
    names, values_of, special = _shape(row.__class__)
    data = dict(zip(names, values_of(row), strict=True))
    if not special:
        return data
    whole: dict[str, object] = {}
    for name, value in data.items():
        column = special.get(name)
        if column and column.spread:
            whole |= value if isinstance(value, Mapping) else as_data(value)
        elif value or not column:
            whole[name] = value
    return whole


@cache
def _shape(row: Any) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]], dict[str, Column]]:
    """Return a row's keys, what takes its values, and the columns of the keys that are sparse or spread."""
    keys = keys_of(row)
    special = {key.name: key.column for key in keys if key.column.sparse or key.column.spread}
    if len(keys) == 1:
        [key] = keys
        return (key.name,), lambda one: (getattr(one, key.attribute),), special
    return tuple(key.name for key in keys), attrgetter(*(key.attribute for key in keys)), special


def to_json(what: object, *, indent: bool = False) -> bytes:
    """Return rows, or plain data with rows in it, as JSON in UTF-8, `indent` for people to read."""
    return write_json(what, _as_list_or_data, indent=indent)


def from_json(text: bytes) -> Any:
    """Return the plain data that JSON in UTF-8 holds."""
    return read_json(text)


def _as_list_or_data(what: Any) -> object:
    return list(what) if isinstance(what, tuple) else as_data(what)
