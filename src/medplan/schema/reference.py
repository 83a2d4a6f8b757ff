"""The reference of the YAML: a schema in, its keys in sections with words, types, choices and examples out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from medplan.schema.schemas import KIND_WORDS, load_schema

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: `kinds` its types in words, `choices` (value, label), `section` the id of the section it leads to."""

    name: str
    title: str
    description: str
    kinds: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    bounds: str
    example: str
    section: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of keys that stand together: its id on the page, title, description and keys in the schema's order.

    `forms` are the sections, by id and title, one of which what stands here is.
    """

    id: str
    title: str
    description: str
    keys: tuple[Key, ...]
    forms: tuple[tuple[str, str], ...] = ()


def sections(name: str) -> list[Section]:
    """Return the sections of one kind of file (`plan`, `themes` …), outermost first."""
    schema = load_schema(name)
    found: list[Section] = []
    waiting = [(name, schema.get("items", schema))]
    seen = {name}
    while waiting:
        at, node = waiting.pop(0)
        required = node.get("required", ())
        targets = {
            key: next(_inner(described, at, key, schema, name), None)
            for key, described in node.get("properties", {}).items()
        }
        forms = [_defined(branch["then"]["$ref"], schema, name) for branch in node.get("allOf", ()) if _leads(branch)]
        forms.sort(key=lambda form: form[0] != f"{name}-unit")  # the common one first
        found.append(
            Section(
                id=at,
                title=node["title"],
                description=node["description"],
                keys=tuple(
                    _key(key, node["properties"][key], key in required, target[0] if target else None)
                    for key, target in targets.items()
                ),
                forms=tuple((form, inner["title"]) for form, inner in forms),
            )
        )
        further = [target for target in (*targets.values(), *forms) if target and "title" in target[1]]
        waiting += [target for target in dict(further).items() if target[0] not in seen]
        seen |= {target[0] for target in further}
    return found


def _leads(branch: Schema) -> bool:
    return "$ref" in branch.get("then", {})


def _defined(reference: str, schema: Schema, name: str) -> tuple[str, Schema]:
    definition = reference.rsplit("/", 1)[1]
    return f"{name}-{definition}", schema["$defs"][definition]


def _inner(described: Schema, at: str, key: str, schema: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    """Yield the section that a key leads to: its own keys, those of its items, or a definition."""
    for node in (described, described.get("items", {})):
        if "$ref" in node:
            yield _defined(node["$ref"], schema, name)
        elif "properties" in node:
            yield f"{at}-{key}", node


def _key(name: str, described: Schema, required: bool, section: str | None) -> Key:
    choices = tuple((c["const"], c["title"]) for c in described.get("oneOf", ()) if "const" in c)
    kinds = described.get("type", "string" if choices else "object")
    words = "或".join(KIND_WORDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if "array" in kinds:
        inner = described.get("items", {}).get("type")
        words += f"，每项是{KIND_WORDS[inner]}" if isinstance(inner, str) else ""
    return Key(
        name=name,
        title=described.get("title", ""),
        description=described.get("description", ""),
        kinds="固定取值" if choices else words,
        required=required,
        choices=choices,
        bounds=_bounds(described),
        example=_example(name, described),
        section=section,
    )


def _bounds(described: Schema) -> str:
    least, most = described.get("minimum"), described.get("maximum")
    if least is not None:
        return f"{least}—{most}"
    if most := described.get("maxLength"):
        return f"不超过 {most:,} 字"
    return f"不超过 {most:,} 项" if (most := described.get("maxItems")) else ""


def _example(name: str, described: Schema) -> str:
    return f"{name}: {as_yaml(described['examples'][0])}" if described.get("examples") else ""


def as_yaml(value: Any) -> str:
    """Return a value as an editor would write it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    text = str(value)
    quoted = isinstance(value, str) and re.match(r"[0-9-]+$|[0-9.]+%?$|[>%]", text) and not text.endswith(".")
    return f'"{text}"' if quoted else text
