"""Take back headings that only look like ones among units of plain text: a body in, the same with those as text out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from medplan.language.numbering import read_number

_LEAST, _SIBLINGS = 4, 3
_LEVEL_SHARE, _SIBLING_SHARE = 0.25, 0.34


def settle_headings(body: list[Any]) -> None:
    """Make a first sentence text again where the units of its level, or its neighbours, hardly ever have a heading.

    Where three of four units of a level begin with a sentence, the fourth's short one is no heading run in, unless half
    its neighbours have one.
    """
    levels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    agreed: set[int] = set()
    for siblings in _siblings(body):
        near: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for unit in siblings:
            number = read_number(str(unit["num"]))
            # An article's heading is in brackets, and no sentence.
            if number is not None and number.level != "art" and "text" in unit:
                near[number.level].append(unit)
                levels[number.level].append(unit)
        for units in near.values():
            _settle(units, _SIBLINGS, _SIBLING_SHARE)
            headed = sum(1 for unit in units if "heading" in unit)
            if headed > 1 and 2 * headed >= len(units):
                agreed |= {id(unit) for unit in units}
    for units in levels.values():
        _settle([unit for unit in units if id(unit) not in agreed], _LEAST, _LEVEL_SHARE)


def _settle(units: list[dict[str, Any]], least: int, share: float) -> None:
    run_in = [unit for unit in units if "heading" in unit]
    if len(units) - len(run_in) < least or len(run_in) > share * len(units):
        return
    for unit in run_in:
        unit["text"] = unit.pop("heading") + unit["text"]


def _siblings(items: list[Any]) -> Iterator[list[dict[str, Any]]]:
    units = [item for item in items if isinstance(item, dict) and "num" in item]
    if units:
        yield units
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("body"), list):
            yield from _siblings(item["body"])
