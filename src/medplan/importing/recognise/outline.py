"""What a body's lines are before they are put under one another: blocks in, numbers, annexes, closing lines out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.recognise.annexes import Annexes, find_annexes
from medplan.importing.recognise.closing import find_closing, find_imprints
from medplan.importing.recognise.numbered_lines import HAN_NUMBER, HEADS, Numbered
from medplan.importing.recognise.punctuate import punctuate
from medplan.importing.recognise.sequences import read_numbers

_NAME = 50
# 第三篇 深化改革第十三章 完善制度, on one line: two headings, the finer below the coarser.
_TWO_HEADS = re.compile(
    rf"(\s*第{HAN_NUMBER}(?:[编篇]|章)[^第。；：，]{{2,40}})(第{HAN_NUMBER}[章节][^第。；：]{{2,40}})"
)
# A heading that the end of the paragraph before has swallowed: …提供保障。第四节 增进团结.
_LAST_HEAD = re.compile(rf"\s*第{HAN_NUMBER}[编篇章节][^第。；：，！？）)”、]{{2,40}}")

# 一、完善基本医保。1.稳定参保。…: a heading, and the first of the items below it, of which the next begins with 2.
_RUN_IN = re.compile(
    rf"(\s*(?:{HAN_NUMBER}[、．.]|[（(]{HAN_NUMBER}[)）])[^。；：]{{2,40}}。)\s*(1[.．、](?![0-9])|[（(][一1][)）]|①)"
)
_SECOND = str.maketrans("1一①", "2二②")


def is_name(text: str) -> bool:
    """Whether what follows a number only names what stands below: 基本原则。"""
    return len(text) <= 30 and "。" not in text[:-1] and not text.endswith("；")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Blocks with what each is; `taken` are lines that the number above them, alone on its line, has taken over."""

    blocks: Sequence[Paragraph | Grid]
    numbers: tuple[Numbered | None, ...]
    annexes: Annexes
    closing: frozenset[int]
    imprints: dict[int, int]
    taken: frozenset[int]

    def is_plain(self, at: int) -> bool:
        """Whether an unnumbered paragraph of the text stands at a place."""
        if not 0 <= at < len(self.blocks) or not isinstance(self.blocks[at], Paragraph):
            return False
        marked = at in self.annexes.starts or at in self.annexes.listed or at in self.closing or at in self.taken
        printed = any(start <= at < end for start, end in self.imprints.items())
        return not marked and self.numbers[at] is None and not printed

    def part_end(self, at: int) -> int:
        """Return where the part that a block stands in ends: at the next annex, or at the end."""
        return next((start for start in sorted(self.annexes.starts) if start > at), len(self.blocks))

    def is_tail(self, at: int) -> bool:
        """Whether no number comes any more in the part."""
        return not any(self.numbers[at + 1 : self.part_end(at)])

    def stands_alone(self, level: str, at: int, *, least: int, inner: bool) -> bool:
        """Whether units of a level are one paragraph each, but for the last before `at`: at least so many, all of them.

        With `inner`, only those count that the next of their level follows, with or without paragraphs between.
        """
        places = [i for i, number in enumerate(self.numbers) if number is not None]
        places = [i for i in places if self.part_end(i) == self.part_end(at)]
        last = max((i for i in places if i < at), default=-1)
        alone = 0
        for n, i in enumerate(places):
            number = self.numbers[i]
            if number is None or number.level != level or i == last or is_name(number.rest):
                continue
            after = self.numbers[places[n + 1]] if n + 1 < len(places) else None
            below = i + 2 if i + 1 in self.taken else i + 1
            if self.is_plain(below):
                if after is None or after.level == level:
                    return False
                continue
            alone += not inner or (after is not None and after.level == level)
        return alone >= least


def part_heads(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """Return the blocks with a line of two headings (第三篇…第十三章…), or of text and a heading, parted in two.

    So is a heading from the first item below it, where the second begins the next paragraph.
    """
    out: list[Paragraph | Grid] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        run_in = _RUN_IN.match(block.text) if isinstance(block, Paragraph) else None
        second = after.text.lstrip() if isinstance(after, Paragraph) else ""
        if run_in and isinstance(block, Paragraph) and second.startswith(run_in[2].translate(_SECOND)):
            out += [replace(block, text=run_in[1]), replace(block, text=block.text[run_in.start(2) :])]
            continue
        end = block.text.rfind("。") + 1 if isinstance(block, Paragraph) else 0
        if end and isinstance(block, Paragraph) and _LAST_HEAD.fullmatch(block.text, end):
            out += [replace(block, text=block.text[:end]), replace(block, text=block.text[end:])]
            continue
        found = _TWO_HEADS.fullmatch(block.text) if isinstance(block, Paragraph) and len(block.text) < 120 else None
        if found and isinstance(block, Paragraph) and not re.search("第.{1,5}章.*第.{1,5}章", block.text):
            out += [replace(block, text=found[1]), replace(block, text=found[2])]
        else:
            out.append(block)
    return out


def read_outline(blocks: Sequence[Paragraph | Grid], *, spoken: bool = False) -> Outline:
    """Return what each of the blocks is."""
    annexes = find_annexes(blocks)
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    closing: set[int] = set()
    ends = [*sorted(annexes.starts), len(blocks)]
    if not spoken:
        closing = find_closing(texts, ends)
    closing -= {*annexes.starts, *annexes.listed}
    numbers = list(read_numbers(texts))
    for i, block in enumerate(blocks):
        named = any(start < i < start + annex.taken for start, annex in annexes.starts.items() if start >= i - 4)
        note = isinstance(block, Paragraph) and block.note
        if note or named or i in annexes.starts or i in annexes.listed or i in closing:
            numbers[i] = None
    outline = Outline(
        blocks=blocks,
        numbers=tuple(numbers),
        annexes=annexes,
        closing=frozenset(closing),
        imprints=find_imprints(texts, ends),
        taken=frozenset(),
    )
    taken: set[int] = set()
    for i, number in enumerate(numbers):
        if number is not None and not number.rest and number.plain and outline.is_plain(i + 1):
            below = punctuate(texts[i + 1])
            name = len(below) <= _NAME and below[-1:] not in tuple("。；：，！？") and not below.startswith("（")
            if below and (name or number.level not in HEADS):
                numbers[i] = replace(number, rest=below)
                taken.add(i + 1)
    return replace(outline, numbers=tuple(numbers), taken=frozenset(taken))
