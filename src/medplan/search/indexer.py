"""Write the search index: plans in one by one, shards of grams, chunks of text and a manifest out.

Files, all gzip without a time so that the same data gives the same bytes: `manifest.bin`, and under a folder named by
the index's hash `g/N.bin` (grams), `t/N.bin` (the texts of plan N, or of the Nth few plans where there are many, chunk
by chunk, each a gzip member to be fetched by itself), and what few queries need: `plans.bin` (ids), `b/N.bin` (how many
records stand under each heading, of some plans), `traditional.bin`, `names.bin` (what the catalogues call things),
`places.bin` and `all-places.bin` (romanised names of places with a plan, and of all).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from types import TracebackType

from medplan.catalogue.catalogues import Catalogues, Jurisdiction
from medplan.files.packed import BEST, to_gzip
from medplan.search.grams import GramIndexer
from medplan.search.postings import pack_numbers, write_varint
from medplan.search.prepare import RECORDS_A_CHUNK, IndexedPlan, Packed, PlanSearch, as_json, pack, padded
from medplan.search.query_fold import traditional_to_simplified

# A shard is larger in a larger library, so that the manifest, which names the first gram of each, stays small.
SHARD_BYTES = (3_000, 14_800)
RECORDS_A_SHARD_BYTE = 13
PLANS_A_PIECE = 128  # of headings
# A chunk's size is a multiple of this: the manifest tells them all, and must stay small in a large library.
QUANTA = ((128, 1), (1_280, 128))  # (fewer plans than these, bytes)
LARGEST_QUANTUM = 512
MANY, PLANS_A_TEXT = 1_280, 16  # from so many plans on, the texts of so many are one file: hosts count files
COMMON_SHARE = 64  # a bigram is common when it stands in more than one of so many records, and in COMMON_LEAST
COMMON_LEAST = 48


class SearchIndexer:
    """Writes the index into a folder: `add` every plan in order, then `finish`; as a context manager it does that.

    `plans` is about how many there will be.
    """

    def __init__(self, folder: Path, catalogues: Catalogues, plans: int = 0) -> None:
        self.folder = folder
        self.catalogues = catalogues
        self.themes: dict[str, list[int]] = {}
        self.records = 0
        self.plans: list[IndexedPlan] = []
        self.counts: list[int] = []
        self.hashes = bytearray()  # of what is written: the index is named by theirs
        self.quantum = next((quantum for most, quantum in QUANTA if plans < most), LARGEST_QUANTUM)
        self.hashes += b"%d" % self.quantum
        self.sizes: list[int] = []
        self.plans_a_text = PLANS_A_TEXT if plans >= MANY else 1
        self.texts: list[Packed] = []
        self.below = bytearray()
        self.last_heading = 0
        (folder / "new" / "t").mkdir(parents=True)
        (folder / "new" / "g").mkdir()
        (folder / "new" / "b").mkdir()
        self.grams = GramIndexer(folder)

    def __enter__(self) -> SearchIndexer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self.close()

    def add(self, plan: PlanSearch) -> None:
        """Index one plan."""
        if len(self.plans) % PLANS_A_PIECE == 0:
            self._write_below()
        before = self.records
        for record in plan.records:
            self.grams.add(record.folded, record.heading, is_row=record.is_row)
            for theme in record.themes:
                self.themes.setdefault(f"#{theme}", []).append(self.records)
            if record.below:
                write_varint(self.records - self.last_heading, self.below)
                write_varint(record.below, self.below)
                self.last_heading = self.records
            self.records += 1
        texts = [padded(chunk.written, self.quantum) for chunk in plan.chunks]
        hashes = b"".join(chunk.hash for chunk in plan.chunks)
        self.texts.append(Packed(b"".join(texts), hashes))
        self.sizes += [len(text) // self.quantum for text in texts]
        self.plans.append(plan.entry)
        if len(self.texts) == self.plans_a_text:
            self._write_texts()
        self.counts.append(self.records - before)

    def _write_texts(self) -> None:
        """Write the texts of the plans since the last file."""
        if self.texts:
            written, hashes = (b"".join(parts) for parts in zip(*self.texts, strict=True))
            self._put(f"t/{(len(self.plans) - 1) // self.plans_a_text}.bin", Packed(written, hashes))
        self.texts.clear()

    def _write_below(self) -> None:
        """Write the headings of the plans since the last piece; gaps are counted from the piece's first record."""
        if self.plans:
            self._write(f"b/{(len(self.plans) - 1) // PLANS_A_PIECE}.bin", bytes(self.below))
        self.below.clear()
        self.last_heading = self.records

    def _write(self, name: str, raw: bytes) -> None:
        self._put(name, pack(raw))

    def _put(self, name: str, packed: Packed) -> None:
        self.hashes += name.encode() + packed.hash
        (self.folder / "new" / name).write_bytes(packed.written)

    def close(self) -> None:
        """Remove what it takes to make the index."""
        self.grams.close()

    def finish(self) -> None:
        """Write what rests on all plans."""
        self._write_texts()
        self._write_below()
        common, grams = self.grams.finish(COMMON_SHARE, COMMON_LEAST)
        firsts = self._write_shards(grams)
        self._write_rarely_needed()
        version = hashlib.sha256(self.hashes).hexdigest()[:16]
        manifest = {
            "version": version,
            "records": self.records,
            "chunk": RECORDS_A_CHUNK,
            "belowPlans": PLANS_A_PIECE,
            "textPlans": self.plans_a_text,
            "counts": self.counts,
            "columns": {key: _column([getattr(plan, key) for plan in self.plans]) for key in _COLUMNS},
            "quantum": self.quantum,
            "sizes": "".join(map(_as_character, self.sizes)),
            "firsts": _front_coded(firsts),
            "common": _by_size(common),
        }
        (self.folder / "new").rename(self.folder / version)
        (self.folder / "manifest.bin").write_bytes(to_gzip(as_json(manifest), BEST))

    def _write_rarely_needed(self) -> None:
        pairs = sorted(traditional_to_simplified().items())
        letters = self.grams.letters
        self._write("traditional.bin", "".join(a + b for a, b in pairs if a not in letters).encode())
        self._write("plans.bin", "\n".join(plan.id for plan in self.plans).encode())
        catalogues = self.catalogues
        themes, indicators = catalogues.themes.values(), catalogues.indicators.values()
        # Names of a theme are what belongs to it, not other words for it; those that are stand among the synonyms.
        related = [["theme", theme.id, [theme.name], [*theme.names]] for theme in themes]
        named = [["indicator", indicator.id, [indicator.name, *indicator.names], []] for indicator in indicators]
        called = [["agency", a.id, [a.name, *a.names], []] for a in catalogues.agencies.agencies.values()]
        same = [["synonym", "", [*names], []] for names in catalogues.synonyms]
        self._write("names.bin", as_json([*related, *named, *called, *same]))
        every = catalogues.jurisdictions.values()
        lines = ("\t".join((f"{p.code}{p.name} {p.pinyin}", *p.also())) for p in every)
        self._write("all-places.bin", "\n".join(lines).encode())
        held = {plan.id[:6] for plan in self.plans}
        places = [p for p in catalogues.jurisdictions.values() if p.code in held]
        self._write("places.bin", as_json([_named(place, catalogues.initials[place.code]) for place in places]))

    def _write_shards(self, grams: Iterator[tuple[str, int, bytes]]) -> list[str]:
        firsts: list[str] = []
        shard = bytearray()
        last = ""
        least, most = SHARD_BYTES
        size = min(most, max(least, self.records // RECORDS_A_SHARD_BYTE))
        themes = ((theme, len(numbers), pack_numbers(numbers)) for theme, numbers in sorted(self.themes.items()))
        for gram, count, data in chain(themes, grams):
            if shard and len(shard) + len(data) > size:
                self._write(f"g/{len(firsts) - 1}.bin", bytes(shard))
                shard.clear()
            if not shard:
                firsts.append(_between(last, gram))
            last = gram
            name = gram.encode()
            write_varint(len(name), shard)
            shard += name
            write_varint(count, shard)
            write_varint(len(data), shard)
            shard += data
        if shard:
            self._write(f"g/{len(firsts) - 1}.bin", bytes(shard))
        return firsts


_COLUMNS = ("province", "level", "kind", "stage", "year", "published", "status")


_SHARED = ",;!"  # no gram holds one: before each what it shares with the one before, none, one or two characters


def _named(place: Jurisdiction, initials: str) -> list[object]:
    """Return a place with all that a reader may type for it."""
    return [place.code, place.name, place.pinyin, initials, place.also()]


def _between(last: str, gram: str) -> str:
    """Return the shortest beginning of a gram that comes after the last gram before it."""
    same = _shared(last, gram)
    return gram[: same + 1]


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _front_coded(grams: list[str]) -> str:
    """Return rising grams as one text, what each shares with the one before left out."""
    coded = []
    for before, gram in pairwise(["", *grams]):
        same = min(_shared(before, gram), len(_SHARED) - 1)
        coded.append(_SHARED[same] + gram[same:])
    return "".join(coded)


def _by_size(counts: dict[str, int]) -> list[tuple[int, str]]:
    """Return grams that come in order with their counts by the counts' numbers of bits."""
    groups: dict[int, list[str]] = {}
    for gram, count in counts.items():
        groups.setdefault(count.bit_length(), []).append(gram)
    return [(bits, _front_coded(grams)) for bits, grams in sorted(groups.items())]


def _as_character(number: int) -> str:
    """Return a number as one character, of those that stand by themselves."""
    code = number + ord("0")
    return chr(code if code < 0xD800 else code + 0x800)


def _column(values: list[str]) -> dict[str, list[str] | list[int]]:
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
