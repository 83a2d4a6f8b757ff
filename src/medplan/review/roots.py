"""Two states of a whole library: two data roots in; plans added, removed and changed, one at a time, out."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medplan.files.document import load_document
from medplan.issues import ERROR, Issue
from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.review.change import Said
from medplan.review.changes import PlanChanges, compare_plans
from medplan.schema.schemas import CATALOGUES, integer_keys

_UNREAD = frozenset({"unread-value", "unread-schedule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanState:
    """What became of one plan's file: `changes` where both versions can be read; else what there is, and why not.

    `issues` are those that kept a version from being read, or the errors of the new one.
    """

    plan_id: str
    old: Plan | None
    new: Plan | None
    changes: PlanChanges | None = None
    issues: tuple[Issue, ...] = ()


def changed_plans(old: Repository, new: Repository) -> Iterator[PlanState]:
    """Yield the plans whose files differ between two data roots, in order of their ids; equal files are not read."""
    before = {path.stem: path for path in old.plan_files()}
    after = {path.stem: path for path in new.plan_files()}
    for plan_id in sorted(before.keys() | after.keys()):
        paths = before.get(plan_id), after.get(plan_id)
        if paths[0] and paths[1] and filecmp.cmp(paths[0], paths[1], shallow=False):
            continue
        yield compare_files(old, paths[0], new, paths[1])


def compare_files(old: Repository, old_path: Path | None, new: Repository, new_path: Path | None) -> PlanState:
    """Return what became of one plan, from its file in either root; None for a file that is not there."""
    issues: list[Issue] = []
    plans: list[Plan | None] = []
    for repository, path in ((old, old_path), (new, new_path)):
        plan, found = repository.read_plan(path) if path else (None, [])
        errors = [issue for issue in found if issue.level == ERROR]
        # Values and dates are compared as read: what can't be read can't be compared.
        plan = None if any(issue.rule in _UNREAD for issue in errors) else plan
        plans.append(plan)
        issues += errors if plan is None or path == new_path else []
    name = (new_path or old_path or Path()).stem
    changes = compare_plans(plans[0], plans[1], new.catalogues) if plans[0] and plans[1] else None
    return PlanState(plan_id=name, old=plans[0], new=plans[1], changes=changes, issues=tuple(issues))


def catalogue_changes(old: Path, new: Path) -> Iterator[tuple[str, ...]]:
    """Yield a sentence for each entry of a catalogue that was added, removed or changed between two data roots."""
    for name in (*CATALOGUES, "redirects"):
        paths = old / f"{name}.yaml", new / f"{name}.yaml"
        if all(path.is_file() for path in paths) and filecmp.cmp(*paths, shallow=False):
            continue
        before, after = (_entries(path, name) for path in paths)
        for key in [*before, *(k for k in after if k not in before)]:
            if before.get(key) == after.get(key):
                continue
            if key not in after or key not in before:
                verb = "删去" if key not in after else "新增"
                yield (f"{name}.yaml {verb} ", Said(key), *_name(after.get(key) or before.get(key)))
                continue
            fields = [k for k in {**before[key], **after[key]} if before[key].get(k) != after[key].get(k)]
            yield (f"{name}.yaml 的 ", Said(key), *_name(after[key]), f" 改了 {'、'.join(fields)}")


def _entries(path: Path, name: str) -> dict[str, dict[str, Any]]:
    """Return a catalogue's entries by id (code, old address, first name); {} for one that can't be read."""
    document, issues = load_document(path, path.name, integer_keys(name))
    if issues or not isinstance(document.data, list):
        return {}
    entries = (entry for entry in document.data if isinstance(entry, dict))
    return {str(e.get("id") or e.get("code") or e.get("from") or (e.get("names") or ["?"])[0]): e for e in entries}


def _name(entry: dict[str, Any] | None) -> tuple[str, ...]:
    return ("（", Said(entry["name"]), "）") if entry and entry.get("name") else ()
