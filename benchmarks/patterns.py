"""Regular expressions: the project's code and schemas in; every pattern in them, and how texts are put to it, out.

The patterns are found, not listed: those that modules hold, also in containers, and those written where they are used.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from medplan.schema.schemas import schema_files

PACKAGES = ("medplan", "macros")
_FROM_SCHEMAS = frozenset({"medplan.importing.take_in.manifest"})  # modules that ask for a schema's pattern
ANCHORED = frozenset({"match", "fullmatch"})
SCANNING = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A pattern of the project: where it is, and whether texts are searched with it or compared from their start."""

    where: str
    pattern: re.Pattern[str]
    scanning: bool


def modules() -> Iterator[ModuleType]:
    """Yield every module of the project."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def find_patterns() -> list[Found]:
    """Return every pattern of the project once."""
    found: dict[tuple[str, int, bool], Found] = {}
    held: list[tuple[str, str, re.Pattern[str]]] = []
    used: dict[str, set[str]] = {}
    for module in modules():
        tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
        for name, methods in _uses(tree).items():
            used.setdefault(_known_as(name, module), set()).update(methods)
        for name, value in vars(module).items():
            known = _known_as(name, module)
            held += [(known, f"{module.__name__}.{name}", pattern) for pattern in _patterns_in(value)]
        for written in _written(tree, module):
            found.setdefault((written.pattern.pattern, written.pattern.flags, written.scanning), written)
    for name, where, pattern in held:
        # One in a container, or handed on, is taken to be searched with.
        scanning = not used.get(name) or bool(used[name] & SCANNING)
        found.setdefault(
            (pattern.pattern, pattern.flags, scanning), Found(where=where, pattern=pattern, scanning=scanning)
        )
    for one in _of_schemas():
        found.setdefault((one.pattern.pattern, one.pattern.flags, True), one)
    searched = {key[:2] for key in found if key[2]}
    return [one for key, one in found.items() if key[2] or key[:2] not in searched]


def _known_as(name: str, module: ModuleType) -> str:
    """Return a name as the uses of it are counted: what begins with an underscore is its module's own."""
    return f"{module.__name__}.{name}" if name.startswith("_") else name


def _of_schemas() -> Iterator[Found]:
    """Yield the patterns of the schemas, which jsonschema searches for."""
    for path in schema_files():
        waiting: list[Any] = [json.loads(path.read_text("utf-8"))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict) and isinstance(node.get("pattern"), str):
                yield Found(where=f"schema/{path.name}", pattern=re.compile(node["pattern"]), scanning=True)
            waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _patterns_in(value: Any, depth: int = 4) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        # What bytes are searched for is looked at as the same letters.
        is_text = isinstance(value.pattern, str)
        yield value if is_text else re.compile(value.pattern.decode("latin-1"), value.flags | re.ASCII)
    elif depth and isinstance(value, dict | list | tuple | set | frozenset):
        for inner in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            yield from _patterns_in(inner, depth - 1)
    elif depth and hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from _patterns_in(getattr(value, name, None), depth - 1)


def _uses(tree: ast.AST) -> dict[str, set[str]]:
    """Return the methods that each name of a module is asked for; a name that is only handed on counts as searched."""
    uses: dict[str, set[str]] = {}
    asked: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ANCHORED | SCANNING:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            uses.setdefault(name, set()).add(node.attr)
            asked.add(owner)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in asked:
            uses.setdefault(node.id, set()).add("search")
    return uses


def _written(tree: ast.AST, module: ModuleType) -> Iterator[Found]:
    """Yield the patterns that are written where they are used: `re.search(r"…", text)`."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner, method = node.func.value, node.func.attr
        if not (isinstance(owner, ast.Name) and owner.id == "re" and method in ANCHORED | SCANNING):
            continue
        where = f"{module.__name__}:{node.lineno}"
        code = compile(ast.Expression(node.args[0]), where, "eval")
        try:
            given = eval(code, {}, _Names(vars(module) | vars(builtins)))
        except AttributeError:
            if module.__name__ in _FROM_SCHEMAS:
                continue
            raise
        pattern = next(_patterns_in(given if isinstance(given, re.Pattern) else re.compile(given)))
        yield Found(where=where, pattern=pattern, scanning=method in SCANNING)


class _Names(dict[str, Any]):
    """A module's names; what is only known when the code runs is taken for a word."""

    def __missing__(self, name: str) -> str:
        return "名"
