"""A plan's table of contents: nodes in, entries with addresses, nested, out."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.plan.model import Node
from medplan.plan.printed import node_text, plain_label, short_name

DEPTH = 3
SAID = 20  # characters of what is said, to tell one question from another


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the table of contents."""

    eid: str
    title: str
    level: int
    children: tuple[ContentsEntry, ...] = ()


def contents_of(nodes: tuple[Node, ...], level: int = 1) -> tuple[ContentsEntry, ...]:
    """Return the contents: headings on a line of their own, boxes, tables, questions, three levels deep."""
    entries: list[ContentsEntry] = []
    for node in nodes:
        title = _contents_title(node)
        if title is None:
            if node.kind not in ("p", "title", "subtitle", "lede", "speech", "answer"):
                entries += contents_of(node.children, level)
            elif node.kind == "answer":
                continue
            continue
        inner = () if level >= DEPTH else contents_of(node.children, level + 1)
        entries.append(ContentsEntry(eid=node.eid, title=title, level=level, children=inner))
    return tuple(entries)


def _contents_title(node: Node) -> str | None:
    if node.kind == "notice":
        return short_name(node)
    if node.kind in ("speech", "question"):
        said = "".join(node_text(child) for child in node.children)
        return f"{short_name(node)}　{said[:SAID]}…"
    if node.kind == "indicators" or (node.kind == "tasks" and node.printed("caption")):
        return plain_label(node.reading("caption")) or "指标表"
    if node.reading("heading") and not node.runs_in and node.kind not in ("group", "point"):
        return short_name(node)
    return None
