"""Pictures of a few colours: rectangles in; PNG out, the same bytes on every machine."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise

from medplan.files.packed import BEST, to_zlib


class Picture:
    """A picture of up to four colours, its ground the first; a multiple of four pixels wide."""

    def __init__(self, width: int, height: int, colours: Sequence[tuple[int, int, int]]) -> None:
        self._size = width, height
        self._colours = colours
        self._rows = [bytearray(width) for _ in range(height)]

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle with a colour, by its number."""
        for row in self._rows[y : y + height]:
            row[x : x + width] = bytes([colour]) * width

    def png(self) -> bytes:
        """Return the picture as PNG: two bits a pixel, a palette."""
        rows = {row: _packed(row) for row in {bytes(row) for row in self._rows}}
        above = [bytes(self._size[0] // 4), *(rows[bytes(row)] for row in self._rows)]
        # Each row is told by what differs from the one above it (filter 2): mostly nothing.
        raw = b"".join(b"\2" + _less(row, before) for before, row in pairwise(above))
        width, height = self._size
        head = struct.pack(">IIBBBBB", width, height, 2, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in self._colours)
        parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", to_zlib(raw, BEST)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _packed(row: bytes) -> bytes:
    return bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(*(row[n::4] for n in range(4)), strict=True))


def _less(row: bytes, before: bytes) -> bytes:
    """Return each byte less the one above it."""
    if row == before:
        return bytes(len(row))
    return bytes((byte - other) & 0xFF for byte, other in zip(row, before, strict=True))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
