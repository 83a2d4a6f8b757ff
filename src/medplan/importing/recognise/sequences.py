"""Tell which lines begin with a number, where the form alone does not say: lines as printed in, their numbers out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from medplan.importing.recognise.numbered_lines import Numbered, read_numbered
from medplan.importing.recognise.punctuate import punctuate
from medplan.language.numbering import read_number

_DECIMAL = re.compile(
    r"(?<![\s　])[\s　]*+(\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?([\s　]*+)(?![\d.．%％‰+~—–～:：-])(?=\S)"
)
_BARE = re.compile(r"(?<![\s　])[\s　]*+(\d{1,2})([\s　]*+)(?![\d.．、)）%％‰+~—–～:：/-])(?=\S)")
_RUN_IN = re.compile(r"(?<![\s　])[\s　]*+(\d{1,2}[.．])(?=\d)")
_SECOND = re.compile(r"[\s　]*+2[.．、](?=\S)")
# 1.2022年… is the first, of 2022; 3.80岁… the third, of those aged 80.
_CERTAIN = re.compile(r"(?:19|20)\d\d\s*(?:年|[—–~～至到-])|\d{1,3}\s*周?岁")
_COUNTED = re.compile(
    "[年月日号个项条人户家所名次倍元万亿千百%％天周岁件份册种类级批期分小米吨里度座辆张间处套台层公平立克升℃名余多以]"
)
_LONGEST_HEADING = 40


def read_numbers(texts: Sequence[str]) -> list[Numbered | None]:
    """Return, for each line, the number that it begins with, None for a line that begins with none.

    Decimals (1.1) and numbers without a mark (1 总则) are numbers where others go on from them; a number that runs
    into digits (2.10个…) is one where its neighbours are one less or one more.
    """
    numbers = [read_numbered(punctuate(text)) for text in texts]
    decimals = _find_decimals(texts)
    for i, parts in decimals.items():
        numbers[i] = _made(texts[i], _DECIMAL, ".".join(map(str, parts)))
    for i in _find_bare(texts, decimals):
        numbers[i] = _made(texts[i], _BARE, None)
    for i, text in enumerate(texts):
        if numbers[i] is None and (found := _RUN_IN.match(text)):
            value = int(re.sub(r"\D", "", found[1]))
            rest = text[found.end() :]
            if _CERTAIN.match(rest) or _in_row(texts, numbers, i, value):
                numbers[i] = _made(text, _RUN_IN, None)
    return numbers


def may_be_figure(text: str) -> bool:
    """Whether the number that a line was read to begin with may be a figure's: 1.5万元以下, not 1.2022年."""
    found = _RUN_IN.match(text)
    return found is not None and not _CERTAIN.match(text[found.end() :])


def _made(text: str, form: re.Pattern[str], printed: str | None) -> Numbered | None:
    found = form.match(text)
    if found is None:
        return None
    shown = found[1].replace("．", ".") if printed is None else printed
    number = read_number(shown)
    if number is None:
        return None
    return Numbered(printed=shown, level=number.level, value=number.value, rest=punctuate(text[found.end() :]))


def _find_decimals(texts: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Return the lines that begin with 1.1, 1.1.1 and the like: all that may, where two of them count on."""
    found: dict[int, tuple[int, ...]] = {}
    for i, text in enumerate(texts):
        match = _DECIMAL.match(text)
        if match is None or (not match[2] and _COUNTED.match(text[match.end() :])):
            continue
        parts = tuple(int(part) for part in re.split("[.．]", match[1]))
        if all(parts):
            found[i] = parts
    places = list(found.values())
    counted = any(_goes_on(before, after) for before, after in pairwise(places))
    return found if counted else {}


def _goes_on(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a decimal counts on from the one before: 1.2 from 1.1, 1.1.1 from 1.1, 2.1 from 1.4."""
    if len(after) > len(before):
        return after == (*before, 1)
    return (after[:-1] == before[: len(after) - 1] and after[-1] == before[len(after) - 1] + 1) or (
        after[-1] == 1 and after[:-1] > before[: len(after) - 1]
    )


def _find_bare(texts: Sequence[str], decimals: dict[int, tuple[int, ...]]) -> list[int]:
    """Return the lines that begin with a bare number (1 总则) where decimals stand below (1.1), or it counts on."""
    if not decimals:
        return []
    firsts = {parts[0] for parts in decimals.values()}
    out: list[int] = []
    value = 0
    for i, text in enumerate(texts):
        match = _BARE.match(text) if i not in decimals else None
        if match is None:
            continue
        rest = text[match.end() :].strip()
        short = len(rest) <= _LONGEST_HEADING and not re.search("[。；]", rest)
        number = int(match[1])
        below = next((parts for place, parts in decimals.items() if place > i), ())
        counted = not match[2] and _COUNTED.match(rest) and below[:2] != (number, 1)
        if short and not counted and (number == value + 1 or (number == 1 and 1 in firsts)):
            out.append(i)
            value = number
    return out


def _in_row(texts: Sequence[str], numbers: Sequence[Numbered | None], at: int, value: int) -> bool:
    """Whether a line numbered one less stands before, or one numbered one more after, within the same unit."""
    for i in range(at - 1, max(-1, at - 30), -1):
        number = numbers[i]
        if number is not None and number.level in ("point", "para", "subpara", "chp", "sec", "art", "part"):
            if number.level == "point":
                return number.value == value - 1
            break
    following = (texts[i] for i in range(at + 1, min(len(texts), at + 6)))
    return value == 1 and any(_SECOND.match(text) for text in following)
