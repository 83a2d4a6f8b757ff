"""Look-alikes: what is drawn as another character is found with what is meant, and nothing else is."""

from __future__ import annotations

import pytest

from medplan.language.fidelity_fold import fold_print
from medplan.language.lookalike import find_lookalike, meant_by, without_lookalikes

# Two Cyrillic letters of Казань are drawn as Latin ones are.
DRAWN_AS_LATIN = "\u0430\u041a"


@pytest.mark.parametrize(
    ("text", "offset", "meant"),
    [
        ("甲⻓乙", 1, "长"),
        ("⼯作", 0, "工"),
        ("⼾籍", 0, "户"),
        ("D\u0420G", 1, "P"),
        ("甲D\u0420G", 2, "P"),
        ("\u0410\u0412C", 0, "A"),
        ("x\u03bf", 1, "o"),
        ("\uf900", 0, "\u8c48"),  # the first of each block
        ("\U0002f800", 0, "\u4e3d"),
    ],
)
def test_a_look_alike_is_found_with_what_is_meant(text: str, offset: int, meant: str) -> None:
    found = find_lookalike(text)
    assert found is not None
    assert (found[0], found[2]) == (offset, meant)
    mended = without_lookalikes(text)
    assert mended[offset] == meant
    assert find_lookalike(mended) is None
    assert fold_print(text) == fold_print(mended), "the proof takes the one for the other"


@pytest.mark.parametrize(
    "text",
    [
        "每日25μg",
        "β内酰胺",
        "γ-GT",
        "IgEα",
        "户籍",
        "长期",
        "Казань",
        "第Ⅱ类",
        "﨑",
        "A甲类",
        "甲A类",
        "\u0430甲A",
        "㎡",
        "Ａ",
        "ꝰ",
    ],
)
def test_what_is_meant_as_it_stands_is_let_be(text: str) -> None:
    assert find_lookalike(text) is None
    assert without_lookalikes(text) == text
    assert [meant_by(char) for char in text if char not in DRAWN_AS_LATIN] == [
        char for char in text if char not in DRAWN_AS_LATIN
    ]


def test_a_radical_that_stands_for_nothing_is_told_of_without_a_cure() -> None:
    assert find_lookalike("⺀") == (0, "⺀", "")
    assert without_lookalikes("⺀") == "⺀"
