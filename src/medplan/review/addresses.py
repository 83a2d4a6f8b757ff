"""Published addresses that a change would break: two data roots in; each with what to write to keep it, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.plan.address import PLANS, Address, Eid
from medplan.plan.model import Plan
from medplan.publish.plan_files import PLAN_FILES
from medplan.review.pairing import Alignment, pair_provisions
from medplan.review.pins import Kept, keep_addresses
from medplan.review.promises import (
    Astray,
    broken_promises,
    entry_line,
    is_like,
    leads_to_its_like,
    leads_to_what_became_of,
    line_of,
)
from medplan.review.published import Published, published
from medplan.review.roots import PlanState, changed_plans
from medplan.rules.redirects import Redirect, Redirects, load_redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class LostAddress:
    """An address of the old state that nothing in the new one answers, nor redirects; `now` is where it could lead."""

    address: Address
    now: Address | None

    @property
    def entry(self) -> str:
        """Return the line for data/redirects.yaml that would keep it alive."""
        return entry_line(self.address, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A plan in which addresses would come to name something else, and the ids that keep them."""

    plan: Plan
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRedirects:
    """A state whose redirects can't be read; `state` is old or new."""

    state: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What goes with a change and needs no cure: the page of a pair that closer ones displaced, a plan's downloads."""

    address: Address
    files: tuple[str, ...] = ()


Fault = LostAddress | Astray | Renamed | UnreadRedirects | PlanState | Told


def check_addresses(old: Repository, new: Repository) -> Iterator[Fault]:
    """Yield every published address of the old state that the new one loses, or gives to something else.

    Addresses are those of plans and their provisions, of the pages about what plans name, and of redirects.
    """
    before, unread = load_redirects(old.data)
    if unread:
        yield UnreadRedirects(state="old", issues=tuple(unread))
    after, unread = load_redirects(new.data)
    if unread:
        yield UnreadRedirects(state="new", issues=tuple(unread))
        return
    check = _Check(old=old, new=new, redirects=after)
    for state in changed_plans(old, new):
        yield from check.plan(state)
    check.published = published(old, new)
    yield from check.pages(*check.published)
    yield from broken_promises(before, after, check.moved, check.stands)


@dataclass(slots=True)
class _Check:
    old: Repository
    new: Repository
    redirects: Redirects
    moved: dict[Address, Address | None] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    redirected: dict[Address, Redirect] = field(init=False)
    entries: dict[Address, dict[Eid | None, Redirect]] = field(default_factory=dict)
    files: dict[str, Path] = field(init=False)
    added: dict[tuple[str, str], Address] | None = None
    eids: dict[str, frozenset[Eid]] = field(default_factory=dict)
    published: tuple[Published, Published] = field(default_factory=lambda: (Published(), Published()))

    def __post_init__(self) -> None:
        self.redirected = self.redirects.pages()
        self.files = {path.stem: path for path in self.new.plan_files()}
        for entry in self.redirects.entries:
            self.entries.setdefault(entry.source.page, {})[entry.source.eid] = entry

    def plan(self, state: PlanState) -> Iterator[Fault]:
        """Yield what becomes of the addresses of one plan whose file changed."""
        self.touched.add(state.plan_id)
        page = Address.of_plan(state.plan_id)
        if state.issues and (state.new is None or state.old is None):
            yield state
        elif state.changes:
            yield from self._provisions(page, page, state.changes.new, state.changes.alignment, pinned=True)
        elif state.old is not None:
            yield from self._gone(page, state.old)

    def _provisions(
        self, page: Address, heir: Address, new: Plan, alignment: Alignment, *, pinned: bool
    ) -> Iterator[Fault]:
        """Yield the provisions of `page` that `heir`, the page where they are looked for now, has elsewhere or not.

        Where `pinned`, ids can keep them in place; else the heir has addresses of its own to keep.
        """
        kept = keep_addresses(new, alignment) if pinned else Kept(final={eid: eid for eid in alignment.new_all})
        if kept.pins or kept.tables:
            yield Renamed(plan=new, kept=kept)
        finals = set(kept.final.values())
        entries = self.entries.get(page, {})
        for eid in alignment.old_all:
            stands = alignment.new_eids.get(eid)
            now = kept.final.get(stands) if stands else None
            if eid in finals and (pinned or now == eid):
                continue
            right = heir.at(now) if now else None
            self.moved[page.at(eid)] = right
            near = right or heir.at(_instead(eid, finals))
            entry = entries.get(eid)
            if entry is None:
                yield LostAddress(address=page.at(eid), now=near)
            elif not self._is_right(entry, alignment, heir, right):
                line = line_of(self.redirects, entry)
                yield Astray(source=entry.source, target=entry.target, right=near, why=entry.why, line=line)

    def _is_right(self, entry: Redirect, alignment: Alignment, heir: Address, right: Address | None) -> bool:
        """Return whether a provision's redirect leads where it went, or to words like its own in another plan."""
        target = entry.target
        if target.page == heir:
            return leads_to_what_became_of(alignment, entry.source, target, right)
        plan = self._read(target)
        found = plan.find(target.eid) if plan and target.eid else None
        assert entry.source.eid is not None
        return found is not None and is_like(alignment.old_all[entry.source.eid].text, found[0])

    def _gone(self, page: Address, old: Plan) -> Iterator[Fault]:
        """Yield what becomes of a plan's addresses when its file is gone."""
        entry = self.redirected.get(page)
        if entry is None:
            yield LostAddress(address=page, now=self._likely_heir(old))
            return
        heir = self._read(entry.target)
        self.moved[page] = entry.target
        if heir is None:
            places = {old.jurisdiction, *(place.code for place in self.old.catalogues.ancestors(old.jurisdiction))}
            home = entry.target.kind == "jurisdictions" and entry.target.name in places
            if not home and entry.target != Address(kind=PLANS, name=""):
                yield self._astray_page(page, old)
            files = tuple(f"data/{name.format(old.id)}" for name in PLAN_FILES)
            yield Told(address=page, files=files)
            return
        alignment = pair_provisions(old, heir)
        if 2 * len(alignment.pairs) >= len(alignment.old_all):
            existed = heir.id in self.old.plan_ids()
            yield from self._provisions(page, entry.target.page, heir, alignment, pinned=not existed)
        elif heir.jurisdiction != old.jurisdiction:
            yield self._astray_page(page, old)

    def _astray_page(self, page: Address, old: Plan) -> Astray:
        entry = self.redirected[page]
        right = self._likely_heir(old) or Address(kind="jurisdictions", name=old.jurisdiction)
        line = line_of(self.redirects, entry)
        return Astray(source=page, target=entry.target, right=right, why=entry.why, line=line)

    def _likely_heir(self, old: Plan) -> Address | None:
        """Return the page of the new plan that has the title of one that is gone."""
        if self.added is None:
            self.added = {}
            for plan_id in sorted(self.files.keys() - self.old.plan_ids()):
                plan = self._read(Address.of_plan(plan_id))
                if plan is not None:
                    self.added.setdefault((plan.title, plan.jurisdiction), Address.of_plan(plan_id))
        return self.added.get((old.title, old.jurisdiction))

    def _read(self, address: Address) -> Plan | None:
        path = self.files.get(address.name)
        return self.new.read_plan(path)[0] if path and address.kind == PLANS else None

    def stands(self, address: Address) -> bool:
        """Return whether the new state has a page, or the provision on it."""
        if address.kind != PLANS:
            new = self.published[1]
            return any(address in pages for pages in (new.named, new.pairs, new.versions))
        if address.name not in self.eids:
            plan = self._read(address)
            self.eids[address.name] = plan.eids() if plan else frozenset()
        eids = self.eids[address.name]
        return bool(eids) if address.eid is None else address.eid in eids

    def pages(self, old: Published, new: Published) -> Iterator[Fault]:
        """Yield the pages across plans that have nothing to show any more."""
        for page in sorted(old.named - new.named, key=str):
            yield from self._page(page, None)
        for page in sorted(old.pairs - new.pairs, key=str):
            pair = page.pair
            assert pair is not None
            if page in self.redirected or self.touched.isdisjoint(pair):
                yield from self._page(page, None) if page in self.redirected else (Told(address=page),)
                continue
            heirs = tuple(self._renamed(plan_id) for plan_id in pair)
            if not {Address.of_pair(*heirs), Address.of_pair(*reversed(heirs))} & new.pairs:
                yield from self._page(page, next(map(Address.of_plan, self._left(heirs)), None))

        for page in sorted(old.versions - new.versions, key=str):
            assert page.pair is not None
            heirs = tuple(self._renamed(plan_id) for plan_id in page.pair)
            if Address.of_versions(*heirs) not in new.versions:
                left = self._left(reversed(heirs))
                yield from self._page(page, Address(kind=PLANS, name=left[0] if left else ""))

    def _page(self, page: Address, near: Address | None) -> Iterator[Fault]:
        entry = self.redirected.get(page)
        right = near or Address(kind="measures" if page.kind == "agencies" else page.kind, name="")
        if entry is None:
            yield LostAddress(address=page, now=right)
        elif not leads_to_its_like(page, entry.target):
            line = line_of(self.redirects, entry)
            yield Astray(source=page, target=entry.target, right=right, why=entry.why, line=line)

    def _renamed(self, plan_id: str) -> str:
        entry = self.redirected.get(Address.of_plan(plan_id))
        return entry.target.name if entry and entry.target.kind == PLANS and entry.target.name else plan_id

    def _left(self, plan_ids: Iterable[str]) -> list[str]:
        return [plan_id for plan_id in plan_ids if plan_id in self.new.plan_ids()]


def _instead(eid: Eid, eids: set[Eid]) -> Eid:
    """Return the address of what was put in a provision's place, or the nearest above that is still there."""
    b = Eid(f"{eid}b")
    return b if b in eids else next((above for above in eid.ancestors if above in eids), Eid("title"))
