"""A plan whose form is broken in places: its document in; what is wrong with the rest, and not for those alone, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.files.datapath import value_at
from medplan.files.document import DataPath, Document, Place
from medplan.issues import Issue
from medplan.plan.address import Eid
from medplan.plan.build_plan import build_plan
from medplan.plan.head import empty_head
from medplan.plan.model import Plan
from medplan.rules.check_plan import check_structure
from medplan.schema.schemas import plan_labels
from medplan.schema.sound_part import STAND_IN, SoundPart, take_sound_part

_BY_READING = frozenset({"unread-value", "unread-schedule", "unknown-agency"})
_BY_REMARKS = frozenset({"numbering-gap", "unknown-agency"})
_BY_ADDRESS = frozenset({"unknown-eid", "not-in-text", "emendation-count"})
_OF_ONE = frozenset({"no-address", "duty-form", "row-ids"})
_NAMES = frozenset({"num", "id"})


def check_part(
    document: Document, plan_id: str, catalogues: Catalogues, lost: Iterable[DataPath] = ()
) -> tuple[Plan | None, SoundPart | None, list[Issue]]:
    """Return the plan that the sound part of a document is, that part, and its issues; None where there is none.

    `lost` are places of the document below which something is missing that could not be read.
    """
    part = take_sound_part(document, "plan", _required())
    if part is None:
        return None, None, []
    plan, issues = build_plan(part.document, plan_id)
    issues += check_structure(plan, part.document, catalogues)
    doubts = _Doubts(document, part, plan, tuple(lost))
    return plan, part, [issue for issue in issues if doubts.stands(issue)]


def _required() -> dict[str, Any]:
    labels = plan_labels()
    source: dict[str, Any] = {"file": "data/sources/x.txt", "sha256": "0" * 64, "origin": None, "excluded": []}
    stands = {"title": STAND_IN, "jurisdiction": "000000", "source": source, "body": [STAND_IN]}
    return empty_head() | stands | {key: next(iter(labels[key])) for key in ("kind", "stage")}


class _Doubts:
    """What can't be told of a plan because of what was cut: addresses under which something may have stood."""

    def __init__(self, document: Document, part: SoundPart, plan: Plan, lost: tuple[DataPath, ...]) -> None:
        self.document, self.part = document, part
        self.nodes: dict[Place, Eid] = {node.place: node.eid for node, _ in reversed(list(plan.walk()))}
        self.paths = {place: at for at, place in part.document.places.items()}
        self.cut = (*part.cut, *((*at, "") for at in lost))
        self.cut_in = {document.place(at[:-1]) for at in self.cut}
        self.keys = {at[0] for at in self.cut}
        # None stands for the whole plan.
        self.missing = {eid for at in self.cut for eid in self._below(at)}
        self.unmended = {eid for at in self.cut if at[0] in ("emendations", "") for eid in self._mended(at)}

    def stands(self, issue: Issue) -> bool:
        """Return whether an issue holds whatever stands where something was cut."""
        place, rule = (issue.line, issue.column), issue.rule
        path = self.paths.get(place, ())
        if rule in _OF_ONE:
            # Rows that were cut are missing where a table's rows are counted.
            about = (path, path[:-1], (*path[:-1], "rows"))
            return self.cut_in.isdisjoint(map(self.part.document.place, about))
        if rule == "unknown-jurisdiction":
            return "jurisdiction" not in self.keys
        if rule in _BY_REMARKS and "remarks" in self.keys:
            return False
        if rule == "numbering-gap":
            return not self.missing
        if rule in _BY_READING:
            return not self._doubtful(self._near(path), self.unmended)
        if rule in _BY_ADDRESS:
            eid = self._address(path)
            whole = eid is not None or self.part.document.place(path[:2]) not in self.cut_in
            # An emendation may be of all that lies in a unit.
            above = any(d and eid and d.is_under(eid) for d in self.missing)
            return whole and not above and not self._doubtful(eid, self.missing | self.unmended)
        return path[:1] not in (("body",), ("notice",)) or not self._doubtful(self._near(path), self.missing)

    def _below(self, at: DataPath) -> Iterator[Eid | None]:
        """Yield the address below which what was cut had its own."""
        if at[0] not in ("body", "notice", "title", "subtitle", ""):  # "": of the whole file
            return
        if at[0] in ("title", "subtitle"):
            yield Eid(str(at[0]))
            return
        for length in range(len(at) - 1, 0, -1):
            eid = self.nodes.get(self.document.places.get(at[:length], (0, 0)))
            if eid is None:
                continue
            inside = value_at(self.document.data, at[:length])
            # A unit that lacks a key may be known by that key: what is wrong is then the address itself.
            if length == len(at) - 1 and isinstance(inside, dict) and (at[-1] in _NAMES or not _NAMES & inside.keys()):
                continue
            yield eid
            return
        yield None

    def _mended(self, at: DataPath) -> Iterator[Eid | None]:
        items = self.document.data.get("emendations")
        item = items[at[1]] if len(at) > 1 and isinstance(items, list) and isinstance(at[1], int) else None
        named = item.get("at") if isinstance(item, dict) else None
        yield Eid.parse(named) if isinstance(named, str) else None

    def _near(self, path: DataPath) -> Eid | None:
        """Return the address of the node that a place of the file is in, None outside of all."""
        ends = (path[:length] for length in range(len(path), 0, -1))
        places = (self.part.document.places.get(end, (0, 0)) for end in ends)
        return next((self.nodes[place] for place in places if place in self.nodes), None)

    def _address(self, path: DataPath) -> Eid | None:
        """Return the address that an issue of the apparatus is about: the value itself, or that of its entry."""
        value = value_at(self.part.document.data, path)
        if isinstance(value, str) and path[-1] not in ("quote", "printed", "name", "baseline", "target"):
            return Eid.parse(value)
        entry = value_at(self.part.document.data, path[:2])
        named = entry.get("at") if isinstance(entry, dict) else None
        return Eid.parse(named) if isinstance(named, str) else None

    def _doubtful(self, eid: Eid | None, doubts: set[Eid | None]) -> bool:
        if not doubts:
            return False
        return eid is None or None in doubts or any(eid == d or eid.is_under(d) for d in doubts if d is not None)
