"""Take the place of an editor's file, and keep what was there: a path and its new contents in, the copy's path out."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from medplan.files.writing import written_beside

COPY = ".bak"  # the end of a copy's name, which git leaves out


def keep_copy(path: Path) -> Path | None:
    """Copy a file to `NAME.1.bak`, or the first number that is free, and return the copy; None where there is no file.

    A copy never takes the place of another file. Where the last one holds the same, it is returned, and none is made.
    """
    try:
        content, mode = path.read_bytes(), path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None
    last: Path | None = None
    for number in itertools.count(1):
        copy = path.with_name(f"{path.name}.{number}{COPY}")
        try:
            handle = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            last = copy
            continue
        # Made first and compared then: between looking and making, another process could take the number.
        if last is not None and last.is_file() and last.read_bytes() == content:
            os.close(handle)
            copy.unlink()
            return last
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            copy.unlink()
            raise
        return copy
    return None


def replace_file(path: Path, content: bytes) -> Path | None:
    """Write a file whole or not at all; return the copy of what was there before, None where nothing else was."""
    if path.is_file() and path.read_bytes() == content:
        return None
    with written_beside({path: content}) as [(beside, _)]:
        copy = keep_copy(path)
        beside.replace(path)
    return copy
