"""Nothing is remembered between two builds but by objects that are handed down: no module holds what may change."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import FunctionType, MappingProxyType, ModuleType

import pytest

from .test_layers import DOMAIN, MACROS, name_of, tree_of

CHANGING = {"append", "add", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
READING = {"open", "read_text", "read_bytes", "exists", "is_file", "stat", "glob", "rglob", "iterdir", "environ"}
INSTALLED = {"resources", "find_spec"}  # what lies in an installed package stays as it is while the process runs
AS_OF = "_as_of"  # asked with the file's state, so that what is kept is that of another question once it has changed
NUMBERS = (bool, int, float, Decimal, range)
PLAIN = (*NUMBERS, str, bytes, type(None), type, FunctionType, ModuleType, MappingProxyType, frozenset, Path)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def names_at_the_top(tree: ast.Module) -> set[str]:
    """Return the names that a module gives to values, its functions and classes left out."""
    names: set[str] = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {part.id for target in targets if target for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def changed_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each name, with its line, that a statement in a function changes or means to give another value."""
    for node in (node for function in ast.walk(tree) if isinstance(function, FUNCTIONS) for node in ast.walk(function)):
        changed: ast.expr | None = None
        if isinstance(node, ast.Global):
            yield from ((name, node.lineno) for name in node.names)
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            changed = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            changed = node.func.value
        if isinstance(changed, ast.Name):
            yield changed.id, changed.lineno


def cached_readers(tree: ast.Module) -> Iterator[str]:
    """Yield each function that keeps what it returns though it reads files, by itself or by one of its module."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    used: dict[str, set[str]] = {name: set() for name in functions}
    for name, function in functions.items():
        for node in ast.walk(function):
            used[name] |= {getattr(node, "attr", ""), getattr(node, "id", "")}
    reading = {name for name, names in used.items() if names & READING and not names & INSTALLED}
    while more := {name for name, names in used.items() if names & reading} - reading:
        reading |= more
    for name in sorted(reading):
        kept = any("cache" in ast.unparse(decorator) for decorator in functions[name].decorator_list)
        if kept and not name.endswith(AS_OF):
            yield name


def is_fixed(value: object) -> bool:
    """Return whether a value can't be changed."""
    if isinstance(value, tuple):
        return all(map(is_fixed, value))
    dataclass = getattr(type(value), "__dataclass_params__", None)
    known = isinstance(value, PLAIN) or type(value).__module__ in ("re", "typing", "types")
    return known or bool(dataclass and dataclass.frozen)


def test_no_function_changes_what_a_module_holds() -> None:
    for path in (*DOMAIN, *MACROS):
        held = names_at_the_top(tree_of(path))
        assert not {(name, line) for name, line in changed_names(tree_of(path)) if name in held}, name_of(path)


def test_no_function_keeps_what_it_read() -> None:
    assert not {name_of(path): kept for path in (*DOMAIN, *MACROS) if (kept := list(cached_readers(tree_of(path))))}


def test_a_module_of_macros_holds_nothing_that_can_change() -> None:
    changing = [
        f"{name_of(path)}.{name}"
        for path in MACROS
        for name in names_at_the_top(tree_of(path))
        if not is_fixed(getattr(importlib.import_module(name_of(path)), name))
    ]
    assert not changing


@pytest.mark.parametrize(
    "text",
    [
        "kept = []\ndef f(x):\n    kept.append(x)",
        "kept = {}\ndef f(x):\n    kept[x] = 1",
        "kept: dict = {}\ndef f(x):\n    def g():\n        kept.update(x)\n    g()",
        "kept = [0]\ndef f(x):\n    del kept[0]",
        "kept = object()\ndef f(x):\n    kept.last = x",
        "kept = 0\ndef f(x):\n    global kept\n    kept = x",
    ],
)
def test_what_is_changed_is_found(text: str) -> None:
    tree = ast.parse(text)
    assert {name for name, _ in changed_names(tree)} & names_at_the_top(tree) == {"kept"}


def test_what_is_kept_of_files_is_found() -> None:
    text = """
@cache
def kept(path): return read(path)
def read(path): return path.read_text()
@lru_cache(1)
def worked_out(text): return text
"""
    assert list(cached_readers(ast.parse(text))) == ["kept"]


def test_what_can_change_is_told_from_what_cannot() -> None:
    assert is_fixed(((1, "x"), frozenset(), re.compile("x"), MappingProxyType({})))
    assert not any(map(is_fixed, ([], {}, set(), ({},), bytearray(), object())))
