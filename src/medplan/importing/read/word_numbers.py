"""Numbers that Word computes and does not store: a document's numbering definitions in, labels as printed out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from medplan.importing.read.limits import MAX_SPAN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
}


def count_in(form: str, value: int) -> str:
    """Return a number in one of Word's number formats (ST_NumberFormat); decimal for formats we do not know."""
    if form in ("none", "bullet"):
        return ""
    if form in _CHINESE:
        return _han(value, _HAN, "十百千")
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _han(value, _LEGAL, "拾佰仟")
    if form == "ideographTraditional":
        return _STEMS[(value - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(value - 1) % 12]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form == "decimalEnclosedParen" and 1 <= value <= 20:
        return chr(0x2474 + value - 1)
    if form == "ideographEnclosedCircle" and 1 <= value <= 10:
        return chr(0x3280 + value - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(value) if form == "upperRoman" else _roman(value).lower()
    return str(value)


def _han(value: int, digits: str, tens: str) -> str:
    if not 0 < value < 10_000:
        return str(value)
    out, pending = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            out += ("零" if pending and out else "") + digits[digit] + (tens[place - 1] if place else "")
        pending = not digit
    return out[1:] if digits is _HAN and out.startswith("一十") else out


def _roman(value: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    out = ""
    for worth, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * min(20, value // worth)
        value %= worth
    return out


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    # A list that is told where to start counts by itself; the others of one definition count on from one another.
    own: dict[str, dict[int, int]] = field(default_factory=dict)


class WordNumbers:
    """The lists of one document; ask for labels in the order of the paragraphs, for they count."""

    def __init__(self, numbering: Any | None) -> None:
        """Read numbering.xml's root element, None for a document without lists."""
        self._abstract: dict[str, _List] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        for element in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            made = _List()
            for level in element.findall(f"{W}lvl"):
                made.levels[int(level.get(f"{W}ilvl", "0"))] = _read_level(level)
            self._abstract[element.get(f"{W}abstractNumId")] = made
        for element in numbering.findall(f"{W}num") if numbering is not None else ():
            number = element.get(f"{W}numId")
            target = element.find(f"{W}abstractNumId")
            self._nums[number] = target.get(f"{W}val") if target is not None else ""
            for override in element.findall(f"{W}lvlOverride"):
                depth = int(override.get(f"{W}ilvl", "0"))
                if (start := override.find(f"{W}startOverride")) is not None:
                    self._overrides.setdefault(number, {})[depth] = int(start.get(f"{W}val", "1"))
                if (level := override.find(f"{W}lvl")) is not None:
                    self._own.setdefault(number, {})[depth] = _read_level(level)

    def label(self, number: str, depth: int) -> str:
        """Return what Word prints before the next paragraph of list `number` at `depth` (from 0), "" for none."""
        made = self._abstract.get(self._nums.get(number, ""))
        if made is None or not 0 <= depth < 9:
            return ""
        levels = made.levels | self._own.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        starts = self._overrides.get(number, {})
        counts = made.own.setdefault(number, {}) if starts else made.counts
        counts[depth] = counts.get(depth, starts.get(depth, level.start) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after and depth < after):
                del counts[deeper]

        def counted(found: re.Match[str]) -> str:
            wanted = int(found[1]) - 1
            other = levels.get(wanted, _Level())
            value = counts.get(wanted, starts.get(wanted, other.start))
            return str(value) if level.legal and wanted != depth else count_in(other.form, value)

        if level.form == "bullet":
            # Symbol fonts put bullets into the private use area: there is no character to keep.
            return "" if any(0xE000 <= ord(c) <= 0xF8FF for c in level.text) else level.text + " "
        return re.sub(r"%([1-9])", counted, level.text).strip() + " "


def _read_level(element: Any) -> _Level:
    level = _Level()
    for child in element:
        value = child.get(f"{W}val", "")
        name = child.tag.removeprefix(W)
        if name == "start" and value.isascii() and value.isdigit():
            level.start = min(int(value), 10_000)
        elif name == "numFmt":
            level.form = value
        elif name == "lvlText":
            level.text = value[:MAX_SPAN]
        elif name == "isLgl":
            level.legal = value not in ("0", "false")
        elif name == "lvlRestart" and value.isascii() and value.isdigit():
            level.restart = int(value)
    return level
