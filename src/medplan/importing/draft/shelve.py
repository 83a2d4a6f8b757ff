"""Put a draft and its source where they belong, whole or not at all: contents by path in, files and copies out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from medplan.files.copies import keep_copy
from medplan.files.writing import written_beside
from medplan.importing.read.limits import Refused
from medplan.running.system import reason


def words_of(error: Refused | OSError) -> str:
    """Return in Chinese why a document was not taken in."""
    return reason(error) if isinstance(error, OSError) else str(error)


def write_together(contents: Mapping[Path, bytes], *, replacing: bool) -> list[Path]:
    """Write all files or none; return the copies of those that were there with other contents.

    Raise Refused when one is there and may not be replaced. Each is written beside its place and then renamed, so that
    a file is never half there.
    """
    for path, content in contents.items():
        aside = path.is_dir() or path.is_symlink()  # is neither replaced nor followed
        if aside or (not replacing and path.exists() and (path.suffix == ".yaml" or path.read_bytes() != content)):
            raise Refused(f"已有 {path}，没有改动", "换一个 --slug 或 --out；确要换掉，加 --force，原来的留一份")
    with written_beside(contents) as waiting:
        changed = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
        copies = [copy for copy in map(keep_copy, changed) if copy is not None]
        # The draft comes last: a process that is killed on the way leaves no plan without its source.
        for beside, path in sorted(waiting, key=lambda pair: pair[1].suffix == ".yaml"):
            beside.replace(path)
    return copies
