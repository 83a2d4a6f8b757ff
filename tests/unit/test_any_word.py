"""A pattern of many words finds the longest that stands in a place, as looking for each by itself does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from medplan.language.any_word import any_word

_WORDS = st.lists(st.text("甲乙丙.(", min_size=1, max_size=5), min_size=1, max_size=8)


@given(words=_WORDS, text=st.text("甲乙丙.(", max_size=40))
def test_the_longest_word_of_each_place_is_found(words: list[str], text: str) -> None:
    longest_first = re.compile("|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)))
    assert [m.span() for m in re.finditer(any_word(words), text)] == [m.span() for m in longest_first.finditer(text)]


def test_a_shorter_word_is_found_where_the_longer_does_not_hold() -> None:
    pattern = any_word(["年未", "年"], {"年未": "(?!参)"})
    assert re.findall(pattern, "年未，年未参") == ["年未", "年"]
