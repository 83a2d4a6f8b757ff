"""A plan's wording, made ready to be compared: a plan in; its provisions' texts, folded, and their fingerprints out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.language.fidelity_fold import DROPPED, fold_in_place
from medplan.plan.address import Eid
from medplan.plan.model import Plan, reading_text
from medplan.plan.printed import locator, node_text, path_of
from medplan.wording.fingerprints import RUN, Codes, Fingerprints, Places, encode, fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A provision's own text with emendations applied, without its number.

    `path` names it with its headings, `locator` in short.
    """

    eid: Eid
    path: str
    locator: str
    text: str
    emended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWording:
    """The passages of a plan that are long enough to share a run, one after another in `codes`, `lengths` each.

    `kept` has a bit for each character of the passages' texts, set where it was not folded away. `characters` counts
    the folded characters of all provisions, the short ones too.
    """

    plan_id: str
    passages: tuple[Passage, ...]
    codes: Codes
    kept: NDArray[np.uint8]
    lengths: Places
    prints: Fingerprints
    characters: int


def prepare_wording(plan: Plan) -> PlanWording:
    """Return a plan's wording: what its provisions say, as read, without numbers and titles of the editor's."""
    said = [
        (node, above, node_text(node, reading_text, number=False))
        for node, above in plan.walk()
        if not (node.kind == "title" and plan.title_by_editor)
    ]
    # All texts are folded at once, each ended by what parts words as a line's end does not.
    placed = encode(fold_in_place("".join(f"{text}{DROPPED}" for _, _, text in said)))
    sizes = np.array([len(text) + 1 for _, _, text in said], np.int64)
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
                path=path_of(above, node),
                locator=locator(above, node),
                text=text,
                emended=any(s.op != "same" for segments in node.fields.values() for s in segments),
            )
            for (node, above, text), enough in zip(said, long.tolist(), strict=True)
            if enough
        ),
        codes=codes,
        kept=np.packbits(kept[taken]),
        lengths=lengths[long],
        prints=fingerprint(codes, lengths[long]),
        characters=int(lengths.sum()),
    )
