"""A plan's wording, made ready to be compared: a plan in; its provisions' texts, folded, and their fingerprints out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medplan.language.fidelity_fold import fold_print
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

    `characters` counts the folded characters of all provisions, the short ones too.
    """

    plan_id: str
    passages: tuple[Passage, ...]
    codes: Codes
    lengths: Places
    prints: Fingerprints
    characters: int


def prepare_wording(plan: Plan) -> PlanWording:
    """Return a plan's wording: what its provisions say, as read, without numbers and titles of the editor's."""
    passages, folded, characters = [], [], 0
    for node, above in plan.walk():
        if node.kind == "title" and plan.title_by_editor:
            continue
        text = node_text(node, reading_text, number=False)
        plain = fold_print(text)
        characters += len(plain)
        if len(plain) >= RUN:
            emended = any(s.op != "same" for segments in node.fields.values() for s in segments)
            names = {"path": path_of(above, node), "locator": locator(above, node)}
            passages.append(Passage(eid=node.eid, text=text, emended=emended, **names))
            folded.append(plain)
    codes = encode("".join(folded))
    lengths = np.array([len(text) for text in folded], np.int64)
    return PlanWording(
        plan_id=plan.id,
        passages=tuple(passages),
        codes=codes,
        lengths=lengths,
        prints=fingerprint(codes, lengths),
        characters=characters,
    )
