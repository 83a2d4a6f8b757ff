"""A folder's files kept from run to run as one: a folder in; the same files put into another, byte for byte, out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.build.kept import Kept
from medplan.files.pieces import pieces

_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFolders:
    """Folders kept under names: what is kept of each is never in memory whole."""

    kept: Kept

    def put(self, name: str, folder: Path) -> bool:
        """Put the files kept under a name into a folder; return whether they were kept, whole."""
        with self.kept.opened(name) as file:
            if file is None:
                return False
            length = int.from_bytes(file.read(_LENGTH), "big")
            for path, size in json.loads(file.read(length)):
                made = folder / path
                made.parent.mkdir(parents=True, exist_ok=True)
                with made.open("wb") as target:
                    target.writelines(pieces(file, size))
        return True

    def keep(self, name: str, folder: Path, files: Iterable[Path] | None = None) -> None:
        """Keep a folder's files under a name, all of them or some."""
        found = folder.rglob("*") if files is None else files
        self.kept.keep_parts(name, _parts(folder, sorted(path for path in found if path.is_file())))


def _parts(folder: Path, files: list[Path]) -> Iterator[bytes]:
    head = json.dumps([(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files]).encode()
    yield len(head).to_bytes(_LENGTH, "big")
    yield head
    for path in files:
        with path.open("rb") as file:
            yield from pieces(file, path.stat().st_size)
