"""Write the search index: plans in one by one, shards of grams, chunks of text and a manifest out.

Files, all gzip without a time so that the same data gives the same bytes: `manifest.bin`, and under a folder named by
the index's hash `g/N.bin` (grams), `t/N.bin` (texts), `p/N.bin` (plans), and what few queries need: `below.bin` (how
many records stand under each heading), `traditional.bin`, `names.bin` (synonyms), `places.bin` (romanised names).
Grams are bigrams, and trigrams where both of their bigrams are common; postings are sorted record numbers.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Container, Iterator
from itertools import compress
from operator import add, and_
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from medplan.catalogues import Catalogues
from medplan.model import Plan
from medplan.romanise import initials
from medplan.search.fold import fold, traditional_to_simplified
from medplan.search.postings import HEADING, MOST_WEIGHT, ROW, Gathering, write_varint
from medplan.search.records import Record, plan_records

SHARD_BYTES = 8_000
RECORDS_A_CHUNK = 8
LEVEL = 6  # of gzip: 9 takes twice the time for one byte in a hundred
PLANS_A_CHUNK = 64
COMMON_SHARE = 64  # a bigram is common when it stands in more than one of so many records, or in COMMON_LEAST
COMMON_LEAST = 48


class SearchIndexer:
    """Writes the index into a folder: `add` every plan in order; use it as a context manager."""

    def __init__(self, folder: Path, catalogues: Catalogues) -> None:
        self.folder = folder
        self.catalogues = catalogues
        self.grams = Gathering()
        self.themes = Gathering()
        self.records = 0
        self.plans: list[dict[str, Any]] = []
        self.counts: list[int] = []
        self.spool: TextIO = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        self.hash = hashlib.sha256()
        self.chunk: list[list[Any]] = []
        self.chunks = 0
        self.below = bytearray()
        self.last_heading = 0
        (folder / "new" / "t").mkdir(parents=True)
        (folder / "new" / "g").mkdir()
        (folder / "new" / "p").mkdir()

    def __enter__(self) -> SearchIndexer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self.spool.close()

    def add(self, plan: Plan) -> None:
        """Index one plan."""
        before = self.records
        for record in plan_records(plan):
            folded = record.folded
            row = ROW if record.is_row else 0
            heading = fold(record.heading)
            self.grams.add(self.records, _weights(_bigrams(folded), set(_bigrams(heading)), row))
            self.themes.add(self.records, ((f"#{theme}", 1) for theme in record.themes))
            self.spool.write(json.dumps([row, heading, folded], ensure_ascii=False) + "\n")
            if record.below:
                write_varint(self.records - self.last_heading, self.below)
                write_varint(record.below, self.below)
                self.last_heading = self.records
            self._add_text(record)
            self.records += 1
        self.plans.append(self._plan_entry(plan))
        self.counts.append(self.records - before)

    def _plan_entry(self, plan: Plan) -> dict[str, Any]:
        place = self.catalogues.jurisdictions[plan.jurisdiction]
        above = [*self.catalogues.ancestors(place.code), place]
        year = (plan.published or "")[:4] or str(plan.period[0] if plan.period else "")
        return {
            "id": plan.id,
            "title": plan.title,
            "place": "".join(p.name for p in above if p.level != "national") or place.name,
            "province": place.code[:2],
            "level": place.level,
            "kind": plan.kind,
            "stage": plan.stage,
            "year": year,
            "published": plan.published or "",
        }

    def _add_text(self, record: Record) -> None:
        entry = [record.eid, record.path, record.text, record.reading or 0, len(record.heading)]
        self.chunk.append(entry)
        if len(self.chunk) == RECORDS_A_CHUNK:
            self._write_chunk()

    def _write_chunk(self) -> None:
        if self.chunk:
            self._write(f"t/{self.chunks}.bin", _json(self.chunk))
            self.chunks += 1
            self.chunk = []

    def _write(self, name: str, raw: bytes) -> None:
        self.hash.update(name.encode() + raw)
        (self.folder / "new" / name).write_bytes(gzip.compress(raw, LEVEL, mtime=0))

    def _finish(self) -> None:
        self._write_chunk()
        common = self._find_common()
        self._add_trigrams(common)
        firsts = self._write_shards()
        for number in range(0, len(self.plans), PLANS_A_CHUNK):
            entries = [[p["id"], p["title"], p["place"]] for p in self.plans[number : number + PLANS_A_CHUNK]]
            self._write(f"p/{number // PLANS_A_CHUNK}.bin", _json(entries))
        self._write_rarely_needed()
        version = self.hash.hexdigest()[:16]
        manifest = {
            "version": version,
            "records": self.records,
            "chunk": RECORDS_A_CHUNK,
            "planChunk": PLANS_A_CHUNK,
            "planFirsts": [p["id"] for p in self.plans[::PLANS_A_CHUNK]],
            "counts": self.counts,
            "columns": {key: _column([p[key] for p in self.plans]) for key in _COLUMNS},
            "firsts": "\n".join(firsts),
            "common": " ".join(sorted(common)),
        }
        (self.folder / "new").rename(self.folder / version)
        (self.folder / "manifest.bin").write_bytes(gzip.compress(_json(manifest), 9, mtime=0))

    def _write_rarely_needed(self) -> None:
        known = {char for gram in self.grams.gaps for char in gram}
        pairs = sorted(traditional_to_simplified().items())
        self._write("traditional.bin", "".join(a + b for a, b in pairs if a not in known).encode())
        self._write("below.bin", bytes(self.below))
        catalogues = self.catalogues
        named = [(e.name, *e.names) for e in catalogues.themes.values()]
        named += [(e.name, *e.names) for e in catalogues.indicators.values()]
        named += [(e.name, *e.names) for e in catalogues.agencies.agencies.values()]
        named += catalogues.synonyms
        self._write("names.bin", _json([names for names in named if len(names) > 1]))
        held = {p["id"][:6] for p in self.plans}
        places = [p for p in catalogues.jurisdictions.values() if p.code in held]
        self._write("places.bin", _json([[p.code, p.name, p.pinyin, initials(p.name, p.pinyin)] for p in places]))

    def _find_common(self) -> set[str]:
        floor = max(COMMON_LEAST, self.records // COMMON_SHARE)
        return {gram for gram in self.grams.gaps if self.grams.count(gram) > floor}

    def _add_trigrams(self, common: set[str]) -> None:
        self.spool.seek(0)
        for number, line in enumerate(self.spool):
            row, heading, folded = json.loads(line)
            own = set(_trigrams(heading, common))
            self.grams.add(number, _weights(_trigrams(folded, common), own, row))

    def _write_shards(self) -> list[str]:
        firsts: list[str] = []
        shard = bytearray()
        for gram, count, data in (*self.themes.entries(), *self.grams.entries()):
            if shard and len(shard) + len(data) > SHARD_BYTES:
                self._write(f"g/{len(firsts) - 1}.bin", bytes(shard))
                shard.clear()
            if not shard:
                firsts.append(gram)
            name = gram.encode()
            write_varint(len(name), shard)
            shard += name
            write_varint(count, shard)
            write_varint(len(data), shard)
            shard += data
        if shard:
            self._write(f"g/{len(firsts) - 1}.bin", bytes(shard))
        return firsts


_COLUMNS = ("province", "level", "kind", "stage", "year", "published")


def _column(values: list[str]) -> dict[str, list[Any]]:
    """Return a column as its distinct values and, run by run, [which value, how many plans]."""
    distinct = sorted(set(values))
    runs: list[int] = []
    for value in values:
        at = distinct.index(value)
        if runs and runs[-2] == at:
            runs[-1] += 1
        else:
            runs += [at, 1]
    return {"values": distinct, "runs": runs}


def _bigrams(folded: str) -> Counter[str]:
    counts = Counter(map(add, folded, folded[1:]))
    return _within_lines(counts) if "\n" in folded else counts


def _trigrams(folded: str, common: set[str]) -> Counter[str]:
    pairs = list(map(add, folded, folded[1:]))
    shared = [pair in common for pair in pairs]
    triples = compress(map(add, pairs, folded[2:]), map(and_, shared, shared[1:]))
    counts = Counter(triples)
    return _within_lines(counts) if "\n" in folded else counts


def _within_lines(counts: Counter[str]) -> Counter[str]:
    for gram in [g for g in counts if "\n" in g]:
        del counts[gram]
    return counts


def _weights(counts: Counter[str], heading: Container[str], row: int) -> Iterator[tuple[str, int]]:
    for gram, count in counts.items():
        often = count if count < MOST_WEIGHT else MOST_WEIGHT
        yield gram, often + row + (HEADING if gram in heading else 0)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
