"""What keeps from run to run what is made for many plans: a name and bytes in; the same out, or nothing."""

from __future__ import annotations

from typing import Protocol


class Keeper(Protocol):
    """Keeps bytes from run to run, each under a name."""

    def recall(self, name: str) -> bytes | None:
        """Return what was kept under a name, None when there is nothing."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""
