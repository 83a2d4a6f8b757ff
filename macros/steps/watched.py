"""What is on disk under the folders that `serve` watches: paths in; each file's state, and which changed since, out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

State = tuple[int, int, int]
_MADE = "__pycache__"


def states(paths: Iterable[Path]) -> dict[str, State]:
    """Return when each file at or below the paths was written, how long and which it is; what is compiled is left out.

    So does the engine's watch tell that one changed.
    """
    found: dict[str, State] = {}
    for path in paths:
        for file in _files(str(path)):
            with suppress(OSError):  # gone since
                known = os.stat(file)
                found[file] = known.st_mtime_ns, known.st_size, known.st_ino
    return found


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name != _MADE]
        yield from (os.path.join(folder, name) for name in names)


def changed(before: dict[str, State], now: dict[str, State]) -> list[str]:
    """Return the files that are not what they were, in order; those that are gone are among them."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
