"""Set aside what is printed with a plan but not of it: blocks in, the plan's blocks and every excluded passage out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from medplan.importing.read.blocks import Block, Doubt, Furniture, Grid, Meta, Paragraph
from medplan.importing.recognise.closing import squeeze
from medplan.importing.recognise.contents import find_contents
from medplan.importing.recognise.front.told import told_titles
from medplan.importing.recognise.inserted import find_inserted
from medplan.importing.recognise.site_head import BOX, NAVIGATION, find_boxes, find_site_head, is_site
from medplan.language.fidelity_fold import fold_print

_PAGE_NUMBER = re.compile(r"\s*(第\s*\d{1,3}\s*页(\s*[共/]\s*\d{1,3}\s*页)?|[-—–]\s*\d{1,3}\s*[-—–])\s*")


@dataclass(slots=True)
class Sorted:
    """The plan's own blocks, what was excluded as (line, text, why), doubts as (line, words), and a page's meta."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    excluded: list[tuple[int, str, str]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    meta: list[Meta] = field(default_factory=list)

    def exclude(self, at: Sequence[int], why: str) -> None:
        """Move the blocks at these places to what is excluded."""
        self.exclude_all([(sorted(set(at)), why)])

    def exclude_all(self, found: Sequence[tuple[Sequence[int], str]]) -> None:
        """Move the blocks at several lists of places, each with its reason, none of which is in another."""
        gone = {i for at, _ in found for i in at}
        for at, why in found:
            for i in at:
                self.excluded += [(self.blocks[i].line, text, why) for text in _texts(self.blocks[i])]
        self.blocks = [b for i, b in enumerate(self.blocks) if i not in gone]

    def passages(self) -> list[dict[str, Any]]:
        """Return the excluded passages in the plan's form: neighbours of one reason joined, repetitions counted."""
        joined: list[tuple[int, str, str]] = []
        kept = sorted(block.line for block in self.blocks)
        end = 0
        for line, text, why in sorted(self.excluded, key=lambda e: e[0]):
            parted = bisect_left(kept, line) > bisect_right(kept, end)
            near = joined and joined[-1][2] == why and not parted and len(joined[-1][1]) < 15_000
            if near and why not in _SINGLE:
                joined[-1] = (joined[-1][0], joined[-1][1] + _gap(joined[-1][1], text) + text, why)
            else:
                joined.append((line, text, why))
            end = line
        pieces = [(t[i : i + 15_000], why) for _, t, why in joined for i in range(0, max(1, len(t)), 15_000)]
        counts = Counter((text.strip(), why) for text, why in pieces if text.strip())
        return [
            {"text": text, "why": why} | ({"times": times} if times > 1 else {})
            for (text, why), times in counts.items()
        ]


def _gap(before: str, after: str) -> str:
    """Return what parts two passages: dashes around page numbers (— 1 — — 2 —) must not become a range's."""
    end, start = before[-_SEAM:], after[:_SEAM]
    return " " if fold_print(f"{end} {start}") == fold_print(end) + fold_print(start) else "；"


INSERTED = "疑为转载网站插入的词"
REPRINTED = "表格换页时重印的组题"
_SEAM = 20
_SINGLE = frozenset({"Word 书签", INSERTED, REPRINTED, "页码"})


def set_frame_aside(blocks: Sequence[Block]) -> Sorted:
    """Return the plan's blocks, without furniture, contents, a site's frame, a cover and words inserted by a site."""
    out = sort_blocks(blocks)
    for step in (_set_contents_aside, _set_page_numbers_aside, _set_head_aside, _set_tail_aside, _take_inserted_out):
        step(out)
    return out


def sort_blocks(blocks: Sequence[Block]) -> Sorted:
    """Return blocks parted by what they are."""
    out = Sorted()
    for block in blocks:
        if isinstance(block, Furniture):
            out.excluded.append((block.line, block.text, block.why))
        elif isinstance(block, Meta):
            out.meta.append(block)
        elif isinstance(block, Doubt):
            out.doubts.append((block.line, block.words))
        else:
            out.blocks.append(block)
    return out


def _texts(block: Paragraph | Grid) -> list[str]:
    if isinstance(block, Grid):
        return [" ".join(cell for cell in row if cell) for row in block.rows if any(row)]
    return [block.text.strip()]


def _set_contents_aside(out: Sorted) -> None:
    out.exclude(find_contents(out.blocks), "目录")


def _set_page_numbers_aside(out: Sorted) -> None:
    gone = [i for i, b in enumerate(out.blocks) if isinstance(b, Paragraph) and _PAGE_NUMBER.fullmatch(b.text)]
    if len(gone) > 1:
        out.exclude(gone, "页码")


def _short(block: Paragraph | Grid) -> bool:
    return isinstance(block, Paragraph) and len(block.text) < 60 and not re.search("[。；]", block.text)


def _set_head_aside(out: Sorted) -> None:
    out.exclude(find_boxes(out.blocks), BOX)
    from_page = any(why == NAVIGATION for _, _, why in out.excluded)
    hints = [told.value for told in told_titles(out.meta, out.excluded)]
    out.exclude_all(find_site_head(out.blocks, hints, from_page=from_page))


def _set_tail_aside(out: Sorted) -> None:
    known = {squeeze(text) for _, text, why in out.excluded if why == NAVIGATION}
    end = len(out.blocks)
    floor = max(0, end - 30)
    start = end
    for i in range(end - 1, floor - 1, -1):
        block = out.blocks[i]
        if is_site(block):
            start = i
        elif not (_short(block) and isinstance(block, Paragraph) and squeeze(block.text) in known):
            break
        elif start == i + 1:
            start = i
    out.exclude(range(start, end), "网页页脚")


def _take_inserted_out(out: Sorted) -> None:
    for phrase in find_inserted([b.text for b in out.blocks if isinstance(b, Paragraph)]):
        times = 0
        first = 0
        for i, block in enumerate(out.blocks):
            if isinstance(block, Paragraph) and phrase in block.text:
                times += block.text.count(phrase)
                first = first or block.line
                out.excluded += [(block.line, phrase, INSERTED)] * block.text.count(phrase)
                out.blocks[i] = replace(block, text=block.text.replace(phrase, ""))
        out.doubts.append(
            (
                first,
                f"疑为网站插入的词，没有收；确是原文的，改回：“{phrase}”在句子边缘出现 {times} 次，与上下文无关",
            )
        )
