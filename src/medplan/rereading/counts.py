"""Counts that a text promises: a plan in; lists of another length, and ordinals that break off, out.

Three ways to promise are read: 四个机制 behind a list, 六统一（……） before it, 三个方面 before 一是, 二是.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.plan.model import Node, Plan
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields

_NUMERALS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FIRST = "[两二三四五六七八九十1-9]"
# From two to nineteen. What goes before is asked of the first letter alone, and last: a search begins with letters.
_COUNT = rf"{_FIRST}(?<![第一二三四五六七八九十]{_FIRST})(?<![0-9.][1-9])(?:(?<=1)[0-9]|(?<!1))(?![0-9])"
_MEASURE = "个|项|大|种|类|方面|重|道|级|章|条|位|环节|统一|化|最"
# A list that ends in its count: 待遇保障、筹资运行、医保支付、基金监管四个机制.
_BEHIND = re.compile(rf"({_COUNT})(?<![百0-9][两二三四五六七八九十])(?={_MEASURE})")
_COUNTED = re.compile("[0-9]|[两三四五六七八九十]个")
_CLAUSE = "，。；：（）\0"
_BEFORE = re.compile(rf"({_COUNT})(?:{_MEASURE})?[^，。；：（）、\0]{{0,6}}（([^（）\0]*+)）")
_PROMISE = re.compile(rf"({_COUNT})(?:个|大|项|条|点)?(?:方面|特点|问题|任务|工作|措施|环节|要求|原则)")
_ORDINAL = re.compile("([一二三四五六七八九十])(?:(?<=[。；：，、].)|(?<=^.))是(?=[㐀-鿿“《])")
_LAST_OF_LIST = re.compile("[和及与]")
_OPEN = re.compile("等|以及|其他")
_PROSE = ("heading", "text")
_FAR = 60  # characters between a promise and the first of what is promised
_LONGEST_LIST = 400  # characters of a list that ends in its count


def counts(plan: Plan, said: Fields) -> Iterator[Candidate]:
    """Yield lists that are longer or shorter than the text says, and ordinals that do not run on."""
    yield from _beside(said)
    for children in ([*plan.nodes], *([*node.children] for node, _ in plan.walk())):
        yield from _ordinals([node for node in children if node.reading("text")])


def _beside(said: Fields) -> Iterator[Candidate]:
    whole = said.whole
    for one, at, end, found in said.find(_BEHIND):
        if one.field not in _PROSE:
            continue
        least = max(0, found.start() - _LONGEST_LIST - 1)
        start = max(whole.rfind(mark, least, found.start()) for mark in _CLAUSE) + 1
        if not start:  # the list is longer
            continue
        items, count = whole[start : found.start()].rstrip("“"), _value(found.group(1))
        commas = items.count("、")
        if not commas or items.endswith("、") or _OPEN.search(items[:-1]) or _COUNTED.search(items):
            continue
        if items.endswith("等") and count > commas:
            continue  # examples of what there is more of
        if count not in (commas + 1, commas + 1 + len(_LAST_OF_LIST.findall(items.rpartition("、")[2]))):
            yield _told(one.node, one.text, at, end + 1, f"说是{found.group()}，前面列了 {commas + 1} 项")
    for one, at, _, found in said.find(_BEFORE):
        items, count = found.group(2), _value(found.group(1))
        listed = len(re.split("[、，；]|(?<=[㐀-鿿])[和及](?=[㐀-鿿])", items))
        wrong = "、" in items and not _OPEN.search(items) and count not in (listed, items.count("、") + 1)
        if wrong and one.field in _PROSE:
            end = at + len(found.group(1))
            yield _told(one.node, one.text, at, end + 1, f"说是{found.group(1)}，括号里列了 {listed} 项")


def _ordinals(nodes: list[Node]) -> Iterator[Candidate]:
    """Yield ordinals (一是, 二是) of neighbours that do not run on from 1, and promises that they do not keep."""
    last = 0
    promised: tuple[Node, int, int, int] | None = None
    before: Node | None = None
    for node in nodes:
        text = node.reading("text")
        for found in _ORDINAL.finditer(text):
            value = _value(found.group(1))
            if value == 1:
                yield from _kept(promised, last)
                promised = _promise_before(node, text, found.start()) or _promise_at_end(before)
            elif value != last + 1:
                yield _told(node, text, found.start(1), found.end() + 1, f"“{found.group()}”之前没有第{last + 1}项")
            last = value
        before = node
    yield from _kept(promised, last)


def _kept(promised: tuple[Node, int, int, int] | None, count: int) -> Iterator[Candidate]:
    if promised and count > 1 and promised[1] != count:
        node, said, start, end = promised
        yield _told(node, node.reading("text"), start, end, f"说是 {said} 项，下文列到第 {count} 项")


def _promise_before(node: Node, text: str, before: int) -> tuple[Node, int, int, int] | None:
    found = [*_PROMISE.finditer(text, max(0, before - _FAR), before)]
    return (node, _value(found[-1].group(1)), *found[-1].span()) if found else None


def _promise_at_end(before: Node | None) -> tuple[Node, int, int, int] | None:
    """Return what the end of the paragraph before promises."""
    text = before.reading("text") if before else ""
    return _promise_before(before, text, len(text)) if before else None


def _value(printed: str) -> int:
    return _NUMERALS.get(printed) or int(printed)


def _told(node: Node, text: str, start: int, end: int, words: str) -> Candidate:
    return Candidate(
        kind="promise", eid=node.eid, place=node.place, quote=text[max(0, start - 2) : end + 2], words=words,
        here=around(text, start, end),
    )  # fmt: skip
