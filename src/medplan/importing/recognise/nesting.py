"""What is open while a body is built: units under one another, and which of them a number ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from medplan.importing.recognise.numbered_lines import Numbered
from medplan.language.numbering import DECIMALS, LEVELS

BOX_RANK = len(LEVELS)
_ARTICLE = LEVELS.index("art")
_BELOW_DECIMALS = LEVELS.index("lvl")


@dataclass(slots=True)
class Open:
    """A unit that further blocks may go into: how fine it is, its mapping, its number, its depth as a heading."""

    rank: int
    unit: dict[str, Any]
    value: int | None = None
    depth: int | None = None
    frame: int | None = None

    @property
    def is_box(self) -> bool:
        """Whether it is a box (专栏)."""
        return "box" in self.unit


@dataclass(slots=True)
class Structure:
    """A body under construction: what is open, what was left out as (line, text), and doubts as (line, words).

    Doubts about tables and about duties are kept apart from those about what stands under what.
    """

    spoken: bool = False
    body: list[Any] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    reprinted: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    table_doubts: list[tuple[int, str]] = field(default_factory=list)
    duty_doubts: list[tuple[int, str]] = field(default_factory=list)

    def container(self) -> list[Any]:
        """Return the list that the next item goes into."""
        if self.open:
            body: list[Any] = self.open[-1].unit.setdefault("body", [])
            return body
        return self.body

    def box(self) -> int | None:
        """Return the place of the box that is open, None outside one."""
        return next((i for i, o in enumerate(self.open) if o.is_box), None)

    def leave_units(self) -> None:
        """Close all units, so that what follows goes into the annex that is open, or outermost."""
        del self.open[1 if self.open and "annex" in self.open[0].unit else 0 :]

    def article(self) -> int | None:
        """Return the place of the article that is open, None outside one."""
        return next((i for i, o in enumerate(self.open) if o.rank == _ARTICLE and not o.is_box), None)

    def rank_of(self, numbered: Numbered) -> int:
        """Return how fine a number is here: below 1, 1.1 … the brackets （一） are finer than those, else coarser."""
        coarse = ("para", "subpara")
        if numbered.level not in coarse:
            return numbered.rank
        ranks = [o.rank for o in self.open if o.rank >= 0 and not o.is_box]
        above = next((r for r in ranks if r in (LEVELS.index("para"), LEVELS.index("subpara"))), None)
        decimal = any(LEVELS[r] in DECIMALS for r in ranks if r < len(LEVELS))
        return _BELOW_DECIMALS if decimal and above is None else numbered.rank

    def leave_box(self) -> None:
        """Close the box that is open and all in it."""
        at = self.box()
        if at is not None:
            del self.open[at:]


def closes(last: Open, rank: int, depth: int | None) -> bool:
    """Whether a number as fine as `rank`, of a heading of `depth` if of one, ends the unit that is open."""
    if "num" in last.unit or last.depth is None:
        return last.rank >= rank
    return rank < LEVELS.index("para") or (depth is not None and last.depth >= depth)


def leaves_box(state: Structure, at: int, numbered: Numbered) -> bool:
    """Whether a number goes on from the units around the box, not from those in it."""
    if state.open[at].frame is not None:
        return False
    inside = [o for o in state.open[at + 1 :] if o.rank <= numbered.rank]
    around = next((o.value for o in reversed(state.open[:at]) if o.rank == numbered.rank), None)
    if not state.open[at].unit["body"]:
        return numbered.rank < LEVELS.index("para")
    if inside and inside[-1].rank == numbered.rank:
        last = inside[-1].value
        return numbered.value != (last or 0) + 1 and around is not None and numbered.value == around + 1
    if len(state.open) == at + 1:
        return numbered.value != 1 or numbered.rank < LEVELS.index("para")
    return numbered.rank < min(o.rank for o in state.open[at + 1 :])
