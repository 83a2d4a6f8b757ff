"""Cells of a table of indicators, and schedules: a plan in; those set otherwise than the rest out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from medplan.plan.model import Node, Plan
from medplan.rereading.candidate import Candidate

_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BOUND = re.compile("[>＞≥<＜≤]")
_INCLUDED = frozenset("≥≤")
_FINE = re.compile(r"[0-9]{3,}\.([0-9]+)")
_FIGURES = re.compile("[0-9]+")
_NO_LETTER = re.compile(r"\W+")
_LEAST = 3  # cells of a column that are set alike


def cells(plan: Plan) -> Iterator[Candidate]:
    """Yield columns whose year lacks 年, and bounds and decimals that one cell has otherwise than its column."""
    for node, _ in plan.walk():
        if node.kind == "indicators":
            yield from _heads(node)
            rows = [child for child in node.children if child.indicator is not None]
            for field in ("baseline", "target"):
                yield from _bounds(rows, field)
                yield from _decimals(rows, field)
    yield from _schedules(plan)


def _schedules(plan: Plan) -> Iterator[Candidate]:
    """Yield schedules of the same words as others, which are set with other marks than most of them."""
    alike: dict[str, dict[str, list[Node]]] = {}
    for node, _ in plan.walk():
        if printed := _FIGURES.sub("0", node.reading("schedule").strip()):
            alike.setdefault(_NO_LETTER.sub("", printed), {}).setdefault(printed, []).append(node)
    for forms in alike.values():
        usual = max(forms, key=lambda form: (len(forms[form]), form))
        for form, nodes in forms.items():
            if form != usual and len(nodes) < len(forms[usual]):
                there = forms[usual][0]
                words = f"进度要求的标点与别处（{len(forms[usual])} 处）不同"
                yield _told(nodes[0], nodes[0].reading("schedule"), words, there.reading("schedule"), there)


def _heads(table: Node) -> Iterator[Candidate]:
    for name in table.fields:
        head = table.reading(name).strip()
        if name.startswith("columns") and _BARE_YEAR.fullmatch(head):
            yield _told(table, head, "栏名是年份，没有“年”字", f"{head}年")


def _bounds(rows: list[Node], field: str) -> Iterator[Candidate]:
    """Yield the bounds that take their figure in, or leave it out, where most of the column do otherwise."""
    bounds = [(row, found.group() in _INCLUDED) for row in rows if (found := _BOUND.match(row.reading(field)))]
    kinds = Counter(included for _, included in bounds)
    if len(kinds) < 2 or max(kinds.values()) < _LEAST:
        return
    usual, _ = kinds.most_common(1)[0]
    for row, included in bounds:
        if included != usual:
            words = f"本栏别的界限{'含' if usual else '不含'}所写的数，此处不同"
            yield _told(row, row.reading(field), words, "")


def _decimals(rows: list[Node], field: str) -> Iterator[Candidate]:
    """Yield large figures of neighbouring rows that are not carried to the same place."""
    for one, two in pairwise(rows):
        first, second = (_FINE.fullmatch(row.reading(field).strip()) for row in (one, two))
        if first and second and len(first[1]) != len(second[1]):
            yield _told(one, one.reading(field), "相邻两行的数，小数位数不同", two.reading(field), two)


def _told(node: Node, quote: str, words: str, there: str, other: Node | None = None) -> Candidate:
    return Candidate(
        kind="cell", eid=node.eid, place=node.place, quote=quote, words=words, here=quote, there=there,
        other=other.eid if other else None,
    )  # fmt: skip
