"""A folder's files kept from run to run as one: a folder in; the same files put into another, byte for byte, out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
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

    def keep_contents(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a name, their contents given by their paths."""
        head = _head((path, len(content)) for path, content in files.items())
        self.kept.keep_parts(name, chain([head], files.values()))


def _head(files: Iterable[tuple[str, int]]) -> bytes:
    """Return what stands before the contents of files: their paths and sizes."""
    head = json.dumps(list(files)).encode()
    return len(head).to_bytes(_LENGTH, "big") + head


def _parts(folder: Path, files: list[Path]) -> Iterator[bytes]:
    yield _head((path.relative_to(folder).as_posix(), path.stat().st_size) for path in files)
    for path in files:
        with path.open("rb") as file:
            yield from pieces(file, path.stat().st_size)
