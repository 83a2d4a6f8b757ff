"""Which provision of the new version was which of the old: two plans in; pairs, what is gone and what is added out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from medplan.language.fidelity_fold import fold_print
from medplan.plan.address import Eid
from medplan.plan.model import Node, Plan
from medplan.plan.printed import node_text
from medplan.review.reworded import Neighbours, likeness, neighbours, similarity

# Texts as short as this say little about which provision they are.
SHORT = 8
ALIKE_AT_SAME_ADDRESS = 0.4
ALIKE_ELSEWHERE = 0.6
MOST_COMPARISONS = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A node with its ancestors and its own text, without its number."""

    node: Node
    above: tuple[Node, ...]
    text: str

    @property
    def eid(self) -> Eid:
        """Return the node's address."""
        return self.node.eid


Pair = Callable[[Entry, Entry], None]


@dataclass(slots=True)
class Alignment:
    """Pairs of (old, new) entries in printed order, what has no pair, and the new address of each old one that has."""

    pairs: list[tuple[Entry, Entry]] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)
    new_eids: dict[Eid, Eid] = field(default_factory=dict)
    old_all: dict[Eid, Entry] = field(default_factory=dict)
    new_all: dict[Eid, Entry] = field(default_factory=dict)

    def follows(self, old: Entry, new: Entry) -> bool:
        """Return whether a pair's address changed only because the address above it did."""
        above = old.eid.parent
        return above is not None and self.new_eids.get(above) == new.eid.parent and old.eid.local == new.eid.local


def pair_provisions(old: Plan, new: Plan) -> Alignment:
    """Pair the nodes of two versions: first what is the same, then what moved, then what was reworded.

    A provision is known by its words before its address, so that one inserted before it does not make it another.
    """
    result = Alignment(old_all=_entries(old), new_all=_entries(new))
    left, right = dict(result.old_all), dict(result.new_all)
    paired: dict[Eid, Eid] = {}

    def pair(a: Entry, b: Entry) -> None:
        paired[a.eid] = b.eid
        del left[a.eid], right[b.eid]

    for entry in list(left.values()):
        other = right.get(entry.eid)
        if other and node_text(entry.node) and _same(entry, other):
            pair(entry, other)
    for with_kind in (False, True):
        _pair_equal(left, right, pair, with_kind=with_kind)
    for entry in list(left.values()):
        other = right.get(entry.eid)
        if other and other.node.kind == entry.node.kind and _alike(entry, other) >= ALIKE_AT_SAME_ADDRESS:
            pair(entry, other)
    _pair_alike(left, right, pair)
    _pair_containers(left, right, paired, pair)
    result.new_eids = paired
    result.pairs = [(e, result.new_all[paired[e.eid]]) for e in result.old_all.values() if e.eid in paired]
    result.gone, result.added = list(left.values()), list(right.values())
    return result


def _entries(plan: Plan) -> dict[Eid, Entry]:
    return {
        node.eid: Entry(node=node, above=above, text=node_text(node, number=False))
        for node, above in plan.walk()
        if node.kind != "title"
    }


def _same(a: Entry, b: Entry) -> bool:
    return a.node.kind == b.node.kind and node_text(a.node) == node_text(b.node)


def _alike(a: Entry, b: Entry) -> float:
    """Return how alike the words at one address are; of a few characters, how many they share in any order."""
    if not (a.text and b.text):
        return 0
    if max(len(a.text), len(b.text)) > SHORT:
        return similarity(a.text, b.text)
    left, right = Counter(fold_print(a.text) or a.text), Counter(fold_print(b.text) or b.text)
    return 2 * (left & right).total() / (left.total() + right.total())


def _pair_equal(left: dict[Eid, Entry], right: dict[Eid, Entry], pair: Pair, *, with_kind: bool) -> None:
    """Pair what has the same words elsewhere: long texts whatever their level, short ones at the same level only."""
    found: dict[tuple[str, str], dict[Eid, Entry]] = defaultdict(dict)
    for entry in right.values():
        found[entry.node.kind if with_kind else "", entry.text][entry.eid] = entry
    for entry in list(left.values()):
        places = found.get((entry.node.kind if with_kind else "", entry.text))
        if places and entry.text and (with_kind or len(entry.text) > SHORT):
            # Where the same words stand in several places, those at the same address belong together.
            pair(entry, places.pop(entry.eid if entry.eid in places else next(iter(places))))


def _pair_alike(left: dict[Eid, Entry], right: dict[Eid, Entry], pair: Pair) -> None:
    """Pair what was both moved and reworded, the most alike first; not where that would take too long."""
    if len(left) * len(right) > MOST_COMPARISONS:
        return
    by_kind: dict[str, list[tuple[Eid, Neighbours]]] = defaultdict(list)
    for b in right.values():
        if b.text:
            by_kind[b.node.kind].append((b.eid, neighbours(b.text)))
    scores = []
    for a in left.values():
        own = neighbours(a.text)
        for eid, other in by_kind[a.node.kind]:
            # Texts of very different lengths have too few pairs in common, whatever they say.
            most = 2 * min(own.total(), other.total()) / max(1, own.total() + other.total())
            if most >= ALIKE_ELSEWHERE and (score := likeness(own, other)) >= ALIKE_ELSEWHERE:
                scores.append((score, a.eid, eid))
    for _, old_eid, new_eid in sorted(scores, key=lambda s: (-s[0], s[1] != s[2])):
        if old_eid in left and new_eid in right:
            pair(left[old_eid], right[new_eid])


def _pair_containers(left: dict[Eid, Entry], right: dict[Eid, Entry], paired: dict[Eid, Eid], pair: Pair) -> None:
    """Pair what is known by what lies within it: as its first part went; without words and parts, by address."""
    within: dict[Eid | None, Eid | None] = {}
    for old, new in paired.items():
        within.setdefault(old.parent, new.parent)
    for entry in reversed(list(left.values())):  # what lies within first
        wanted = within.get(entry.eid, None if entry.text else entry.eid)
        other = right.get(wanted) if wanted else None
        if other and bool(other.text) == bool(entry.text) and other.node.kind == entry.node.kind:
            pair(entry, other)
            within.setdefault(entry.eid.parent, other.eid.parent)
