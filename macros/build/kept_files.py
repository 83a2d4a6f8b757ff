"""Whole files kept from run to run, each a second name of what was written: grounds and a path in; the file, or no.

A file's name here is a hash of what it rests on and one of what it holds. One that no longer holds that is dropped, and
that is told. Where a file can't have two names, on another disk, it is copied.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class KeptFiles:
    """A folder of them, looked through once; one for a build."""

    folder: Path

    @cached_property
    def _held(self) -> dict[str, str]:
        """Return the hash of what each file holds, by what it rests on."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        return dict(name.split("-") for name in names if name.count("-") == 1)

    def look(self) -> None:
        """Look through the folder now, so that processes to come need not."""
        _ = self._held

    def put(self, grounds: str, path: Path) -> bool:
        """Put the file that rests on some grounds at a path; return whether it was kept, whole."""
        if (held := self._held.get(grounds)) is None:
            return False
        kept = self.folder / f"{grounds}-{held}"
        try:
            whole = hashlib.sha256(kept.read_bytes()).hexdigest() == held
        except OSError:
            return False
        if not whole:
            print(f"缓存 {kept} 坏了，已经丢弃，重新生成", flush=True)
            with suppress(OSError):
                kept.unlink()
            return False
        second_name(kept, path)
        return True

    def keep(self, grounds: str, path: Path, content: bytes) -> None:
        """Write a file at a path, and keep it; what can't be kept is made again next time."""
        # What is there may be another kept file's second name: it is not written into.
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = self.folder / f"{grounds}-{hashlib.sha256(content).hexdigest()}"
            made = kept.with_name(f"{grounds}.{os.getpid()}")
            second_name(path, made)
            made.replace(kept)

    def prune(self, most_bytes: int) -> None:
        """Drop what was put anywhere longest ago where more than so many bytes are kept."""
        with suppress(OSError):
            # A second name changes what the system notes of a file, and nothing that a reader or a server sees.
            kept = sorted(((entry.stat(), entry.path) for entry in os.scandir(self.folder)), key=_latest_first)
            total = 0
            for known, path in kept:
                total += known.st_size
                if total > most_bytes:
                    with suppress(OSError):
                        os.unlink(path)


def _latest_first(known: tuple[os.stat_result, str]) -> int:
    return -known[0].st_ctime_ns


def second_name(file: Path, path: Path) -> None:
    """Give a file a second name, which outlives the first; what had that name loses it. Copy it to another disk."""
    try:
        os.link(file, path)
    except FileExistsError:
        path.unlink()
        second_name(file, path)
    except OSError:
        shutil.copyfile(file, path)
