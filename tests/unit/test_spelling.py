"""Slips of writing told by what is likely: a sample beside the five plans in; each fault, and nothing else, out."""

from __future__ import annotations

import numpy as np
import pytest

from medplan.language.habits import Habits, run_keys, word_habits
from medplan.plan.address import Eid
from medplan.rereading.edits import KINDS
from medplan.rereading.likelihood import PAD, Likelihood, Line
from medplan.rereading.runs import Index, Text, index_of, texts_of
from medplan.rereading.spelling import LENGTH, MOST, spelling, spelling_weights, weighed

from .support import FIVE, Held

RIGHT = (
    "建立健全统一规范的医疗救助制度，建立防范和化解因病致贫返贫长效机制，"
    "完善医疗保障信息平台，优化定点医药机构协议管理。"
)


def text(words: str, at: int = 1) -> Text:
    return Text(
        plan_id="one", eid=Eid(f"p_{at}"), place=(at, 1), printed=words, folded=words, offsets=tuple(range(len(words)))
    )


@pytest.fixture(scope="module")
def others(held: dict[str, Held]) -> Index:
    return index_of(text for plan_id in FIVE for text in texts_of(held[plan_id].plan))


@pytest.mark.parametrize(
    ("right", "spoilt", "words", "there"),
    [
        ("医疗保障信息", "医疗保章信息", "“章”疑为“障”", "医疗保障信息平"),
        ("协议管理", "协议理管", "“理管”疑颠倒", "构协议管理。"),
        ("医疗救助制度", "医疗救助助制度", "“助”疑衍", None),
        ("定点医药机构", "定点医机构", "疑脱", None),
    ],
)
def test_a_slip_is_told_with_what_is_meant(
    others: Index, right: str, spoilt: str, words: str, there: str | None
) -> None:
    assert right in RIGHT
    printed = RIGHT.replace(right, spoilt)
    (found,) = spelling(index_of([text(printed)]), others)
    assert words in found.words
    assert found.quote in printed and found.quote not in RIGHT
    assert there is None or found.there == there


def test_right_wording_is_told_of_nothing_and_no_neighbours_tell_nothing(others: Index) -> None:
    assert list(spelling(index_of([text(RIGHT)]), others)) == []
    assert list(spelling(index_of([text(RIGHT.replace("障", "章"))]), index_of([]))) == []


def test_of_a_text_that_is_spoilt_throughout_only_so_many_places_are_told(others: Index) -> None:
    spoilt = [text(RIGHT[:n] + RIGHT[n + 1] + RIGHT[n] + RIGHT[n + 2 :], n + 1) for n in range(4, 55)]
    whole = sum(len(one.printed) for one in spoilt)
    assert 1 <= len(list(spelling(index_of(spoilt), others))) <= min(MOST, 1 + whole // LENGTH)


def test_each_kind_of_edit_has_as_many_weights_as_features(others: Index) -> None:
    beside = Line(others.laid.texts).codes
    shapes = {found.kind: rows.shape[1] for found, rows in weighed(Line([text(RIGHT)]).codes, beside)}
    assert {kind: len(factors) - 1 for kind, factors in spelling_weights().items() if kind in shapes} == shapes
    assert set(spelling_weights()) == set(KINDS)


def test_a_place_does_not_vouch_for_itself_and_the_likelihoods_add_up(others: Index) -> None:
    line = Line([text("医疗保障基金"), text("医疗保障制度", 2)]).codes
    likely = Likelihood([line], word_habits())
    at = np.array([PAD + 3])
    context = [line[at - n] for n in (3, 2, 1)]
    own, counted = (float(likely.log([*context, line[at]], own=size)[0]) for size in (4, 0))
    assert own < counted, "what is said once elsewhere is less likely than what is said twice"
    signs = np.array(sorted({*line.tolist()} - {0}), dtype=np.uint64)
    again = [np.full(len(signs), part[0], dtype=np.uint64) for part in context]
    assert 0.5 < float(np.exp(likely.log([*again, signs])).sum()) <= 1.0


def test_habits_know_words_and_where_they_end() -> None:
    habits = Habits(["保障", "保", "障碍"], [1000, 10, 10])
    one, two, three = (np.array([ord(sign)], dtype=np.uint64) for sign in ("，", "保", "障"))
    other = np.array([ord("碍")], dtype=np.uint64)
    assert habits.after(one, two, three)[0] > 5 * habits.after(one, two, other)[0]
    assert run_keys([two, three])[0] != run_keys([three, two])[0]
    assert habits.apart(two)[0] > habits.apart(three)[0]
