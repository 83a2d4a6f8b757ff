"""What the pages of two versions of one plan are filled with, and what plans' heads say of versions: HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.build.facts import Build
from macros.build.page_kinds import Entry
from medplan.language.dates import chinese_date
from medplan.library.summary import PlanSummary, version_in_force
from medplan.plan.address import Address
from medplan.review.two_versions import WORDS, compare_versions

VersionKey = tuple[str, str]  # the ids of two versions, the earlier first


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as the head of another one's page names it; `beside` is the address of the two side by side."""

    plan: PlanSummary
    name: str
    in_force: bool
    beside: str


def version_entries(build: Build) -> Iterator[Entry[VersionKey]]:
    """Yield the pairs of versions that have a page: those that follow each other, and each with the last."""
    index = build.index
    for first, second in (pair for plan in index.plans for pair in plan.version_pairs):
        if first in index and second in index:
            old, new = index.plan(first), index.plan(second)
            names = f"{version_name(build, old)}与{version_name(build, new)}"
            yield Entry(
                key=(first, second),
                name=Address.of_versions(first, second).name,
                title=f"{new.title}：{names}对照",
                description=f"{new.place.name}《{new.title}》两版逐条对照：增、删、移动、改动的条文和指标",
            )


def version_name(build: Build, plan: PlanSummary) -> str:
    """Return what tells a version from the others: 征求意见稿（2021年6月1日）."""
    day = f"（{chinese_date(plan.published)}）" if plan.published else ""
    return f"{build.labels['stage'][plan.stage]}{day}"


def versions_of(build: Build, plan: PlanSummary) -> list[Version]:
    """Return the versions of the work that a plan is one of, the first first; [] where it is all there is."""
    index = build.index
    held = [index.plan(plan_id) for plan_id in plan.versions if plan_id in index]
    current = version_in_force(held)
    pairs = set(held[-1].version_pairs) if held else set()
    return [
        Version(
            plan=version,
            name=version_name(build, version),
            in_force=version is current,
            beside=_beside(pairs, plan.id, version.id),
        )
        for version in held
    ]


def _beside(pairs: set[tuple[str, str]], one: str, other: str) -> str:
    """Return the address of the page of two versions, "" where there is none."""
    found = next((pair for pair in ((one, other), (other, one)) if pair in pairs), None)
    return str(Address.of_versions(*found)) if found else ""


def versions(build: Build, root: str, key: VersionKey, _: int) -> str:
    """Return the page of two versions of a plan side by side."""
    old, new = (build.index.plan(plan_id) for plan_id in key)
    found = compare_versions(build.read_plan(old.id), build.read_plan(new.id), build.index.catalogues)
    return build.render(
        "pages/versions",
        root=root,
        sides=[(old, version_name(build, old)), (new, version_name(build, new))],
        found=found,
        words=WORDS,
        current=version_in_force([build.index.plan(i) for i in new.versions if i in build.index]),
        labels=build.labels,
    )
