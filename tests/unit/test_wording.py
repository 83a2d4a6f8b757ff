"""Shared wording: every run of 16 characters is found and no other, checked against the plainest search there is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.build.templates import Templates
from macros.views.wording_pages import told_of
from medplan.language.codes import encode
from medplan.language.fidelity_fold import fold_print, fold_with_offsets
from medplan.wording import overlaps, spool
from medplan.wording.fingerprints import RUN, WINDOW, K, fingerprint
from medplan.wording.matches import folded_plan, match_passages
from medplan.wording.overlaps import find_overlaps, runs_of_pairs
from medplan.wording.pairs import MOST_PARTNERS, Alike, Counterpart, Wording, compare_wording
from medplan.wording.passages import Passage, PlanWording, prepare_wording
from medplan.wording.runs import Body, Texts, covered, shared_runs
from medplan.wording.spool import WordingSpool

from .support import read_sample

LETTERS = "".join(chr(0x4E00 + 7 * i) for i in range(24)) + "𠀀"
Library = list[list[str]]  # the passages of each plan


def wording_of(number: int, passages: list[str]) -> PlanWording:
    codes = encode("".join(passages))
    lengths = np.array([len(text) for text in passages], np.int64)
    return PlanWording(
        plan_id=f"plan-{number}",
        passages=tuple(
            Passage(eid=f"p_{i}", locator=f"第{i}段", text=text, emended=False) for i, text in enumerate(passages)
        ),
        codes=codes,
        kept=np.packbits(np.array([kept for text in passages for kept in (*[True] * len(text), False)], bool)),
        clauses=np.packbits(np.ones(len(codes), bool)),
        lengths=lengths,
        prints=fingerprint(codes, lengths),
        characters=sum(map(len, passages)),
    )


def spooled(folder: Path, library: Library) -> WordingSpool:
    made = WordingSpool(folder / "wording")
    for number, passages in enumerate(library):
        made.add(wording_of(number, passages))
    return made


def compared(folder: Path, library: Library) -> Wording:
    wording = Wording(spool=spooled(folder, library))
    wording.spool.close()
    compare_wording(wording)
    return wording


@pytest.fixture(params=[1, 2, 128])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Small blocks and parts, so that a small library crosses their borders."""
    monkeypatch.setattr(overlaps, "PLANS_A_BLOCK", request.param)
    monkeypatch.setattr(overlaps, "PAIRS_AT_A_TIME", 3)
    monkeypatch.setattr(spool, "PRINTS_AT_A_TIME", 40)
    yield request.param


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw passages made of a few blocks, so that many share runs of more and of less than RUN characters."""
    pool = draw(st.lists(st.text(LETTERS, min_size=4, max_size=24), min_size=2, max_size=6))
    passage = st.lists(st.sampled_from(pool), min_size=1, max_size=6).map("".join).filter(lambda t: len(t) >= RUN)
    return draw(st.lists(st.lists(passage, min_size=0, max_size=3), min_size=2, max_size=5))


def plainly_shared(one: str, two: str) -> set[int]:
    """Return the offsets of `one` that lie in RUN characters which `two` holds as well."""
    return {i + k for i in range(len(one) - RUN + 1) if one[i : i + RUN] in two for k in range(RUN)}


@pytest.mark.slow
@pytest.mark.usefixtures("block")
@settings(max_examples=60, deadline=None)
@given(library=libraries())
def test_every_shared_run_is_found_and_none_is_false(library: Library) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = spooled(Path(folder), library)
        made.close()
        texts = [(plan, text) for plan, passages in enumerate(library) for text in passages]
        whole = "".join(text for _, text in texts)
        found: dict[tuple[int, int], set[int]] = {}
        for result in find_overlaps(made):
            for place, other, size in result.runs.tolist():
                assert size >= RUN
                assert whole[place : place + size] == whole[other : other + size]
                one, two = (int(made.passage_at(np.array([at]))[0]) for at in (place, other))
                assert texts[one][0] == result.plan != texts[two][0]
                assert place + size <= made.text_starts[one + 1]
                assert other + size <= made.text_starts[two + 1]
                start = int(made.text_starts[one])
                found.setdefault((one, two), set()).update(range(place - start, place - start + size))
        wanted = {
            (i, j): plainly_shared(one, two)
            for i, (plan, one) in enumerate(texts)
            for j, (other_plan, two) in enumerate(texts)
            if plan != other_plan and plainly_shared(one, two)
        }
        assert found == wanted


@settings(max_examples=60, deadline=None)
@given(library=libraries())
def test_a_pair_shares_what_a_plain_search_finds(library: Library) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = spooled(Path(folder), library)
        made.close()
        [(_, runs)] = runs_of_pairs(made, [(0, 1)])
        for side, (own, others) in enumerate([(library[0], library[1]), (library[1], library[0])]):
            wanted = sum(len(set().union(*(plainly_shared(text, other) for other in others))) for text in own)
            assert covered(runs[:, side], runs[:, 2], np.zeros(len(runs), np.int64)).sum() == wanted


@settings(max_examples=100, deadline=None)
@given(text=st.text(LETTERS[:4], min_size=RUN, max_size=90))
def test_each_sixteen_characters_hold_a_fingerprint(text: str) -> None:
    places = set(fingerprint(encode(text), np.array([len(text)])).places.tolist())
    for start in range(len(text) - RUN + 1):
        assert places & set(range(start, start + WINDOW))
    # Of two texts, one after another, each has its own fingerprints, and none reaches from the one into the other.
    twice = fingerprint(encode(text * 2), np.array([len(text)] * 2)).places.tolist()
    assert twice == sorted([*places, *(place + len(text) for place in places)])


def body_of(texts: list[str], offset: int) -> Body:
    starts = offset + np.cumsum([0, *map(len, texts)])
    return Body(codes=encode("".join(texts)), offset=offset, texts=Texts.of(starts))


@settings(max_examples=200, deadline=None)
@given(
    one=st.lists(st.text("甲乙", min_size=RUN, max_size=40), min_size=1, max_size=3),
    two=st.lists(st.text("甲乙", min_size=RUN, max_size=40), min_size=1, max_size=3),
    data=st.data(),
)
def test_of_places_whose_hashes_collide_only_those_alike_make_a_run(
    one: list[str], two: list[str], data: st.DataObject
) -> None:
    """Places may be alike or not, next to each other or not: the runs are those that hold a pair that is alike."""
    bodies = body_of(one, 7), body_of(two, 1000)
    inside = [
        [place for start, end in pairwise(b.texts.starts.tolist()) for place in range(start, end - K + 1)]
        for b in bodies
    ]
    pairs = data.draw(st.lists(st.tuples(*map(st.sampled_from, inside)), max_size=12))
    texts = ["".join(one), "".join(two)]
    wanted = set()
    for place, other in pairs:
        i, j = place - 7, other - 1000
        if texts[0][i : i + K] != texts[1][j : j + K]:
            continue
        bounds = [
            (int(b.texts.starts[n]), int(b.texts.starts[n + 1]))
            for b, at in zip(bodies, (place, other), strict=True)
            for n in [int(b.texts.at(np.array([at]))[0])]
        ]
        (low, high), (low_beside, high_beside) = (
            (bounds[0][0] - 7, bounds[0][1] - 7),
            (bounds[1][0] - 1000, bounds[1][1] - 1000),
        )
        size = K
        while i > low and j > low_beside and texts[0][i - 1] == texts[1][j - 1]:
            i, j, size = i - 1, j - 1, size + 1
        while i + size < high and j + size < high_beside and texts[0][i + size] == texts[1][j + size]:
            size += 1
        if size >= RUN:
            wanted.add((i + 7, j + 1000, size))
    places, others = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    found = [tuple(row) for row in shared_runs(*bodies, places, others).tolist()]
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_fifteen_characters_are_no_run_and_two_provisions_are_not_read_as_one(tmp_path: Path) -> None:
    words = "全面建立统一的城乡居民基本医疗保险制度"
    assert len(words) > RUN
    library = [
        [f"甲{words[:15]}乙丙丁戊己庚"],
        [f"子{words[:15]}丑寅卯辰巳午"],
        [words[:9] + LETTERS[:9], LETTERS[9:18] + words[9:]],
    ]
    made = spooled(tmp_path, library)
    made.close()
    assert [len(result.runs) for result in find_overlaps(made)] == [0, 0, 0]
    library[2] = [words + LETTERS[:9]]
    library[0] = [f"甲{words[:16]}乙丙丁戊己庚"]
    (tmp_path / "more").mkdir()
    more = spooled(tmp_path / "more", library)
    more.close()
    assert [result.runs.tolist() for result in find_overlaps(more)] == [
        [[1, int(more.plan_starts[2]), 16]],
        [],
        [[int(more.plan_starts[2]), 1, 16]],
    ]


def test_words_of_very_many_plans_are_counted_not_listed(tmp_path: Path) -> None:
    common = "以习近平新时代中国特色社会主义思想为指导深入贯彻"
    own = [chr(0x6000 + i) * 16 for i in range(30)]
    rare = "按病种分值付费和按疾病诊断相关分组付费"
    library = [[common + own[i] + (rare if i in (3, 7) else "")] for i in range(30)]
    wording = compared(tmp_path, library)
    plain = wording.alike(0)["p_0"]
    assert (plain.counterparts, plain.plans, plain.common_plans) == ((), 0, 30)
    both = wording.alike(3)["p_0"]
    assert [(c.plan, c.shared) for c in both.counterparts] == [(7, len(rare))]
    # Compared as a pair, common words count.
    [(_, runs)] = runs_of_pairs(wording.spool, [(3, 7)])
    assert sorted(runs[:, 2].tolist()) == [len(rare), len(common)]


def test_counterparts_are_the_longest_and_pairs_do_not_grow_with_the_square(tmp_path: Path) -> None:
    text = "".join(chr(0x5000 + 3 * i) for i in range(200))
    library = [[text]] + [[text[: 60 + 10 * i] + chr(0x7000 + i) * 30] for i in range(12)]
    wording = compared(tmp_path, library)
    alike = wording.alike(0)["p_0"]
    assert [(c.plan, c.shared) for c in alike.counterparts] == [(12, 170), (11, 160), (10, 150)]
    assert (alike.plans, alike.common_plans) == (12, 0)
    assert alike.counterparts[0].share == 170 / 200
    assert len(wording.pairs) <= MOST_PARTNERS * len(library)
    assert len(wording.pairs) < len(library) * (len(library) - 1) // 2
    best = wording.pairs[0]
    assert best.shares == (max(p.shares[0] for p in wording.pairs), best.shares[1])


def test_shares_go_both_ways_and_repeated_words_count_once_in_each_place(tmp_path: Path) -> None:
    words = "".join(chr(0x5000 + 3 * i) for i in range(60))
    library = [[words + "甲" * 40], [words, "乙" * 20 + words]]
    wording = compared(tmp_path, library)
    [pair] = wording.pairs
    assert (pair.characters, pair.shared) == ((100, 140), (60, 120))
    assert pair.shares == (0.6, 120 / 140)
    [match] = match_passages(wording.spool, pair)
    assert (match.first, match.second, match.also, match.shared) == (0, 1, (2,), 60)
    assert match.shares == (0.6, 1.0)
    assert match.runs.tolist() == [[0, 0, 60]]


def test_what_is_compared_is_what_a_plan_says_as_read_without_numbers() -> None:
    _, plan, issues = read_sample(
        """\
        body:
          - num: 一、
            heading: 完善基本医疗保险参保缴费政策。
            text: 推进全民参保，实施全民参保划，做到应保尽保。
          - 短句。
        emendations:
          - {at: para_1, printed: 参保划, reads: 参保计划, why: 脱一字}
        """
    )
    assert not issues
    wording = prepare_wording(plan)
    [passage] = [p for p in wording.passages if p.eid == "para_1"]
    assert passage.text == "完善基本医疗保险参保缴费政策。推进全民参保，实施全民参保计划，做到应保尽保。"
    assert passage.emended
    assert passage.locator == "一"
    assert wording.lengths.tolist() == [34]
    assert wording.characters == 34 + len("短句") + len("苏州市样本规划")


def test_each_folded_character_is_found_again_in_the_text_it_came_from(tmp_path: Path) -> None:
    _, plan, issues = read_sample(
        """\
        body:
          - 到2025年，职工医保（含生育保险）参保率达到 99.5%；比例为 60—70%，不低于1. 2倍。
          - 短句。
          - 2021-2025 年，每年新增 1．5—2 万人，𠀀字也算一个字，末尾是数 3.5
        """
    )
    assert not issues
    made = WordingSpool(tmp_path / "wording")
    made.add(wording_of(0, ["甲" * 20, "乙" * 21]))
    made.add(prepare_wording(plan))
    made.close()
    first, last = made.first_passages[1:3].tolist()
    assert last - first == 2
    texts = folded_plan(made, 1)
    for number, passage in made.passages(range(first, last)).items():
        said = texts.passage(number, passage)
        plain, offsets = fold_with_offsets(passage.text)
        assert said.folded(0, len(plain)) == plain == fold_print(passage.text)
        assert said.offsets.tolist() == offsets


def test_a_library_without_plans_or_without_words_is_compared(tmp_path: Path) -> None:
    assert not compared(tmp_path, []).pairs
    (tmp_path / "empty").mkdir()
    wording = compared(tmp_path / "empty", [[], [], ["甲" * 20]])
    assert not wording.pairs
    assert wording.alike(2) == {}


@pytest.mark.parametrize(("plans", "share", "named"), [(3, 0.6, 3), (400, 0.25, 3), (20, 0.2, 1), (21, 0.2, 0)])
def test_a_clause_that_many_have_a_little_of_is_told_of_by_numbers(plans: int, share: float, named: int) -> None:
    found = tuple(Counterpart(plan=n, passage=n, shared=40 - n, share=share - n / 100) for n in range(3))
    alike = Alike(passage=9, counterparts=found, plans=plans, common_plans=50)
    assert told_of(alike) == found[:named]
    note = Templates.read().macro("parts/alike", "alike")([], plans, (40, "20.0%"), 50)
    assert f"<summary>{plans} 份规划有相同文字，最多 40 字（20.0%）；常见文字 50 份</summary></details>" in note
