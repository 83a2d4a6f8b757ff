"""Search compared with a scan of everything: plans in, random draws and what each must find out.

The scan knows nothing of the index: it reads the plans' trees, folds whole texts and looks. Tests compare a small draw,
`make bench` 10,000 (`compare`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from driving import SearchDriver

from medplan.plan.model import Plan
from medplan.search.query_fold import fold_query
from medplan.search.records import Record, plan_records

EVERYTHING = 1_000_000  # a limit that no library reaches
Place = tuple[str, str]  # plan, eid


def level(text: str) -> str:
    """Return a text as “…” compares it: width and case evened, punctuation and spaces kept."""
    return "".join(even if len(even := unicodedata.normalize("NFKC", c).lower()) == len(c) else c for c in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a query: `needle` folded, or with `exact` levelled; `exclude` when records must not hold it."""

    text: str
    needle: str
    exact: bool = False
    exclude: bool = False


def words_of(query: str) -> tuple[Word, ...]:
    """Read a query as the search page's hint describes it."""
    words = []
    quoted = re.compile(r"(?:^|(?<=\s))(-?)[“\"]([^“”\"]+)[”\"](?=\s|$)")
    for minus, inner in quoted.findall(query):
        words.append(Word(text=inner.strip(), needle=level(inner.strip()), exact=True, exclude=minus == "-"))
    for part in quoted.sub("", query).split():
        bare = part.removeprefix("-") if len(part) > 1 else part
        words.append(Word(text=bare, needle=fold_query(bare), exclude=bare != part))
    return tuple(word for word in words if fold_query(word.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A record with both its texts folded and levelled, and the positions of the records above it."""

    place: Place
    record: Record
    plan: Plan
    folds: tuple[str, ...]
    levels: tuple[str, ...]
    above: tuple[int, ...]

    def count(self, word: Word) -> int:
        """Return how often the record holds a word, overlaps included, in whichever of its texts holds more."""
        texts = self.levels if word.exact else self.folds
        return max(len(re.findall(f"(?={re.escape(word.needle)})", text)) for text in texts)

    def holds(self, word: Word) -> bool:
        """Tell whether the record literally holds a word."""
        return any(word.needle in text for text in (self.levels if word.exact else self.folds))


@dataclass(frozen=True, slots=True)
class Scan:
    """Every record of some plans, to be looked through from end to end."""

    records: tuple[Scanned, ...] = field(repr=False)

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> Scan:
        """Read plans in the order of the index."""
        found: list[Scanned] = []
        for plan in plans:
            at: dict[str, int] = {}
            kept = list(plan_records(plan))
            at.update({record.eid: len(found) + i for i, record in enumerate(kept)})
            titles = [node.eid for node, _ in plan.walk() if node.kind == "title"]
            for record in kept:
                node = plan.find(record.eid)
                assert node is not None
                eids = {*titles, *(n.eid for n in node[1])} - {record.eid}
                texts = (record.text, *([record.reading] if record.reading else []))
                scanned = Scanned(
                    place=(plan.id, record.eid),
                    record=record,
                    plan=plan,
                    folds=tuple(map(fold_query, texts)),
                    levels=tuple(map(level, texts)),
                    above=tuple(at[eid] for eid in sorted(eids) if eid in at),
                )
                found.append(scanned)
        return cls(tuple(found))

    def find(self, query: str) -> set[Place]:
        """Return what a query must find: each word in the record or in a heading above it, one at least in itself."""
        words = words_of(query)
        wanted = [word for word in words if not word.exclude]
        if not wanted:
            return set()
        own = [{i for i, r in enumerate(self.records) if r.holds(word)} for word in wanted]
        excluded = [word for word in words if word.exclude]
        found = set()
        for i in set().union(*own):
            r = self.records[i]
            all_there = all(i in places or not places.isdisjoint(r.above) for places in own)
            if all_there and not any(r.holds(word) for word in excluded):
                found.add(r.place)
        return found

    def texts(self) -> list[str]:
        """Return every printed text, and every reading that differs."""
        return [text for r in self.records for text in (r.record.text, r.record.reading) if text]

    def draw(self, count: int, seed: int) -> list[str]:
        """Return random substrings of 2–12 characters, punctuation and spaces included; the longer texts more often."""
        chance = random.Random(seed)
        texts = [text for text in self.texts() if len(text) > 1]
        weights = [len(text) for text in texts]
        drawn = []
        for text in chance.choices(texts, weights, k=count):
            length = chance.randint(2, min(12, len(text)))
            start = chance.randrange(len(text) - length + 1)
            drawn.append(text[start : start + length])
        return drawn


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What came of comparing: sums over queries, and in `faults` (query, what is wrong)."""

    queries: int = 0
    skipped: int = 0
    wanted: int = 0
    shown: int = 0
    right: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what must be found that is found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of what is shown that must be found."""
        return self.right / self.shown if self.shown else 1.0

    def summary(self) -> str:
        """Return the figures in a line."""
        return (
            f"{self.queries} queries ({self.skipped} skipped), {self.wanted} matches: "
            f"recall {self.recall:.6f}, precision {self.precision:.6f}, {len(self.faults)} faults"
        )


def compare(scan: Scan, driver: SearchDriver, queries: Sequence[str], looked_at: int = EVERYTHING) -> Comparison:
    """Ask the module every query and compare with the scan; queries of fewer than two letters are skipped.

    `looked_at` is how many hits of a query have their snippets looked at.
    """
    records = {r.place: r for r in scan.records}
    outcome = Comparison()
    for query in queries:
        if len(fold_query(query)) < 2:
            outcome.skipped += 1
            continue
        outcome.queries += 1
        expected = scan.find(query)
        result = driver.search(query, limit=EVERYTHING)
        shown = [(hit["plan"], hit["eid"]) for hit in result["hits"]]
        found = set(shown)
        outcome.wanted += len(expected)
        outcome.shown += len(shown)
        outcome.right += len(found & expected)
        faults = outcome.faults
        if found != expected:
            faults.append((query, f"missing {sorted(expected - found)[:3]}, wrong {sorted(found - expected)[:3]}"))
        if len(found) != len(shown):
            faults.append((query, "a record is shown twice"))
        if result["total"] != len(expected):
            faults.append((query, f"total {result['total']} instead of {len(expected)}"))
        if result["approximate"]:
            faults.append((query, "approximate"))
        for hit in result["hits"][:looked_at]:
            faults.extend((query, fault) for fault in hit_faults(hit, query, records))
    return outcome


def hit_faults(hit: Mapping[str, object], query: str, records: Mapping[Place, Scanned]) -> list[str]:
    """Return what is wrong with a hit: its address, or its snippet and marks."""
    plan, eid, snippet, url = (str(hit[key]) for key in ("plan", "eid", "snippet", "url"))
    marks = [tuple(mark) for mark in hit["marks"]]  # type: ignore[attr-defined]
    faults = []
    if not url.endswith(f"/plans/{plan}/#{eid}"):
        faults.append(f"address {url}")
    scanned = records.get((plan, eid))
    if scanned is None:
        return [*faults, f"no record {eid}"]
    passage = snippet.removeprefix("……").removesuffix("……")
    record = scanned.record
    if passage not in record.text and passage not in (record.reading or ""):
        faults.append(f"{eid}: snippet is not the record's text: {passage}")
    units = snippet.encode("utf-16-le")
    words = [word for word in words_of(query) if not word.exclude]
    if not marks:
        faults.append(f"{eid}: no mark in {snippet}")
    for start, end in marks:
        marked = units[2 * start : 2 * end].decode("utf-16-le")
        if not any(word.needle in (level(marked) if word.exact else fold_query(marked)) for word in words):
            faults.append(f"{eid}: marks {marked}")
    # What is left when the marked passages are gone must not hold a word: every occurrence is marked.
    for word in words:
        for start, end in occurrences(snippet, word):
            if not any(a <= start and end <= b for a, b in marks):
                faults.append(f"{eid}: {word.text} at {start} is not marked in {snippet}")
    return faults


def occurrences(text: str, word: Word) -> list[tuple[int, int]]:
    """Return the shortest stretches of a text that hold a word, in UTF-16 units, found by trying."""
    hold = level if word.exact else fold_query
    if word.needle not in hold(text):
        return []
    found = []
    for start in range(len(text)):
        if not hold(text[start]) or word.needle[0] != hold(text[start])[0]:
            continue
        for end in range(start + 1, min(len(text), start + 2 * len(word.text) + 8) + 1):
            if hold(text[start:end]) == word.needle:
                found.append((len(text[:start].encode("utf-16-le")) // 2, len(text[:end].encode("utf-16-le")) // 2))
                break
    return found
