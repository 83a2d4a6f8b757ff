"""The downloads' schemas as tests need them: closed, so that nothing undeclared passes, or as an outline to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Outline = dict[str, str]


def closed(schema: Any) -> Any:
    """Return a schema that lets no key and no item pass that it does not declare."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if isinstance(found.get("required"), list):
        found["additionalProperties"] = False
    if isinstance(found.get("prefixItems"), list):
        found["items"] = False
    return found


def outline(schema: Mapping[str, Any]) -> Outline:
    """Return what a program can notice of a schema, {place: type} in order; words are left out.

    A place is a way through the file: `[].id`, `body[].themes?` (a key that may be missing), `terms{}.said`,
    `years[0]` (by position), `[].kind=plan` (one of the values).
    """
    return dict(_places(schema, schema["$defs"], "", frozenset()))


def _places(node: Any, rows: Mapping[str, Any], at: str, above: frozenset[str]) -> Iterator[tuple[str, str]]:
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name in above:
            yield at, "as above"
        else:
            yield from _places(rows[name], rows, at, above | {name})
    elif "anyOf" in node:
        yield at, "one of"
        for number, choice in enumerate(node["anyOf"]):
            yield from _places(choice, rows, f"{at}|{number}", above)
    elif "oneOf" in node:
        yield at, "a value"
        for choice in node["oneOf"]:
            yield f"{at}={choice.get('const')}", ""
    else:
        kinds = node["type"]
        yield at, (kinds if isinstance(kinds, str) else "|".join(kinds)) + f" {node.get('pattern', '')}".rstrip()
        for name, inner in node.get("properties", {}).items():
            optional = "" if name in node["required"] else "?"
            yield from _places(inner, rows, f"{at}.{name}{optional}".removeprefix("."), above)
        for name, inner in node.get("patternProperties", {}).items():
            yield from _places(inner, rows, f"{at}.{name}…".removeprefix("."), above)
        if isinstance(inner := node.get("additionalProperties"), dict):
            yield from _places(inner, rows, f"{at}{{}}", above)
        if isinstance(inner := node.get("items"), dict):
            yield from _places(inner, rows, f"{at}[]", above)
        for number, inner in enumerate(node.get("prefixItems", ())):
            yield from _places(inner, rows, f"{at}[{number}]", above)


def least_change(before: Mapping[str, Outline], after: Mapping[str, Outline]) -> int | None:
    """Return which number of a version must rise, 0 or 1, from one contract to the next; None where nothing changed."""
    old = {f"{file} {place}": kind for file, places in before.items() for place, kind in places.items()}
    new = {f"{file} {place}": kind for file, places in after.items() for place, kind in places.items()}
    if [(place, kind) for place, kind in new.items() if place in old] != list(old.items()):
        return 0
    return 1 if new.keys() - old.keys() else None
