"""A plan as a reader sees it: text in pieces with their notes, contents, citation; laid out elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from medplan.model import Field, Node, Op, Plan, Segment, walk
from medplan.printed import duty_sentence, own_fields, plain_label, short_name
from medplan.schemas import plan_labels
from medplan.values import is_missing, read_value

TABLE_KINDS = frozenset({"indicators", "tasks", "table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an editor says of a passage: `number` runs through the plan; `kind` is `emendation` or a remark's kind."""

    number: int
    kind: str
    label: str
    text: str
    printed: str | None = None
    reads: str | None = None
    times: int = 1
    quote: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters with one look; `note` is the number of the note whose mark follows it.

    `again` is the note of an emendation made in many places, from its second place on: no mark, but a link.
    """

    text: str
    op: Op = "same"
    quoted: bool = False
    note: int | None = None
    again: int | None = None


@dataclass(slots=True)
class PlanView:
    """The plan with its notes numbered in reading order; what the template asks for."""

    plan: Plan
    indicator_names: Mapping[str, str]
    labels: dict[str, dict[str, str]] = field(default_factory=plan_labels)
    notes: list[Note] = field(default_factory=list)
    header_notes: list[Note] = field(default_factory=list)
    _by_emendation: dict[int, Note] = field(default_factory=dict)
    _by_place: dict[str, list[Note]] = field(default_factory=dict)
    _quotes: dict[str, list[Note]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        emendations: dict[str, list[int]] = {}
        for index, emendation in enumerate(self.plan.emendations):
            emendations.setdefault(emendation.eids[0] if emendation.eids else "", []).append(index)
        remarks: dict[str | None, list[int]] = {}
        for index, remark in enumerate(self.plan.remarks):
            remarks.setdefault(remark.at, []).append(index)
        self.header_notes = [self._add_remark(i) for i in remarks.get(None, [])]
        for node, above in self.plan.walk():
            home = next((n.eid for n in above if n.kind in TABLE_KINDS), node.eid)
            here = self._by_place.setdefault(home, [])
            here += [self._add_emendation(i) for i in emendations.get(node.eid, [])]
            for index in remarks.get(node.eid, []):
                note = self._add_remark(index)
                here.append(note)
                self._quotes.setdefault(node.eid, []).append(note)

    def _add_emendation(self, index: int) -> Note:
        found = self.plan.emendations[index]
        note = Note(
            number=len(self.notes) + 1,
            kind="emendation",
            label="校订",
            text=found.why,
            printed=found.printed,
            reads=found.reads,
            times=found.times,
        )
        self.notes.append(note)
        self._by_emendation[index] = note
        return note

    def _add_remark(self, index: int) -> Note:
        found = self.plan.remarks[index]
        note = Note(
            number=len(self.notes) + 1,
            kind=found.kind,
            label=self.labels["remark"][found.kind],
            text=found.text,
            quote=found.quote,
            also=found.also,
        )
        self.notes.append(note)
        return note

    def notes_at(self, node: Node) -> list[Note]:
        """Return the notes that stand beside a node; those of a table's rows stand below the table."""
        return self._by_place.get(node.eid, [])

    def name_of(self, eid: str) -> str:
        """Return how a reader names the provision at an address: its headings, outermost first."""
        found = self.plan.find(eid)
        if found is None:
            return eid
        node, above = found
        return "　".join(short_name(n) for n in (*above, node))

    def locator(self, node: Node) -> str:
        """Return the place of a provision for a citation: 第三章第一节二、"""
        found = self.plan.find(node.eid)
        above = found[1] if found else ()
        parts = []
        for n in (*above, node):
            number = plain_label(n.reading("num")) or plain_label(n.reading("label"))
            parts.append(number if number and n.kind not in ("title", "notice") else short_name(n))
        return "".join(part.replace(" ", "") for part in parts)

    def pieces(self, node: Node, name: str) -> list[Piece]:
        """Return a field in pieces, emendations and quotations of remarks marked.

        `duty` is the bracket of duties. A remark whose quotation is not in this field gets no mark here.
        """
        segments = duty_sentence(node) if name == "duty" else node.fields.get(name, ())
        return self._pieces(segments, self._quotes.get(node.eid, []), node.eid)

    def field_names(self, node: Node) -> list[str]:
        """Return the names of a node's printed fields in printed order, the bracket of duties as `duty`."""
        return [name for name, _ in own_fields(node)]

    def unquoted(self, node: Node) -> list[Note]:
        """Return the remarks on a node that quote nothing, so that their mark stands at its end."""
        return [note for note in self._quotes.get(node.eid, []) if not self._is_quoted(node, note)]

    def _is_quoted(self, node: Node, note: Note) -> bool:
        fields = [*node.fields.values(), duty_sentence(node)]
        return bool(note.quote) and any(note.quote in s.text for f in fields for s in f)  # type: ignore[operator]

    def _pieces(self, segments: Field, remarks: list[Note], eid: str) -> list[Piece]:
        pieces: list[Piece] = []
        marked: set[int] = set()
        for segment in segments:
            rest = segment.text
            while rest:
                hit = _first_quote(rest, segment, [r for r in remarks if r.number not in marked])
                if hit is None:
                    break
                start, remark = hit
                assert remark.quote is not None
                if start:
                    pieces.append(Piece(text=rest[:start], op=segment.op))
                end = start + len(remark.quote)
                pieces.append(Piece(text=rest[start:end], op=segment.op, quoted=True, note=remark.number))
                marked.add(remark.number)
                rest = rest[end:]
            note = again = None
            if segment.closes and segment.emendation is not None:
                note = self._by_emendation[segment.emendation].number
                if segment.op == "ins" and eid != self.plan.emendations[segment.emendation].eids[0]:
                    note, again = None, note
            if rest or note:
                pieces.append(Piece(text=rest, op=segment.op, note=note, again=again))
        return pieces

    def columns(self, table: Node) -> list[tuple[str, str]]:
        """Return a table's columns as (field, printed label), in printed order."""
        return [(name.partition(":")[2], table.printed(name)) for name in table.fields if name.startswith("columns:")]

    def rows(self, table: Node) -> list[Node]:
        """Return the rows of a table, those of its groups included, without its notes."""
        return [node for node, _ in walk(table.children) if node.kind.endswith("_row")]

    def table_notes(self, table: Node) -> list[Node]:
        """Return the notes printed below a table."""
        return [node for node in table.children if node.kind == "note"]

    def cells(self, table: Node) -> list[str]:
        """Return the names of a plain table's cells, as many as its longest row has."""
        most = max(int(name[5:]) for row in table.children for name in row.fields)
        return [f"cell:{c}" for c in range(1, most + 1)]

    def span(self, table: Node, row: Node) -> int:
        """Return how many rows the category printed in `row` stands for."""
        rows = self.rows(table)
        start = rows.index(row)
        following = (i for i in range(start + 1, len(rows)) if "category" in rows[i].fields)
        return next(following, len(rows)) - start

    def is_dash(self, row: Node, name: str) -> bool:
        """Return whether a value's cell prints only a dash: the source lists none."""
        return is_missing(row.printed(name))

    def is_words(self, row: Node, name: str) -> bool:
        """Return whether a value is a goal in words."""
        value = read_value(row.reading(name) or None)
        return value is not None and value.words is not None

    def count_natures(self, table: Node) -> str:
        """Return how many rows the table has, and how many of each nature."""
        rows = self.rows(table)
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


def _first_quote(text: str, segment: Segment, remarks: list[Note]) -> tuple[int, Note] | None:
    if segment.op != "same":
        return None
    hits = [(text.find(r.quote), r) for r in remarks if r.quote and r.quote in text]
    return min(hits, key=lambda hit: hit[0]) if hits else None
