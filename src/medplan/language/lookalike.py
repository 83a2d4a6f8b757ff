"""Characters that look like others (radicals, compatibility forms, Cyrillic in a Latin word), and what is meant."""

from __future__ import annotations

import re
import unicodedata

# Radicals that look like a character (EquivalentUnifiedIdeograph.txt of the Unicode Character Database), which some
# producers of documents write in its stead; ⼾ is drawn as 户 in simplified Chinese.
_RADICALS = dict(
    zip(
        "⺁⺊⺎⺒⺓⺕⺝⺟⺠⺩⺪⺬⺮⺻⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼾",
        "厂卜兀巳幺彐月母民王疋示竹聿虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟户",
        strict=True,
    )
)
# Greek and Cyrillic letters drawn as Latin ones are; those that differ (μg, β) may stand beside Latin letters.
_LETTERS = dict(
    zip(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443"
        "\u0445\u0456\u0458\u0455\u0406\u0408\u0405",
        "ABEZHIKMNOPTYXo" + "ABEKMHOPCTYXaeopcyxijsIJS",
        strict=True,
    )
)
_OTHERS = "".join(_LETTERS)
# Of the block of compatibility ideographs, twelve are characters in their own right.
_BLOCKS = (
    "\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f"
)
_SUSPECT = re.compile(f"[{_BLOCKS}{_OTHERS}]")  # found sooner than what it may be part of
_FOUND = re.compile(
    f"[{_BLOCKS}]"
    # A word of Latin letters with one drawn alike, found from its beginning: no letter is looked at twice.
    f"|(?<![A-Za-z{_OTHERS}])(?:[A-Za-z]++[{_OTHERS}]|[{_OTHERS}]++[A-Za-z])[A-Za-z{_OTHERS}]*+"
)


def meant_by(char: str) -> str:
    """Return the character that a look-alike stands for, any other as it is, wherever it stands."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return _LETTERS.get(char, char)


def find_lookalike(text: str) -> tuple[int, str, str] | None:
    """Return the first look-alike in a text as (offset, character, what is meant or ""), None when there is none."""
    found = _FOUND.search(text) if _SUSPECT.search(text) else None
    if found is None:
        return None
    offset, char = next((n, c) for n, c in enumerate(found.group(), found.start()) if not c.isascii())
    meant = meant_by(char)
    return offset, char, meant if meant != char else ""


def without_lookalikes(text: str) -> str:
    """Return a text with what is meant in place of each look-alike; one that stands for nothing stays."""
    return _FOUND.sub(lambda found: "".join(map(meant_by, found.group())), text)
