"""Addresses that would come to name something else: two versions paired in; the ids that keep them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from string import ascii_lowercase

from medplan.language.numbering import read_label
from medplan.plan.address import Eid, step
from medplan.plan.model import Node, Plan
from medplan.plan.ordinals import Ordinals
from medplan.review.pairing import Alignment

# What has no place for an id: there is one of each, or it is known by what it stands above.
_FIXED = frozenset({"title", "subtitle", "notice", "colophon"})
_LABELLED = frozenset({"box", "annex"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An id to write at a node of the new version; `eid` is what its address would be then.

    `was` is what the old version has at the node's present address, None where it has nothing there.
    """

    node: Node
    eid: Eid
    was: str | None


@dataclass(slots=True)
class Kept:
    """The pins that keep every old address to what it named, and each node's address once they are written.

    `final` goes by present addresses. The rows of a plain table have no keys of their own: `tables` are those tables,
    by present address, each with the ids of all its rows.
    """

    pins: list[Pin] = field(default_factory=list)
    final: dict[Eid, Eid] = field(default_factory=dict)
    tables: list[tuple[Node, tuple[str, ...]]] = field(default_factory=list)


def keep_addresses(new: Plan, alignment: Alignment) -> Kept:
    """Return what to pin so that no address of the old version names something else in the new one."""
    return _Keeper(alignment).keep(new)


class _Keeper:
    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self.old_of = {new: old for old, new in alignment.new_eids.items()}
        self.steps: dict[Eid | None, set[str]] = {}
        for eid in alignment.old_all:
            self.steps.setdefault(eid.parent, set()).add(eid.local)
        self.kept = Kept()

    def keep(self, new: Plan) -> Kept:
        self._siblings(new.nodes, None)
        pinned = {pin.node.eid.parent for pin in self.kept.pins if pin.node.kind == "table_row"}
        for node, _ in new.walk():
            if node.eid in pinned:
                self.kept.tables.append((node, tuple(self.kept.final[row.eid].local for row in node.children)))
        self.kept.pins = [pin for pin in self.kept.pins if pin.node.kind != "table_row"]
        return self.kept

    def _siblings(self, nodes: tuple[Node, ...], above: Eid | None) -> None:
        """Give the nodes below the (final) address `above` theirs, and then what lies within each."""
        known = [self._known(node, above) for node in nodes]
        present = {node.eid.local for node in nodes}
        taken = {local for local in known if local} | self.steps.get(above, set())
        now, then = Ordinals(), Ordinals()
        last = ""
        heading: Node | None = None
        for index, (node, wanted) in enumerate(zip(nodes, known, strict=True), start=1):
            if _is_above_row(node):
                heading = node
                continue
            derived = _derived(node, index, now, then)
            corrected = wanted not in present and derived not in taken and _numbered(node)
            if wanted is None or (wanted != derived and corrected):
                # A number corrected to one that nothing had may be followed: the old address is redirected then.
                final = derived
                if derived in taken:
                    final = _between(last if derived in known else derived, derived, taken)
            else:
                final = wanted
            taken.add(final)
            then.passed(final)
            last = final
            eid = Eid.below(above, final)
            self.kept.final[node.eid] = eid
            if heading is not None:
                self.kept.final[heading.eid] = Eid.below(above, step("group", eid.ordinal))
                heading = None
            if final != derived and node.kind not in _FIXED:
                was = self.alignment.old_all.get(node.eid)
                self.kept.pins.append(Pin(node=node, eid=eid, was=was.text if was else None))
            self._siblings(node.children, eid)

    def _known(self, node: Node, above: Eid | None) -> str | None:
        """Return the last step of the address that a node had, None for one that is new below `above`."""
        old = self.old_of.get(node.eid)
        if old is None:
            old = node.eid if self._is_same(node) else None
        stays = old is not None and old.parent == above and old.kind == node.eid.kind
        return old.local if old is not None and stays else None

    def _is_same(self, node: Node) -> bool:
        """Return whether what has no pair is what had its address: it was, or is, without words of its own."""
        old, new = (entries.get(node.eid) for entries in (self.alignment.old_all, self.alignment.new_all))
        if node.kind == "title":
            return True
        if old is None or new is None or node.eid in self.alignment.new_eids or old.node.kind != node.kind:
            return False
        return not (old.text and new.text)


def _derived(node: Node, index: int, now: Ordinals, then: Ordinals) -> str:
    """Return the step that a node, the `index`th from 1, has without a new pin of its own, after the pins before it.

    `now` counts as the file stands: a node without a number whose step is not the next one is pinned already.
    """
    local = node.eid.local
    if _numbered(node):
        now.passed(local)
        return local
    kind = node.eid.kind
    following = index if node.kind == "task_row" else now.counts.get(kind, 0) + 1
    now.passed(local)
    if node.eid.ordinal != str(following):
        return local
    return local if node.kind == "task_row" else step(kind, then.counts.get(kind, 0) + 1)


def _numbered(node: Node) -> bool:
    """Return whether a node's address comes from the number that it prints."""
    if node.kind in _LABELLED:
        return bool(read_label(node.printed("label"), node.kind))
    return "num" in node.fields and node.kind not in ("note", "group")


def _is_above_row(node: Node) -> bool:
    """Return whether a node is the heading above a row of an indicator table, known by that row."""
    return node.kind == "group" and not node.children


def _between(last: str, derived: str, taken: set[str]) -> str:
    """Return a step that nothing had yet, for what stands after `last`: p_2b after p_2, p_0 before p_1."""
    kind, number = Eid(derived).kind, Eid(derived).ordinal
    if last and Eid(last).kind == kind:
        number = Eid(last).ordinal
    elif step(kind, 0) not in taken:
        return step(kind, 0)
    digits = number.rstrip(ascii_lowercase) or "0"
    return next(free for free in _lettered(step(kind, digits)) if free not in taken)


def _lettered(stem: str) -> Iterator[str]:
    letters = ascii_lowercase[1:]
    for length in count(1):
        yield from (stem + "".join(some) for some in product(letters, repeat=length))
