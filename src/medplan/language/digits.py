"""Digits as the readers of figures and dates know them: a text in, the same text with ASCII digits out."""

from __future__ import annotations

import re

_FULL_WIDTH = {ord("０") + n: ord("0") + n for n in range(10)}
_SOME = re.compile("[０-９]")  # a text is looked through for them sooner than it is turned into another


def with_ascii_digits(text: str) -> str:
    """Return a text with full-width digits in ASCII, character for character: 20２５年 is 2025年."""
    return text.translate(_FULL_WIDTH) if _SOME.search(text) else text
