"""A source and what a plan prints, folded to be compared: a plan and its source in; both, with places in each, out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medplan.language.fidelity_fold import fold_with_places
from medplan.plan.model import Node, Plan
from medplan.plan.printed import printed_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class BothTexts:
    """A source and a plan folded, with the offset of each character in the text; where in the plan's a node begins.

    `seams` are the places of points that end a number before a digit: the source may run them together or not.
    """

    source: str
    folded: str
    offsets: Sequence[int]
    wanted: str
    plan: str
    plan_offsets: Sequence[int]
    nodes: list[Node]
    begins: list[int]
    seams: frozenset[int]

    @classmethod
    def of(cls, plan: Plan, source: str) -> BothTexts:
        """Return the texts of a plan and of its source."""
        folded, offsets = fold_with_places(source)
        text, nodes, begins, joins = _print_plan(plan)
        wanted, plan_offsets = fold_with_places(text)
        seams = frozenset(i for i in _places_of(".", wanted) if plan_offsets[i] in joins)
        return cls(
            source=source,
            folded=folded,
            offsets=offsets.data,
            wanted=wanted,
            plan=text,
            plan_offsets=plan_offsets.data,
            nodes=nodes,
            begins=begins,
            seams=seams,
        )

    def owner(self, j: int) -> Node:
        """Return the node that prints a character of the plan folded."""
        return self.nodes[bisect_right(self.begins, self.plan_offsets[j]) - 1]

    def parted(self, i: int) -> bool:
        """Whether a mark stands in the source before a folded character: 1. 2022年 is two figures, 15年 is one."""
        between = self.source[self.offsets[i - 1] + 1 : self.offsets[i]] if 0 < i < len(self.offsets) else ""
        return bool(between.strip())


def _print_plan(plan: Plan) -> tuple[str, list[Node], list[int], frozenset[int]]:
    """Return the plan's printed text, its nodes, and the offset at which what each prints begins.

    Last come the offsets of digits behind the point of a number: the source may run them together (1.2022年) or not.
    """
    pieces: list[str] = []
    nodes: list[Node] = []
    begins: list[int] = []
    joins: set[int] = set()
    number, end = "", 0
    for node, name, text in printed_fields(plan):
        if number.endswith((".", "．")) and text[:1].isdigit():
            pieces[-1] = pieces[-1].removesuffix("\n")
            end -= 1
            joins.add(end)
        pieces.append(f"{text}\n")
        nodes.append(node)
        begins.append(end)
        end += len(text) + 1
        number = text if name == "num" else ""
    return "".join(pieces), nodes, begins, frozenset(joins)


def _places_of(char: str, text: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)
