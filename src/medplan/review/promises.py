"""Redirects as promises: those of the old state and of the new in; each one broken, or led astray, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from medplan.plan.address import PLANS, Address, Eid
from medplan.plan.model import Node
from medplan.plan.printed import node_text
from medplan.review.pairing import ALIKE_AT_SAME_ADDRESS, Alignment
from medplan.review.reworded import similarity
from medplan.rules.redirects import Redirect, Redirects

# The list that what has no page any more may lead to.
_SECTIONS = {"agencies": "measures"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """A redirect that does not lead where what stood at its address went; `line` 0 is for one that was taken out.

    `right` is where it should lead, None where nothing better is known than that `target` has nothing to do with it.
    """

    source: Address
    target: Address | None
    right: Address | None
    why: str
    line: int = 0

    @property
    def entry(self) -> str:
        """Return the line for data/redirects.yaml that would be right."""
        return entry_line(self.source, self.right, self.why)


def entry_line(source: Address, target: Address | None, why: str = "（理由）") -> str:
    """Return a line of data/redirects.yaml, to be pasted."""
    reason = why.replace("\\", "\\\\").replace('"', '\\"')
    return f'- {{from: "{source}", to: "{target or "（现在的网址）"}", why: "{reason}"}}'


def broken_promises(
    old: Redirects, new: Redirects, moved: Mapping[Address, Address | None], stands: Callable[[Address], bool]
) -> Iterator[Astray]:
    """Yield the redirects of the old state that the new one took out, or aims elsewhere.

    `moved` says where what this change moved stands now. One whose own target has moved follows it.
    """
    by_source = {entry.source: entry for entry in new.entries}
    for entry in old.entries:
        right = _followed(entry.target, by_source, moved)
        now = by_source.get(entry.source)
        if now is None:
            if not stands(entry.source):
                yield Astray(source=entry.source, target=None, right=right, why=entry.why)
        elif now.target not in (entry.target, right) and not _one_in_the_other(now.target, right):
            line = line_of(new, now)
            yield Astray(source=entry.source, target=now.target, right=right, why=entry.why, line=line)


def _followed(
    target: Address, by_source: Mapping[Address, Redirect], moved: Mapping[Address, Address | None]
) -> Address:
    """Return where a target's own redirect, its page's, or this change leads."""
    if target in by_source:
        return by_source[target].target
    if target.page in by_source:
        page = by_source[target.page].target
        return page if page.eid or not page.name else page.at(target.eid)
    return moved.get(target) or target


def _one_in_the_other(one: Address, other: Address) -> bool:
    """Return whether one address is the other's page, or a provision that the other lies in."""
    if one.page != other.page:
        return False
    return one.eid is None or other.eid is None or one.eid.is_under(other.eid) or other.eid.is_under(one.eid)


def line_of(redirects: Redirects, entry: Redirect) -> int:
    """Return the line of the file that an entry stands in."""
    at = next(index for index, held in enumerate(redirects.entries) if held is entry)
    return redirects.document.place((at, "to"))[0]


def leads_to_its_like(source: Address, target: Address) -> bool:
    """Return whether a page that is no more leads to one of its kind, or to a list of such."""
    if target.kind == source.kind and not target.eid:
        return True
    pair = source.pair
    if pair is not None:
        return target.kind == PLANS and (not target.name or target.name in pair)
    return not target.name and target.kind == _SECTIONS.get(source.kind, source.kind)


def leads_to_what_became_of(alignment: Alignment, source: Address, target: Address, now: Address | None) -> bool:
    """Return whether a provision's redirect leads to where it stands, to what it lies in, or to words like its own.

    `now` is where it stands, None when it was taken out.
    """
    if target.eid is None or source.eid is None:
        return True
    if now is not None and (target == now or _one_in_the_other(target, now)):
        return True
    if target.eid in source.eid.ancestors or target.eid in ("title", *in_place_of(source.eid, alignment.new_all)):
        return True
    there = alignment.new_all.get(target.eid)
    return there is not None and is_like(alignment.old_all[source.eid].text, there.node)


def in_place_of(eid: Eid, eids: Iterable[Eid]) -> tuple[Eid, ...]:
    """Return those of the addresses that were made for what stands in the place of another: p_2b for p_2."""
    return tuple(other for other in eids if other.removeprefix(eid).isalpha() and other.startswith(eid))


def is_like(text: str, node: Node) -> bool:
    """Return whether a provision says much the same as a text."""
    return similarity(text, node_text(node, number=False)) >= ALIKE_AT_SAME_ADDRESS
