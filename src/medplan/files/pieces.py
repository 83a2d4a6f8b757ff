"""Read a stretch of an open file piece by piece: a file and a length in; bytes out, never all in memory together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

_PIECE = 1 << 20


def pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the next `size` bytes of a file, fewer where it ends before."""
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece
