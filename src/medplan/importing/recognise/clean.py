"""Take out of a document's text what no plan holds: blocks in, the same without hidden characters, and doubts, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from medplan.files.text import forbidden_in
from medplan.importing.read.blocks import Block, Doubt, Grid, Meta
from medplan.importing.read.limits import Refused
from medplan.language.lookalike import without_lookalikes
from medplan.language.unseen import MOST_MARKS, with_plain_spaces


def clean_blocks(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[int, str]]]:
    """Return the blocks without characters that can't be seen or used, and where such stood.

    Characters that only look like others (⻓ for 长) become those; the proof takes them for the same.

    Raise Refused for template syntax, which no plan prints and which the site must never meet.
    """
    out: list[Block] = []
    doubts: list[tuple[int, str]] = []
    for block in blocks:
        dropped: list[str] = []
        if isinstance(block, Grid):
            rows = tuple(
                tuple(None if c is None else _clean(c, block.line, dropped) for c in row) for row in block.rows
            )
            out.append(replace(block, rows=rows))
        elif isinstance(block, Meta):
            value = "".join(
                char for char in with_plain_spaces(without_lookalikes(block.value)) if forbidden_in(char) is None
            )
            out += [replace(block, value=value)] if forbidden_in(value) is None else []
        elif isinstance(block, Doubt):
            out.append(replace(block, words=_clean(block.words, block.line, dropped)))
        else:
            out.append(replace(block, text=_clean(block.text, block.line, dropped)))
        if dropped:
            codes = "、".join(dict.fromkeys(f"U+{ord(c):04X}" for c in dropped))
            doubts.append((block.line, f"去掉了看不见或不能用的字符 {codes}，若是文字须照原件补上"))
    return out, doubts


def _clean(text: str, line: int, dropped: list[str]) -> str:
    text = with_plain_spaces(without_lookalikes(text))
    if forbidden_in(text) is None:
        return text
    kept: list[str] = []
    for char in text:
        # What stands before it tells of a combining mark whether it may be there; a brace alone opens no template.
        if (fault := forbidden_in("".join(kept[-MOST_MARKS - 1 :]) + char)) is None or fault[1] == "template-syntax":
            kept.append(char)
        else:
            dropped.append(char)
    clean = "".join(kept)
    if (fault := forbidden_in(clean)) is not None:
        raise Refused(f"第 {line} 行{fault[2]}", "删去后再导入；规划正文里不会有这样的符号")
    return clean
