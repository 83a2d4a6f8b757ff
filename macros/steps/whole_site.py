"""The site is whole, the old one or the new: where it is served from in; a folder beside it to write, put in its place.

A build that fails, is killed or finds the disk full leaves the old site as it was, and at most a folder beside it that
nobody holds: the next build removes that.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from medplan.publish.downloads import bulk_of
from medplan.running.system import reason

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # of Linux: linux/fcntl.h, linux/fs.h

SCRATCH = "medplan-build-"  # where a build keeps what it writes on the way
_SERVED, _NOTE, _BY_ENGINE = "medplan-serve-", "site", "properdocs_"


class SiteFault(Exception):
    """A site can't be written, or can't take the old one's place; what it says is for whoever builds it."""


class HeldFolder:
    """A temporary folder held by a lock for as long as the process lives; one that nobody holds is a leftover."""

    def __init__(self, parent: Path, prefix: str) -> None:
        remove_leftovers(parent, prefix)
        self.path = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def leftovers(parent: Path, prefix: str) -> Iterator[Path]:
    """Yield the folders that processes which are no more left behind."""
    for path in sorted(parent.glob(f"{prefix}*")):
        try:
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # another user's, or gone by now
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path
        except OSError:
            pass
        finally:
            os.close(lock)


def remove_leftovers(parent: Path, prefix: str) -> None:
    """Remove the folders that processes which are no more left behind."""
    for left in leftovers(parent, prefix):
        shutil.rmtree(left, ignore_errors=True)


def hold_served(site: Path) -> HeldFolder:
    """Hold a note of the folder that `serve` writes, and remove those of runs that were killed before they could.

    The engine makes the folder and gives it no lock: another project's may be served at this moment.
    """
    for left in leftovers(site.parent, _SERVED):
        with contextlib.suppress(OSError, UnicodeError):
            noted = Path((left / _NOTE).read_text("utf-8"))
            own = left.stat().st_uid == os.getuid()
            if own and noted.parent == site.parent and noted.name.startswith(_BY_ENGINE):
                shutil.rmtree(noted, ignore_errors=True)
                remove_leftovers(noted.parent, _aside(noted))
    held = HeldFolder(site.parent, _SERVED)
    (held.path / _NOTE).write_text(str(site), encoding="utf-8")
    return held


def _aside(served: Path) -> str:
    return f".{served.name}.building-"


class WholeSite:
    """A site under way, written at `path`, beside the place `served` where it is served from.

    Whoever writes it says that it is `whole` once it has been written to its end.
    """

    def __init__(self, served: Path) -> None:
        self.whole = False
        self.served = Path(os.path.realpath(served))
        self.served.parent.mkdir(parents=True, exist_ok=True)
        self._folder = HeldFolder(self.served.parent, _aside(self.served))
        self.path = self._folder.path / "site"
        self.bulk = bulk_of(self.path)

    @staticmethod
    def remove_leftovers(served: Path) -> None:
        """Remove what killed builds left beside a site that is whole and as it should be."""
        real = Path(os.path.realpath(served))
        remove_leftovers(real.parent, _aside(real))

    def close(self) -> None:
        """Put a whole site in the old one's place, and remove what is left over; raise SiteFault when that can't be."""
        try:
            if self.whole:
                # First what the site's pages link to: at no time do they lead to what is not there yet.
                self._put_bulk_in_place()
                self._put_in_place(self.path, self.served)
        except OSError as error:
            raise SiteFault(f"新的网站放不到 {self.served}（{reason(error)}），原来的没有动") from error
        finally:
            self._folder.remove()

    def _put_bulk_in_place(self) -> None:
        """Do so with what is kept apart; an old one goes where there is none now. Raise SiteFault for a stranger's.

        Nobody was asked for the name of this folder, as for the site's.
        """
        served = bulk_of(self.served)
        ours = not served.exists() or {path.name for path in served.glob("[!.]*")} <= {"api", "data"}
        if self.bulk.exists():
            if not ours:
                raise SiteFault(f"{served} 里有别的文件，要放下载文件的大件，请先移开；原来的网站没有动")
            self._put_in_place(self.bulk, served)
        elif ours and served.exists():
            served.rename(self.bulk)

    def _put_in_place(self, made: Path, served: Path) -> None:
        """Let a new folder and the old one change places at once; raise OSError when the system can't.

        What is hidden in the old folder, such as a `.git`, is kept, as an engine would keep it.
        """
        if served.exists():
            _exchange(made, served)
            for hidden in made.glob(".*"):
                if not (served / hidden.name).exists():
                    hidden.rename(served / hidden.name)
        else:
            made.rename(served)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places; where the system knows no such call there is a moment without the second."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        rename = None
    if rename is not None:
        names = os.fsencode(one), os.fsencode(other)
        if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
            return
        failed = ctypes.get_errno()
        if failed not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(failed, os.strerror(failed), str(other))
    aside = one.with_name("old")
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
