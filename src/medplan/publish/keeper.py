"""What keeps from run to run what is made for many plans: a name and bytes in; the same out, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol


class Keeper(Protocol):
    """Keeps bytes from run to run, each under a name."""

    def recall(self, name: str) -> bytes | None:
        """Return what was kept under a name, None when there is nothing."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""


class FolderKeeper(Protocol):
    """Keeps files of a folder from run to run, those of one name together."""

    def put(self, name: str, folder: Path) -> bool:
        """Put the files kept under a name into a folder; return whether there were any."""

    def keep(self, name: str, folder: Path, files: Iterable[Path] | None = None) -> None:
        """Keep a folder's files under a name, all of them or some."""

    def keep_contents(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a name, their contents given by their paths."""
