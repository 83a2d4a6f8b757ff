"""Compare a draft with what a careful editor would make: two plans in, how many of each kind are right out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from medplan.language.fidelity_fold import fold_print
from medplan.plan.model import Node, Plan

FRONT = {
    "title": re.compile("标题"),
    "issuer": re.compile("(发布|发文|印发|制定)机关"),
    "document_number": re.compile("文号|发文字号"),
    "published": re.compile("日期"),
}
DUTIES = ("lead", "supporting", "responsible", "schedule")
MEASURES = (*FRONT, "home", "provisions", "duties", "cells", "tables", "closing", "annexes")
_TABLES = frozenset({"indicators", "tasks", "table"})
_FRAME = frozenset({"title", "subtitle", "notice", "colophon", "annex"})


@dataclass(slots=True, kw_only=True)
class Score:
    """How many were right of how many, by measure; values wrong without a doubt told, and what was wrong, in words."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    silent: int = 0
    seconds: float = 0.0
    documents: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, measure: str, right: int, total: int, note: str = "") -> None:
        """Count things of a measure; the note says what was wrong where not all were right."""
        self.right[measure] += right
        self.total[measure] += total
        if right < total and note:
            self.notes.append(f"{measure}: {note}")

    def merge(self, other: Score) -> None:
        """Add another document's score."""
        self.right.update(other.right)
        self.total.update(other.total)
        self.silent += other.silent
        self.seconds += other.seconds
        self.documents += other.documents
        self.refused += other.refused


def score_front(wanted: dict[str, Any], found: dict[str, Any], doubts: Sequence[str], score: Score) -> None:
    """Count the values of the head; one that is wrong, with no doubt that names its field, is wrong in silence."""
    for key, words in FRONT.items():
        value = None if key == "title" and found.get("title_by_editor") else found.get(key)
        right = fold_print(str(value or "")) == fold_print(str(wanted[key] or ""))
        told = value is None or any(words.search(doubt) for doubt in doubts)
        score.silent += not right and not told
        how = "doubted" if told else "SILENT"
        score.add(key, right, 1, f"{how}: {value!r}, should be {wanted[key]!r}")


def score_body(wanted: Plan, found: Plan, closing: Sequence[str], score: Score) -> None:
    """Count provisions, duties, cells, tables, annexes and closing lines."""
    apart = Counter(map(fold_print, closing))
    for measure, read in (("provisions", _provisions), ("duties", _duties), ("cells", _cells), ("tables", _kinds),
                          ("annexes", _annexes)):  # fmt: skip
        want, have = Counter(read(wanted, apart)), Counter(read(found, apart))
        both = want & have
        missing, extra = list((want - have).elements()), list((have - want).elements())
        score.add(measure, both.total(), want.total(), f"missing {missing[:3]}, there {extra[:3]}")
    outside = Counter(
        fold_print(line)
        for node, above in found.walk()
        if node.kind in ("p", "colophon") and not any(n.kind not in ("p", "colophon") for n in above)
        for line in _printed(node).splitlines()
    )
    lost = apart - outside
    score.add("closing", apart.total() - lost.total(), apart.total(), f"inside a unit or lost: {list(lost)}")


def _printed(node: Node) -> str:
    return "\n".join(node.printed(name) for name in node.fields)


def _parents(above: Sequence[Node]) -> tuple[str, ...]:
    return tuple(_number(node) for node in above)


def _number(node: Node) -> str:
    return fold_print(node.printed("num") or node.printed("label"))


def _provisions(plan: Plan, closing: Counter[str]) -> Iterator[tuple[Any, ...]]:
    """Yield number, heading, text and parents of every unit and paragraph outside tables, the closing lines apart."""
    for node, above in plan.walk():
        kinds = {node.kind, *(n.kind for n in above)}
        if not node.fields or kinds & _TABLES or node.kind in _FRAME or "notice" in kinds:
            continue
        heading, text = (fold_print(node.printed(name)) for name in ("heading", "text"))
        if node.kind == "p" and (text in closing or not text):
            continue
        yield (node.kind, _number(node), heading, text, _parents(above))


def _duties(plan: Plan, _: Counter[str]) -> Iterator[tuple[Any, ...]]:
    for node, _above in plan.walk():
        if node.kind != "task_row" and (node.is_measure or "schedule" in node.fields):
            yield (_number(node), *(fold_print(node.printed(name)) for name in DUTIES))


def _annexes(plan: Plan, _: Counter[str]) -> Iterator[tuple[str, str]]:
    for node, _above in plan.walk():
        if node.kind == "annex":
            yield _number(node), fold_print(node.printed("heading"))


def _kinds(plan: Plan, _: Counter[str]) -> Iterator[tuple[str, int]]:
    for node, _above in plan.walk():
        if node.kind in _TABLES:
            yield node.kind, sum(1 for inner in _rows(node))


def _rows(table: Node) -> Iterator[tuple[Node, Node | None]]:
    """Yield a table's rows, each with the group that it is in."""
    for node in table.children:
        if node.kind == "group":
            yield from ((row, node) for row in node.children if row.kind == "task_row")
        elif node.kind.endswith("_row"):
            yield node, None


def _cells(plan: Plan, _: Counter[str]) -> Iterator[tuple[Any, ...]]:
    """Yield each cell that is not empty, the headings too, with the row it stands in, told by the row's longest cell.

    A cell that reaches over several rows counts once, in its first.
    """
    for node, _above in plan.walk():
        if node.kind not in _TABLES:
            continue
        yield from ((node.kind, "", name, fold_print(node.printed(name))) for name in node.fields)
        before: Node | None = None
        for row, group in _rows(node):
            cells = [(name, fold_print(row.printed(name))) for name in row.fields]
            if group is not None and group is not before:
                cells += [(f"group-{name}", fold_print(group.printed(name))) for name in group.fields]
            before = group
            key = max((text for _, text in cells), key=len, default="")
            yield from ((node.kind, key, name, text) for name, text in cells if text)
