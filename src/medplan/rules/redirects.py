"""Addresses that moved: data/redirects.yaml in; checked redirects, and what breaks the rules for them, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from medplan.catalogue.catalogues import Catalogues
from medplan.files.document import Document, load_document
from medplan.files.read_on import read_rest
from medplan.issues import Issue
from medplan.plan.address import PLANS, VERSIONS, WORDING, Address, Eid
from medplan.schema.schemas import check_schema, fits_schema

NAME = "redirects"
SHOWN = f"data/{NAME}.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that is no more, and the one that takes its place."""

    source: Address
    target: Address
    why: str


@dataclass(slots=True)
class Redirects:
    """The redirects of a data root, in the order of the file; `document` tells their places.

    Of a file with broken ones, `rows` tells where in it each of the sound ones stands.
    """

    document: Document = field(default_factory=lambda: Document(path=SHOWN))
    entries: tuple[Redirect, ...] = ()
    rows: tuple[int, ...] | None = None

    def row(self, index: int) -> int:
        """Return where in the file an entry stands."""
        return index if self.rows is None else self.rows[index]

    def ask_for(self, kinds: frozenset[str]) -> bool:
        """Return whether any redirect leads from or to a page of these kinds."""
        return any(address.kind in kinds for entry in self.entries for address in (entry.source, entry.target))

    def plans_with_fragments(self) -> frozenset[str]:
        """Return the ids of the plans whose provisions' addresses the check asks for."""
        addresses = (address for entry in self.entries for address in (entry.source, entry.target))
        return frozenset(address.name for address in addresses if address.eid)

    def pages(self) -> dict[Address, Redirect]:
        """Return the redirects of whole pages by old address."""
        return {entry.source: entry for entry in self.entries if not entry.source.eid}

    def provisions_of(self, page: Address) -> list[Redirect]:
        """Return the redirects of provisions of one page."""
        return [entry for entry in self.entries if entry.source.eid and entry.source.page == page]


def load_redirects(data: Path) -> tuple[Redirects, list[Issue]]:
    """Return the redirects under a data root and the faults of the file; a root without the file has none."""
    path = data / f"{NAME}.yaml"
    if not path.exists() and not path.is_symlink():
        return Redirects(), []
    document, issues = load_document(path, SHOWN)
    rest = None if document.whole else read_rest(path, SHOWN, frozenset())
    if rest is not None:
        document, issues = rest.document, list(rest.issues)
    elif not document.whole:
        return Redirects(document=document), issues
    faults = check_schema(document, NAME)
    issues += document.apart(rest.apart(faults) if rest else faults)
    listed = document.data if isinstance(document.data, list) else []
    sound = [n for n, entry in enumerate(listed) if not (faults or rest) or fits_schema([entry], NAME)]
    found = (listed[n] for n in sound)
    entries = tuple(Redirect(source=_read(e["from"]), target=_read(e["to"]), why=e["why"]) for e in found)
    return Redirects(document=document, entries=entries, rows=tuple(sound) if issues else None), issues


def check_redirects(
    redirects: Redirects,
    plan_ids: frozenset[str],
    eids: Mapping[str, frozenset[Eid]],
    catalogues: Catalogues,
    named: frozenset[Address] | None = None,
) -> list[Issue]:
    """Return each redirect that leads nowhere, in a circle, or away from something that is still there.

    `eids` holds the provisions' addresses of plans by id; a plan that it leaves out is taken as it is, unread. `named`
    are the pages that plans give rise to, None where plans were not read for them.
    """
    first: dict[Address, int] = {}
    place = redirects.document
    for index, entry in enumerate(redirects.entries):
        first.setdefault(entry.source, index)
    issues: list[Issue] = []
    for index, entry in enumerate(redirects.entries):
        row = redirects.row(index)
        at_source, at_target = (row, "from"), (row, "to")
        source, target = (_standing(a, plan_ids, eids, catalogues, named) for a in (entry.source, entry.target))
        if first[entry.source] != index:
            line = place.place((redirects.row(first[entry.source]), "from"))[0]
            words = f"{entry.source} 与第 {line} 行重复"
            issues.append(place.issue(at_source, "duplicate-id", words, "只留一条"))
        if entry.target in first:
            words = f"{entry.target} 自己也改了址"
            issues.append(place.issue(at_target, "redirect-chain", words, "直接写最后的网址"))
        elif target is False:
            words = f"没有 {entry.target} 这个网址"
            issues.append(place.issue(at_target, "redirect-target", words, "写现有的网址"))
        if source:
            words = f"{entry.source} 现在还在"
            cure = "改址只用于已经没有的网址，删去这一条"
            issues.append(place.issue(at_source, "redirect-source", words, cure))
        elif redirects.rows is not None:  # what is asked for may be one of the broken ones
            continue
        elif entry.source.eid and entry.source.name not in plan_ids and entry.source.page not in first:
            words = f"{entry.source.page} 已经没有了"
            issues.append(place.issue(at_source, "redirect-page", words, "先给整份规划写一条改址"))
    return place.apart(issues)


def _read(text: str) -> Address:
    address = Address.parse(text)
    assert address is not None, text  # the schema has checked its form
    return address


def _standing(
    address: Address,
    plan_ids: frozenset[str],
    eids: Mapping[str, frozenset[Eid]],
    catalogues: Catalogues,
    named: frozenset[Address] | None,
) -> bool | None:
    """Return whether there is such an address; None where that can't be told because plans were not read.

    Which pairs of plans share words only a build tells: a page of theirs counts before a redirect from it.
    """
    if not address.name:
        return True
    if address.kind in (WORDING, VERSIONS):
        return None
    known = {
        "plans": plan_ids,
        "jurisdictions": catalogues.jurisdictions,
        "indicators": catalogues.indicators,
        "themes": catalogues.themes,
        "agencies": catalogues.agencies.agencies,
    }[address.kind]
    if address.name not in known:
        return None if catalogues.may_hold(address.kind, address.name) else False
    if address.kind == PLANS and address.eid:
        return address.eid in eids[address.name] if address.name in eids else None
    always = {PLANS: True, "themes": True, "jurisdictions": catalogues.is_high(address.name)}
    if always.get(address.kind):
        return True
    return None if named is None else address in named
