"""What is told first of much: made-up candidates in; as many as an editor reads at once, the best of each kind, out."""

from __future__ import annotations

import pytest

from medplan.plan.address import Eid
from medplan.rereading.candidate import Candidate
from medplan.rereading.strongest import MOST, strongest


def made(kind: str, count: int) -> list[Candidate]:
    return [
        Candidate(kind=kind, eid=Eid(f"p_{n}"), place=(n, 1), quote=f"{kind}{n}", words="疑误", here="此处")
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(("kind", "length"), [("wording", 9_000), ("unit", 700), ("pair", 50_000)])
def test_of_one_kind_by_the_hundred_no_more_is_told_than_an_editor_reads_at_once(kind: str, length: int) -> None:
    told = strongest(made(kind, 300), length)
    assert 0 < len(told) <= MOST
    assert told == sorted(told, key=lambda one: one.place)


def test_what_cannot_be_right_comes_before_a_kind_that_a_text_has_by_the_dozen() -> None:
    candidates = [*made("wording", 60), *made("pair", 4), *made("title", 1)]
    kinds = [one.kind for one in strongest(candidates, 9_000)]
    assert kinds.count("pair") == 4 and "title" in kinds and kinds.count("wording") < 12


def test_little_is_told_whole_and_a_longer_text_has_room_for_more() -> None:
    few = [*made("character", 3), *made("wording", 4)]
    assert strongest(few, 500) == few
    assert len(strongest(made("wording", 60), 500)) < len(strongest(made("wording", 60), 20_000))
