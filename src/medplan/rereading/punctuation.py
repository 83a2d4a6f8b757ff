"""Marks that come in pairs and ends of sentences: what a plan prints in; marks without their other half out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import starmap

from medplan.plan.model import Plan
from medplan.plan.once import once
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Said

_CLOSES = {"（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_OPENS = {close: opens for opens, close in _CLOSES.items()}
_MARKS = re.compile(f"[{''.join(_OPENS)}{''.join(_CLOSES)}]")
_EMPTY = re.compile(r"（\s*+）|《\s*+》|“\s*+”")
_COLUMNS = re.compile(r"[（(]([^（）()]{0,6})$")
_END = re.compile(r"[。！？；：，”》）…—]\s*+$")
_PROSE = frozenset({"text"})
_LEAST = 16  # characters: shorter texts are labels


@once
def pairs(said: Fields) -> tuple[Candidate, ...]:
    """Return fields in which a bracket or quotation mark lacks its other half, or holds nothing."""
    return tuple(_pairs(said))


def _pairs(said: Fields) -> Iterator[Candidate]:
    open_at: list[tuple[Said, int]] = []
    for one, at, _, mark in said.find(_MARKS):
        if one.field == "duty" or (one.field == "num" and one.text[:1].isascii()):
            continue
        char = mark.group()
        if open_at and open_at[0][0] is not one:
            yield from starmap(_unclosed, open_at)
            open_at.clear()
        if char in _CLOSES:
            open_at.append((one, at))
        elif open_at and one.text[open_at[-1][1]] == _OPENS[char]:
            open_at.pop()
        else:
            yield _pair(one, at, f"“{char}”之前没有与它成对的“{_OPENS[char]}”")
    yield from starmap(_unclosed, open_at)
    for one, at, _, found in said.find(_EMPTY):
        yield _pair(one, at, f"“{found.group()}”里没有文字")


def _unclosed(one: Said, at: int) -> Candidate:
    return _pair(one, at, f"“{one.text[at]}”之后没有与它成对的“{_CLOSES[one.text[at]]}”")


def _pair(one: Said, at: int, words: str) -> Candidate:
    quote = one.text[max(0, at - 4) : at + 5]
    return Candidate(
        kind="pair", eid=one.node.eid, place=one.node.place, quote=quote, words=words,
        here=around(one.text, at, at + 1),
    )  # fmt: skip


def endings(plan: Plan, said: Fields) -> Iterator[Candidate]:
    """Yield paragraphs that end without a mark where most of the plan's end with one."""
    prose = [one for one in said if one.field in _PROSE and len(one.text) >= _LEAST and _is_prose(one)]
    bare = [one for one in prose if not _END.search(one.text[-6:])]
    if len(bare) * 3 > len(prose):
        return
    for one in bare:
        quote = one.text[-8:]
        words = f"全文 {len(prose)} 段里有 {len(prose) - len(bare)} 段以标点结束，这一段没有"
        yield Candidate(
            kind="ending", eid=one.node.eid, place=one.node.place, quote=quote, words=words,
            here=around(one.text, len(one.text) - 8, len(one.text)), there=f"{quote}。",
        )  # fmt: skip


def _is_prose(one: Said) -> bool:
    node = one.node
    return (
        not one.text.startswith("附件")
        and node.indicator is None
        and node.kind not in ("title", "subtitle", "colophon", "table_row", "indicators")
    )
