"""Write the checksums of downloads: the folder that holds them in; SHA256SUMS, as sha256sum reads it, out."""

from __future__ import annotations

import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"
SUMS_APART = f"{SUMS}-bulk"  # of what is kept apart: both may be published into one place


def write_sums(data: Path, name: str) -> None:
    """Write the sums of all files below a folder into a file there; the pages are not written yet."""
    lines = []
    for path in sorted(path for path in data.rglob("*") if path.is_file() and path.name not in (name, "index.html")):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(data).as_posix()}\n")
    (data / name).write_text("".join(lines), encoding="utf-8")
