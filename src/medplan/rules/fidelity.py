"""The proof of fidelity: a plan and its source in; every character accounted for, or the first that is not, out."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import Literal

from medplan.language.common_run import same_length
from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import Exclusion
from medplan.plan.model import Node, Plan
from medplan.rules.both_texts import BothTexts

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
class Retaken:
    """Whether a document still gives the text kept of it: same, differs, or unread; why, or where they part."""

    state: Literal["same", "differs", "unread"]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the comparison of one plan with its source found; counts are of folded characters.

    `original` is None where the source is the document itself.
    """

    plan_id: str
    source_characters: int
    excluded_characters: int
    plan_characters: int
    sha256_matches: bool
    excluded_lines: tuple[int, ...] = ()
    mismatch: Mismatch | None = None
    unused: tuple[str, ...] = ()
    original: Retaken | None = None

    @property
    def holds(self) -> bool:
        """Whether source − excluded = plan, every exclusion was met as often as stated, and no file was changed."""
        forged = self.original is not None and self.original.state == "differs"
        return self.mismatch is None and not self.unused and self.sha256_matches and not forged


def prove(plan: Plan, source: bytes) -> Proof:
    """Compare the plan's printed text with the source, in order, character for character.

    The source is read as UTF-8. An exclusion may begin before the place where the texts part, when its first
    characters happen to equal the plan's next ones.
    """
    source_text = source.decode("utf-8")
    texts = BothTexts.of(plan, source_text)
    walk = _follow(texts, plan)
    return Proof(
        plan_id=plan.id,
        source_characters=len(texts.folded),
        excluded_characters=sum(end - start for start, end, _ in walk.cuts),
        plan_characters=len(texts.wanted) - walk.skipped,
        sha256_matches=hashlib.sha256(source).hexdigest() == plan.source.sha256,
        excluded_lines=tuple(source_text.count("\n", 0, texts.offsets[start]) + 1 for start, _, _ in walk.cuts),
        mismatch=_mismatch(texts, walk) if walk.stop is not None else None,
        unused=tuple(e.exclusion.text for e in walk.left if e.times) if walk.stop is None else (),
    )


def trace(plan: Plan, source_text: str) -> list[tuple[int, Node | Exclusion]]:
    """Return where in a source that is proved each run of characters of one owner begins, in order, with the owner.

    An owner is the node that prints the characters, or the exclusion that leaves them out. What is of no character
    that counts (spaces, punctuation) belongs to the run before it.
    """
    texts = BothTexts.of(plan, source_text)
    walk = _follow(texts, plan)
    owners: list[Node | Exclusion | None] = [None] * len(texts.folded)
    for (i, j), (end, _) in itertools.pairwise(walk.starts):
        length = min(end - i, len(texts.wanted) - j)
        owners[i : i + length] = map(texts.owner, range(j, j + length))
    for start, end, exclusion in walk.cuts:
        owners[start:end] = [exclusion] * (end - start)
    runs: list[tuple[int, Node | Exclusion]] = []
    for offset, owner in zip(texts.offsets, owners, strict=True):
        if owner is not None and (not runs or runs[-1][1] is not owner):
            runs.append((offset, owner))
    return runs


@dataclass(slots=True)
class _Walk:
    """A way through source and plan: where runs that are alike begin, what was left out, where the two part if so.

    The last of `starts` is the end of the way.
    """

    left: list[_Left]
    starts: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    cuts: list[tuple[int, int, Exclusion]] = field(default_factory=list)
    skipped: int = 0
    stop: tuple[int, int, int] | None = None


def _follow(texts: BothTexts, plan: Plan) -> _Walk:
    folded, wanted, seams = texts.folded, texts.wanted, texts.seams
    walk = _Walk(left=[_Left(fold_print(e.text), e.times, e) for e in plan.source.excluded])
    i = j = floor = 0
    while i < len(folded) or j < len(wanted):
        if alike := same_length(folded, i, wanted, j):
            i += alike
            j += alike
            continue
        if j in seams and texts.parted(i):
            # The point of a number before a figure (1. 2022年) that a space parts in the source: no decimal point.
            j += 1
            walk.skipped += 1
            walk.starts.append((i, j))
            continue
        start, hit = _exclusion_at(folded, i, floor, walk.left)
        if hit is None:
            walk.stop = (i, j, floor)
            break
        j -= i - start
        i = floor = start + len(hit.text)
        hit.times -= 1
        walk.cuts.append((start, i, hit.exclusion))
        walk.starts.append((i, j))
    walk.starts.append((i, j))
    return walk


def _mismatch(texts: BothTexts, walk: _Walk) -> Mismatch:
    assert walk.stop is not None
    i, j, floor = walk.stop
    folded, wanted = texts.folded, texts.wanted
    same = 0  # digits of one number before the place where it differs
    while same < min(i - floor, j) and folded[i - same - 1] == wanted[j - same - 1] in "0123456789.":
        same += 1
    at = texts.offsets[i - same] if i - same < len(folded) else len(texts.source)
    plan_at = texts.plan_offsets[j - same] if j - same < len(wanted) else len(texts.plan)
    owner = texts.owner(min(j, len(wanted) - 1)) if wanted else None
    return Mismatch(
        source_line=texts.source.count("\n", 0, at) + 1,
        plan_line=owner.place[0] if owner else 1,
        eid=owner.eid if owner else "",
        before=" ".join(texts.plan[max(0, plan_at - BEFORE) : plan_at].split()),
        source_has=" ".join(texts.source[at : at + CONTEXT].split()),
        plan_has=" ".join(texts.plan[plan_at : plan_at + CONTEXT].split()),
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
