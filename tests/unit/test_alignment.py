"""Two provisions side by side: what is marked as the same is the same, and nothing is lost but what is said to be."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from medplan.language.codes import encode
from medplan.language.fidelity_fold import fold_print, fold_with_offsets
from medplan.wording.side_by_side import (
    LONGEST_OTHER,
    MOST_SHOWN,
    SHORT_GAP,
    AlignedPiece,
    FoldedText,
    align,
    shared_words,
)

ONE = "到2025年，基本医疗保险参保率稳定在95%以上，住院费用支付比例保持稳定。"
TWO = "到2024年基本医疗保险参保率稳定在95%以上、住院费用支付比例逐步提高。"
Run = tuple[int, int, int]


def plain_runs(one: str, two: str, least: int = 16) -> list[Run]:
    """Return the longest equal stretches of two folded texts."""
    found = []
    for i in range(len(one)):
        for j in range(len(two)):
            if i and j and one[i - 1] == two[j - 1]:
                continue
            size = 0
            while i + size < len(one) and j + size < len(two) and one[i + size] == two[j + size]:
                size += 1
            found += [(i, j, size)] if size >= least else []
    return found


def pieces_of(one: str, two: str) -> tuple[list[AlignedPiece], list[AlignedPiece]]:
    runs = np.array(plain_runs(fold_print(one), fold_print(two)), np.int64).reshape(-1, 3)
    return align(folded(one), folded(two), runs)


def folded(text: str) -> FoldedText:
    plain, offsets = fold_with_offsets(text)
    return FoldedText(text, encode(plain), np.array(offsets, np.int64))


def looks(pieces: list[AlignedPiece], look: str) -> list[str]:
    return [piece.text for piece in pieces if piece.look == look]


def test_differences_are_marked_and_shorter_equal_stretches_are_not() -> None:
    one, two = pieces_of(ONE, TWO)
    assert looks(one, "differs") == ["5", "保持稳定。"]
    assert looks(two, "differs") == ["4", "逐步提高。"]
    assert "".join(piece.text for piece in one) == ONE
    assert "".join(piece.text for piece in two) == TWO
    assert not looks(one, "other") + looks(two, "other")


def test_shared_words_are_whole_and_stand_once_where_runs_overlap() -> None:
    runs = np.array([(0, 5, 8), (4, 30, 10), (20, 0, 3)], np.int64)
    assert shared_words(folded(ONE), runs) == ["到2025年，基本医疗保险参保", "%以上"]


def test_two_equal_characters_in_a_gap_are_not_marked_as_different_but_one_is() -> None:
    before, after = "完善统一的城乡居民基本医疗保险制度和", "全面推开门诊费用跨省直接结算的各项"
    one, two = pieces_of(f"{before}新增中心十个{after}", f"{before}设立中心八家个人{after}")
    assert looks(one, "differs") == ["新增", "十个"]
    assert looks(two, "differs") == ["设立", "八家个人"]


def test_a_long_stretch_beside_a_short_one_is_other_text_on_both_sides() -> None:
    words = "建立健全医疗保障待遇清单制度规范决策权限"
    one, two = pieces_of(f"一是{words}", "".join(chr(0x6000 + i) for i in range(SHORT_GAP + 40)) + words)
    assert looks(one, "other") == ["一是"]
    assert looks(one, "same") == looks(two, "same") == [words]
    [rest] = looks(two, "other")
    assert len(rest) <= LONGEST_OTHER
    assert [(p.left_out, p.same) for p in two if p.look == "skipped"] == [(SHORT_GAP + 40 - len(rest), False)]
    assert two[0].look == "skipped"  # what stands next to the shared words is kept


def test_a_stretch_moved_elsewhere_is_the_same_on_both_sides() -> None:
    first, second = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午", "完善城乡居民高血压糖尿病门诊用药保障"
    one, two = pieces_of(f"{first}，{second}。", f"{second}；{first}。")
    assert "".join(looks(one, "same")) == f"{first}，{second}。"
    assert "".join(looks(two, "same")) == f"{second}；{first}。"


def test_a_provision_is_cut_but_what_is_left_out_is_counted() -> None:
    text = "".join(chr(0x5000 + i) for i in range(3000))
    one, _ = pieces_of(text, text)
    shown = sum(len(piece.text) for piece in one)
    assert shown <= MOST_SHOWN
    assert shown + sum(piece.left_out for piece in one) == len(text)
    [skipped] = [piece for piece in one if piece.look == "skipped"]
    assert skipped.same


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["全面做实基本医疗保险市级统筹工作，", "2025年", "提高基金使用效率。", "甲", "《意见》"]),
        max_size=9,
    ),
    st.data(),
)
def test_nothing_is_lost_and_same_is_the_same(blocks: list[str], data: st.DataObject) -> None:
    one = "".join(blocks)
    two = "".join(data.draw(st.permutations(blocks)))
    left, right = pieces_of(one, two)
    for text, pieces, other in ((one, left, fold_print(two)), (two, right, fold_print(one))):
        shown = "".join(piece.text + "\0" * piece.left_out for piece in pieces)
        assert len(shown) == len(text)
        assert all(a in (b, "\0") for a, b in zip(shown, text, strict=True))
        marks = [piece.look for piece in pieces for _ in range(len(piece.text) + piece.left_out)]
        plain, places = fold_with_offsets(text)
        shared = {i + k for i in range(len(plain) - 15) if plain[i : i + 16] in other for k in range(16)}
        assert {marks[places[at]] for at in shared} <= {"same", "skipped"}
