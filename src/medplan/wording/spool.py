"""The wording of all plans on disk: plans in one by one; texts, passages and fingerprints out, part by part.

Of each plan and of each passage a few numbers stay in memory; texts lie in files of a folder that the caller owns.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medplan.wording.fingerprints import Hashes, Places
from medplan.wording.passages import Passage, PlanWording
from medplan.wording.runs import Body

PARTS = 32
PRINTS_AT_A_TIME = 500_000
PRINT = np.dtype([("hash", "u8"), ("place", "i8")])
Table = NDArray[Any]


def append(path: Path, rows: Table) -> None:
    """Write rows to the end of a file, as bytes."""
    with path.open("ab") as file:
        file.write(rows.tobytes())


def read(path: Path, kind: np.dtype[Any]) -> Table:
    """Return a file's rows, none when there is no such file."""
    return np.fromfile(path, kind) if path.exists() else np.zeros(0, kind)


def scatter(folder: Path, name: str, rows: Table, keys: Places) -> None:
    """Write each row to the end of the file `name`-key."""
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    ends = np.flatnonzero(np.append(np.diff(keys) != 0, True)) + 1 if len(keys) else ()
    start = 0
    for end in ends:
        append(folder / f"{name}-{keys[start]}", rows[start:end])
        start = int(end)


@dataclass(slots=True)
class WordingSpool:
    """The wording of all plans added; plans and passages have numbers from 0, characters places, in order of adding.

    `numbers` are the plans' by their ids. After `close`: plan i has the passages from `first_passages[i]` up to that of
    i + 1, passage j the places from `text_starts[j]` up to that of j + 1; plans begin at `plan_starts`.
    """

    folder: Path
    numbers: dict[str, int] = field(default_factory=dict)
    characters: list[int] = field(default_factory=list)
    plan_starts: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    first_passages: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    text_starts: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    _plan_ends: list[int] = field(default_factory=lambda: [0])
    _passage_ends: list[int] = field(default_factory=lambda: [0])
    _lengths: list[Places] = field(default_factory=list)
    _record_starts: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    _record_sizes: list[Places] = field(default_factory=list)
    _prints: list[Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)

    def add(self, wording: PlanWording) -> None:
        """Take in one plan's wording."""
        prints = np.empty(len(wording.prints.hashes), PRINT)
        prints["hash"] = wording.prints.hashes
        prints["place"] = wording.prints.places + self._plan_ends[-1]
        self._prints.append(prints)
        if sum(map(len, self._prints)) >= PRINTS_AT_A_TIME:
            self._write_prints()
        append(self.folder / "text", wording.codes)
        records = [json.dumps(asdict(p), ensure_ascii=False).encode("utf-8", "surrogatepass") for p in wording.passages]
        with (self.folder / "passages").open("ab") as file:
            file.writelines(records)
        self.numbers[wording.plan_id] = len(self.numbers)
        self.characters.append(wording.characters)
        self._plan_ends.append(self._plan_ends[-1] + len(wording.codes))
        self._passage_ends.append(self._passage_ends[-1] + len(records))
        self._lengths.append(wording.lengths)
        self._record_sizes.append(np.array([len(record) for record in records], np.int64))

    def _write_prints(self) -> None:
        prints = np.concatenate([np.zeros(0, PRINT), *self._prints])
        self._prints.clear()
        scatter(self.folder, "prints", prints, (prints["hash"] % np.uint64(PARTS)).astype(np.int64))

    def close(self) -> None:
        """End the adding."""
        self._write_prints()
        start = np.zeros(1, np.int64)
        self.plan_starts = np.array(self._plan_ends, np.int64)
        self.first_passages = np.array(self._passage_ends, np.int64)
        self.text_starts = np.concatenate((start, np.cumsum(np.concatenate([start[:0], *self._lengths]))))
        self._record_starts = np.concatenate((start, np.cumsum(np.concatenate([start[:0], *self._record_sizes]))))
        self._lengths.clear()
        self._record_sizes.clear()

    def plan_at(self, places: Places) -> Places:
        """Return the number of the plan that holds each place."""
        found: Places = np.searchsorted(self.plan_starts, places, side="right") - 1
        return found

    def passage_at(self, places: Places) -> Places:
        """Return the number of the passage that holds each place."""
        found: Places = np.searchsorted(self.text_starts, places, side="right") - 1
        return found

    def plans_of(self, passages: Places) -> Places:
        """Return the number of each passage's plan."""
        found: Places = np.searchsorted(self.first_passages, passages, side="right") - 1
        return found

    def take_prints(self, part: int) -> tuple[Hashes, Places]:
        """Return the hashes of one part with their places, in order of place, and delete its file."""
        path = self.folder / f"prints-{part}"
        prints = read(path, PRINT)
        path.unlink(missing_ok=True)
        return prints["hash"].copy(), prints["place"].copy()

    def body(self, first: int, end: int) -> Body:
        """Return the text of the plans from number `first` up to `end`."""
        start, stop = int(self.plan_starts[first]), int(self.plan_starts[end])
        path = self.folder / "text"
        codes = (
            np.fromfile(path, np.uint32, count=stop - start, offset=4 * start) if stop > start else np.zeros(0, "u4")
        )
        passages = self.text_starts[self.first_passages[first] : self.first_passages[end] + 1]
        return Body(codes=codes, offset=start, starts=passages[:-1], ends=passages[1:])

    def passage(self, number: int) -> Passage:
        """Return one passage."""
        start, end = self._record_starts[number : number + 2]
        with (self.folder / "passages").open("rb") as file:
            file.seek(start)
            return Passage(**json.loads(file.read(end - start).decode("utf-8", "surrogatepass")))
