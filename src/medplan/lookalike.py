"""Characters that look like others (radicals, compatibility forms, Cyrillic in a Latin word), and what is meant."""

from __future__ import annotations

import re
import unicodedata

# Radicals of the supplement that stand for whole characters; Unicode gives them no decomposition.
_RADICALS = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民西见角贝车长门青韦页风飞马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_OTHER_LETTERS = "\u0370-\u03ff\u0400-\u052f"  # Greek and Cyrillic
# Of the block of compatibility ideographs, twelve are characters in their own right.
_FOUND = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f]"
    f"|(?<=[A-Za-z])[{_OTHER_LETTERS}]|[{_OTHER_LETTERS}](?=[A-Za-z])"
)


def meant_by(char: str) -> str:
    """Return the character that a radical or a compatibility ideograph stands for, any other as it is."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return char


def find_lookalike(text: str) -> tuple[int, str, str] | None:
    """Return the first look-alike in a text as (offset, character, what is meant or ""), None when there is none."""
    found = _FOUND.search(text)
    if found is None:
        return None
    char = found.group()
    meant = meant_by(char)
    return found.start(), char, meant if meant != char else ""
