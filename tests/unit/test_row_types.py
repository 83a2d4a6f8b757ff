"""What the browser's scripts are told of the files they read: rows in, TypeScript's declarations of them out."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import pytest

from medplan.publish.columns import Key, is_tuple, keys_of
from medplan.publish.lists import ListedCommitment, ListedMeasure
from medplan.publish.rows.comparison import ComparedPlan, Names, PlaceChoice, PlanFacts
from medplan.publish.rows.drafting import CitedOnTheme, DraftingNames, DraftingPlan, SharedWords
from medplan.publish.rows.plans import PlansRow
from medplan.search.prepare import IndexedPlan, IndexedText

from .support import ROOT

DECLARATIONS = ROOT / "docs" / "javascripts" / "shared" / "rows.d.ts"
ROWS = (
    PlansRow,
    PlaceChoice,
    ComparedPlan,
    PlanFacts,
    Names,
    DraftingPlan,
    SharedWords,
    CitedOnTheme,
    DraftingNames,
    ListedMeasure,
    ListedCommitment,
    IndexedPlan,
    IndexedText,
)
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
HEAD = """// The rows of the files that scripts read, as medplan.publish and medplan.search make them.
// Written by `make format` (tests/unit/test_row_types.py).
"""


def spelled(kind: Any) -> str:
    """Return a Python type as TypeScript spells it."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return " | ".join(spelled(one) for one in inner)
    if origin is tuple and inner[-1] is ...:
        return f"{spelled(inner[0])}[]"
    if origin is tuple:
        return f"[{', '.join(map(spelled, inner))}]"
    if origin is dict:
        return f"Record<{spelled(inner[0])}, {spelled(inner[1])}>"
    assert isinstance(kind, type), kind
    assert keys_of(kind)
    return kind.__name__


def keys(row: Any) -> Iterator[Key]:
    """Return a row's keys, with those that a spread one holds in its place."""
    for key in keys_of(row):
        if key.column.spread:
            yield from keys(key.type)
        else:
            yield key


def named(kind: Any) -> Iterator[Any]:
    """Return the rows that a type holds, itself included, those within before those around."""
    if get_origin(kind) is not None:
        for one in get_args(kind):
            yield from named(one)
    elif isinstance(kind, type) and kind not in PLAIN:
        for key in keys(kind):
            yield from named(key.type)
        yield kind


def declaration(row: Any) -> str:
    """Return the declaration of one row: a tuple with named places, or an interface."""
    if is_tuple(row):
        return f"export type {row.__name__} = [{', '.join(f'{key.name}: {spelled(key.type)}' for key in keys(row))}];\n"
    lines = [f"  {key.name}{'?' if key.column.sparse else ''}: {spelled(key.type)};\n" for key in keys(row)]
    return f"export interface {row.__name__} {{\n{''.join(lines)}}}\n"


def declarations() -> str:
    """Return all declarations."""
    rows = dict.fromkeys(one for row in ROWS for one in named(row))
    return "\n".join((HEAD, *map(declaration, rows)))


def test_the_scripts_know_the_rows_as_they_are() -> None:
    assert DECLARATIONS.read_text("utf-8") == declarations(), "make format writes them"


@pytest.mark.parametrize(
    ("kind", "spelling"),
    [
        (str | None, "string | null"),
        (tuple[tuple[str, str], ...], "[string, string][]"),
        (dict[str, tuple[int, ...]], "Record<string, number[]>"),
        (PlaceChoice, "PlaceChoice"),
    ],
)
def test_types_are_spelled_as_typescript_does(kind: Any, spelling: str) -> None:
    assert spelled(kind) == spelling


if __name__ == "__main__":
    DECLARATIONS.write_text(declarations(), encoding="utf-8")
