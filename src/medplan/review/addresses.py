"""Published addresses that a change would take away: two data roots in; each lost one with where it could lead, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medplan.library.repository import Repository
from medplan.plan.address import Address, Eid
from medplan.review.roots import PlanState, changed_plans
from medplan.rules.redirects import Redirects, load_redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class LostAddress:
    """An address of the old state that nothing in the new one answers, nor redirects; `now` is where it could lead."""

    address: Address
    now: Address | None

    @property
    def entry(self) -> str:
        """Return the line for data/redirects.yaml that would keep it alive."""
        return f'- {{from: "{self.address}", to: "{self.now or "（现在的网址）"}", why: （理由）}}'


def find_lost_addresses(old: Repository, new: Repository) -> Iterator[LostAddress | PlanState]:
    """Yield each page or provision of the old state that would be gone; a plan that can't be read as its PlanState.

    Pages of a plan, its provisions, and of entries taken out of a catalogue are looked at.
    """
    redirects, _ = load_redirects(new.data)
    for state in changed_plans(old, new):
        if state.issues and (state.new is None or state.old is None):
            yield state
        elif state.old is not None:
            yield from _lost_of_plan(state, redirects, new)
    yield from _lost_pages(old, new, redirects)


def _lost_of_plan(state: PlanState, redirects: Redirects, new: Repository) -> Iterator[LostAddress]:
    page = Address.of_plan(state.plan_id)
    kept = {entry.source.eid for entry in redirects.provisions_of(page)}
    assert state.old is not None
    if state.changes:
        for eid, now in state.changes.lost.items():
            if eid not in kept:
                near = now or _above(eid, state.changes.new.eids())
                yield LostAddress(address=page.at(eid), now=page.at(near))
        return
    target = redirects.pages().get(page)
    if target is None:
        yield LostAddress(address=page, now=None)
        return
    # The page that took its place is asked for the same provisions.
    heir = _eids_at(target.target, new)
    for node, _ in state.old.walk():
        if node.eid not in heir and node.eid not in kept:
            yield LostAddress(address=page.at(node.eid), now=target.target.page)


def _above(eid: Eid, eids: frozenset[Eid]) -> Eid:
    """Return the nearest address above that is still there, the title when there is none."""
    return next((above for above in eid.ancestors if above in eids), Eid("title"))


def _eids_at(address: Address, repository: Repository) -> frozenset[Eid]:
    path = next((path for path in repository.plan_files() if path.stem == address.name), None)
    plan = repository.read_plan(path)[0] if path else None
    return plan.eids() if plan else frozenset()


def _lost_pages(old: Repository, new: Repository, redirects: Redirects) -> Iterator[LostAddress]:
    """Yield the pages of what was taken out of a catalogue, where it had one."""
    before, after = old.catalogues, new.catalogues
    gone = {
        "jurisdictions": before.jurisdictions.keys() - after.jurisdictions.keys(),
        "indicators": before.indicators.keys() - after.indicators.keys(),
        "themes": before.themes.keys() - after.themes.keys(),
        "agencies": before.agencies.agencies.keys() - after.agencies.agencies.keys(),
    }
    # The pages of indicators, places and agencies are there for those that a plan names.
    gone["indicators"] = {i for i in gone["indicators"] if _is_named(i, old.plan_files())}
    if gone["jurisdictions"]:
        held = {plan_id[:6] for plan_id in old.plan_ids()}
        held |= {place.code for code in held for place in before.ancestors(code)}
        high = {p.code for p in before.jurisdictions.values() if p.level in ("national", "province")}
        gone["jurisdictions"] &= held | high
    pages = redirects.pages()
    for kind, names in gone.items():
        for name in sorted(names):
            page = Address(kind=kind, name=name)
            if page not in pages:
                yield LostAddress(address=page, now=None)


def _is_named(name: str, files: list[Path]) -> bool:
    return any(f"indicator: {name}".encode() in path.read_bytes() for path in files)
