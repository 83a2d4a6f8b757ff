"""Runs of characters that texts have in common: a plan's texts, and an index, in; where each run stands again out.

Texts stand one after another in an array of code points, a zero before and after each, so that runs are compared at
once and not one by one. A run is looked up by a hash of its characters and then compared in full; of what stands in
many places an index knows the first few, so the work grows with the text and not with its square.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from medplan.language.codes import CodeTable, decode, encode
from medplan.plan.address import Eid
from medplan.plan.model import UNIT_FIELDS, Node, Plan
from medplan.plan.once import once
from medplan.rereading.keys import Keys, Numbers, stable_order

RUN = 5  # characters that are looked up
MOST_PLACES = 12  # of one run: what stands in more places is a set phrase
LEAST_LETTERS = 9  # of a text that is looked at
_NO_WORDING = frozenset({*UNIT_FIELDS, "schedule", "num", "label"})
_MULTIPLIER = 0x9E3779B97F4A7C15
_AT_ONCE = 1 << 15  # characters looked up together: memory must not grow with a plan

Hashes = Keys


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """A provision's text folded, with the place of each folded character in what is printed."""

    plan_id: str
    eid: Eid
    place: tuple[int, int]
    printed: str
    folded: str
    offsets: Numbers


@once
def texts_of(plan: Plan) -> list[Text]:
    """Return a plan's provisions, folded: letters and figures alone."""
    nodes: list[Node] = []
    printed: list[str] = []
    for node, _ in plan.walk():
        if node.indicator is None and node.kind != "table_row":
            gap = "\n" if node.kind == "task_row" else ""
            texts = (node.reading(name) for name in node.fields if name not in _NO_WORDING)
            nodes.append(node)
            printed.append(gap.join(text for text in texts if text))
    codes = encode("".join(printed))
    kept = _kept().of(codes) != 0
    found, end = [], 0
    for node, text in zip(nodes, printed, strict=True):
        begin, end = end, end + len(text)
        offsets = np.flatnonzero(kept[begin:end])
        if len(offsets) >= LEAST_LETTERS:
            folded = decode(codes[begin:end][offsets])
            found.append(
                Text(plan_id=plan.id, eid=node.eid, place=node.place, printed=text, folded=folded, offsets=offsets)
            )
    return found


@cache
def _kept() -> CodeTable:
    """Return what tells letters and figures from all else."""
    return CodeTable(lambda char: char.isalnum() or char in "%％")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Texts one after another, `whole`: of each place the code point, the number of its text, that one's two ends."""

    texts: Sequence[Text]
    whole: str
    codes: Hashes
    owner: Numbers
    begins: Numbers
    ends: Numbers
    made: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, texts: Sequence[Text]) -> Laid:
        """Return texts laid out, a zero before, between and after them."""
        joined = "\0".join(["", *(text.folded for text in texts), ""])
        lengths = np.array([len(text.folded) for text in texts], dtype=np.int64)
        begins = np.cumsum(lengths + 1) - lengths
        return cls(
            texts=texts,
            whole=joined,
            codes=_codes(joined),
            owner=np.concatenate(([0], np.repeat(np.arange(len(texts)), lengths + 1))),
            begins=begins,
            ends=begins + lengths,
        )

    @once
    def hashes(self, size: int, gap: int | None = None) -> Hashes:
        """Return a hash of the run of `size` characters that begins at each place, past the end counted as zeros.

        Of the character at `gap` nothing is asked.
        """
        return _hashes(self.codes, size, gap)

    def run(self, at: int, size: int) -> str:
        """Return the run of `size` characters that begins at a place."""
        return self.whole[at : at + size]

    def starts(self, size: int) -> Numbers:
        """Return the places where a run of `size` characters of one text begins, in order."""
        places = np.flatnonzero(self.codes)
        return np.asarray(places[self.fits(places, size)])

    def fits(self, places: Numbers, size: int) -> npt.NDArray[np.bool_]:
        """Return for each place within a text whether so many characters of it stand from there on."""
        return np.asarray(places + size <= self.ends[self.owner[places]])

    @once
    def parted(self) -> Numbers:
        """Return the places within texts before which something stands that is no letter or figure, in order."""
        offsets = np.concatenate([*(text.offsets for text in self.texts), np.zeros(0, dtype=np.int64)])
        places = np.flatnonzero(self.codes)
        apart = (np.diff(offsets) > 1) & (self.codes[places[1:] - 1] != 0)
        return np.asarray(places[1:][apart])


def hashes_of(runs: Collection[str], size: int) -> Hashes:
    """Return the hashes of runs of `size` characters."""
    return _hashes(_codes("".join(runs)), size)[::size]


def _codes(text: str) -> Hashes:
    return encode(text).astype(np.uint64)


def _hashes(codes: Hashes, size: int, gap: int | None = None) -> Hashes:
    found = np.zeros_like(codes)
    for at in range(min(size, len(codes))):
        if at != gap:
            found[: len(found) - at] += codes[at:]
            found *= np.uint64(_MULTIPLIER)  # the last time too: the first bits tell of all characters
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Where each run of RUN characters of texts begins: `hashes` in order, of each the first and number of `places`.

    `starts` are all places in the order of the texts, `kinds` the number of the run that begins at each.
    """

    laid: Laid
    hashes: Hashes
    first: Numbers
    count: Numbers
    places: Numbers
    starts: Numbers
    kinds: Numbers
    made: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def often(self, least: int) -> Numbers:
        """Return the places where a run begins that stands so many times or more, in order."""
        return np.asarray(self.starts[self.count[self.kinds] >= least])


def index_of(texts: Iterable[Text]) -> Index:
    """Return where each run of RUN characters stands, in the order of the texts."""
    laid = Laid.of(list(texts))
    starts = laid.starts(RUN)
    own = laid.hashes(RUN)[starts]
    order, first = stable_order(own)
    count = np.diff(first, append=len(own))
    kinds = np.empty_like(order)
    kinds[order] = np.repeat(np.arange(len(first)), count)
    return Index(
        laid=laid, hashes=own[order[first]], first=first, count=count, places=starts[order], starts=starts, kinds=kinds
    )


def meetings(laid: Laid, index: Index) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of places, one of `laid` and one of the index, where the same run begins, some at a time.

    They come in the order of the texts, the index's too. Of two texts that are both in `laid` the index's is the
    earlier.
    """
    if laid is index.laid and len(index.starts) <= _AT_ONCE:
        return iter(_own_meetings(index))
    return _meetings(laid, index)


@once
def _own_meetings(index: Index) -> tuple[tuple[Numbers, Numbers], ...]:
    return tuple(_meetings(index.laid, index))


def _meetings(laid: Laid, index: Index) -> Iterator[tuple[Numbers, Numbers]]:
    if not len(index.hashes):
        return
    number = {id(text): n for n, text in enumerate(laid.texts)}
    rank = np.array([number.get(id(text), -1) for text in index.laid.texts], dtype=np.int64)
    starts, found = _known(laid, index)
    for at in range(0, len(starts), _AT_ONCE):
        kind = found[at : at + _AT_ONCE]
        count = np.minimum(index.count[kind], MOST_PLACES)
        one = np.repeat(starts[at : at + _AT_ONCE], count)
        nth = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
        two = index.places[np.repeat(index.first[kind], count) + nth]
        kept = rank[index.laid.owner[two]] < laid.owner[one]
        one, two = one[kept], two[kept]
        for step in range(RUN):
            alike = laid.codes[one + step] == index.laid.codes[two + step]
            one, two = one[alike], two[alike]
        yield one, two


def _known(laid: Laid, index: Index) -> tuple[Numbers, Numbers]:
    """Return the places where a run of the index begins, and its number there."""
    if laid is index.laid:  # what stands once meets nothing
        again = index.count[index.kinds] > 1
        return index.starts[again], index.kinds[again]
    starts = laid.starts(RUN)
    hashes = laid.hashes(RUN)[starts]
    found = np.minimum(np.searchsorted(index.hashes, hashes), len(index.hashes) - 1)
    known = index.hashes[found] == hashes
    return starts[known], found[known]
