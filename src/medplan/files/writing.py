"""Write editors' files whole or not at all: contents by path in; files beside their places, ready for them, out.

What a process that was killed left beside a place is removed when the next one writes there.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".writing-"


@contextmanager
def written_beside(contents: Mapping[Path, bytes]) -> Iterator[list[tuple[Path, Path]]]:
    """Write each file beside its place, under a name of its own; give (file, place) to be renamed or linked.

    Those that still lie there in the end are removed. Each is held by a lock for as long as the process lives: one
    that nobody holds is a leftover.
    """
    held: list[int] = []
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            _make_folder(path.parent)
            _remove_leftovers(path.parent)
            handle, beside = _make(path.parent)
            held.append(handle)
            waiting.append((beside, path))
            try:
                _write(handle, content)
            except OSError as error:
                error.filename = os.fspath(path)  # the system names no file that is open already
                raise
            beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        yield waiting
    finally:
        for beside, _ in waiting:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
        for handle in held:
            os.close(handle)


def write_new(contents: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, all of them or none; raise FileExistsError when one has come to be there."""
    done: list[Path] = []
    with written_beside(contents) as waiting:
        try:
            for beside, path in waiting:
                os.link(beside, path)  # unlike a rename, this never takes the place of a file
                done.append(path)
        except FileExistsError as error:
            error.filename, error.filename2 = os.fspath(path), None
            raise
        finally:
            if len(done) < len(waiting):
                for path in done:
                    path.unlink()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # of a file in its place; what is written meanwhile by another is something else
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), os.fspath(folder)) from error


def _make(folder: Path) -> tuple[int, Path]:
    """Return a new file in a folder, open and held, that no other process has taken for a leftover meanwhile."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)


def _write(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb", closefd=False) as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def _remove_leftovers(folder: Path) -> None:
    """Remove what processes that are no more left half-written in a folder."""
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, or gone by now
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(handle)
