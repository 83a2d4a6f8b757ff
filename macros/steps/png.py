"""Pictures of a few colours: rectangles in; PNG out, the same bytes on every machine, whichever zlib it has."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import groupby, pairwise

_LONGEST, _SHORT = 258, range(3, 11)  # lengths of a run that deflate writes without further bits


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
        """Return the picture as PNG: two bits a pixel, a palette, one block of deflate."""
        rows = {row: _packed(row) for row in {bytes(row) for row in self._rows}}
        above = [bytes(self._size[0] // 4), *(rows[bytes(row)] for row in self._rows)]
        # Each row is told by what differs from the one above it (filter 2): mostly nothing.
        raw = b"".join(b"\2" + _less(row, before) for before, row in pairwise(above))
        width, height = self._size
        head = struct.pack(">IIBBBBB", width, height, 2, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in self._colours)
        data = b"\x78\x01" + _deflated(raw) + struct.pack(">I", zlib.adler32(raw))
        parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
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


def _deflated(raw: bytes) -> bytes:
    """Return data as one block of fixed codes (RFC 1951, 3.2.6) in which equal bytes in a row are told as a run."""
    codes = [_code(symbol) for symbol in range(286)]
    out = bytearray()
    held, count = 0b011, 3  # the last block, of fixed codes; bits not yet written, the first the lowest

    def put(code: int, size: int) -> None:
        nonlocal held, count
        held |= code << count
        count += size
        while count >= 8:
            out.append(held & 0xFF)
            held >>= 8
            count -= 8

    for byte, run in groupby(raw):
        left = len(list(run)) - 1
        put(*codes[byte])
        while left >= _SHORT[0]:
            length = _LONGEST if left >= _LONGEST else min(left, _SHORT[-1])
            put(*codes[285 if length == _LONGEST else 254 + length])
            put(0, 5)  # one byte back
            left -= length
        for _ in range(left):
            put(*codes[byte])
    put(*codes[256])
    put(0, -count % 8)
    return bytes(out)


def _code(symbol: int) -> tuple[int, int]:
    """Return the bits of a literal or a length, the one that comes first the lowest, and how many they are."""
    if symbol < 144:
        code, size = 0x30 + symbol, 8
    elif symbol < 256:
        code, size = 0x190 + symbol - 144, 9
    elif symbol < 280:
        code, size = symbol - 256, 7
    else:
        code, size = 0xC0 + symbol - 280, 8
    return sum((code >> n & 1) << size - 1 - n for n in range(size)), size
