"""Whether a site is what a build would write: all that it rests on and the site as it was left in; yes or no out.

What is built rests on the project's files, the data, the libraries, the day and a few settings: on nothing else, or the
same input would not give the same bytes. A site touched by anything since is not taken for what was left.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from macros.build.kept import Kept
from macros.steps.whole_site import bulk_of
from medplan.library.repository import ROOT

FOLDER = ROOT / ".cache" / "sites"
# The guide shows cases of the tests; the map of the site dates files by their commits.
PARTS = ("macros", "schema", "src", "tests/cases", "pyproject.toml")
OWN_PARTS = ("docs", "mkdocs.yml")
SETTINGS = ("BULK_URL", "REPO_URL", "SITE_URL", "SOURCE_DATE_EPOCH")
_NOT_READ = ("__pycache__",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What was built where: `built` is a hash of all that it rests on, None for a site of which nothing is kept."""

    site: Path
    built: str

    @classmethod
    def of(cls, site: Path, data: Path, project: Path, how: str) -> SiteRecord:
        """Return the record of a build into `site` as it would be made now of a project's pages and a data root.

        `how` is what else it rests on: the day, the arguments.
        """
        whole = hashlib.sha256()
        roots = [*(ROOT / part for part in PARTS), *(project / part for part in OWN_PARTS), data]
        for part in (*_settings(how), *_files(roots)):
            whole.update(b"%d:" % len(part) + part)
        return cls(site=Path(os.path.realpath(site)), built=whole.hexdigest())

    def holds(self) -> bool:
        """Return whether the site there is the one that such a build left, untouched."""
        known = Kept(folder=FOLDER).recall(self._name)
        return known == self._state() if known is not None else False

    def note(self) -> None:
        """Take down that the site there was built so."""
        Kept(folder=FOLDER).keep(self._name, self._state())

    @property
    def _name(self) -> str:
        return hashlib.sha256(os.fsencode(self.site)).hexdigest()

    def _state(self) -> bytes:
        found = hashlib.sha256()
        for folder in (self.site, bulk_of(self.site)):
            for path in _walk(folder):
                known = path.lstat()
                found.update(f"{path}\0{known.st_size}\0{known.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
        return json.dumps([self.built, found.hexdigest()]).encode()


def _settings(how: str) -> Iterator[bytes]:
    yield f"{how} {sys.version}".encode()
    yield repr([(name, os.environ.get(name)) for name in SETTINGS]).encode()
    yield repr(sorted((d.metadata["Name"], d.version) for d in distributions())).encode()
    head = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, check=False)
    yield head.stdout


def _files(roots: Iterable[Path]) -> Iterator[bytes]:
    for number, root in enumerate(roots):
        for path in _walk(root) if root.is_dir() else [root]:
            # A link is what it leads to; a file that can't be read is a fault, which the build tells of.
            yield f"{number} {path.relative_to(root)}".encode("utf-8", "surrogateescape")
            yield path.read_bytes() if path.is_file() else b"-"


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in _NOT_READ)
        yield from (Path(folder, name) for name in sorted(files))
