"""A plan's tables as a reader sees them: a table and its rows in; columns, cells, spans and counts out."""

from __future__ import annotations

from collections.abc import Mapping

from medplan.language.values import is_missing, read_value
from medplan.plan.model import Node, walk
from medplan.plan.once import once


@once
def rows_of(table: Node) -> tuple[Node, ...]:
    """Return the rows of a table, those of its groups included, without its notes."""
    return tuple(node for node, _ in walk(table.children) if node.kind.endswith("_row"))


@once
def _spans(table: Node) -> dict[str, int]:
    """Return for each row how many there are from it on to the next that prints a category."""
    spans: dict[str, int] = {}
    span = 0
    for row in reversed(rows_of(table)):
        span += 1
        spans[row.eid] = span
        span = 0 if "category" in row.fields else span
    return spans


class TableView:
    """What templates ask of tables, of whoever has the words for values and the catalogue's names of indicators."""

    __slots__ = ()
    labels: dict[str, dict[str, str]]
    indicator_names: Mapping[str, str]

    def columns(self, table: Node) -> list[tuple[str, str]]:
        """Return a table's columns as (field, printed label), in printed order."""
        return [(name.partition(":")[2], table.printed(name)) for name in table.fields if name.startswith("columns:")]

    def rows(self, table: Node) -> list[Node]:
        """Return the rows of a table, those of its groups included, without its notes."""
        return list(rows_of(table))

    def table_notes(self, table: Node) -> list[Node]:
        """Return the notes printed below a table."""
        return [node for node in table.children if node.kind == "note"]

    def cells(self, table: Node) -> list[str]:
        """Return the names of a plain table's cells, as many as it has columns with a name or its longest row has."""
        last = (int(name.removeprefix("cell:")) for row in table.children for name in row.fields)
        return [f"cell:{c}" for c in range(1, max([len(self.columns(table)), *last]) + 1)]

    def span(self, table: Node, row: Node) -> int:
        """Return how many rows the category printed in `row` stands for."""
        return _spans(table)[row.eid]

    def is_dash(self, row: Node, name: str) -> bool:
        """Return whether a value's cell prints only a dash: the source lists none."""
        return is_missing(row.printed(name))

    def is_words(self, row: Node, name: str) -> bool:
        """Return whether a value is a goal in words."""
        value = read_value(row.reading(name) or None)
        return value is not None and value.words is not None

    def count_natures(self, table: Node) -> str:
        """Return how many rows the table has, and how many of each nature."""
        rows = rows_of(table)
        counts = [
            f"{label} {count} 项"
            for nature, label in self.labels["nature"].items()
            if (count := sum(bool(r.indicator and r.indicator.nature == nature) for r in rows))
        ]
        return f"共 {len(rows)} 项" + (f"：{'，'.join(counts)}" if counts else "")

    def indicator_name(self, row: Node) -> str:
        """Return the catalogue's name for the indicator a row refers to."""
        found = row.indicator and self.indicator_names.get(row.indicator.indicator_id or "")
        return found or ""
