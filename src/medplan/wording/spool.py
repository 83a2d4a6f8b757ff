"""The wording of all plans on disk: plans in one by one; texts, passages and fingerprints out, part by part.

Of each plan and of each passage a few numbers stay in memory; texts lie in files of a folder that the caller owns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from medplan.files.digest import digest
from medplan.files.json_text import read_json, write_json
from medplan.language.codes import Codes, encode
from medplan.plan.address import Eid
from medplan.wording.fingerprints import Hashes, Places, in_order
from medplan.wording.passages import Passage, PlanWording
from medplan.wording.runs import Body, Runs, Texts
from medplan.wording.tables import Table, append, scatter, take

PARTS = 32
TOLD, RUNS = "alike", "runs"  # the files of what was found
PRINTS_AT_A_TIME = 500_000
PRINT = np.dtype([("hash", "u8"), ("place", "i8")])
_TEXT = Passage._fields.index("text")


def _joined(numbers: list[Places]) -> Places:
    """Return lists of numbers as one, and empty the list of them."""
    made = np.concatenate([np.zeros(0, np.int64), *numbers])
    numbers.clear()
    return made


@dataclass(slots=True)
class WordingSpool:
    """The wording of all plans added; plans and passages have numbers from 0, characters places, in order of adding.

    `numbers` are the plans' by their ids, `hashes` those of what each says. After `close`: plan i has the passages from
    `first_passages[i]` up to that of i + 1, passage j the places from `text_starts[j]` up to that of j + 1; plans begin
    at `plan_starts`.
    """

    folder: Path
    numbers: dict[str, int] = field(default_factory=dict)
    characters: list[int] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    plan_starts: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    first_passages: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    text_starts: Places = field(default_factory=lambda: np.zeros(1, np.int64))
    _texts: Texts = field(default_factory=lambda: Texts.of(np.zeros(1, np.int64)))
    _plans: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    _plan_ends: list[int] = field(default_factory=lambda: [0])
    _passage_ends: list[int] = field(default_factory=lambda: [0])
    _seed_ends: list[int] = field(default_factory=lambda: [0])
    _eid_ends: list[int] = field(default_factory=lambda: [0])
    _kept_ends: list[int] = field(default_factory=lambda: [0])
    _clause_ends: list[int] = field(default_factory=lambda: [0])
    _lengths: list[Places] = field(default_factory=list)
    _runs_end: int = 0
    _told_ends: list[int] = field(default_factory=lambda: [0])
    _text_sizes: list[Places] = field(default_factory=list)
    _sizes: Places = field(default_factory=lambda: np.zeros(0, np.int64))
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
        append(self.folder / "kept", wording.kept)
        append(self.folder / "clauses", wording.clauses)
        order = in_order(wording.prints.hashes)
        append(self.folder / "seeds", wording.prints.hashes[order])
        append(self.folder / "seed-places", wording.prints.places[order])
        records = [write_json(tuple(passage)) for passage in wording.passages]
        append(self.folder / "passages", b"".join(records))
        eids = write_json([passage.eid for passage in wording.passages])
        append(self.folder / "eids", eids)
        self._eid_ends.append(self._eid_ends[-1] + len(eids))
        self.hashes.append(digest(records))
        self.numbers[wording.plan_id] = len(self.numbers)
        self.characters.append(wording.characters)
        self._plan_ends.append(self._plan_ends[-1] + len(wording.codes))
        self._kept_ends.append(self._kept_ends[-1] + len(wording.kept))
        self._clause_ends.append(self._clause_ends[-1] + len(wording.clauses))
        self._seed_ends.append(self._seed_ends[-1] + len(prints))
        self._passage_ends.append(self._passage_ends[-1] + len(records))
        self._lengths.append(wording.lengths)
        self._record_sizes.append(np.array([len(record) for record in records], np.int64))
        # In `kept` each text is ended by a character that is folded away.
        self._text_sizes.append(np.array([len(passage.text) + 1 for passage in wording.passages], np.int64))

    def _write_prints(self) -> None:
        prints = np.concatenate([np.zeros(0, PRINT), *self._prints])
        self._prints.clear()
        scatter(self.folder, "prints", prints, (prints["hash"] % np.uint64(PARTS)).astype(np.int64))

    def close(self) -> None:
        """End the adding."""
        self._write_prints()
        self.plan_starts = np.array(self._plan_ends, np.int64)
        self.first_passages = np.array(self._passage_ends, np.int64)
        self._sizes = _joined(self._text_sizes)
        self.text_starts = np.concatenate(([0], np.cumsum(_joined(self._lengths))))
        self._texts = Texts.of(self.text_starts)
        self._plans = np.repeat(np.arange(len(self.numbers)), np.diff(self.first_passages))
        self._record_starts = np.concatenate(([0], np.cumsum(_joined(self._record_sizes))))

    def plan_at(self, places: Places) -> Places:
        """Return the number of the plan that holds each place."""
        return self.plans_of(self.passage_at(places))

    def passage_at(self, places: Places) -> Places:
        """Return the number of the passage that holds each place."""
        return self._texts.at(places)

    def plans_of(self, passages: Places) -> Places:
        """Return the number of each passage's plan."""
        return self._plans[passages]

    def drop_prints(self) -> None:
        """Delete the fingerprints by parts, where what they lead to is known."""
        for part in range(PARTS):
            (self.folder / f"prints-{part}").unlink(missing_ok=True)

    def take_prints(self, part: int) -> tuple[Hashes, Places]:
        """Return the hashes of one part with their places, in order of place, and delete its file."""
        prints = take(self.folder / f"prints-{part}", PRINT)
        return prints["hash"].copy(), prints["place"].copy()

    def seeds(self, plan: int) -> tuple[Hashes, Places]:
        """Return a plan's fingerprints in order of hash, those of equal hashes in order of place."""
        start, end = self._seed_ends[plan : plan + 2]
        hashes = self._part("seeds", np.dtype(np.uint64), start, end)
        return hashes, self._part("seed-places", np.dtype(np.int64), start, end) + self.plan_starts[plan]

    def body(self, first: int, end: int) -> Body:
        """Return the text of the plans from number `first` up to `end`, as it lies on disk."""
        start, stop = self.plan_starts[[first, end]].tolist()
        codes: Codes = np.zeros(0, np.uint32)
        if stop > start:
            shape, offset = (stop - start,), codes.itemsize * start
            codes = np.asarray(np.memmap(self.folder / "text", np.uint32, "r", offset, shape))
        return Body(codes=codes, offset=start, texts=self._texts)

    def _part(self, name: str, kind: np.dtype[Any], start: int, end: int) -> Table:
        """Return rows `start` up to `end` of a file."""
        if start == end:
            return np.zeros(0, kind)
        return np.fromfile(self.folder / name, kind, count=end - start, offset=kind.itemsize * start)

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """Return passages by their numbers."""
        some = np.fromiter(numbers, np.int64)
        starts, ends = self._record_starts[some].tolist(), self._record_starts[some + 1].tolist()
        with (self.folder / "passages").open("rb", buffering=0) as file:
            records = [os.pread(file.fileno(), end - start, start) for start, end in zip(starts, ends, strict=True)]
        return {n: Passage(*read_json(record)) for n, record in zip(some.tolist(), records, strict=True)}

    def eids(self, plan: int) -> list[Eid]:
        """Return the addresses of a plan's passages."""
        start, end = self._eid_ends[plan : plan + 2]
        eids: list[Eid] = read_json(self._part("eids", np.dtype(np.uint8), start, end).tobytes())
        return eids

    def written(self, plans: range) -> Codes:
        """Return the passages' texts of some plans, one after another, each ended by one character more."""
        first, end = self.first_passages[[plans.start, plans.stop]].tolist()
        edges = self._record_starts[first : end + 1].tolist()
        records = memoryview(self._part("passages", np.dtype(np.uint8), edges[0], edges[-1]).tobytes())
        texts = (read_json(records[low - edges[0] : high - edges[0]])[_TEXT] for low, high in pairwise(edges))
        return encode("".join(f"{text}\n" for text in texts))

    def placed(self, plans: range) -> tuple[Codes, Places]:
        """Return the characters of some plans' texts, folded, and the offset of each in what is `written` there."""
        codes = self._part("text", np.dtype(np.uint32), *self.plan_starts[[plans.start, plans.stop]].tolist())
        bits = []
        for plan in plans:
            kept = self._part("kept", np.dtype(np.uint8), *self._kept_ends[plan : plan + 2])
            sizes = self._sizes[slice(*self.first_passages[plan : plan + 2])]
            bits.append(np.unpackbits(kept, count=int(sizes.sum())))
        offsets = np.flatnonzero(np.concatenate(bits))
        # A separator that stays has the offset of the digit behind it.
        separators = np.flatnonzero((codes == ord(".")) | (codes == ord("-")))
        offsets[separators] = offsets[separators + 1]
        return codes, offsets

    def folded(self, plan: int) -> tuple[Codes, Places]:
        """Return the characters of a plan's text, and for each the offset in its passage's text that it came from."""
        codes, offsets = self.placed(range(plan, plan + 1))
        passages = slice(*self.first_passages[plan : plan + 2])
        sizes, lengths = self._sizes[passages], np.diff(self.text_starts[passages.start : passages.stop + 1])
        return codes, offsets - np.repeat(np.cumsum(sizes) - sizes, lengths)

    def clauses(self, plan: int) -> Places:
        """Return where clauses begin among a plan's characters, in order, and the end of the last."""
        bits = self._part("clauses", np.dtype(np.uint8), *self._clause_ends[plan : plan + 2])
        characters = int(self.plan_starts[plan + 1] - self.plan_starts[plan])
        return np.append(np.flatnonzero(np.unpackbits(bits, count=characters)), characters)

    def grounds(self) -> Iterator[str]:
        """Yield all that decides what the plans say in the same words: the words of each, and their order."""
        for plan_id, number in self.numbers.items():
            yield f"{plan_id} {self.hashes[number]} {self.characters[number]}"

    def tell(self, found: bytes) -> None:
        """Keep what was found of the next plan, in their order."""
        with (self.folder / TOLD).open("ab") as file:
            file.write(found)
        self._told_ends.append(self._told_ends[-1] + len(found))

    def told(self, plan: int) -> bytes:
        """Return what was found of a plan."""
        start, end = self._told_ends[plan : plan + 2]
        with (self.folder / TOLD).open("rb", buffering=0) as file:
            file.seek(start)
            return file.read(end - start)

    @property
    def found(self) -> tuple[list[int], int]:
        """Return where in their files what was found stands."""
        return self._told_ends, self._runs_end

    @found.setter
    def found(self, ends: tuple[list[int], int]) -> None:
        self._told_ends, self._runs_end = ends

    def keep_runs(self, runs: Runs) -> tuple[int, int]:
        """Keep runs, and return where they stand."""
        start, self._runs_end = self._runs_end, self._runs_end + runs.size
        append(self.folder / RUNS, runs)
        return start, self._runs_end

    def kept_runs(self, rows: tuple[int, int]) -> Runs:
        """Return what was kept."""
        runs: Runs = self._part(RUNS, np.dtype(np.int64), *rows).reshape(-1, 3)
        return runs
