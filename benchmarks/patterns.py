"""Regular expressions and what slows them down: the project's code in; its patterns, texts to attack each, growth out.

The patterns are found, not listed: those that modules hold, also in containers, and those written where they are used.
A pattern's own parts make the texts against it: each part, and each pair of neighbours, many times over, behind what
leads up to it and before what makes the match fail.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # the parts of a pattern are told nowhere else
PACKAGES = ("medplan", "macros")
ANCHORED = frozenset({"match", "fullmatch"})
SCANNING = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})
FAILING = ("", "\0")  # no pattern of the project looks for a NUL
REPEATS, MEASURED = 3, 3
_STEPS = (10, 14, 18, 22, 26, 32, 48, 64, 90, 128, 180, 256)  # at which a pattern that explodes is found in time
# Four times the text takes a linear pattern four times as long, one that grows with the square sixteen times.
MOST_GROWTH = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A pattern of the project: where it is, and whether texts are searched with it or compared from their start."""

    where: str
    pattern: re.Pattern[str]
    scanning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A text against a pattern: what leads up to it, what is repeated in it, and what makes the match fail."""

    prefix: str
    pump: str
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to look: characters of the larger text, how many letters of a pattern are paired with each other.

    What is quicker than `floor` seconds is no danger, and can't be told from noise; what takes longer than `patience`
    is not tried at a larger size.
    """

    large: int
    letters: int
    floor: float
    patience: float = 0.02


QUICK = Effort(large=3_000, letters=6, floor=0.0012)
THOROUGH = Effort(large=8_000, letters=16, floor=0.01, patience=0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The attack that a pattern takes longest for, and the seconds for it and for a quarter of it."""

    where: str
    attack: Attack
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """Return how many times as long the larger text takes."""
        return self.large / self.small if self.small else float("inf")


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
    searched = {key[:2] for key in found if key[2]}
    return [one for key, one in found.items() if key[2] or key[:2] not in searched]


def _known_as(name: str, module: ModuleType) -> str:
    """Return a name as the uses of it are counted: what begins with an underscore is its module's own."""
    return f"{module.__name__}.{name}" if name.startswith("_") else name


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
        given = eval(compile(ast.Expression(node.args[0]), where, "eval"), {}, _Names(vars(module) | vars(builtins)))
        pattern = next(_patterns_in(given if isinstance(given, re.Pattern) else re.compile(given)))
        yield Found(where=where, pattern=pattern, scanning=method in SCANNING)


class _Names(dict[str, Any]):
    """A module's names; what is only known when the code runs is taken for a word."""

    def __missing__(self, name: str) -> str:
        return "名"


# --- texts against a pattern ---


def attacks(pattern: re.Pattern[str], letters: int) -> list[Attack]:
    """Return the texts against a pattern; so many of its letters are paired with each other."""
    parts = _parser.parse(pattern.pattern, pattern.flags)
    repeated: dict[tuple[str, str], None] = {}
    single: dict[str, None] = {}
    for lead, pump in _pumps(parts, ""):
        if pump:
            repeated.setdefault((lead, pump))
            repeated.setdefault(("", pump))
            if len(pump) == 1:
                single.setdefault(pump)
    for one, other in product(list(single)[:letters], repeat=2):
        repeated.setdefault(("", one + other))
    return [Attack(prefix=lead, pump=pump, suffix=end) for lead, pump in repeated for end in FAILING]


def _pumps(parts: Any, lead: str) -> Iterator[tuple[str, str]]:
    """Yield (what leads up to it, text) of every part of a sequence, every two neighbours, and the parts inside."""
    samples = [_sample(part) for part in parts]
    before = lead
    for part, sample in zip(parts, samples, strict=True):
        for text in _letters(part):
            yield before, text
        yield before, sample
        for inner in _inside(part):
            yield from _pumps(inner, before)
        before += sample
    before = lead
    for first, second in pairwise(samples):
        yield before, first + second
        before += first
    yield lead, "".join(samples)


def _inside(part: Any) -> Iterator[Any]:
    kind, value = str(part[0]), part[1]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield value[2]
    elif kind == "SUBPATTERN":
        yield value[3]
    elif kind == "ATOMIC_GROUP":
        yield value
    elif kind == "BRANCH":
        yield from value[1]
    elif kind in ("ASSERT", "ASSERT_NOT"):
        yield value[1]
    elif kind == "GROUPREF_EXISTS":
        yield from (branch for branch in value[1:] if branch is not None)


def _letters(part: Any) -> Iterable[str]:
    kind, value = str(part[0]), part[1]
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "IN":
        return _of_set(value)
    if kind == "ANY":
        return ["甲", "a"]
    if kind == "NOT_LITERAL":
        return ["甲" if value != ord("甲") else "乙"]
    return []


_CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "甲", "NOT_DIGIT": "甲", "NOT_SPACE": "甲", "NOT_WORD": "，"}


def _of_set(items: Any) -> list[str]:
    """Return letters of a set: one of each of its parts, or some that a negated one lets pass."""
    if str(items[0][0]) == "NEGATE":
        return [c for c in "甲a1 ，（《“.\n" if not any(_holds(item, c) for item in items[1:])][:4]
    letters = []
    for item in items:
        kind, value = str(item[0]), item[1]
        if kind == "LITERAL":
            letters.append(chr(value))
        elif kind == "RANGE":
            letters.append(chr((value[0] + value[1]) // 2))
        else:
            letters.append(_CATEGORIES.get(str(value).removeprefix("CATEGORY_").removeprefix("UNI_"), "甲"))
    return letters


def _holds(item: Any, letter: str) -> bool:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return ord(letter) == int(value)
    if kind == "RANGE":
        low, high = int(value[0]), int(value[1])
        return low <= ord(letter) <= high
    name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
    tests: dict[str, Callable[[str], bool]] = {
        "DIGIT": str.isdigit,
        "SPACE": str.isspace,
        "WORD": str.isalnum,
        "NOT_SPACE": lambda c: not c.isspace(),
        "NOT_DIGIT": lambda c: not c.isdigit(),
        "NOT_WORD": lambda c: not c.isalnum(),
    }
    return bool(tests.get(name, str.isalnum)(letter))


def _sample(part: Any) -> str:
    """Return a short text that a part matches, what is optional in it once."""
    kind, value = str(part[0]), part[1]
    if letters := list(_letters(part)):
        return letters[0]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        text = "".join(_sample(inner) for inner in value[2])
        return text * max(1, min(int(value[0]), 8))
    if kind == "SUBPATTERN":
        return "".join(_sample(inner) for inner in value[3])
    if kind == "ATOMIC_GROUP":
        return "".join(_sample(inner) for inner in value)
    if kind == "BRANCH":
        return "".join(_sample(inner) for inner in value[1][0])
    return ""


# --- time ---


def slowest(found: Found, effort: Effort) -> Growth | None:
    """Return the growth over the text that a pattern grows most for, None when none takes it longer than the floor.

    The first that grows too fast is enough.
    """
    long: list[tuple[float, Attack]] = []
    grown: list[Growth] = []
    for attack in attacks(found.pattern, effort.letters):
        seconds = _first_time(found, attack, effort)
        if seconds >= effort.patience / 2 and len(grown) < MEASURED:
            grown.append(_measure(found, attack, effort))
            if grown[-1].ratio > MOST_GROWTH:
                return grown[-1]
        elif seconds >= effort.floor:
            long.append((seconds, attack))
    long.sort(key=lambda one: one[0], reverse=True)
    grown += [_measure(found, attack, effort) for _, attack in long[:MEASURED]]
    return max((g for g in grown if g.large >= effort.floor), key=lambda g: g.ratio, default=None)


def seconds_for(found: Found, attack: Attack, size: int) -> float:
    """Return the CPU time that a pattern takes for an attack of about so many characters."""
    text = attack.prefix + attack.pump * max(1, size // len(attack.pump)) + attack.suffix
    begun = time.process_time()
    if found.scanning:
        for _ in found.pattern.finditer(text):
            pass
    else:
        found.pattern.match(text)
        found.pattern.fullmatch(text)
    return time.process_time() - begun


def _first_time(found: Found, attack: Attack, effort: Effort) -> float:
    """Return the time for the larger size, or for the first shorter one that takes too long: some patterns explode."""
    for size in (*_STEPS, effort.large):
        seconds = seconds_for(found, attack, size)
        if seconds >= effort.patience:
            break
    return seconds


def _measure(found: Found, attack: Attack, effort: Effort) -> Growth:
    steps = (*_STEPS, 512, 1024)
    large = next((n for n in steps if seconds_for(found, attack, n) >= effort.patience), effort.large)
    times = [min(seconds_for(found, attack, n) for _ in range(REPEATS)) for n in (large // 4, large)]
    return Growth(where=found.where, attack=attack, small=times[0], large=times[1])
