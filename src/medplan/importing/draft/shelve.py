"""Put a draft and its source where they belong, whole or not at all: contents by path in, files and copies out."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from medplan.files.copies import keep_copy, write_beside
from medplan.importing.read.limits import Refused


def write_together(contents: Mapping[Path, bytes], *, replacing: bool) -> list[Path]:
    """Write all files or none; return the copies of those that were there with other contents.

    Raise Refused when one is there and may not be replaced. Each is written beside its place and then renamed, so that
    a file is never half there.
    """
    for path, content in contents.items():
        if path.is_dir() or (
            not replacing and path.exists() and (path.suffix == ".yaml" or path.read_bytes() != content)
        ):
            raise Refused(f"已有 {path}，没有改动", "换一个 --slug 或 --out；确要换掉，加 --force，原来的留一份")
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((write_beside(path, content), path))
        changed = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
        copies = [copy for copy in map(keep_copy, changed) if copy is not None]
        while waiting:
            beside, path = waiting[0]
            beside.replace(path)
            waiting.pop(0)
    finally:
        for beside, _ in waiting:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
    return copies
