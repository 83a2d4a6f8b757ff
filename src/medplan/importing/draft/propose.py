"""Propose indicators and themes from the catalogues: a draft's body in, the same with proposals, and doubts, out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.language.fidelity_fold import fold_print

_UNIT = re.compile(r"[（(][^（）()]{0,8}[）)]?$")
_ALIKE = 0.6
_SHORT, _MANY = 30, 2


def propose_indicators(body: list[Any], catalogues: Catalogues) -> list[str]:
    """Give each indicator row whose name the catalogue has that entry; return what to say of the others.

    Only the same name, a unit in brackets aside, is proposed: a wrong match would compare what is not alike.
    """
    known = {fold_print(n): i.id for i in catalogues.indicators.values() for n in (i.name, *i.names)}
    names = {i.id: i.name for i in catalogues.indicators.values()}
    doubts: list[str] = []
    for row in _rows(body):
        whole, bare = fold_print(row["name"]), fold_print(_UNIT.sub("", row["name"]))
        found = known.get(whole) or known.get(bare)
        if found:
            row["indicator"] = found
            row["match"] = "exact"
            category = catalogues.indicators[found].category
            row |= {"themes": [category]} if category in catalogues.themes else {}
            continue
        near = difflib.get_close_matches(bare, known, n=2, cutoff=_ALIKE)
        hint = "，相近的有 " + "、".join(f"{names[known[n]]}（{known[n]}）" for n in near) if near else ""
        doubts.append(f"指标在目录里没有同名的，没有对应：“{row['name']}”{hint}")
    return doubts


def _rows(body: list[Any]) -> Iterator[dict[str, Any]]:
    for item in body:
        if isinstance(item, dict):
            yield from item.get("indicators", {}).get("rows", [])
            yield from _rows(item.get("body", []))


def propose_themes(body: list[Any], catalogues: Catalogues) -> None:
    """Give each provision the themes whose names stand in its heading, or in the short sentence that begins it.

    What the unit above has is not said again, and a heading that names many themes passes them in review. They are
    proposals: the plan is not dated as reviewed (`themes_reviewed`), and pages say so.
    """
    names = [(name, t.id) for t in catalogues.themes.values() for name in (t.name, *t.names) if len(name) > 2]
    _tag(body, names, frozenset())


def _tag(body: list[Any], names: list[tuple[str, str]], above: frozenset[str]) -> None:
    for i, item in enumerate(body):
        if isinstance(item, str):
            if found := _themes(_opening(item), names, above):
                body[i] = {"text": item, "themes": found}
            continue
        # A heading over other units says less of each of them than they do themselves.
        holds_units = any(isinstance(child, dict) and "num" in child for child in item.get("body", []))
        if {"num", "text"} & item.keys() and not holds_units:
            said = item.get("heading") or _opening(item.get("text", ""))
            if found := _themes(said, names, above):
                rest = {key: item.pop(key) for key in [k for k in item if k not in ("num", "id", "heading", "text")]}
                item |= {"themes": found} | rest
        _tag(item.get("body", []), names, above | frozenset(item.get("themes", ())))
        for group in item.get("tasks", {}).get("groups", []):
            for row in group["rows"]:
                if found := _themes(re.split("[，。；]", row["text"], maxsplit=1)[0], names, above):
                    row["themes"] = found


def _opening(text: str) -> str:
    """Return the sentence that begins a paragraph when it is short, as a heading run in is."""
    found = re.match(rf"[^。；：]{{2,{_SHORT}}}。", text)
    return found.group() if found else ""


def _themes(text: str, names: list[tuple[str, str]], above: frozenset[str]) -> list[str]:
    found = list(dict.fromkeys(theme for name, theme in names if name in text and theme not in above))
    return found if len(found) <= _MANY else []
