"""What lives on from build to build under `serve`: catalogues and plans as read, each beside all that it rests on.

What something rests on is one value, made of contents and never of times or identities: equal values, equal outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from macros.build.templates import Templates
from macros.steps.read_plan import PlanRead, Reader
from medplan.catalogue.catalogues import Catalogues, catalogue_files, load_catalogues
from medplan.files.ordinary import fingerprint
from medplan.issues import Issue
from medplan.library.repository import ROOT, Repository
from medplan.plan.model import Plan
from medplan.rules.check_references import MAX_SOURCE
from medplan.schema.schemas import schema_files

CODE = (ROOT / "macros", ROOT / "src" / "medplan")
Prints = dict[Path, str]


def print_files(paths: Iterable[Path]) -> Prints:
    """Return what each file is and holds, by path."""
    return {path: fingerprint(path, MAX_SOURCE) for path in sorted(paths)}


def print_code() -> Prints:
    """Return the code as it is on disk."""
    return print_files(path for folder in CODE for path in folder.rglob("*.py"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a plan's verdict and its HTML rest on: the same for all plans but `own`, its file and those it names."""

    code: Prints
    schemas: Prints
    catalogues: Prints
    plan_ids: frozenset[str]
    templates: Templates
    own: Prints = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    grounds: Grounds
    found: PlanRead
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class Memory:
    """One for a run of `serve`: an edit of one plan leaves the others as they were read. It holds all plans.

    A plan with an error is never kept: whatever mends it, here or elsewhere, is seen.
    """

    _plans: dict[Path, _Kept] = field(default_factory=dict)
    _catalogues: tuple[Prints, Catalogues, tuple[Issue, ...]] | None = None

    def open_repository(self, data: Path) -> Repository:
        """Return the repository, its catalogues as they were read before when nothing that they rest on has changed."""
        return Repository.open(data, load=self._load_catalogues)

    def _load_catalogues(self, data: Path) -> tuple[Catalogues, list[Issue]]:
        prints = print_files((*catalogue_files(data), *schema_files()))
        if self._catalogues is None or self._catalogues[0] != prints:
            catalogues, issues = load_catalogues(data)
            self._catalogues = prints, catalogues, tuple(issues)
        return self._catalogues[1], list(self._catalogues[2])

    def reading(self, reader: Reader) -> Callable[[Path], tuple[PlanRead | None, list[Issue]]]:
        """Return a way to read the repository's plans, each anew only when something that it rests on has changed."""
        repository = reader.repository
        files = frozenset(repository.plan_files())
        self._plans = {path: kept for path, kept in self._plans.items() if path in files}
        common = Grounds(
            code=print_code(),
            schemas=print_files(schema_files()),
            catalogues=print_files(catalogue_files(repository.data)),
            plan_ids=repository.plan_ids(),
            templates=reader.templates,
        )

        def read(path: Path) -> tuple[PlanRead | None, list[Issue]]:
            kept = self._plans.pop(path, None)
            if kept is None or kept.grounds != replace(common, own=print_files(files_of(path, kept.found.plan))):
                kept, issues = anew(path)
                if kept is None:
                    return None, issues
            self._plans[path] = kept
            return kept.found, list(kept.issues)

        def anew(path: Path) -> tuple[_Kept | None, list[Issue]]:
            # Each file's print is taken before the file is read: what changes in between is seen by the next build.
            own = print_files([path])
            plan, issues = reader.check(path)
            if plan is None:
                return None, issues
            own |= print_files(named_files(plan))
            found, issues = reader.finish(plan, issues)
            if found is None:
                return None, issues
            return _Kept(grounds=replace(common, own=own), found=found, issues=tuple(issues)), issues

        def files_of(path: Path, plan: Plan) -> list[Path]:
            return [path, *named_files(plan)]

        def named_files(plan: Plan) -> list[Path]:
            original = [plan.source.original.file] if plan.source.original else []
            return [repository.path_of(file) for file in (plan.source.file, *original)]

        return read
