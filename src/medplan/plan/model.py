"""What a plan is once read: nodes with addresses, printed text and readings; no files, no checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from medplan.plan.address import Eid
from medplan.plan.head import CitedDocument, PlanHead
from medplan.plan.once import once

Op = Literal["same", "del", "ins"]
UNIT_FIELDS = ("lead", "supporting", "responsible")
DUTY_LABELS = {"lead": "牵头单位", "supporting": "配合单位", "responsible": "责任单位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters: as printed (`same`), printed but not read (`del`), read but not printed (`ins`).

    `emendation` is the index of the emendation it belongs to; `closes` is set on that emendation's last run.
    """

    text: str
    op: Op = "same"
    emendation: int | None = None
    closes: bool = False


Field = tuple[Segment, ...]


def printed_text(segments: Field) -> str:
    """Return the characters as the source prints them."""
    if len(segments) == 1 and segments[0].op == "same":  # nearly always
        return segments[0].text
    return "".join(s.text for s in segments if s.op != "ins")


def reading_text(segments: Field) -> str:
    """Return the characters with emendations applied."""
    if len(segments) == 1 and segments[0].op == "same":
        return segments[0].text
    return "".join(s.text for s in segments if s.op != "del")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRef:
    """How an indicator row stands to the catalogue, beside what it prints; `why` where the match is not exact.

    `row` is its number in the table from 1, None when stated in running text.
    """

    indicator_id: str | None
    match: str | None
    nature: str | None
    category: str | None = None
    row: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A piece of a plan with an address, in printed order.

    `kind` is a level of numbering (`chp`, `sec`, `para`, `subpara`, `point` …), `p` an unnumbered paragraph, `unit` an
    unnumbered heading, or one of box, annex, notice, title, subtitle, colophon, lede, speech, question, answer,
    indicators, indicator_row, note, tasks, group, task_row, table, table_row. `fields` are its printed texts in their
    order. `duty_form` is how the duties are printed, `{lead}` and so on in their places; None is the form of
    DUTY_LABELS.
    """

    kind: str
    eid: Eid
    fields: Mapping[str, Field]
    children: tuple[Node, ...] = ()
    themes: tuple[str, ...] = ()
    place: tuple[int, int]
    indicator: IndicatorRef | None = None
    note_rows: tuple[int, ...] = ()
    duty_form: str | None = None
    made: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def printed(self, name: str) -> str:
        """Return a field as printed, "" when the node has none of that name."""
        segments = self.fields.get(name)
        if not segments:
            return ""
        first = segments[0]
        return first.text if first.op == "same" and len(segments) == 1 else printed_text(segments)

    def reading(self, name: str) -> str:
        """Return a field with emendations applied, "" when the node has none of that name."""
        segments = self.fields.get(name)
        if not segments:
            return ""
        first = segments[0]
        return first.text if first.op == "same" and len(segments) == 1 else reading_text(segments)

    @property
    def is_measure(self) -> bool:
        """Whether someone is named in charge or responsible."""
        return any(name in self.fields for name in UNIT_FIELDS)

    @property
    def runs_in(self) -> bool:
        """Whether the heading stands in one line with the text that follows it."""
        return "heading" in self.fields and "text" in self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Emendation:
    """An editor's reading of a passage that the source prints corruptly; `eids` are the nodes it changes."""

    at: Eid
    printed: str
    reads: str
    why: str
    eids: tuple[Eid, ...]
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Anything else an editor tells the reader; `at` None is about the whole plan."""

    kind: str
    text: str
    at: Eid | None = None
    also: tuple[Eid, ...] = ()
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A place that an editor looked at and found right, and why; `quote` None is the whole provision."""

    at: Eid
    quote: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIndicator:
    """An indicator given in running text at provision `at`; values as printed, years where the text gives them."""

    at: Eid
    ref: IndicatorRef
    name: str
    unit: str | None
    baseline: str | None
    target: str | None
    baseline_year: int | None
    target_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(PlanHead):
    """One published document of one jurisdiction, whole: its head, and the text with what an editor says of it."""

    path: str
    cites: tuple[CitedDocument, ...]
    nodes: tuple[Node, ...]
    stated_indicators: tuple[StatedIndicator, ...]
    emendations: tuple[Emendation, ...]
    remarks: tuple[Remark, ...]
    checked: tuple[Checked, ...] = ()
    made: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def walk(self) -> Iterator[tuple[Node, tuple[Node, ...]]]:
        """Return every node with its ancestors (outermost first), in printed order."""
        return iter(_walked(self))

    def eids(self) -> frozenset[Eid]:
        """Return the addresses of the plan's provisions."""
        return frozenset(node.eid for node, _ in self.walk())

    def find(self, eid: str) -> tuple[Node, tuple[Node, ...]] | None:
        """Return the node at an address with its ancestors, or None."""
        return _by_eid(self).get(eid)


@once
def _walked(plan: Plan) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    return tuple(walk(plan.nodes))


@once
def _by_eid(plan: Plan) -> dict[str, tuple[Node, tuple[Node, ...]]]:
    return {node.eid: (node, above) for node, above in plan.walk()}


def walk(nodes: tuple[Node, ...], above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield nodes and their descendants, each with its ancestors, in printed order."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node))
