"""What all plans say in the same words, to be kept from run to run: what was found in, bytes in parts out; and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO

from medplan.files.pieces import pieces
from medplan.wording.pairs import PlanPair, Wording
from medplan.wording.spool import RUNS, TOLD

_LENGTH = 8


def found_in_parts(wording: Wording) -> Iterator[bytes]:
    """Yield what was found, whose greater part lies in files of the spool."""
    files = [path for name in (TOLD, RUNS) if (path := wording.spool.folder / name).exists()]
    sizes = [(path.name, path.stat().st_size) for path in files]
    head = json.dumps((wording.spool.found, sizes, [astuple(pair) for pair in wording.pairs])).encode()
    yield len(head).to_bytes(_LENGTH, "big")
    yield head
    for path in files:
        with path.open("rb") as file:
            yield from pieces(file, path.stat().st_size)


def take_found(wording: Wording, kept: BinaryIO) -> None:
    """Take in what was found of the same plans, in the same order; the spool is closed."""
    (told, runs), sizes, pairs = json.loads(kept.read(int.from_bytes(kept.read(_LENGTH), "big")))
    for name, size in sizes:
        _take(wording.spool.folder / name, kept, size)
    wording.spool.found = told, runs
    for first, second, characters, shared, passages, rows in pairs:
        pair = PlanPair(
            first=first,
            second=second,
            characters=tuple(characters),
            shared=tuple(shared),
            passages=tuple(passages),
            rows=tuple(rows),
        )
        wording.pairs.append(pair)
    wording.note_pairs()


def _take(path: Path, kept: BinaryIO, size: int) -> None:
    with path.open("wb") as file:
        file.writelines(pieces(kept, size))
