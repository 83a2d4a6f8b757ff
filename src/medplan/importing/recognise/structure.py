"""Put a plan's blocks under one another: blocks in, a body with chapters, units, boxes, tables and annexes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.recognise.annexes import Annex
from medplan.importing.recognise.duties import join_duties, part_duties, unread_duties
from medplan.importing.recognise.nesting import BOX_RANK, Open, Structure, closes, leaves_box
from medplan.importing.recognise.numbered_lines import Numbered, make_unit
from medplan.importing.recognise.outline import Outline, part_heads, read_outline
from medplan.importing.recognise.plain import leave_finished
from medplan.importing.recognise.punctuate import punctuate, punctuate_words
from medplan.importing.recognise.sequences import may_be_figure
from medplan.importing.recognise.speeches import Speakers
from medplan.importing.recognise.tables import read_table
from medplan.importing.recognise.votes import settle_headings
from medplan.language.numbering import LEVELS

_BOX = re.compile(r"(专\s?栏\s*(?:\d{1,3}|[〇零一二三四五六七八九十]{1,3})?)\s*[:：]?\s*([^。；]{0,60})")
_NOTE = re.compile(r"[①-⑳]|注\s*\d*[:：]")
_CAPTION = 40


def read_structure(blocks: Sequence[Paragraph | Grid], *, speakers: Speakers | None = None) -> Structure:
    """Return the body that the blocks make, in their order; in a record of speech no paragraph holds another."""
    blocks = part_heads(blocks)
    state = Structure(spoken=speakers is not None)
    outline = read_outline(blocks, spoken=state.spoken)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if end := outline.imprints.get(at):
            _take_colophon(state, blocks[at:end])
            at = end
            continue
        if isinstance(block, Grid):
            _take_grid(state, block)
        elif at in outline.annexes.starts:
            at += _take_annex(state, outline.annexes.starts[at]) - 1
        elif at in outline.annexes.listed or at in outline.closing:
            state.leave_units()
            _take_line(state, block)
        elif block.note:
            state.container().append(punctuate(block.text))
        elif speakers is not None and speakers.label_of(punctuate(block.text)):
            state.open = []
            state.body.append(punctuate(block.text))
        elif at not in outline.taken:
            _take_paragraph(state, block, outline, at)
        at += 1
    settle_headings(state.body)
    return state


def _take_line(state: Structure, block: Paragraph) -> None:
    """A line of a list of annexes or of a signature: names parted by spaces stay parted."""
    if text := punctuate_words(block.text) if len(block.text) < 300 else punctuate(block.text):
        state.container().append(text)


def _take_colophon(state: Structure, blocks: Sequence[Paragraph | Grid]) -> None:
    """The last lines: 抄送 runs on to its full stop, then who printed it, when, how many."""
    lines: list[str] = []
    for block in blocks:
        text = punctuate_words(block.text) if isinstance(block, Paragraph) else ""
        listing = lines and re.match("抄\\s*[送报]", lines[-1]) and not lines[-1].endswith("。")
        if listing and not re.search("印发|共印", text):
            lines[-1] += text
        else:
            lines.append(text)
    state.open = []
    state.body.append({"colophon": lines})


def _take_annex(state: Structure, annex: Annex) -> int:
    """Begin an annex; return how many blocks its label and its heading take."""
    unit: dict[str, Any] = {"annex": annex.label}
    if annex.heading:
        unit["heading"] = annex.heading
    unit["body"] = []
    state.body.append(unit)
    state.open = [Open(-1, unit)]
    return annex.taken


def _take_grid(state: Structure, grid: Grid) -> None:
    table = read_table(grid)
    state.table_doubts += [(grid.line_of(row), words) for row, words in table.doubts]
    state.reprinted += [(grid.line_of(row), text) for row, text in table.reprinted]
    boxed = _BOX.fullmatch(table.before[0]) if table.before else None
    if boxed:
        # The first row of the table that draws a box names it.
        del table.before[0]
        _begin_box(state, re.sub(r"\s", "", boxed[1]), boxed[2].strip(), None)
    before = state.container()
    item = table.item
    if item and "indicators" in item:
        above = before[-1] if before else None
        if len(table.before) == 1:
            item["indicators"] = {"caption": table.before.pop()} | item["indicators"]
        elif isinstance(above, str) and "指标" in above and len(above) < _CAPTION and above[-1] not in "。：":
            item["indicators"] = {"caption": before.pop()} | item["indicators"]
    before += [text for text in table.before if text]
    if item:
        before.append(item)
    before += table.after
    if boxed:
        state.leave_box()


def _take_paragraph(state: Structure, block: Paragraph, outline: Outline, place: int) -> None:
    text = punctuate(block.text)
    if not text:
        return
    if _take_note(state, text):
        return
    at = state.box()
    left = at is not None and state.open[at].frame is not None and state.open[at].frame != block.frame
    if left:
        state.leave_box()
    if len(text) < 80 and (found := _BOX.fullmatch(text)):
        _begin_box(state, re.sub(r"\s", "", found[1]), found[2].strip(), block.frame)
        return
    numbered = outline.numbers[place]
    if numbered is not None:
        _take_unit(state, block, numbered)
    elif block.level is not None and len(text) <= 60 and not text.endswith("。"):
        _take_heading(state, block, text)
    else:
        if left and len(state.open) > 1:
            state.open.pop()
        rest, duties = part_duties(text)
        if duties and not rest and _take_duties(state, duties):
            return
        if not state.spoken and (doubt := leave_finished(state, outline, place, text)):
            state.doubts.append((block.line, doubt))
        _take_plain(state, block, text)


def _take_note(state: Structure, text: str) -> bool:
    """Add a note below an indicator table to the table; return whether it is one."""
    last = state.container()[-1] if state.container() else None
    if not (isinstance(last, dict) and "indicators" in last and _NOTE.match(text) and len(text) > 1):
        return False
    note = {"num": text[0], "text": text[1:].strip()} if text[0] in "①②③④⑤⑥⑦⑧⑨⑩" else {"text": text}
    last["indicators"].setdefault("notes", []).append(note)
    return True


def _begin_box(state: Structure, label: str, heading: str, frame: int | None) -> None:
    state.leave_box()
    box: dict[str, Any] = {"box": label} | ({"heading": heading} if heading else {}) | {"body": []}
    # A box stands beside the numbered unit it interrupts, in the unit's own parent.
    outer = state.open[-2].unit.setdefault("body", []) if len(state.open) > 1 else state.container()
    outer.append(box)
    state.open.append(Open(BOX_RANK, box, frame=frame))


def _take_unit(state: Structure, block: Paragraph, numbered: Numbered) -> None:
    at = state.box()
    if at is not None and leaves_box(state, at, numbered):
        state.leave_box()
        at = None
    floor = 0 if at is None else at + 1
    rank = state.rank_of(numbered)
    before = next((o for o in reversed(state.open[floor:]) if o.rank == rank), None)
    expected = (before.value or 0) + 1 if before else 1
    unread: list[str] = []
    in_article = state.article() is not None and rank > LEVELS.index("art")
    unit = make_unit(numbered, unread, marked=block.level is not None, in_article=in_article)
    value = numbered.value or expected
    if numbered.level == "point" and may_be_figure(block.text):
        state.doubts.append((block.line, f"编号与数字连写，当作了编号，请核对：“{block.text.strip()[:12]}”"))
    if not numbered.plain:
        letter = chr(ord("a") + min(numbered.inserted, 26) - 1) if numbered.inserted else ""
        unit = {"num": unit.pop("num"), "id": f"{numbered.level}_{value}{letter}"} | unit
        said = "由它得不出地址，已写 id" if letter else f"当为第 {value}"
        state.doubts.append(
            (block.line, f"编号{'是插入的条' if letter else '不完整，按前后推定'}：“{numbered.printed}”{said}")
        )
    while len(state.open) > floor and closes(state.open[-1], rank, block.level):
        state.open.pop()
    state.container().append(unit)
    state.open.append(Open(rank, unit, value, block.level))
    state.duty_doubts += [(block.line, said) for said in unread]


def _take_heading(state: Structure, block: Paragraph, text: str) -> None:
    """A heading without a number closes the headings of its depth and below, and all that is no heading."""
    depth = block.level or 0
    while state.open and state.open[-1].rank >= 0:
        last = state.open[-1]
        if last.depth is not None and last.depth < depth:
            break
        state.open.pop()
    held = state.container()
    count = sum(1 for item in held if isinstance(item, dict) and str(item.get("id", "")).startswith("unit_"))
    unit: dict[str, Any] = {"id": f"unit_{count + 1}", "heading": text}
    held.append(unit)
    state.open.append(Open(state.open[-1].rank if state.open else 0, unit, None, depth))
    state.doubts.append((block.line, f"标题没有编号，地址由程序暂定：{text[:20]}"))


def _take_plain(state: Structure, block: Paragraph, text: str) -> None:
    at = state.box()
    if at is not None and state.open[at].frame is None and len(state.open) > at + 1:
        state.leave_box()
        if len(state.open) > 1:
            state.open.pop()
    if state.spoken and state.open and "text" in state.open[-1].unit:
        state.open = []
    if text.startswith("%") or re.match(r"[（(]\s*[)）]", text):
        state.doubts.append((block.line, f"编号可疑：{text[:20]}"))
    rest, duties = part_duties(text)
    if unread := unread_duties(rest or text) if rest or not duties else None:
        state.duty_doubts.append((block.line, unread))
    if duties and rest:
        state.container().append({"text": rest} | duties)
    else:
        state.container().append(text)


def _take_duties(state: Structure, duties: dict[str, Any]) -> bool:
    """Add duties in a line of their own to the paragraph or unit before them; return whether there is one."""
    unit = state.open[-1].unit if state.open else {}
    held = unit.get("body") or ([] if state.open else state.body)
    if not held:
        return "num" in unit and join_duties(unit, duties)
    last = {"text": held[-1]} if isinstance(held[-1], str) else held[-1]
    if next(iter(last)) != "text" or not join_duties(last, duties):
        return False
    held[-1] = last
    return True
