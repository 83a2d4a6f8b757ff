"""The JSON Schema of a download, generated: the type of its rows in, a schema of draft 2020-12 out.

The schemas are open: a later version may add keys, and what is checked against an older schema still passes.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from medplan.publish.columns import Column, Key, is_tuple, keys_of

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema_of(kind: Any, *, name: str, title: str, description: str, version: str) -> Schema:
    """Return the schema of a file that holds a `kind`, published under `name`."""
    definitions: dict[str, Schema] = {}
    head = {"$schema": DIALECT, "$id": name, "title": title, "description": description, "version": version}
    body = _schema(kind, definitions)
    return head | body | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _described(_schema(inner[0], definitions), inner[1])
    if kind in SCALARS:
        return {"type": SCALARS[kind]}
    if origin in (Union, UnionType):
        return _either([_schema(one, definitions) for one in inner])
    if origin in (list, tuple):
        return {"type": "array", "items": _schema(inner[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1], definitions)}
    if is_tuple(kind) or is_dataclass(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}  # a row may hold others of its kind
            definitions[kind.__name__] = _list_row(kind, definitions) if is_tuple(kind) else _row(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    raise TypeError(f"no JSON Schema for {kind!r}")


def _either(choices: list[Schema]) -> Schema:
    """Return what allows any of some schemas; bare types are named together, a whole number being a number."""
    types = [choice["type"] for choice in choices if choice.keys() == {"type"}]
    if len(types) == len(choices):
        return {"type": [name for name in types if name != "integer" or "number" not in types]}
    return {"anyOf": choices}


def _row(row: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a row that JSON writes as an object."""
    found: Schema = {"type": "object", "required": [], "properties": {}}
    for key in keys_of(row):
        if key.column.spread:
            _spread(key, found, definitions)
        else:
            found["properties"][key.name] = _described(_schema(key.type, definitions), key.column)
            found["required"] += [] if key.column.sparse else [key.name]
    return found


def _spread(key: Key, found: Schema, definitions: dict[str, Schema]) -> None:
    """Put the keys of what a key holds in its place."""
    if is_dataclass(key.type):
        inner = _row(key.type, definitions)
        found["properties"] |= inner["properties"]
        found["required"] += inner["required"]
        return
    value = _schema(get_args(key.type)[1], definitions)
    for name, title in (key.column.names or {}).items():
        where, known = ("patternProperties", f"^{name}") if name.endswith(":") else ("properties", name)
        found.setdefault(where, {})[known] = {"title": title} | value


def _list_row(row: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a row that JSON writes as a list: what stands at each place."""
    places = [_described(_schema(key.type, definitions), key.column) for key in keys_of(row)]
    return {"type": "array", "minItems": len(places), "prefixItems": places}


def _described(schema: Schema, column: Column) -> Schema:
    """Return a schema with a column's words, and its values where only some are allowed."""
    words = {"title": column.heading} | ({"description": column.note} if column.note else {})
    if column.labels:
        choices: list[Schema] = [{"const": value, "title": label} for value, label in column.labels.items()]
        return words | {"oneOf": choices + ([{"type": "null"}] if "null" in schema["type"] else [])}
    return words | schema | ({"pattern": column.pattern} if column.pattern else {})
