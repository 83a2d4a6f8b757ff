"""Small faults put into Python source: a module's text in; mutants, each one change to its syntax tree, out.

What is changed: comparisons, `and`/`or`, arithmetic, `not` and signs, conditions, numbers, texts, True and False,
`break` and `continue`, calls whose result nobody takes. What is left alone, because no reader could notice: docstrings,
annotations, decorators, assertions, `strict=` of zip, and the words of a table (`LEFT_ALONE`).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

# Tables of words for people; the guide's page is made from them and nothing is decided by them.
LEFT_ALONE = frozenset({("medplan.rules.rulebook", "GROUPS")})
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_TYPES = frozenset({"Literal", "Callable", "Mapping", "dict", "list", "tuple", "frozenset", "set", "type"})
Scope = tuple[str, bool]  # the qualified name of the function (of the table at the top), whether it is a function


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed module. `name` is stable while the line and its function are; `lines` are those the change is on.

    `function` is the outermost function around the change as its qualified name, None at the top of module or class.
    """

    name: str
    module: str
    function: str | None
    lines: tuple[int, int]
    code: CodeType


def mutants_of(module: str, source: str, path: str) -> Iterator[Mutant]:
    """Yield every mutant of a module in the order of its text; `path` is the file its code says it is from."""
    tree = ast.parse(source)
    for name, ((scope, is_function), statement, (parent, field, index), node, new) in _named(module, source, tree):
        _put(parent, field, index, new)
        code = compile(ast.fix_missing_locations(tree), path, "exec")
        _put(parent, field, index, node)
        # A default is made where the function is, not in it.
        inside = is_function and not isinstance(parent, ast.arguments)
        yield Mutant(
            name=name,
            module=module,
            function=scope if inside else None,
            lines=(min(statement.lineno, node.lineno), node.end_lineno or node.lineno),
            code=code,
        )


def names_of_mutants(module: str, source: str) -> Iterator[str]:
    """Yield the names of a module's mutants without making them."""
    return (name for name, _ in _named(module, source, ast.parse(source)))


def _named(module: str, source: str, tree: ast.Module) -> Iterator[tuple[str, Site]]:
    texts = source.splitlines()
    seen: Counter[str] = Counter()
    for site in _sites(module, tree):
        (scope, _), _, _, node, new = site
        name = f"{module}:{scope}: {texts[node.lineno - 1].strip()} ┃ {_short(node)} → {_short(new)}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})", site


def _short(node: ast.AST) -> str:
    """Return a node as text; of a statement with a body the head."""
    text = ast.unparse(node).splitlines()[0]
    return text if len(text) <= 60 else text[:40] + "…" + text[-19:]


def _put(parent: ast.AST, field: str, index: int | None, node: Any) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


Site = tuple[Scope, Any, tuple[ast.AST, str, int | None], Any, Any]


def _sites(module: str, tree: ast.Module) -> Iterator[Site]:
    """Yield (scope, statement, slot, node, what to put there) for every change."""

    def visit(node: ast.AST, scope: Scope, statement: Any) -> Iterator[Site]:
        for field, value in ast.iter_fields(node):
            if _is_left_alone(node, field):
                continue
            children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for index, child in children:
                if not isinstance(child, ast.AST) or (index == 0 and field == "body" and _is_docstring(node, child)):
                    continue
                inner, at = _scope_of(child, scope), child if isinstance(child, ast.stmt) else statement
                if (module, inner[0]) in LEFT_ALONE or inner[0] == "__all__":
                    continue
                for new in _changed(node, field, child):
                    yield inner, at, (node, field, index), child, ast.copy_location(new, child)
                yield from visit(child, inner, at)

    yield from visit(tree, ("", False), tree)


def _scope_of(node: ast.AST, scope: Scope) -> Scope:
    """Return the scope of a node: names nest through classes and end at the outermost function."""
    name, is_function = scope
    if is_function:
        return scope
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return (f"{name}.{node.name}" if name else node.name), isinstance(node, ast.FunctionDef)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return (f"{name}.{ast.unparse(target)}" if name else ast.unparse(target)), False
    return scope


def _is_left_alone(node: ast.AST, field: str) -> bool:
    return (
        field in ("annotation", "returns", "decorator_list", "ctx", "op", "ops", "bases")
        or isinstance(node, ast.Assert | ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.keyword) and node.arg == "strict")
        or (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in _TYPES)
    )


def _is_docstring(node: ast.AST, child: ast.AST) -> bool:
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(child, ast.Expr)
        and isinstance(child.value, ast.Constant)
    )


def _changed(parent: ast.AST, field: str, node: Any) -> Iterator[Any]:
    """Yield what may stand in a node's place."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            others = [*node.ops[:at], _COMPARISONS[type(operator)](), *node.ops[at + 1 :]]
            yield ast.Compare(left=node.left, ops=others, comparators=node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(op=ast.Or() if isinstance(node.op, ast.And) else ast.And(), values=node.values)
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        other = _ARITHMETIC[type(node.op)]()
        if isinstance(node, ast.BinOp):
            yield ast.BinOp(left=node.left, op=other, right=node.right)
        else:
            yield ast.AugAssign(target=node.target, op=other, value=node.value)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value=value) for value in _other_values(node.value))
    elif isinstance(node, ast.Break | ast.Continue):
        yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    is_condition = (field == "test" and isinstance(parent, ast.If | ast.IfExp | ast.While)) or field == "ifs"
    if is_condition and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield ast.UnaryOp(op=ast.Not(), operand=node)


def _other_values(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        # Of marks only (，。；, a break of line) one less, for they are mostly a set; of words one character more.
        yield value[1:] if value and not any(map(str.isalnum, value)) else "甲" + value
