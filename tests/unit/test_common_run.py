"""How far two texts are the same: what a comparison character by character says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medplan.language import common_run
from medplan.language.common_run import same_length

TEXT = st.text("甲乙", max_size=30)


def plainly(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@given(TEXT, TEXT, st.integers(0, 12), st.integers(0, 12))
def test_it_is_what_comparing_each_character_says(one: str, other: str, i: int, j: int) -> None:
    i, j = min(i, len(one)), min(j, len(other))
    assert same_length(one, i, other, j) == plainly(one[i:], other[j:])


def test_a_difference_is_found_wherever_it_is() -> None:
    long = "甲" * (3 * common_run.LONGEST_STEP)
    for at in (0, 1, common_run.LONGEST_STEP - 1, common_run.LONGEST_STEP, 2 * common_run.LONGEST_STEP + 5):
        assert same_length(long, 0, f"{long[:at]}乙{long[at + 1 :]}", 0) == at
    assert same_length(long, 0, long, 0) == len(long)
