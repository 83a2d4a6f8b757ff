"""Headings of neighbours: a plan in; pairs of headings that fit each other's text better than their own, out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from medplan.plan.model import Node, Plan, reading_text, walk
from medplan.plan.printed import node_text, plain_label
from medplan.rereading.candidate import Candidate

_BETTER = 0.4  # of the pairs of letters of both headings, more found in the other's text than in their own
_LEAST, _MOST = 4, 80  # letters of a heading; a longer one is a paragraph


def swapped(plan: Plan) -> Iterator[Candidate]:
    """Yield the first of two neighbours whose headings seem to have changed places."""
    for children in ([*plan.nodes], *([*node.children] for node, _ in plan.walk())):
        headed = [
            (node, heading)
            for node in children
            if node.kind != "task_row" and _LEAST <= len(heading := node.reading("heading")) <= _MOST
        ]
        if len(headed) < 2:
            continue
        told = [(node, _pairs(plain_label(heading)), _below(node)) for node, heading in headed]
        for (one, first, text), (two, second, other) in pairwise(told):
            if one.kind != two.kind or not text or not other:
                continue
            own = _share(first, text) + _share(second, other)
            if own + _BETTER <= 2 and _share(first, other) + _share(second, text) - own >= _BETTER:
                here, there = one.reading("heading"), two.reading("heading")
                yield Candidate(
                    kind="promise", eid=one.eid, place=one.place, quote=here, words="与下一条的标题疑互换",
                    here=here, there=there, other=two.eid,
                )  # fmt: skip


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _below(node: Node) -> str:
    return node.reading("text") + "".join(node_text(child, reading_text) for child, _ in walk(node.children))


def _share(pairs: set[str], text: str) -> float:
    return len([pair for pair in pairs if pair in text]) / max(1, len(pairs))
