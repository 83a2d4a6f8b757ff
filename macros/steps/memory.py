"""What lives on from build to build under `serve`: the catalogues as read, beside the files that they rest on.

What something rests on is one value, made of contents and never of times or identities: equal values, equal outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from macros.steps.kept_plans import CODE
from medplan.catalogue.catalogues import Catalogues, catalogue_files, load_catalogues
from medplan.files.ordinary import fingerprint
from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.rules.check_references import MAX_SOURCE
from medplan.schema.schemas import schema_files

Prints = dict[Path, str]


def print_files(paths: Iterable[Path]) -> Prints:
    """Return what each file is and holds, by path."""
    return {path: fingerprint(path, MAX_SOURCE) for path in sorted(paths)}


def print_code() -> Prints:
    """Return the code as it is on disk."""
    return print_files(path for folder in CODE for path in folder.rglob("*.py"))


@dataclass(slots=True)
class Memory:
    """One for a run of `serve`."""

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
