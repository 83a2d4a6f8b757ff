"""A plan's wording, made ready to be compared: a plan in; its provisions' texts, folded, and their fingerprints out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from medplan.language.codes import Codes, encode
from medplan.language.fidelity_fold import DROPPED, fold_in_place
from medplan.plan.address import Eid
from medplan.plan.model import Node, Plan, reading_text
from medplan.plan.printed import locator, node_text
from medplan.wording.fingerprints import RUN, Fingerprints, Places, fingerprint

_CLAUSE_ENDS = "，。；：！？\n"


class Passage(NamedTuple):
    """A provision's own text with emendations applied, without its number; `locator` names it in short."""

    eid: Eid
    locator: str
    text: str
    emended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWording:
    """The passages of a plan that are long enough to share a run, one after another in `codes`, `lengths` each.

    `kept` has a bit for each character of the passages' texts, set where it was not folded away, `clauses` one for each
    of `codes`, set where a clause begins. `characters` counts the folded characters of all provisions, the short too.
    """

    plan_id: str
    passages: tuple[Passage, ...]
    codes: Codes
    kept: NDArray[np.uint8]
    clauses: NDArray[np.uint8]
    lengths: Places
    prints: Fingerprints
    characters: int


def prepare_wording(plan: Plan) -> PlanWording:
    """Return a plan's wording: what its provisions say, as read, without numbers and titles of the editor's."""
    nodes = list(plan.walk())
    said = [
        (node, node_text(node, reading_text, number=False))
        for node, _ in nodes
        if not (node.kind == "title" and plan.title_by_editor)
    ]
    places = _locators(nodes)
    # All texts are folded at once, each ended by what parts words as a line's end does not.
    written = "".join(f"{text}{DROPPED}" for _, text in said)
    placed = encode(fold_in_place(written))
    sizes = np.array([len(text) + 1 for _, text in said], np.int64)
    kept = placed != ord(DROPPED)
    lengths = np.add.reduceat(kept, np.cumsum(sizes) - sizes, dtype=np.int64) if said else sizes
    long = lengths >= RUN
    taken = np.repeat(long, sizes)
    codes = placed[kept & taken]
    return PlanWording(
        plan_id=plan.id,
        passages=tuple(
            Passage(
                eid=node.eid,
                locator=places[node.eid],
                text=text,
                emended=any(s.op != "same" for segments in node.fields.values() for s in segments),
            )
            for (node, text), enough in zip(said, long.tolist(), strict=True)
            if enough
        ),
        codes=codes,
        kept=np.packbits(kept[taken]),
        clauses=np.packbits(_clauses(written, kept & taken, lengths[long])),
        lengths=lengths[long],
        prints=fingerprint(codes, lengths[long]),
        characters=int(lengths.sum()),
    )


def _clauses(written: str, kept: NDArray[np.bool_], lengths: Places) -> NDArray[np.bool_]:
    """Return where a clause begins among the characters that are kept, as each passage does, `lengths` each."""
    before = np.cumsum(np.isin(encode(written), encode(_CLAUSE_ENDS)))[kept]
    begins: NDArray[np.bool_] = np.diff(before, prepend=-1) != 0
    begins[np.cumsum(lengths) - lengths] = True
    return begins


def _locators(nodes: Iterable[tuple[Node, tuple[Node, ...]]]) -> dict[Eid, str]:
    """Return each provision's locator by its address, put together from that of the one above it."""
    places: dict[Eid, str] = {}
    for node, above in nodes:
        places[node.eid] = (places[above[-1].eid] if above else "") + locator((), node)
    return places
