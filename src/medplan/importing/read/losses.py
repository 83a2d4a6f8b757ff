"""Tell of what can't be read in a text that was taken in: its blocks in, the same with doubts in their places out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from medplan.importing.read.blocks import Block, Doubt, Grid, Meta, Paragraph
from medplan.importing.read.legible import count_beyond, is_garbled

LOST = "\ufffd"
# What stands for a letter that a PDF's font gives no character for.
_NAMELESS = re.compile(r"\(cid:\d{1,6}\)")
# A heading or a name may be of rare characters only; a paragraph is not.
_PARAGRAPH = 20


def tell_losses(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; a doubt follows each that holds � for a lost letter, or reads as no Chinese does."""
    for block in blocks:
        yield block
        if isinstance(block, Doubt | Meta):
            continue
        cells = [cell or "" for row in block.rows for cell in row] if isinstance(block, Grid) else [block.text]
        text = "\n".join(cells)
        lost = text.count(LOST) + len(_NAMELESS.findall(text))
        if lost:
            words = f"这一处有 {lost} 个字在文件里已经损坏，读不出，须照原件改正"
            yield Doubt(words=words, line=block.line)
        elif isinstance(block, Paragraph) and count_beyond(text) >= _PARAGRAPH and is_garbled(text):
            yield Doubt(words="这一段像是乱码，须照原件核对", line=block.line)


def is_nameless(text: str) -> bool:
    """Whether most of a PDF's letters have no character, as where its fonts say nothing of them."""
    return sum(map(len, _NAMELESS.findall(text))) > len(text) / 2
