"""Small JSON files that the reader's scripts fetch: what each holds in; a file out, compressed where plans are many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from medplan.files.packed import from_gzip, to_gzip
from medplan.publish.columns import to_json


def pack_json(what: object) -> bytes:
    """Return what a small file holds, as compressed JSON: the same bytes for the same thing."""
    return to_gzip(to_json(what))


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFiles:
    """A folder of them; `packed` tells that each is written compressed, its name ending with `.gz`."""

    folder: Path
    packed: bool

    def write(self, name: str, what: object) -> None:
        """Write a file, given what it holds."""
        if self.packed:
            self.put(name, pack_json(what))
        else:
            (self.folder / name).write_bytes(to_json(what))

    def put(self, name: str, packed: bytes) -> None:
        """Write a file, given what `pack_json` made."""
        if self.packed:
            (self.folder / f"{name}.gz").write_bytes(packed)
        else:
            (self.folder / name).write_bytes(from_gzip(packed))
