"""Two versions of one plan side by side: both in; every provision with what became of it, and how many of each, out.

What was which is told by the pairing that the review goes by, what a figure means by its sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import IndicatorRow
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.plan.printed import locator, node_text
from medplan.review.apparatus import metadata_changes
from medplan.review.change import Change
from medplan.review.changes import pair_rows
from medplan.review.figures import figure_changes
from medplan.review.pairing import Alignment, Entry, pair_provisions
from medplan.review.provisions import measure_changes
from medplan.review.reworded import only_punctuation, runs_of

Fate = Literal["same", "punctuation", "reworded", "added", "dropped"]
WORDS: dict[Fate, str] = {
    "same": "文字相同",
    "punctuation": "只改标点、空格",
    "reworded": "改动",
    "added": "新增",
    "dropped": "删去",
}


class Run(NamedTuple):
    """A stretch of a provision's text; `own` tells that the other version has not the same there."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A provision in one of the versions: its address, its place as a citation names it, its text in stretches."""

    eid: Eid
    place: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One provision, on the sides where it stands; `moved` where it stands elsewhere, not only its number."""

    fate: Fate
    moved: bool = False
    old: Side | None = None
    new: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """An indicator whose row is not the same in both versions; `words` say what changed, "" where one side is all."""

    old: IndicatorRow | None
    new: IndicatorRow | None
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what the later of the two calls it."""
        row = self.new or self.old
        assert row is not None
        return row.name


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoVersions:
    """What became of a plan between two versions, in the printed order of the later one.

    A list in `parts` holds one row that is to be shown, or rows that are the same on both sides. `counts` are of
    provisions by what became of them, `moved` of those that stand elsewhere, the rest of indicators.
    """

    parts: tuple[tuple[Row, ...], ...]
    counts: dict[Fate, int]
    moved: int
    figures: tuple[FigureRow, ...]
    same_figures: int
    head: tuple[Change, ...]
    duties: tuple[Change, ...]


def compare_versions(old: Plan, new: Plan, catalogues: Catalogues) -> TwoVersions:
    """Return what became of each provision and indicator of a version in a later one."""
    alignment = pair_provisions(old, new)
    rows = tuple(_rows(alignment))
    pairs = list(pair_rows(old, new, alignment))
    figures = tuple(row for before, after in pairs if (row := _figures(before, after, catalogues)))
    # That a version is another plan of the library, after this one, is what the page is about.
    before = replace(old, id=new.id, previous_version=new.previous_version)
    counts = Counter(row.fate for row in rows)
    return TwoVersions(
        parts=tuple(_parts(rows)),
        counts={fate: counts[fate] for fate in WORDS},
        moved=sum(row.moved for row in rows),
        figures=figures,
        same_figures=len(pairs) - len(figures),
        head=tuple(metadata_changes(before, new, alignment)),
        duties=tuple(measure_changes(alignment)),
    )


def _rows(alignment: Alignment) -> Iterator[Row]:
    """Yield every provision with a text of its own, indicators' rows apart; what was dropped after what it followed."""
    moved = _moved(alignment)
    olds = {new.eid: old for old, new in alignment.pairs}
    dropped: dict[Eid | None, list[Entry]] = {}
    last: Eid | None = None
    for eid, entry in alignment.old_all.items():
        if eid in alignment.new_eids:
            last = eid
        elif _counts(entry):
            dropped.setdefault(last, []).append(entry)
    yield from (Row(fate="dropped", old=_side(entry)) for entry in dropped.get(None, ()))
    for entry in alignment.new_all.values():
        old = olds.get(entry.eid)
        if not _counts(entry):
            pass
        elif old is None:
            yield Row(fate="added", new=_side(entry))
        else:
            yield _pair(old, entry, moved=old.eid in moved)
        if old is not None:
            yield from (Row(fate="dropped", old=_side(gone)) for gone in dropped.get(old.eid, ()))


def _counts(entry: Entry) -> bool:
    return bool(entry.node.fields) and entry.node.kind != "indicator_row"


def _pair(old: Entry, new: Entry, *, moved: bool) -> Row:
    if old.text == new.text:
        return Row(fate="same", moved=moved, old=_side(old), new=_side(new))
    runs = runs_of(node_text(old.node), node_text(new.node))
    return Row(
        fate="punctuation" if only_punctuation(old.text, new.text) else "reworded",
        moved=moved,
        old=_side(old, [Run(before, before != after) for before, after in runs if before]),
        new=_side(new, [Run(after, before != after) for before, after in runs if after]),
    )


def _side(entry: Entry, runs: list[Run] | None = None) -> Side:
    whole = [Run(node_text(entry.node), own=False)]
    return Side(eid=entry.eid, place=locator(entry.above, entry.node), runs=tuple(whole if runs is None else runs))


def _moved(alignment: Alignment) -> set[Eid]:
    """Return the old addresses of what was put into another unit, or past its neighbours, by itself.

    What goes along with the unit above it is not moved; nor is what only others were put before.
    """
    places = {eid: place for place, eid in enumerate(alignment.new_all)}
    pairs = [(old.eid, new.eid) for old, new in alignment.pairs]
    kept = _longest_rising([places[new] for _, new in pairs])
    strayed = {old for at, (old, _) in enumerate(pairs) if at not in kept}
    found = set()
    for old, new in pairs:
        above = old.parent
        along = (alignment.new_eids.get(above) if above else None) == new.parent
        if not along or (old in strayed and above not in strayed):
            found.add(old)
    return found


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the places of a longest rising series of different numbers."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else None)
        ends[at : at + 1] = [number]
        places[at : at + 1] = [place]
    found: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _parts(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    """Yield each row that is to be shown, and together the ones between that are the same."""
    waiting: list[Row] = []
    for row in rows:
        if row.fate == "same" and not row.moved:
            waiting.append(row)
            continue
        if waiting:
            yield tuple(waiting)
            waiting = []
        yield (row,)
    if waiting:
        yield tuple(waiting)


def _figures(old: IndicatorRow | None, new: IndicatorRow | None, catalogues: Catalogues) -> FigureRow | None:
    """Return an indicator with what changed of it, None where nothing did."""
    if old is None or new is None:
        return FigureRow(old=old, new=new, words=())
    said = tuple("".join(words).removeprefix(f"指标{new.name}：") for words in figure_changes(old, new, catalogues))
    return FigureRow(old=old, new=new, words=said) if said else None
