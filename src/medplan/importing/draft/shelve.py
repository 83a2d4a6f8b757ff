"""Put a draft and its source where they belong, whole or not at all: contents by path in, files out."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from medplan.importing.read.limits import Refused


def write_together(contents: Mapping[Path, bytes], *, replacing: bool) -> None:
    """Write all files or none; raise Refused when one exists with other contents and may not be replaced.

    Each is written beside its place and then renamed, so that a file is never half there.
    """
    for path, content in contents.items():
        if path.is_dir() or (
            not replacing and path.exists() and (path.suffix == ".yaml" or path.read_bytes() != content)
        ):
            raise Refused(f"已有 {path}，没有改动", "换一个 --slug 或 --out；确要覆盖，加 --force")
    waiting: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".importing-")
            waiting.append((name, path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
        while waiting:
            name, path = waiting[0]
            Path(name).replace(path)
            waiting.pop(0)
    finally:
        for name, _ in waiting:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
