"""Corruptions as scrapes and printers make them: a plan's data and chance in; spoilt data and where, out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from medplan.files.datapath import scalars, value_at

Place = tuple[Any, ...]
Spoil = Callable[[str, random.Random], str | None]
_SKIPPED = frozenset({"source", "emendations", "remarks", "checked", "stated_indicators", "cites", "implements"})
_PRINTED = ("text", "heading", "num", "target", "baseline", "name")


def texts(data: dict[str, Any], keys: tuple[str, ...]) -> list[Place]:
    """Return where the printed texts of a plan's body under some keys stand; `text` takes plain paragraphs too."""
    found = []
    for at, value in scalars(data):
        plain = isinstance(at[-1], int) and at[-2] in ("body", "task") if len(at) > 1 else False
        if at[0] not in _SKIPPED and isinstance(value, str) and (at[-1] in keys or (plain and "text" in keys)):
            found.append(at)
    return found


def put(data: dict[str, Any], at: Place, value: Any) -> None:
    """Write a value at a place of plain data."""
    value_at(data, at[:-1])[at[-1]] = value


def _swap(pattern: str, change: Callable[[re.Match[str]], str]) -> Spoil:
    def spoil(text: str, chance: random.Random) -> str | None:
        places = list(re.finditer(pattern, text))
        if not places:
            return None
        found = chance.choice(places)
        return text[: found.start()] + change(found) + text[found.end() :]

    return spoil


# Each kind of corruption: the keys that it falls on, and what becomes of the text (None where it can't be).
KINDS: dict[str, tuple[tuple[str, ...], Spoil]] = {
    "a mark lost from a pair": (("text",), _swap("[“”《》（）]", lambda _: "")),
    "a full stop lost at the end": (("text",), _swap("(?<=.{20})。$", lambda _: "")),
    "a number of a provision printed twice or skipped": (
        ("num",),
        _swap("[二三四五六七八]", lambda f: "一二三四五六七八九十"[("一二三四五六七八九".index(f.group()) + 2) % 10]),
    ),
    "a year's digits swapped": (("text",), _swap("202[03-9](?=年)", lambda f: f"20{f.group()[3]}2")),
    "a year lost": (("text",), _swap("20[12][0-9](?=年[底末])", lambda _: "")),
    "a look-alike character": (("text", "heading"), _swap("[见车长门风食马骨高]", lambda f: _RADICAL[f.group()])),
    "a word printed twice": (("text",), _swap("医疗保障|管理|服务", lambda f: f.group() * 2)),
    "a letter of a usual word lost": (
        ("text",),
        _swap(
            "(?<=[㐀-鿿]{2}医)疗(?=保障[㐀-鿿])|(?<=医)保(?=基金[㐀-鿿])|(?<=医药)机(?=构)|(?<=结)算(?=[㐀-鿿])",
            lambda _: "",
        ),
    ),
    "a wrong letter in a usual word": (
        ("text",),
        _swap("(?<=医疗保)障(?=[㐀-鿿]{2})|(?<=基)金(?=[监支][㐀-鿿])|(?<=医疗机)构(?=[㐀-鿿]{2})", lambda _: "诚"),
    ),
    "a letter printed twice": (("text",), _swap("[障险构算监](?=[㐀-鿿]{2})", lambda f: f.group() * 2)),
    "a word of the same sound or shape": (
        ("text",),
        _swap("已经|诊疗|调整|结算|预算|骗保|部署|报销", lambda f: dict(_SAME)[f.group()]),
    ),
    "another name for one thing": (
        ("text",),
        _swap("大病保险|防范和化解|村（社区）|待遇清单制度", lambda f: dict(_OTHER)[f.group()]),
    ),
    "a bound turned from strict": (("target",), _swap("^>", lambda _: "≥")),
    "a figure of the text changed": (("text",), _swap("[0-9](?=%)", lambda f: str((int(f.group()) + 4) % 10))),
    "a unit lost": (("text",), _swap("(?<=达到[0-9]{2})%", lambda _: "")),
    "a goal turned round": (("target",), _swap("[2-9](?=[0-9]%?$)", lambda _: "1")),
    "characters lost in a phrase that stands elsewhere": (
        ("text",),
        _swap(
            "(?<=基本医疗)保险(?=制度)|(?<=医用)耗材(?=集中)|(?<=集中)带量(?=采购)|(?<=异地)就医(?=直接)", lambda _: ""
        ),
    ),
}
_SAME = (
    ("已经", "己经"), ("诊疗", "诊寥"), ("调整", "凋整"), ("结算", "结箅"), ("预算", "预箅"), ("骗保", "骗宝"),
    ("部署", "布署"), ("报销", "报消"),
)  # fmt: skip
_OTHER = (
    ("大病保险", "大病医疗保险"), ("防范和化解", "预防和化解"), ("村（社区）", "村（居）"),
    ("待遇清单制度", "待遇清单管理制度"),
)  # fmt: skip
_RADICAL = dict(zip("见车长门风食马骨高", "⻅⻋⻓⻔⻛⻝⻢⻣⾼", strict=True))


def spoilt(
    data: dict[str, Any], kind: str, chance: random.Random, copied: Callable[[], dict[str, Any]], most: int
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield a plan's data with one corruption of a kind, at most so many times, at places drawn by chance."""
    keys, spoil = KINDS[kind]
    places = texts(data, keys)
    chance.shuffle(places)
    made = 0
    for at in places:
        text = value_at(data, at)
        changed = spoil(text, chance)
        if changed is None or changed == text:
            continue
        if made == most:
            return
        made += 1
        whole = copied()
        put(whole, at, changed)
        yield at, whole
