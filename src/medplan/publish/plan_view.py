"""A plan as a reader sees it: text in pieces with their notes, contents, citation; laid out elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from medplan.plan.model import Field, Node, Op, Plan, Segment, printed_text
from medplan.plan.printed import duty_sentence, locator, own_fields, own_locator, short_name
from medplan.publish.table_view import TableView
from medplan.schema.schemas import plan_labels

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
class PlanView(TableView):
    """The plan with its notes numbered in reading order; what the template asks for."""

    plan: Plan
    indicator_names: Mapping[str, str]
    labels: dict[str, dict[str, str]] = field(default_factory=plan_labels)
    notes: list[Note] = field(default_factory=list)
    header_notes: list[Note] = field(default_factory=list)
    _by_emendation: dict[int, Note] = field(default_factory=dict)
    _by_place: dict[str, list[Note]] = field(default_factory=dict)
    _quotes: dict[str, list[tuple[str, int, Note]]] = field(default_factory=dict)
    _anchors: dict[int, tuple[str, str, int]] = field(default_factory=dict)
    _unquoted: dict[str, list[Note]] = field(default_factory=dict)
    _pieces: dict[tuple[str, str], list[Piece]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        emendations: dict[str, list[int]] = {}
        for index, emendation in enumerate(self.plan.emendations):
            emendations.setdefault(emendation.eids[0] if emendation.eids else "", []).append(index)
        remarks: dict[str | None, list[int]] = {}
        for index, remark in enumerate(self.plan.remarks):
            remarks.setdefault(remark.at, []).append(index)
        self.header_notes = [self._add_remark(i) for i in remarks.get(None, [])]
        for node, above in self.plan.walk():
            if node.eid not in emendations and node.eid not in remarks:
                continue
            home = next((n.eid for n in above if n.kind in TABLE_KINDS), node.eid)
            here = self._by_place.setdefault(home, [])
            marks = self._places(node, emendations.get(node.eid, []), remarks.get(node.eid, []))
            for _, is_emendation, index, quoted in sorted(marks, key=lambda mark: mark[0]):
                note = self._add_emendation(index) if is_emendation else self._add_remark(index)
                here.append(note)
                if quoted:
                    self._quotes.setdefault(node.eid, []).append((*quoted, note))
                elif not is_emendation:
                    self._unquoted.setdefault(node.eid, []).append(note)

    def _places(
        self, node: Node, emendations: list[int], remarks: list[int]
    ) -> list[tuple[tuple[int, int], bool, int, tuple[str, int] | None]]:
        """Return where each note's mark stands, as ((field, offset), is an emendation, index, (field's name, offset)).

        Offsets count the characters of a field's segments. A remark that quotes words marked already, or none, stands
        at the end.
        """
        fields = list(own_fields(node))
        marks: list[tuple[tuple[int, int], bool, int, tuple[str, int] | None]] = []
        for number, (_, segments) in enumerate(fields):
            offset = 0
            for segment in segments:
                offset += len(segment.text)
                if segment.closes and segment.emendation in emendations:
                    marks.append(((number, offset), True, segment.emendation, None))
                    self._anchors[segment.emendation] = (node.eid, fields[number][0], offset)
                    emendations = [e for e in emendations if e != segment.emendation]
        taken: list[tuple[int, int, int]] = []
        for index in remarks:
            place = _find_quote(self.plan.remarks[index].quote, fields, taken)
            if place is None:
                marks.append(((len(fields), index), False, index, None))
            else:
                number, start, end = place
                taken.append(place)
                marks.append(((number, end), False, index, (fields[number][0], start)))
        return marks

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

    def place_of(self, eid: str) -> str:
        """Return the place of the provision at an address as a citation names it: 第三章第一节二"""
        found = self.plan.find(eid)
        return locator(found[1], found[0]) if found else eid

    def own_place(self, node: Node) -> str:
        """Return what a provision is known by within what it stands in; a citation joins these, outermost first."""
        return own_locator(node)

    def field_names(self, node: Node) -> list[str]:
        """Return the names of a node's printed fields in printed order, the bracket of duties as `duty`."""
        return [name for name, _ in own_fields(node)]

    def unquoted(self, node: Node) -> list[Note]:
        """Return the remarks on a node whose mark stands at its end: those that quote nothing, or nothing unmarked."""
        return self._unquoted.get(node.eid, [])

    def pieces(self, node: Node, name: str) -> list[Piece]:
        """Return a field in pieces, emendations and quotations of remarks marked; `duty` is the bracket of duties.

        The list is kept, and must not be written on.
        """
        found = self._pieces.get((node.eid, name))
        if found is None:
            found = self._pieces[node.eid, name] = self._cut(node, name)
        return found

    def plain(self, node: Node, name: str) -> str | None:
        """Return a field's text where nothing in it is marked; None where something is."""
        segments = duty_sentence(node) if name == "duty" else node.fields.get(name, ())
        if node.eid in self._quotes or any(segment.op != "same" for segment in segments):
            return None
        return printed_text(segments)

    def _cut(self, node: Node, name: str) -> list[Piece]:
        segments = duty_sentence(node) if name == "duty" else node.fields.get(name, ())
        quotes = [(start, note) for own, start, note in self._quotes.get(node.eid, []) if own == name]
        quotes.sort(key=lambda quote: quote[0])
        pieces: list[Piece] = []
        offset = 0
        for segment in segments:
            rest = segment.text
            while quotes and quotes[0][0] < offset + len(rest):
                start, note = quotes.pop(0)
                before, quoted = rest[: start - offset], len(note.quote or "")
                pieces += [Piece(text=before, op=segment.op)] if before else []
                rest = rest[start - offset :]
                pieces.append(Piece(text=rest[:quoted], op=segment.op, quoted=True, note=note.number))
                rest, offset = rest[quoted:], start + quoted
            offset += len(rest)
            pieces += self._closing(segment, rest, (node.eid, name, offset))
        return pieces

    def _closing(self, segment: Segment, rest: str, here: tuple[str, str, int]) -> list[Piece]:
        """Return what is left of a segment, with the mark of the emendation that it closes."""
        note = again = None
        if segment.closes and segment.emendation is not None:
            note = self._by_emendation[segment.emendation].number
            if self._anchors[segment.emendation] != here:
                note, again = None, note
        return [Piece(text=rest, op=segment.op, note=note, again=again)] if rest or note else []


def _find_quote(
    quote: str | None, fields: list[tuple[str, Field]], taken: list[tuple[int, int, int]]
) -> tuple[int, int, int] | None:
    """Return the first unmarked place of a quotation in what is printed and read alike: (field, start, end)."""
    for number, (_, segments) in enumerate(fields):
        offset = 0
        for segment in segments:
            at = segment.text.find(quote) if quote and segment.op == "same" else -1
            while quote and at >= 0:
                start, end = offset + at, offset + at + len(quote)
                if not any(n == number and start < b and a < end for n, a, b in taken):
                    return number, start, end
                at = segment.text.find(quote, at + 1)
            offset += len(segment.text)
    return None
