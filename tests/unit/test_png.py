"""A picture of a few colours: any reader of PNG finds the rectangles that were drawn."""

from __future__ import annotations

import struct
import zlib

from macros.steps.png import Picture


def test_what_was_drawn_is_read_back() -> None:
    picture = Picture(600, 40, ((255, 255, 255), (0, 0, 0), (9, 9, 9), (200, 1, 2)))
    picture.fill(10, 5, 300, 20, 3)
    picture.fill(590, 39, 10, 1, 1)
    png = picture.png()
    at, chunks = 8, {}
    while at < len(png):
        [size], kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        chunks[kind] = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size]) == (zlib.crc32(kind + chunks[kind]),)
        at += 12 + size
    assert chunks[b"IHDR"] == struct.pack(">IIBBBBB", 600, 40, 2, 3, 0, 0, 0)
    raw = zlib.decompress(chunks[b"IDAT"])  # the checksum of what was packed is checked here
    assert len(raw) == 40 * 151 and len(png) < len(raw) / 4

    rows = [bytes(150)]
    for y in range(40):
        assert raw[y * 151] == 2  # told by what differs from the row above
        rows.append(bytes((a + b) & 0xFF for a, b in zip(rows[-1], raw[y * 151 + 1 : y * 151 + 151], strict=True)))

    def colour(x: int, y: int) -> int:
        return rows[y + 1][x // 4] >> (6 - 2 * (x % 4)) & 3

    drawn = {(x, y): colour(x, y) for y in range(40) for x in range(600)}
    for (x, y), found in drawn.items():
        assert found == (3 if 10 <= x < 310 and 5 <= y < 25 else 1 if y == 39 and x >= 590 else 0)
