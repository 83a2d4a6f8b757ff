"""What two states of a library publish across plans: two repositories in; the addresses of each one's pages out."""

from __future__ import annotations

import filecmp
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from medplan.catalogue.catalogues import catalogue_files
from medplan.facts.named_pages import named_pages, standing_pages
from medplan.library.repository import Repository
from medplan.library.succession import version_pairs
from medplan.parallel import map_in_order
from medplan.plan.address import Address
from medplan.wording.pairs import Wording, compare_wording
from medplan.wording.passages import PlanWording, prepare_wording
from medplan.wording.spool import WordingSpool

Sides = tuple[Repository, Repository]
_Read = tuple[frozenset[Address], PlanWording] | None


@dataclass(slots=True)
class Published:
    """The pages about what plans name, about two plans' shared wording, about two versions, and the plans' own."""

    named: set[Address] = field(default_factory=set)
    pairs: frozenset[Address] = frozenset()
    plans: frozenset[Address] = frozenset()
    versions: frozenset[Address] = frozenset()


def published(old: Repository, new: Repository) -> tuple[Published, Published]:
    """Return what either state publishes; every plan is read once, a changed one in both versions.

    A plan that can't be read in the new state counts as it was: that it can't be read is told by itself.
    """
    sides = (old, new)
    files = tuple({path.stem: path for path in side.plan_files()} for side in sides)
    alike = same_catalogues(*sides)
    same = {
        plan_id
        for plan_id, path in files[1].items()
        if alike and plan_id in files[0] and filecmp.cmp(path, files[0][plan_id], shallow=False)
    }
    both = (
        Published(plans=_plans(old), versions=_versions(old)),
        Published(plans=_plans(new), versions=_versions(new)),
    )
    if len(same) == len(files[0]) == len(files[1]):
        return both
    wanted = [(1, path) for path in files[1].values()]
    wanted += [(0, path) for plan_id, path in files[0].items() if plan_id not in same]
    read: dict[tuple[int, str], _Read] = {
        (side, path.stem): found for (side, path), found in zip(wanted, map_in_order(_read, sides, wanted), strict=True)
    }
    for side, (repository, pages) in enumerate(zip(sides, both, strict=True)):
        pages.named |= standing_pages(repository.catalogues)
        wordings = []
        for plan_id in files[side]:
            found = read.get((side, plan_id)) or (read.get((1 - side, plan_id)) if plan_id in files[1] else None)
            if found:
                pages.named |= found[0]
                wordings.append(found[1])
        pages.pairs = _pairs(wordings)
    return both


def same_catalogues(old: Repository, new: Repository) -> bool:
    """Return whether two states have the same catalogues."""
    pairs = zip(catalogue_files(old.data), catalogue_files(new.data), strict=True)
    return all(a.is_file() and b.is_file() and filecmp.cmp(a, b, shallow=False) for a, b in pairs)


def _plans(repository: Repository) -> frozenset[Address]:
    return frozenset(map(Address.of_plan, repository.plan_ids()))


def _versions(repository: Repository) -> frozenset[Address]:
    """Return the pages of two versions of one plan, as a build comes to them."""
    succession = repository.succession()
    chains = {succession.versions(file.head) for file in succession.files.values()}
    ids = (tuple(version.id for version in chain) for chain in chains)
    return frozenset(Address.of_versions(*pair) for chain in ids for pair in version_pairs(chain))


def _read(sides: Sides, wanted: tuple[int, Path]) -> _Read:
    side, path = wanted
    plan, _ = sides[side].read_plan(path)
    return None if plan is None else (named_pages(plan, sides[side].catalogues), prepare_wording(plan))


def _pairs(wordings: list[PlanWording]) -> frozenset[Address]:
    """Return the pages of plans with shared wording, as a build comes to them."""
    with tempfile.TemporaryDirectory(prefix="medplan-") as folder:
        wording = Wording(spool=WordingSpool(Path(folder) / "wording"))
        for plan in wordings:
            wording.spool.add(plan)
        wording.spool.close()
        compare_wording(wording)
        ids = list(wording.spool.numbers)
        return frozenset(Address.of_pair(ids[pair.first], ids[pair.second]) for pair in wording.pairs)
