"""What texts have in common, found by arrays: the same as found by looking at every place, one by one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from medplan.plan.address import Eid
from medplan.rereading.phrases import OFTEN, SELDOM, phrases
from medplan.rereading.runs import MOST_PLACES, RUN, Text, index_of, meetings
from medplan.rereading.twins import _nearest
from medplan.rereading.wording import LEAST_ALIKE, MOST_GAP, RIGHT, _partings

SEEDS = range(12)


def texts(seed: int, count: int = 14) -> list[Text]:
    """Return texts of which most are another's with a few characters changed, beyond the basic plane too."""
    draw = random.Random(seed)
    made: list[str] = []
    for _ in range(count):
        if made and draw.random() < 0.7:
            words = list(draw.choice(made))
            for _ in range(draw.randrange(4)):
                at = draw.randrange(len(words) + 1)
                words[at : at + draw.randrange(4)] = draw.choices("甲乙丙丁𠀀戊", k=draw.randrange(4))
            made.append("".join(words)[:70])
        else:
            letters = draw.choice(("甲乙丙丁𠀀戊己庚辛壬", "甲乙"))
            made.append("".join(draw.choices(letters, k=draw.randrange(9, 60))))
    return [text(f"p_{n}", words) for n, words in enumerate(made) if words]


def text(eid: str, words: str, plan_id: str = "one") -> Text:
    return Text(
        plan_id=plan_id, eid=Eid(eid), place=(1, 1), printed=words, folded=words, offsets=tuple(range(len(words)))
    )


def plainly(ours: list[Text], theirs: list[Text]) -> Iterator[tuple[int, int, int, int]]:
    """Yield number and place of each run that stands among the first places of the index too; of one list, earlier."""
    index: dict[str, list[tuple[int, int]]] = {}
    for n, other in enumerate(theirs):
        for at in range(len(other.folded) - RUN + 1):
            index.setdefault(other.folded[at : at + RUN], []).append((n, at))
    for n, one in enumerate(ours):
        for at in range(len(one.folded) - RUN + 1):
            for m, beside in index.get(one.folded[at : at + RUN], [])[:MOST_PLACES]:
                if ours is not theirs or m < n:
                    yield n, at, m, beside


def rejoins(one: str, two: str) -> tuple[int, int] | None:
    """Return how much each says of its own before they say the same again, the least together, then of the first."""
    gaps = ((a, b) for a in range(MOST_GAP + 1) for b in range(MOST_GAP + 1))
    met = [(a + b, a, b) for a, b in gaps if len(one[a : a + RIGHT]) == RIGHT and one[a:][:RIGHT] == two[b:][:RIGHT]]
    return min(met)[1:] if met else None


def alike(one: str, two: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


@pytest.mark.parametrize("seed", SEEDS)
def test_runs_that_meet_are_those_found_one_by_one(seed: int) -> None:
    ours, theirs = texts(seed), texts(seed + 100) + texts(seed, 5)
    for others in (ours, theirs):
        index = index_of(others)
        laid = index_of(ours).laid if others is theirs else index.laid
        found = [
            (n, a - laid.begins[n], m, b - index.laid.begins[m])
            for one, two in meetings(laid, index)
            for a, b in zip(one.tolist(), two.tolist(), strict=True)
            for n, m in [(laid.owner[a], index.laid.owner[b])]
        ]
        assert found == list(plainly(ours, others))
        assert found


@pytest.mark.parametrize("seed", SEEDS)
def test_places_that_part_and_rejoin_are_those_found_one_by_one(seed: int) -> None:
    ours = texts(seed)
    expected = []
    for n, at, m, beside in plainly(ours, ours):
        one, two = ours[n].folded, ours[m].folded
        start, other = at + RUN, beside + RUN
        if one[start : start + 1] == two[other : other + 1]:
            continue
        if (gap := rejoins(one[start:], two[other:])) is None:
            continue
        end, other_end = start + gap[0], other + gap[1]
        size = min(alike(one[:start][::-1], two[:other][::-1]), 40) + min(alike(one[end:], two[other_end:]), 40)
        if size >= LEAST_ALIKE:
            expected.append((n, start, end, m, other, other_end, size))
    index = index_of(ours)
    assert list(_partings(index.laid, index)) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_nearest_text_is_that_with_most_runs_the_first_of_equals(seed: int) -> None:
    ours = texts(seed)
    met: dict[int, Counter[int]] = {}
    for n, _, m, _ in plainly(ours, ours):
        met.setdefault(n, Counter())[m] += 1
    expected = {n: max(counts.items(), key=lambda item: (item[1], -item[0])) for n, counts in met.items()}
    assert {n: (m, count) for n, m, count in _nearest(index_of(ours))} == expected


def test_a_phrase_is_told_by_how_often_it_stands_and_how_seldom_it_lacks() -> None:
    whole = "城乡居民基本医疗保险"
    often = [text(f"p_{n}", whole) for n in range(OFTEN * SELDOM)]
    spoilt = text("p_99", whole.replace("基本", "本"))
    assert {c.eid for c in phrases(index_of([*often, spoilt]))} == {"p_99"}
    assert not list(phrases(index_of([*often[: OFTEN - 1], spoilt])))


def test_no_text_and_a_text_shorter_than_a_run_have_nothing_in_common() -> None:
    for few in ([], [text("p_1", "甲乙")]):
        index = index_of(few)
        assert not list(meetings(index.laid, index))
        assert not list(phrases(index))
        assert not list(meetings(index_of(texts(1)).laid, index))
