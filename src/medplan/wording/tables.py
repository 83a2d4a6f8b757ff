"""Tables in files of a folder: rows in, to the end of one file or of many; rows out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medplan.wording.fingerprints import Places

Table = NDArray[Any]


def append(path: Path, rows: Table | bytes) -> None:
    """Write rows to the end of a file, as bytes."""
    with path.open("ab", buffering=0) as file:
        file.write(rows if isinstance(rows, bytes) else rows.tobytes())


def take(path: Path, kind: np.dtype[Any]) -> Table:
    """Return a file's rows, none when there is no such file, and delete it."""
    rows = np.fromfile(path, kind) if path.exists() else np.zeros(0, kind)
    path.unlink(missing_ok=True)
    return rows


def scatter(folder: Path, name: str, rows: Table, keys: Places) -> None:
    """Write each row to the end of the file `name`-key."""
    small = keys.astype(np.min_scalar_type(int(keys.max(initial=0))))  # few bits are sorted quicker
    order = np.argsort(small, kind="stable")
    rows, keys = rows[order], keys[order]
    ends = np.flatnonzero(np.append(np.diff(keys) != 0, True)) + 1 if len(keys) else ()
    start = 0
    for end in ends:
        append(folder / f"{name}-{keys[start]}", rows[start:end])
        start = int(end)
