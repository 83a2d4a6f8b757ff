"""Provisions of one kind side by side: a plan in; the one that lacks what all others have out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from medplan.plan.model import Node, Plan
from medplan.plan.printed import plain_label
from medplan.rereading.candidate import Candidate

_FEW = 3


def siblings(plan: Plan) -> Iterator[Candidate]:
    """Yield headings, boxes and endings of headings that one sibling lacks and the others have."""
    for group in _groups(plan):
        for words, has in (
            ("同级的其他各条都有小标题，此条没有", lambda node: bool(node.reading("heading"))),
            ("同级的其他各节都有专栏，此节没有", lambda node: any(c.kind == "box" for c in node.children)),
            ("同级的其他各条标题以标点结束，此条没有", lambda node: node.reading("heading").rstrip().endswith("。")),
        ):
            lacking = [node for node in group if not has(node)]
            if len(lacking) == 1 and len(group) >= _FEW:
                node = lacking[0]
                heading = node.reading("heading") or node.reading("text")[:20]
                yield _told(node, heading, words)
    boxes = [node for node, _ in plan.walk() if node.kind == "box" and node.reading("heading")]
    ends = Counter(plain_label(node.reading("heading"))[-2:] for node in boxes)
    if boxes and len(boxes) > _FEW:
        end, count = ends.most_common(1)[0]
        for node in boxes:
            heading = plain_label(node.reading("heading"))
            if count * 2 > len(boxes) and not heading.endswith(end):
                yield _told(node, heading, f"其他专栏的标题多以“{end}”结尾")


def _groups(plan: Plan) -> Iterator[list[Node]]:
    for node in [None, *(node for node, _ in plan.walk())]:
        by_kind: dict[str, list[Node]] = {}
        for child in node.children if node else plan.nodes:
            if child.reading("num"):
                by_kind.setdefault(child.kind, []).append(child)
        yield from by_kind.values()


def _told(node: Node, quote: str, words: str) -> Candidate:
    return Candidate(kind="sibling", eid=node.eid, place=node.place, quote=quote, words=words, here=quote)
