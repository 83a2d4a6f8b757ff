"""Show where words stand on the pages of a PDF: its path and the words in; strips of the pages as PNG pictures out.

The drawing is done in a sealed process of its own, with little memory and time, as the reading is.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import resource
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from medplan.files.packed import to_zlib
from medplan.importing.guard.seal import seal_reader
from medplan.importing.read.hear import hear
from medplan.importing.read.limits import MAX_PAGES, MEMORY_BYTES, STEP_SECONDS
from medplan.importing.read.pdf_repair import draw_strip, open_again, page_text
from medplan.language.fidelity_fold import fold_with_offsets

MOST_PICTURES = 60
_SECONDS = 240
_MOST_SAID = 64_000_000  # bytes: a strip of a page takes some 100,000
_PNG = b"\x89PNG\r\n\x1a\n"


def picture_words(document: Path, words: Sequence[Sequence[str]]) -> dict[int, tuple[int, bytes]]:
    """Return for each of `words`, by its index, the page (from 1) and a strip of it; without those not found.

    Each is a choice of texts, the best first: the first that stands on a page counts. A document that can't be drawn
    has no pictures.
    """
    command = [sys.executable, "-I", "-m", "medplan.importing.read.pictures", os.fspath(document.resolve())]
    asked = json.dumps([list(choice) for choice in words[:MOST_PICTURES]])
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    said = hear(command, asked.encode(), environment, seconds=_SECONDS, most=_MOST_SAID).said
    found: dict[int, tuple[int, bytes]] = {}
    for line in said[: said.rfind(b"\n") + 1].splitlines():
        # The document may have made the process its own: no more is believed than has the form.
        with contextlib.suppress(ValueError):
            number, page, data = line.split(b" ")
            picture = base64.b64decode(data, validate=True)
            if 0 <= int(number) < len(words) and 1 <= int(page) <= MAX_PAGES and picture.startswith(_PNG):
                found[int(number)] = (int(page), picture)
    return found


def run(argv: Sequence[str]) -> None:
    """Seal this process, as the one that reads a document is, and draw what is asked for: `PATH`."""
    seal_reader(Path(argv[0]), programs=False)
    main(Path(argv[0]), sys.stdin, sys.stdout)


def main(path: Path, asked: TextIO, out: TextIO) -> None:
    """Print `NUMBER PAGE PNG` (in base64) for each choice of words that stands on a page."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY_BYTES, 2 * MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    left = dict(enumerate(json.load(asked)))
    document = open_again(path)
    # The best texts of all first, whatever page they stand on, then the next best.
    for rank in range(max(map(len, left.values()), default=0)) if document is not None else ():
        for number in range(min(len(document), MAX_PAGES)):
            wanted = {i: choice[rank] for i, choice in left.items() if rank < len(choice)}
            if not wanted:
                break
            for index, top, bottom in _on_page(document, number, wanted):
                picture = encode_png(*draw_strip(document, number, top, bottom))
                out.write(f"{index} {number + 1} {base64.b64encode(picture).decode()}\n")
                out.flush()
                del left[index]


def _on_page(document: Any, number: int, wanted: dict[int, str]) -> Iterator[tuple[int, float, float]]:
    """Yield which texts stand on a page, each with the top and the bottom of its first place."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(ValueError, OSError):
        until = int(used.ru_utime + used.ru_stime) + STEP_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    text, places = page_text(document, number)
    folded, offsets = fold_with_offsets(text)
    for index, words in wanted.items():
        plain = fold_with_offsets(words)[0]
        at = folded.find(plain) if plain else -1
        boxes = [places[offset] for offset in offsets[at : at + len(plain)] if offset < len(places)] if at >= 0 else []
        if boxes:
            yield index, max(top for _, top in boxes), min(bottom for bottom, _ in boxes)


def encode_png(width: int, height: int, rows: bytes) -> bytes:
    """Return a picture in grey, one byte a point, as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + rows[i * width : (i + 1) * width] for i in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return _PNG + chunk(b"IHDR", head) + chunk(b"IDAT", to_zlib(lines)) + chunk(b"IEND", b"")


if __name__ == "__main__":
    run(sys.argv[1:])
