"""Digits of full width are those of a figure; what stands next to them in the table of characters is not."""

from __future__ import annotations

from medplan.language.digits import with_ascii_digits


def test_digits_of_full_width_become_plain_and_nothing_else_changes() -> None:
    assert with_ascii_digits("２０２５年，０—９") == "2025年，0—9"
    assert with_ascii_digits("／：甲①二٢²") == "／：甲①二٢²"
