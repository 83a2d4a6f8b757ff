"""Find the main text of a web page: its blocks and the elements they stand in, the rest made furniture, out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.read.blocks import Block, Furniture, Grid, Paragraph
from medplan.importing.read.marks import is_title
from medplan.importing.read.site_labels import is_box, is_label_line

NUMBERED = re.compile(r"[（(]?[〇零一二三四五六七八九十百\d]{1,4}[)）、.．]|第.{1,4}[章节条]|[①-⑳]")
_MAIN_SHARE = 0.85


def part_main(blocks: list[Block], owners: list[tuple[Any, ...]]) -> list[Block]:
    """Make furniture of what stands outside the innermost element that holds most of the page's prose."""
    weights = [_prose(block) for block in blocks]
    total = sum(weights)
    if not total:
        return blocks
    held: dict[Any, int] = {}
    for weight, chain in zip(weights, owners, strict=True):
        for element in chain:
            held[element] = held.get(element, 0) + weight
    main = max(
        (e for e, w in held.items() if w >= _MAIN_SHARE * total), key=lambda e: sum(1 for _ in e.iterancestors())
    )
    inside = [main in chain for chain in owners]
    first = inside.index(True)
    title = _title_above(blocks, first)
    if title is not None:
        inside[title] = True
    out: list[Block] = []
    for i, block in enumerate(blocks):
        if inside[i]:
            out.append(block)
        else:
            why = "网页导航" if i < first else "网页页脚"
            why = "网页信息表" if isinstance(block, Grid) and is_box(block.rows) else why
            out += [Furniture(text=text, why=why) for text in _texts(block)]
    return out


def _title_above(blocks: list[Block], first: int) -> int | None:
    """Return where the title stands when it stands above the main text, as it often does."""
    below = {"".join(t.split()) for block in blocks[first : first + 6] for t in _texts(block)}
    for i in range(first - 1, max(-1, first - 30), -1):
        block = blocks[i]
        if isinstance(block, Paragraph) and (block.level == 1 or is_title(block.text)):
            return None if "".join(block.text.split()) in below else i
    return None


def _prose(block: Block) -> int:
    if isinstance(block, Grid):
        return 0 if is_box(block.rows) else sum(len(cell or "") for row in block.rows for cell in row)
    text = block.text if isinstance(block, Paragraph) and not is_label_line(block.text) else ""
    return len(text) if re.search("[。；：！？，]", text) or NUMBERED.match(text) else 0


def _texts(block: Block) -> list[str]:
    if isinstance(block, Grid):
        return [" ".join(cell for cell in row if cell) for row in block.rows if any(row)]
    return [block.text] if isinstance(block, Paragraph) else []
