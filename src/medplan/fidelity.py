"""The proof of fidelity: a plan and its source in; every character accounted for, or the first that is not, out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from medplan.fold import fold, fold_with_offsets
from medplan.model import Exclusion, Plan
from medplan.printed import printed_fields

CONTEXT = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """The first place where source and plan part: line of the source (from 1), plan's address, what stands where."""

    source_line: int
    eid: str
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
    wanted, owners = _fold_plan(plan)
    left = [_Left(fold(e.text), e.times, e) for e in plan.source.excluded]
    i = j = excluded = floor = 0
    lines: list[int] = []
    mismatch = None
    while i < len(folded) or j < len(wanted):
        if i < len(folded) and j < len(wanted) and folded[i] == wanted[j]:
            i += 1
            j += 1
            continue
        start, hit = _exclusion_at(folded, i, floor, left)
        if hit is None:
            at = offsets[i] if i < len(folded) else len(source_text)
            mismatch = Mismatch(
                source_line=source_text.count("\n", 0, at) + 1,
                eid=owners[min(j, len(owners) - 1)] if owners else "",
                source_has=source_text[at : at + CONTEXT].replace("\n", " "),
                plan_has=wanted[j : j + CONTEXT],
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
        plan_characters=len(wanted),
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


def _fold_plan(plan: Plan) -> tuple[str, list[str]]:
    pieces: list[str] = []
    owners: list[str] = []
    for node, _, text in printed_fields(plan):
        pieces.append(text)
        owners += [node.eid] * (len(text) + 1)
    folded, offsets = fold_with_offsets("\n".join(pieces))
    return folded, [owners[offset] for offset in offsets]
