"""The proof of fidelity: a plan and its source in; every character accounted for, or the first that is not, out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from medplan.language.fidelity_fold import fold_print, fold_with_offsets
from medplan.plan.head import Exclusion
from medplan.plan.model import Node, Plan
from medplan.plan.printed import printed_fields

CONTEXT, BEFORE = 24, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """The first place where source and plan part: the line (from 1) of each, the plan's address, what stands where.

    `before` is what both have before it; a number is shown whole, even where only its last digit differs.
    """

    source_line: int
    plan_line: int
    eid: str
    before: str
    source_has: str
    plan_has: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the comparison of one plan with its source found; counts are of folded characters."""

    plan_id: str
    source_characters: int
    excluded_characters: int
    plan_characters: int
    sha256_matches: bool
    excluded_lines: tuple[int, ...] = ()
    mismatch: Mismatch | None = None
    unused: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether source − excluded = plan, every exclusion was met as often as stated, the file unchanged."""
        return self.mismatch is None and not self.unused and self.sha256_matches


def prove(plan: Plan, source: bytes) -> Proof:
    """Compare the plan's printed text with the source, in order, character for character.

    The source is read as UTF-8. An exclusion may begin before the place where the texts part, when its first
    characters happen to equal the plan's next ones.
    """
    digest = hashlib.sha256(source).hexdigest()
    source_text = source.decode("utf-8")
    folded, offsets = fold_with_offsets(source_text)
    wanted, owners, plan_text, plan_offsets, seams = _fold_plan(plan)
    left = [_Left(fold_print(e.text), e.times, e) for e in plan.source.excluded]
    i = j = excluded = floor = skipped = 0
    lines: list[int] = []
    mismatch = None
    while i < len(folded) or j < len(wanted):
        if i < len(folded) and j < len(wanted) and folded[i] == wanted[j]:
            i += 1
            j += 1
            continue
        if j in seams:
            # The point of a number before a figure (1. 2022年) that a space parts in the source: no decimal point.
            j += 1
            skipped += 1
            continue
        start, hit = _exclusion_at(folded, i, floor, left)
        if hit is None:
            same = 0  # digits of one number before the place where it differs
            while same < min(i - floor, j) and folded[i - same - 1] == wanted[j - same - 1] in "0123456789.":
                same += 1
            at = offsets[i - same] if i - same < len(folded) else len(source_text)
            plan_at = plan_offsets[j - same] if j - same < len(wanted) else len(plan_text)
            owner = owners[min(j, len(owners) - 1)] if owners else None
            mismatch = Mismatch(
                source_line=source_text.count("\n", 0, at) + 1,
                plan_line=owner.place[0] if owner else 1,
                eid=owner.eid if owner else "",
                before=" ".join(plan_text[max(0, plan_at - BEFORE) : plan_at].split()),
                source_has=" ".join(source_text[at : at + CONTEXT].split()),
                plan_has=" ".join(plan_text[plan_at : plan_at + CONTEXT].split()),
            )
            break
        j -= i - start
        i = floor = start + len(hit.text)
        excluded += len(hit.text)
        hit.times -= 1
        lines.append(source_text.count("\n", 0, offsets[start]) + 1)
    return Proof(
        plan_id=plan.id,
        source_characters=len(folded),
        excluded_characters=excluded,
        plan_characters=len(wanted) - skipped,
        sha256_matches=digest == plan.source.sha256,
        excluded_lines=tuple(lines),
        mismatch=mismatch,
        unused=tuple(e.exclusion.text for e in left if e.times) if mismatch is None else (),
    )


@dataclass(slots=True)
class _Left:
    text: str
    times: int
    exclusion: Exclusion


def _exclusion_at(folded: str, i: int, floor: int, left: list[_Left]) -> tuple[int, _Left | None]:
    """Return the exclusion that covers position `i` and where it begins, the longest and nearest first."""
    best: tuple[int, _Left | None] = (i, None)
    for candidate in left:
        if not candidate.times or not candidate.text:
            continue
        for start in range(i, max(floor, i - len(candidate.text) + 1) - 1, -1):
            if folded.startswith(candidate.text, start):
                if best[1] is None or len(candidate.text) > len(best[1].text):
                    best = (start, candidate)
                break
    return best


def _fold_plan(plan: Plan) -> tuple[str, list[Node], str, list[int], frozenset[int]]:
    """Return the plan's folded text with the node of each character, and the text unfolded with each one's offset.

    Last come the places of points that end a number before a digit: the source may run them together (1.2022年) or not.
    """
    pieces: list[str] = []
    owners: list[Node] = []
    joins: set[int] = set()
    number = ""
    for node, name, text in printed_fields(plan):
        if number.endswith((".", "．")) and text[:1].isdigit():
            pieces[-1] = pieces[-1].removesuffix("\n")
            owners.pop()
            joins.add(len(owners))
        pieces.append(f"{text}\n")
        owners += [node] * (len(text) + 1)
        number = text if name == "num" else ""
    text = "".join(pieces)
    folded, offsets = fold_with_offsets(text)
    seams = frozenset(i for i, char in enumerate(folded) if char == "." and offsets[i] in joins)
    return folded, [owners[offset] for offset in offsets], text, list(offsets), seams
