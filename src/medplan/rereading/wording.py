"""Near-identical wording: a plan's texts, and what neighbours say, in; passages that differ by a few characters out.

A text is folded to letters and figures. Where the same run of characters stands in two places, goes on differently
and soon goes on alike again, what stands between is a variant; each run is looked up in an index, so the work grows
with the text and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medplan.plan.address import Eid
from medplan.plan.model import UNIT_FIELDS, Plan
from medplan.rereading.candidate import Candidate, around

LEFT, RIGHT = 5, 4  # characters alike on both sides of a variant
MOST_GAP = 4  # characters of a variant
LEAST_ALIKE = 12  # characters alike around it, both sides taken together
LEAST_ALIKE_APART = 16  # the same, against another plan
MOST_PLACES = 12  # of one run: what stands in more places is a set phrase
LEAST_ALIKE_OTHERWISE = 24  # the same, where the other plan says something else in the place
_REACH = 40
_NO_WORDING = frozenset({*UNIT_FIELDS, "schedule", "num", "label"})
_JOINS = frozenset("和与及或等的在")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A provision's text folded, with the place of each folded character in what is printed."""

    plan_id: str
    eid: Eid
    place: tuple[int, int]
    printed: str
    folded: str
    offsets: tuple[int, ...]


Index = Mapping[str, list[tuple[Text, int]]]


def texts_of(plan: Plan) -> list[Text]:
    """Return a plan's provisions, folded: letters and figures alone."""
    found = []
    for node, _ in plan.walk():
        if node.indicator is not None or node.kind == "table_row":
            continue
        gap = "\n" if node.kind == "task_row" else ""
        texts = (node.reading(name) for name in node.fields if name not in _NO_WORDING)
        printed = gap.join(text for text in texts if text)
        kept = [(at, char) for at, char in enumerate(printed) if char.isalnum() or char in "%％"]
        if len(kept) >= LEFT + RIGHT:
            found.append(
                Text(
                    plan_id=plan.id, eid=node.eid, place=node.place, printed=printed,
                    folded="".join(char for _, char in kept), offsets=tuple(at for at, _ in kept),
                )
            )  # fmt: skip
    return found


def index_of(texts: Iterable[Text]) -> dict[str, list[tuple[Text, int]]]:
    """Return where each run of LEFT characters ends, the first MOST_PLACES places of each."""
    index: dict[str, list[tuple[Text, int]]] = {}
    for text in texts:
        for at in range(LEFT, len(text.folded) + 1):
            places = index.setdefault(text.folded[at - LEFT : at], [])
            if len(places) < MOST_PLACES:
                places.append((text, at))
    return index


def variants(texts: list[Text], index: Index) -> Iterator[Candidate]:
    """Yield places of `texts` that differ by a few characters from what else is said alike, each place once.

    Of two places in one plan the later is told, with the earlier beside it; of other plans the one most alike.
    """
    order = {id(text): n for n, text in enumerate(texts)}
    told: set[tuple[Eid, Eid, str]] = set()
    for text in texts:
        best: dict[tuple[int, int], tuple[int, Text, int, int]] = {}
        for at in range(LEFT, len(text.folded) - RIGHT + 1):
            for other, beside in index.get(text.folded[at - LEFT : at], ()):
                if other is text or order.get(id(other), -1) > order[id(text)]:
                    continue
                if text.folded[at : at + 1] == other.folded[beside : beside + 1]:
                    continue
                gap = _rejoin(text.folded, at, other.folded, beside)
                if gap is None:
                    continue
                alike = _back(text.folded, at, other.folded, beside)
                alike += _on(text.folded, at + gap[0], other.folded, beside + gap[1])
                own = {*text.folded[at : at + gap[0]], *other.folded[beside : beside + gap[1]]}
                if own <= _JOINS or alike < _least(text, other, gap):
                    continue
                key = at, at + gap[0]
                if key not in best or alike > best[key][0]:
                    best[key] = alike, other, beside, beside + gap[1]
        for (start, end), (_, other, beside, rejoins) in best.items():
            here, there = _shown(text, start, end), _shown(other, beside, rejoins)
            key2 = text.eid, other.eid, other.plan_id
            if key2 in told or here == there:
                continue
            told.add(key2)
            same = other.plan_id == text.plan_id
            yield Candidate(
                kind="wording", eid=text.eid, place=text.place, quote=here, words="与别处相近的一句差几个字",
                here=around(text.printed, text.offsets[start - 1], text.offsets[min(end, len(text.offsets) - 1)] + 1),
                there=there, other=other.eid, other_plan=None if same else other.plan_id,
            )  # fmt: skip


def _least(text: Text, other: Text, gap: tuple[int, int]) -> int:
    """Return how many characters must be alike around a variant; what another plan lacks is that plan's to answer."""
    if other.plan_id == text.plan_id:
        return LEAST_ALIKE
    if gap[1] == 0:
        return 2 * _REACH + 1
    return LEAST_ALIKE_APART if gap[0] == 0 else LEAST_ALIKE_OTHERWISE


def _shown(text: Text, start: int, end: int) -> str:
    """Return a variant as printed, with a few characters on both sides that are alike."""
    first = text.offsets[max(0, start - LEFT)]
    last = text.offsets[min(end + RIGHT, len(text.offsets)) - 1]
    return text.printed[first : last + 1]


def _rejoin(one: str, at: int, two: str, beside: int) -> tuple[int, int] | None:
    """Return how many characters each says of its own before they say the same again, None where they do not soon."""
    best: tuple[int, int] | None = None
    for a in range(MOST_GAP + 1):
        ahead = one[at + a : at + a + RIGHT]
        if len(ahead) < RIGHT:
            break
        # Of equal sums the least of the first counts: a later `a` must do better than the best so far.
        most = MOST_GAP if best is None else min(MOST_GAP, sum(best) - a - 1)
        found = two.find(ahead, beside, beside + most + RIGHT) if most >= 0 else -1
        if found >= 0 and (a or found > beside):
            best = a, found - beside
    return best


def _back(one: str, at: int, two: str, beside: int) -> int:
    size = 0
    while size < _REACH and at > size and beside > size and one[at - size - 1] == two[beside - size - 1]:
        size += 1
    return size


def _on(one: str, at: int, two: str, beside: int) -> int:
    size = 0
    while size < _REACH and one[at + size : at + size + 1] == two[beside + size : beside + size + 1] != "":
        size += 1
    return size
