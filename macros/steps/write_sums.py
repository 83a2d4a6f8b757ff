"""Write the checksums of downloads: the folder that holds them in; SHA256SUMS, as sha256sum reads it, out."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from medplan.files.pieces import pieces

SUMS = "SHA256SUMS"
SUMS_APART = f"{SUMS}-bulk"  # of what is kept apart: both may be published into one place


def write_sums(data: Path, name: str) -> None:
    """Write the sums of all files below a folder into a file there; the pages are not written yet."""
    files: list[tuple[str, ...]] = []
    for folder, _, names in os.walk(data):
        above = Path(folder).relative_to(data).parts
        files += ((*above, one) for one in names if one not in (name, "index.html"))
    lines = [f"{_sum(os.path.join(data, *file))}  {'/'.join(file)}\n" for file in sorted(files)]
    (data / name).write_text("".join(lines), encoding="utf-8")


def _sum(path: str) -> str:
    found = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        for piece in pieces(file, os.fstat(file.fileno()).st_size):
            found.update(piece)
    return found.hexdigest()
