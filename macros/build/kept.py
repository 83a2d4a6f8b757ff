"""What is kept from run to run: a name and bytes in; the same out, or nothing when the file is not as it was written.

Each file begins with the checksum of the rest. One that is cut short or changed is dropped, and that is told.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_SUM = 65  # a SHA-256 in hexadecimal digits and a line feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A folder of things kept, each under a name without folders."""

    folder: Path

    def recall(self, name: str) -> bytes | None:
        """Return what was kept under a name, None when there is nothing or it is damaged."""
        path = self.folder / name
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        content = raw[_SUM:]
        if raw[:_SUM] == _sum(content):
            with suppress(OSError):
                os.utime(path)  # the order of use, by which `prune` goes
            return content
        self._drop(path)
        return None

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO | None]:
        """Open what was kept under a name, to be read in parts; None when there is nothing or it is damaged."""
        path = self.folder / name
        try:
            file = path.open("rb")
        except OSError:
            yield None
            return
        with file:
            told = file.read(_SUM)
            if told != _line(hashlib.file_digest(file, "sha256")):
                self._drop(path)
                yield None
                return
            with suppress(OSError):
                os.utime(path)
            file.seek(_SUM)
            yield file

    def _drop(self, path: Path) -> None:
        print(f"缓存 {path} 坏了，已经丢弃，重新生成", flush=True)
        with suppress(OSError):
            path.unlink()

    def keep(self, name: str, content: bytes) -> None:
        """Keep bytes under a name; what can't be kept is made again next time."""
        self.keep_parts(name, [content])

    def keep_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Keep bytes that come in parts and are never in memory together."""
        made = self.folder / f"{name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            whole = hashlib.sha256()
            with made.open("wb") as file:
                file.seek(_SUM)
                for part in parts:
                    whole.update(part)
                    file.write(part)
                file.seek(0)
                file.write(_line(whole))
            made.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                made.unlink()

    def prune(self, most_bytes: int) -> None:
        """Drop what was used longest ago where more than so many bytes are kept."""
        with suppress(OSError):
            kept = [(entry.stat(), entry.path) for entry in os.scandir(self.folder)]
            total = 0
            for known, path in sorted(kept, key=lambda one: one[0].st_mtime, reverse=True):
                total += known.st_size
                if total > most_bytes:
                    with suppress(OSError):
                        os.unlink(path)


def _sum(content: bytes) -> bytes:
    return _line(hashlib.sha256(content))


def _line(whole: hashlib._Hash) -> bytes:
    return whole.hexdigest().encode() + b"\n"
