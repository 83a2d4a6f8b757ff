"""What search finds: one record for each provision, in printed order; plans in, records out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medplan.plan.model import Node, Plan, printed_text, reading_text
from medplan.plan.printed import node_text, path_of
from medplan.search.query_fold import fold_queries

HEADING_KINDS = frozenset({"title", "box", "annex", "indicators", "tasks", "table", "group"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A provision as searched.

    `heading` is the part of `text`, at its start, that is a number and a heading; `below` is how many records after it
    stand under its heading.
    """

    eid: str
    path: str
    text: str
    reading: str | None
    heading: str
    is_row: bool
    below: int
    themes: tuple[str, ...]


def plan_records(plan: Plan) -> Iterator[Record]:
    """Yield the plan's records; the title comes first and has all others under it."""
    nodes = [(node, above) for node, above in plan.walk() if node_text(node)]
    nodes.sort(key=lambda pair: pair[0].kind != "title")
    position = {node.eid: i for i, (node, _) in enumerate(nodes)}
    last: dict[str, int] = {}
    for i, (_, above) in enumerate(nodes):
        for parent in above:
            last[parent.eid] = i
    last["title"] = len(nodes) - 1
    for node, above in nodes:
        yield _record(node, above, last.get(node.eid, position[node.eid]) - position[node.eid])


def fold_records(records: Sequence[Record]) -> list[tuple[str, int]]:
    """Return of each record what is searched, folded, and how much of it is the heading.

    That is the printed text, and after a line feed the reading where it differs.
    """
    printed = fold_queries([record.text for record in records])
    readings = fold_queries([record.reading or "" for record in records])
    headings = fold_queries([record.heading for record in records])
    return [
        (f"{text}\n{reading}" if record.reading and reading != text else text, len(heading))
        for record, text, reading, heading in zip(records, printed, readings, headings, strict=True)
    ]


def _record(node: Node, above: tuple[Node, ...], below: int) -> Record:
    text, reading = node_text(node, printed_text), node_text(node, reading_text)
    themes = {theme for n in (*above, node) for theme in n.themes}
    return Record(
        eid=node.eid,
        path=path_of((), node) if not above else path_of(above[:-1], above[-1]),
        text=text,
        reading=reading if reading != text else None,
        heading=_heading(node, text),
        is_row=node.kind.endswith("_row"),
        below=below,
        themes=tuple(sorted(themes)),
    )


def _heading(node: Node, text: str) -> str:
    """Return how the text begins, as far as it is a heading: the whole of a heading's own line."""
    if "text" not in node.fields:
        return text if node.kind in HEADING_KINDS or "heading" in node.fields else ""
    if node.kind == "title":
        return text
    head = "".join(node.printed(name) for name in ("num", "heading")) if "heading" in node.fields else ""
    return text[: len(head)]
