"""Letters that the plan's own wording tells against: an index of its texts in; lost, wrong and doubled letters out.

A pair of letters that stands nowhere else in a plan is looked at beside what usually stands there: 参加基医疗 where
the plan has 参加基本医疗 several times lacks a letter, 医疗保陪制度 beside 医疗保障制度 has a wrong one. All is counted
at once, over the letters of the plan one after another, so the work grows with the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from medplan.rereading.candidate import Candidate, around
from medplan.rereading.keys import Keys, Numbers, among, counted, perhaps_often, times
from medplan.rereading.runs import Index, Laid

OFTEN = 3  # times that the usual wording stands in the plan
SET_PHRASE = 15  # times, where fewer letters about the place are alike
SHARE = 0.75  # of what stands in such a place
HEAD = 6  # letters with which a text begins
BESIDE = 9  # times that a pair of letters stands beside the same letter, and beside no other
_JOINS = frozenset("和与及的、等或将并把在了")
_LEADS = frozenset("使是由对为按在从以向于让被到据")  # lead in what may also begin a text
_DOUBLED = frozenset("面紧牢方扎作保费人天个层常大逐一家种多步深实稳平全好充真清广早家年日月")

Places = npt.NDArray[np.bool_]


def letters(index: Index) -> Iterator[Candidate]:
    """Yield each place where the plan's own wording speaks for a letter more, another one or one less."""
    if index.laid.texts:
        by = _Letters(index.laid)
        yield from _odd(by)
        yield from _twice(by)
        yield from _cut(by)
        yield from _begun(by)


class _Letters:
    """The letters of a plan with those up to four places on, how often each pair stands, and where clauses begin."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        codes = np.concatenate((laid.codes, np.zeros(5, dtype=np.uint64)))
        self.on = [codes[far : far + len(laid.codes)] for far in range(5)]
        self.wholes: list[Places] = list(accumulate((part != 0 for part in self.on), np.logical_and))
        self.pair = self.whole(2)
        self.pair_hash = laid.hashes(2)
        self.gathered = _Gathered(self.pair_hash, np.flatnonzero(self.pair))
        self.pairs = self.gathered.count(len(laid.codes))
        self.edges = np.zeros(len(codes), dtype=bool)
        for places in (laid.parted(), laid.begins, laid.ends):
            self.edges[places] = True

    def once(self, far: int) -> Places:
        """Return the places so far before a pair that stands once."""
        return np.asarray(np.concatenate((self.pairs[far:], np.zeros(far, dtype=np.int64))) == 1)

    def whole(self, size: int) -> Places:
        """Return the places where so many letters of one text follow."""
        return self.wholes[size - 1]


class _Gathered:
    """Places by their key: `places` so that those of one key stand together, the key of each, and how often it is."""

    def __init__(self, keys: Keys, places: Numbers) -> None:
        different, counts, which, order = counted(keys[places])
        self.places, self.keys, self.counts = places[order], different[which], counts[which]

    def count(self, size: int) -> Numbers:
        """Return of each of so many places how often its key is; 0 where it has none."""
        found = np.zeros(size, dtype=np.int64)
        found[self.places] = self.counts
        return found

    def often(self, least: int) -> None:
        """Leave only those whose key is there so often or more."""
        kept = self.counts >= least
        self.places, self.keys, self.counts = self.places[kept], self.keys[kept], self.counts[kept]

    def among(self, keys: Keys) -> Iterator[Numbers]:
        """Yield the places of each of some keys."""
        lows, highs = (np.searchsorted(self.keys, keys, side).tolist() for side in ("left", "right"))
        for low, high in zip(lows, highs, strict=True):
            yield self.places[low:high]


def _odd(by: _Letters) -> Iterator[Candidate]:
    """Yield letters between which another usually stands, and those of which a middle one is usually another.

    Two letters on both sides, or one and two, are looked at; with fewer the usual wording must stand more often.
    """
    told: set[int] = set()
    for size, gap, least in ((5, 2, OFTEN), (4, 1, SET_PHRASE), (4, 2, SET_PHRASE)):
        around_gap = by.laid.hashes(size, gap)
        usual = _Gathered(around_gap, np.flatnonzero(by.whole(size) & perhaps_often(around_gap, least)))
        usual.often(least)
        run = by.laid.hashes(size - 1)
        lost = np.flatnonzero(by.whole(size - 1) & by.once(gap - 1))
        lost = lost[among(run[lost], usual.keys)]
        once = by.once(gap - 1) & by.once(gap)
        wrong = np.sort(usual.places[once[usual.places]])
        for places, keys, letters_of, words in ((lost, run, size - 1, "少一字"), (wrong, around_gap, size, "一字不同")):
            for at, there in zip(places.tolist(), usual.among(keys[places]), strict=True):
                middle, count = Counter(by.laid.codes[there + gap].tolist()).most_common(1)[0]
                own, letter = by.laid.run(at, letters_of), chr(middle)
                stands = {letter, *own[gap : gap + letters_of - size + 1]}
                if at + gap in told or count < max(least, SHARE * len(there)):
                    continue
                if not stands & _JOINS and not "".join(stands).isascii():
                    told.add(at + gap)
                    usually = own[:gap] + letter + own[gap + letters_of - size + 1 :]
                    yield _candidate(by.laid, at, letters_of, f"“{usually}”全文有 {count} 处，此处{words}", usually)


def _twice(by: _Letters) -> Iterator[Candidate]:
    """Yield a letter printed twice where without one of them the wording is the plan's usual."""
    twice = np.flatnonzero((by.on[1] == by.on[2]) & by.whole(4) & by.once(1))
    runs = by.laid.hashes(3)[by.whole(3)]
    begins_no_word = by.pairs[twice + 2] <= 1
    for at in twice[begins_no_word | among(by.laid.hashes(4, 2)[twice], runs)].tolist():
        run = by.laid.run(at, 4)
        if run[1] not in _DOUBLED and not run[1].isascii():
            yield _candidate(by.laid, at, 4, "一字重出", run[:2] + run[3])


def _cut(by: _Letters) -> Iterator[Candidate]:
    """Yield a pair that begins or ends a clause, where everywhere else the same letter goes before or follows it."""
    codes = by.laid.codes
    for edge, far, where in (
        (by.pair & by.edges[: len(codes)], -1, "之前"),
        (by.pair & by.edges[2:][: len(codes)], 2, "之后"),
    ):
        beside = np.roll(codes, -far)
        edges = np.flatnonzero(edge & (by.pairs > BESIDE))
        edges = edges[times(by.pair_hash[edges]) == 1]
        for at, standing in zip(edges.tolist(), by.gathered.among(by.pair_hash[edges]), strict=True):
            standing = standing[~edge[standing]]
            usual = set(beside[standing].tolist())
            if len(usual) != 1 or 0 in usual or len(standing) < BESIDE:
                continue
            letter, own = chr(usual.pop()), by.laid.run(at, 2)
            if letter in _JOINS or letter.isascii() or own.isascii():
                continue
            words = f"“{own}”{where}在别处（{len(standing)} 处）都是“{letter}”，此处没有"
            usually = letter + own if far < 0 else own + letter
            yield _candidate(by.laid, at, 2, words, usually)


def _begun(by: _Letters) -> Iterator[Candidate]:
    """Yield a text that begins as a clause elsewhere does after its first letter: 立救助对象 beside 建立救助对象."""
    laid, edges = by.laid, by.edges[: len(by.laid.codes)]
    begins = laid.begins[laid.ends - laid.begins >= HEAD]
    hashes = laid.hashes(HEAD)
    inside = np.flatnonzero(~edges & np.roll(edges, 1))
    inside = inside[among(hashes[inside], hashes[begins])]
    place_of = {int(hashes[at]): at for at in reversed(inside.tolist())}
    for begin in begins.tolist():
        other = place_of.get(int(hashes[begin]))
        if other is None or laid.run(other, HEAD) != laid.run(begin, HEAD) or not laid.codes[other - 1]:
            continue
        usually = laid.run(other - 1, HEAD + 1)
        if usually[0] not in _JOINS | _LEADS and not usually[0].isascii():
            yield _candidate(laid, begin, HEAD, f"别处作“{usually}……”，此处少第一字", usually)


def _candidate(laid: Laid, at: int, size: int, words: str, there: str) -> Candidate:
    number = int(laid.owner[at])
    text, start = laid.texts[number], at - int(laid.begins[number])
    first, last = text.offsets[start], text.offsets[start + size - 1] + 1
    return Candidate(
        kind="lost", eid=text.eid, place=text.place, quote=text.printed[first:last], words=words,
        here=around(text.printed, first, last), there=there,
    )  # fmt: skip
