"""Recognise chapters, numbered units, boxes, tables, annexes and questions: blocks in, a plan's body out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from medplan.importing.blocks import Block
from medplan.importing.punctuate import punctuate
from medplan.importing.tables import read_indicator_table, read_task_table
from medplan.numbering import LEVELS, Number, read_number

_HAN = "[〇零一二三四五六七八九十百]+"
_NUMBER = re.compile(
    rf"(第(?:{_HAN}|\d+)[编篇章节条](?=[\s　])|{_HAN}、|[（(]?{_HAN}[)）]"
    r"|\d{1,2}\s?[.．](?!\d)|[（(]\d{1,2}[)）])\s*"
)
_BOX = re.compile(rf"(专栏\s*(?:\d+|{_HAN})?)\s*[:：]?\s*(.*)")
_ANNEX = re.compile(r"附\s*件\s*\d*")
_DUTY = re.compile(r"（((?:牵头|配合|责任)单位：[^（）]*)）$")
_DUTY_KEYS = {"牵头单位": "lead", "配合单位": "supporting", "责任单位": "responsible"}
_COLOPHON = re.compile(r"抄送[:：]?")
HEADING_LENGTH = 40


@dataclass(slots=True)
class Structure:
    """A body under construction, with the units that are open and what could not be placed."""

    body: list[Any] = field(default_factory=list)
    open: list[tuple[int, dict[str, Any], int]] = field(default_factory=list)
    box: dict[str, Any] | None = None
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def container(self) -> list[Any]:
        """Return the list that the next item goes into."""
        if self.open:
            body: list[Any] = self.open[-1][1].setdefault("body", [])
            return body
        return self.body


def read_structure(blocks: list[Block], *, spoken: bool = False) -> Structure:
    """Return the body that the blocks make, in their order."""
    state = Structure()
    at = 0
    while at < len(blocks):
        block = blocks[at]
        table, taken = read_indicator_table(blocks, at)
        if table:
            _add_indicators(state, table)
            at += taken
            continue
        tasks, taken = read_task_table(blocks, at)
        if tasks:
            state.container().append({"tasks": tasks})
            at += taken
            continue
        if _COLOPHON.match(block.text) and at > len(blocks) - 8:
            lines = [punctuate(line) for b in blocks[at:] for line in b.lines]
            state.open, state.box = [], None
            state.body.append({"colophon": lines})
            break
        if _ANNEX.fullmatch(block.text):
            heading = punctuate(blocks[at + 1].text) if at + 1 < len(blocks) else None
            annex: dict[str, Any] = {"annex": re.sub(r"\s", "", block.text)}
            annex |= {"heading": heading} if heading else {}
            annex["body"] = []
            state.body.append(annex)
            state.open, state.box = [(-1, annex, 0)], None
            at += 2
            continue
        if spoken and block.text.endswith(("？", "?")):
            state.open, state.box = [], None
        for line in block.lines if len(block.lines) > 1 and not spoken else (block.text,):
            _take_line(state, punctuate(line), block.line)
        at += 1
    if spoken:
        state.body = _speeches(state.body)
    return state


def _add_indicators(state: Structure, table: dict[str, Any]) -> None:
    before = state.container()
    if before and isinstance(before[-1], str) and "指标" in before[-1] and len(before[-1]) < 40:
        table = {"caption": before.pop()} | table
    before.append({"indicators": table})


def _take_line(state: Structure, text: str, line: int) -> None:
    if (found := _BOX.fullmatch(text)) and len(text) < 60:
        box: dict[str, Any] = {"box": found[1].strip()}
        box |= {"heading": found[2]} if found[2] else {}
        box["body"] = []
        if state.box:
            _leave_box(state)
        # A box stands beside the numbered unit it interrupts, in the unit's own parent.
        outer = state.open[-2][1]["body"] if len(state.open) > 1 else state.container()
        outer.append(box)
        state.open.append((len(LEVELS), box, 0))
        state.box = box
        return
    found = _NUMBER.match(text)
    number = read_number(found[1].replace(" ", "")) if found else None
    if not found or number is None:
        if state.box and state.box["body"] and isinstance(state.box["body"][-1], dict):
            _leave_box(state)
            state.open.pop()
        if not text.startswith("（") and re.match(r"[（(][%\w]*[)）]|" + _HAN + r"[)）]", text):
            state.doubts.append((line, f"编号可疑：{text[:20]}"))
        state.container().append(text)
        return
    if state.box:
        _maybe_leave_box(state, number)
    unit = _unit(found[1].replace(" ", ""), text[found.end() :])
    level = LEVELS.index(number.level)
    if not state.box:
        while state.open and state.open[-1][0] >= level:
            state.open.pop()
    state.container().append(unit)
    if state.box:
        state.open[-1] = (len(LEVELS), state.box, number.value)
    else:
        state.open.append((level, unit, number.value))


def _leave_box(state: Structure) -> None:
    state.open.pop()
    state.box = None


def _maybe_leave_box(state: Structure, number: Number) -> None:
    """A number that goes on from the units around the box, not from those in it, ends the box."""
    inside = state.open[-1][2]
    level = LEVELS.index(number.level)
    outside = next((value for lv, _, value in reversed(state.open[:-1]) if lv == level), None)
    if number.level != "point" or (
        inside and number.value != inside + 1 and outside is not None and number.value == outside + 1
    ):
        _leave_box(state)


def _unit(num: str, rest: str) -> dict[str, Any]:
    unit: dict[str, Any] = {"num": num.replace("(", "（").replace(")", "）")}
    duty = _DUTY.search(rest)
    if duty:
        rest = rest[: duty.start()]
    sentence = re.match(r"[^。：]{2,40}[。：]", rest)
    if len(rest) <= HEADING_LENGTH and not rest.endswith("。"):
        unit["heading"] = rest
    elif sentence and len(sentence.group()) < len(rest):
        unit["heading"], unit["text"] = sentence.group(), rest[sentence.end() :]
    else:
        unit["text"] = rest
    if duty:
        for part in duty[1].split("；"):
            label, _, units = part.partition("：")
            if label in _DUTY_KEYS and units:
                unit[_DUTY_KEYS[label]] = units
            else:
                unit["schedule"] = part
    return unit


def _speeches(body: list[Any]) -> list[Any]:
    """Part a press conference into speech, questions and answers: a paragraph that ends in ？ asks."""
    parts: list[dict[str, Any]] = [{"speech": None, "body": []}]
    for item in body:
        asks = isinstance(item, str) and item.endswith("？")
        if asks:
            parts += [{"question": None, "body": [item]}, {"answer": None, "body": []}]
        else:
            parts[-1]["body"].append(item)
    return [part for part in parts if part["body"]]
