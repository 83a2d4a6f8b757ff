"""Kinds of faults: a plan's data and chance in; the same data with one fault, and where, out.

What the rules read for is nowhere asked: a character, word, mark or figure is drawn from the whole text by chance.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.spoilt.likeness import of_like_shape, of_like_sound
from medplan.files.datapath import mappings, scalars, value_at
from medplan.files.document import DataPath

_SKIPPED = frozenset({"source", "emendations", "remarks", "checked", "stated_indicators", "cites", "implements"})
_LEAST = 20  # characters of a text that is spoilt
_WORDS = re.compile("[㐀-鿿]{4}")
_INNER = re.compile("(?<=[㐀-鿿]{2})[㐀-鿿](?=[㐀-鿿]{2})")
_OTHER_UNIT = {"亿元": "万元", "万元": "亿元", "万人": "亿人"}
_NUMERALS = "一二三四五六七八九十"

Change = Callable[[str, random.Random, bool], str | None]
Spoil = Callable[[dict[str, Any], random.Random, bool], bool]


def _places(data: dict[str, Any], keys: frozenset[str], least: int = _LEAST) -> list[DataPath]:
    """Return where texts under some keys stand; `text` takes plain paragraphs too; what is emended is left alone."""
    emended = [one["printed"] for one in data.get("emendations") or () if one.get("printed")]
    found = []
    for at, value in scalars(data):
        plain = len(at) > 1 and isinstance(at[-1], int) and at[-2] in ("body", "task")
        if at[0] in _SKIPPED or not isinstance(value, str) or len(value) < least:
            continue
        if (at[-1] in keys or (plain and "text" in keys)) and not any(one in value for one in emended):
            found.append(at)
    return found


def _put(data: dict[str, Any], at: DataPath, value: Any) -> None:
    value_at(data, at[:-1])[at[-1]] = value


def _in_text(change: Change, keys: str = "text", least: int = _LEAST) -> Spoil:
    def spoil(data: dict[str, Any], chance: random.Random, apart: bool) -> bool:
        places = _places(data, frozenset(keys.split()), least)
        weights = [len(value_at(data, at)) for at in places]
        for _ in range(60):
            if not places:
                return False
            at = chance.choices(places, weights)[0]
            text = value_at(data, at)
            changed = change(text, chance, apart)
            if changed is not None and changed != text:
                _put(data, at, changed)
                return True
        return False

    return spoil


def _at(pattern: str, new: Callable[[re.Match[str], random.Random], str]) -> Change:
    compiled = re.compile(pattern)

    def change(text: str, chance: random.Random, _: bool) -> str | None:
        places = list(compiled.finditer(text))
        if not places:
            return None
        found = chance.choice(places)
        return text[: found.start()] + new(found, chance) + text[found.end() :]

    return change


def _like(alike: Callable[[str, bool], list[str]]) -> Change:
    def change(text: str, chance: random.Random, apart: bool) -> str | None:
        places = list(_INNER.finditer(text))
        if not places:
            return None
        at = chance.choice(places).start()
        others = alike(text[at], apart)
        return text[:at] + chance.choice(others) + text[at + 1 :] if others else None

    return change


def _other_digit(found: re.Match[str], chance: random.Random) -> str:
    return chance.choice([digit for digit in "123456789" if digit != found.group()])


def _other_year(found: re.Match[str], chance: random.Random) -> str:
    return chance.choice([str(year) for year in range(2018, 2029) if str(year) != found.group()])


def _figure_that_stands_twice(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Change a figure of the text, with its unit, that a table or another text prints too."""
    figure = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?=[%％万亿元家项个])")
    texts = _places(data, frozenset({"text"}))
    cells = _places(data, frozenset({"baseline", "target"}), 1)
    count: Counter[str] = Counter()
    for at in (*texts, *cells):
        count.update(set(re.findall(r"[0-9]+(?:\.[0-9]+)?", value_at(data, at))))
    held = [(at, one) for at in texts for one in figure.finditer(value_at(data, at)) if count[one.group()] > 1]
    if not held:
        return False
    at, found = chance.choice(held)
    text = value_at(data, at)
    place = chance.randrange(found.start(), found.end())
    while text[place] == ".":
        place = chance.randrange(found.start(), found.end())
    _put(data, at, text[:place] + chance.choice([d for d in "123456789" if d != text[place]]) + text[place + 1 :])
    return True


def _passage_that_stands_twice(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Take a word of two characters from the middle of a passage of sixteen that another text holds too."""
    texts = _places(data, frozenset({"text", "heading"}))
    runs: Counter[str] = Counter()
    for at in texts:
        text = value_at(data, at)
        runs.update({text[n : n + 16] for n in range(len(text) - 15)})
    held = []
    for at in texts:
        text = value_at(data, at)
        twice = [n for n in range(len(text) - 15) if runs[text[n : n + 16]] > 1]
        held += [(at, n) for n in twice if _WORDS.fullmatch(text[n + 6 : n + 10])]
    if not held:
        return False
    at, n = chance.choice(held)
    text = value_at(data, at)
    _put(data, at, text[: n + 7] + text[n + 9 :])
    return True


def _numbered(data: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for _, value in list(mappings(data)):
        body = value.get("body")
        if isinstance(body, list):
            units = [one for one in body if isinstance(one, dict) and one.get("num")]
            if len(units) >= 3:
                yield body


def _item_dropped(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Take one numbered unit, not the last, out of a list."""
    body = chance.choice(list(_numbered(data)) or [[]])
    units = [n for n, one in enumerate(body) if isinstance(one, dict) and one.get("num")]
    if len(units) < 3:
        return False
    del body[chance.choice(units[:-1])]
    return True


def _headings_swapped(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Exchange the headings of two neighbours of a list."""
    groups = [[one for one in body if isinstance(one, dict) and one.get("heading")] for body in _numbered(data)]
    groups = [group for group in groups if len(group) >= 2]
    if not groups:
        return False
    group = chance.choice(groups)
    at = chance.randrange(len(group) - 1)
    group[at]["heading"], group[at + 1]["heading"] = group[at + 1]["heading"], group[at]["heading"]
    return True


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for _, one in mappings(data) if "indicator" in one and "target" in one and "at" not in one]


def _goal_turned(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Exchange baseline and target of a row whose both are figures."""
    figure = re.compile(r"[><≥≤]?[0-9.]+%?")
    rows = [row for row in _rows(data) if all(figure.fullmatch(str(row.get(key))) for key in ("baseline", "target"))]
    rows = [row for row in rows if row["baseline"] != row["target"]]
    if not rows:
        return False
    row = chance.choice(rows)
    row["baseline"], row["target"] = row["target"], row["baseline"]
    return True


def _note_mark(data: dict[str, Any], chance: random.Random, _: bool) -> bool:
    """Print a note mark, of a note that is not there, behind the name of a row."""
    rows = _rows(data)
    if not rows:
        return False
    row = chance.choice(rows)
    row["name"] = f"{row['name']}{chance.choice('⑤⑥⑦')}"
    return True


# Corruptions: what printing, scraping and typing do to letters, marks and figures.
CORRUPTIONS: dict[str, Spoil] = {
    "脱一字": _in_text(_at(_INNER.pattern, lambda *_: "")),
    "脱两字": _in_text(_at("(?<=[㐀-鿿]{2})[㐀-鿿]{2}(?=[㐀-鿿]{2})", lambda *_: "")),
    "重一字": _in_text(_at(_INNER.pattern, lambda found, _: found.group() * 2)),
    "重一词": _in_text(_at("(?<=[㐀-鿿])[㐀-鿿]{2,4}(?=[㐀-鿿])", lambda found, _: found.group() * 2)),
    "两字颠倒": _in_text(_at("(?<=[㐀-鿿])([㐀-鿿])(?!\\1)[㐀-鿿](?=[㐀-鿿])", lambda found, _: found.group()[::-1])),
    "同音字": _in_text(_like(of_like_sound)),
    "形近字": _in_text(_like(of_like_shape)),
    "脱顿号": _in_text(_at("(?<=[㐀-鿿])、(?=[㐀-鿿])", lambda *_: "")),
    "脱逗号": _in_text(_at("(?<=[㐀-鿿])，(?=[㐀-鿿])", lambda *_: "")),
    "脱半个括号、引号、书名号": _in_text(_at("[“”《》（）〔〕]", lambda *_: "")),
    "引号整个脱落": _in_text(_at("“([^“”]{2,12})”", lambda found, _: found.group(1))),
    "标点相叠": _in_text(_at("[，。；、]", lambda found, chance: found.group() + chance.choice("，。；、"))),
    "句末脱句号": _in_text(_at("。$", lambda *_: "")),
    "句首脱字": _in_text(_at("^[㐀-鿿]{1,2}(?=[㐀-鿿]{4})", lambda *_: "")),
    "字间空格": _in_text(_at("(?<=[㐀-鿿])(?=[㐀-鿿])", lambda *_: " ")),
    "数字认成字母": _in_text(_at("[01]", lambda found, _: {"0": "O", "1": "l"}[found.group()])),
    "数字脱一位": _in_text(_at("(?<=[0-9])[0-9](?=[0-9年%万亿])", lambda *_: "")),
    "脱单位": _in_text(_at("(?<=[0-9])(?:亿元|万元|万人|%|元|人|家|个百分点)", lambda *_: "")),
    "部门脱一字": _in_text(_at("(?<=[㐀-鿿])[㐀-鿿](?=[㐀-鿿])", lambda *_: ""), "lead supporting responsible", 3),
    "题名脱一字": _in_text(_at("(?<=《[㐀-鿿])[㐀-鿿](?=[^》]{4,40}》)", lambda *_: "")),
    "编号跳号": _in_text(
        _at("[一二三四五六七八]", lambda found, _: _NUMERALS[(_NUMERALS.index(found.group()) + 2) % 10]), "num", 1
    ),
}
# Contradictions: what is well formed and says something else than another place.
CONTRADICTIONS: dict[str, Spoil] = {
    "正文与别处的数不同": _figure_that_stands_twice,
    "正文的百分数改一位": _in_text(_at("[0-9](?=%)", _other_digit)),
    "年份改动": _in_text(_at("20[12][0-9](?=年)", _other_year)),
    "进度的年份改动": _in_text(_at("20[12][0-9](?=年)", _other_year), "schedule", 3),
    "所说的项数不符": _in_text(
        _at(
            "[二两三四五六七八九](?=个方面|项|个|大|种|类|统一|是)",
            lambda found, _: (
                {"两": "三"}.get(found.group()) or "一二三四五六七八九十"["一二三四五六七八九".index(found.group()) + 1]
            ),
        )
    ),
    "别处相同的一句少一词": _passage_that_stands_twice,
    "脱一条": _item_dropped,
    "标题互换": _headings_swapped,
    "基期与目标颠倒": _goal_turned,
    "注号没有注": _note_mark,
    "单位改动": _in_text(_at("(?<=[0-9])(?:亿元|万元|万人)", lambda found, _: _OTHER_UNIT[found.group()])),
}
KINDS: dict[str, Spoil] = CORRUPTIONS | CONTRADICTIONS
