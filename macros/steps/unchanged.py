"""Whether a site is what a build would write: all that it rests on and the site as it was left in; yes or no out.

What is built rests on the project's files, the data, the libraries, the day and a few settings: on nothing else, or the
same input would not give the same bytes. A site touched by anything since is not taken for what was left.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from sysconfig import get_path

from macros.build.kept import Kept
from macros.steps.site_map import git_lines
from medplan.files.digest import digest
from medplan.library.repository import ROOT
from medplan.publish.downloads import bulk_of

FOLDER = ROOT / ".cache" / "sites"
# The guide shows cases of the tests; the map of the site dates files by their commits.
PARTS = ("macros", "schema", "src", "tests/cases", "pyproject.toml")
OWN_PARTS = ("docs", "mkdocs.yml")
SETTINGS = ("BULK_URL", "REPO_URL", "SITE_URL", "SOURCE_DATE_EPOCH")
_NOT_READ = ("__pycache__",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What was built where: `built` is a hash of all that it rests on."""

    site: Path
    built: str

    @classmethod
    def of(cls, site: Path, data: Path, project: Path, how: str) -> SiteRecord:
        """Return the record of a build into `site` as it would be made now of a project's pages and a data root.

        `how` is what else it rests on: the day, the arguments.
        """
        roots = [*(ROOT / part for part in PARTS), *(project / part for part in OWN_PARTS), data]
        return cls(site=Path(os.path.realpath(site)), built=digest(chain(_settings(how, data), _files(roots))))

    def holds(self) -> bool:
        """Return whether the site there is the one that such a build left, untouched."""
        known = Kept(folder=FOLDER).recall(self._name)
        # The site is looked through only where it was built of what there is now.
        return known is not None and known.startswith(self.built.encode()) and known == self._state()

    def note(self) -> None:
        """Take down that the site there was built so."""
        Kept(folder=FOLDER).keep(self._name, self._state())

    @property
    def _name(self) -> str:
        return digest([os.fsencode(self.site)])

    def _state(self) -> bytes:
        found = hashlib.sha256()
        for path in chain(_walk(self.site), _walk(bulk_of(self.site))):
            known = os.lstat(path)
            line = f"{path}\0{known.st_size}\0{known.st_mtime_ns}\0"
            found.update(line.encode("utf-8", "surrogateescape"))
        return f"{self.built} {found.hexdigest()}".encode()


def _settings(how: str, data: Path) -> Iterator[bytes]:
    yield f"{how} {sys.version}".encode()
    yield repr([(name, os.environ.get(name)) for name in SETTINGS]).encode()
    # What is installed is told by the names of its folders: to read it all takes longer than reading a plan.
    places = {get_path("purelib"), get_path("platlib")}
    yield repr(sorted(path.name for place in places for path in Path(place).glob("*.dist-info"))).encode()
    # What changed and when is told by commits, those of the data where they are kept elsewhere.
    for root in (ROOT, data):
        yield " ".join(git_lines(root, "rev-parse", "HEAD")).encode()


def _files(roots: Iterable[Path]) -> Iterator[bytes]:
    for number, root in enumerate(roots):
        for path in map(Path, _walk(root) if root.is_dir() else [str(root)]):
            yield f"{number} {path.relative_to(root)}".encode("utf-8", "surrogateescape")
            yield _held(path)


def _held(path: Path) -> bytes:
    """Return a hash of a file, however large, or what stands for one that can't be read: the build tells why."""
    if not path.is_file():
        return b"-"
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return str(error.errno).encode()


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in _NOT_READ)
        yield from (os.path.join(folder, name) for name in sorted(files))
