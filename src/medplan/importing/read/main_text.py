"""Find the main text of a web page: its blocks and the elements they stand in, the rest made furniture, out."""

from __future__ import annotations

import re
from typing import Any

from medplan.importing.read.blocks import Block, Furniture, Grid, Paragraph
from medplan.importing.read.marks import is_full_title, is_title
from medplan.importing.read.site_labels import is_box, is_label_line

NUMBERED = re.compile(r"[（(]?[〇零一二三四五六七八九十百\d]{1,4}[)）、.．]|第.{1,4}[章节条]|[①-⑳]")
_NUMBER = re.compile(r"[㐀-鿿]{1,20}\s?[〔\[（(【][12]\d{3}[〕\]）)】]\s?第?\s?\d{1,5}\s?号")
_DAY = re.compile(
    r"[12二一][\d〇○零一二三四五六七八九]{3}\s?年\s?[\d一二三四五六七八九十]{1,2}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日$"
)
_MAIN_SHARE = 0.85
_ABOVE, _BEHIND, _NEAR = 60, 8, 8


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
    last = len(inside) - 1 - inside[::-1].index(True)
    for i in (*_before(blocks, first), *_behind(blocks, last)):
        inside[i] = True
    out: list[Block] = []
    for i, block in enumerate(blocks):
        if inside[i]:
            out.append(block)
        else:
            why = "网页导航" if i < first else "网页页脚"
            why = "网页信息表" if isinstance(block, Grid) and is_box(block.rows) else why
            out += [Furniture(text=text, why=why) for text in _texts(block)]
    return out


def _before(blocks: list[Block], first: int) -> list[int]:
    """Return what stands above the main text and is the document's: its title, and a notice or a number under that."""
    below = {"".join(t.split()) for block in blocks[first : first + 6] for t in _texts(block)}
    above = range(max(0, first - _ABOVE), first)
    titles = [i for i in above if isinstance(blocks[i], Paragraph) and is_full_title(_text(blocks[i]))]
    parts = [i for i in above if _of_document(_text(blocks[i]))]
    if titles and parts:
        # The title of a notice is the last before its first sentence; before that may stand a site's links.
        title = max((i for i in titles if i < parts[0]), default=titles[-1])
        if parts[0] - title <= _NEAR and any(re.search("[。：:]$", _text(blocks[i])) for i in parts):
            lines = range(title, first)
            return [i for i in lines if isinstance(blocks[i], Paragraph) and not is_label_line(_text(blocks[i]))]
    if titles:
        kept = [titles[-1], *(i for i in parts if i > titles[-1])]
        return [i for i in kept if "".join(_text(blocks[i]).split()) not in below]
    for i in reversed(above):
        block = blocks[i]
        if isinstance(block, Paragraph) and (block.level == 1 or is_title(block.text)):
            return [] if "".join(block.text.split()) in below else [i]
    return []


def _behind(blocks: list[Block], last: int) -> list[int]:
    """Return what stands behind the main text and is its signature: a few short lines up to a date written out."""
    for i in range(last + 1, min(last + _BEHIND, len(blocks))):
        text = _text(blocks[i])
        if _DAY.search(text):
            return list(range(last + 1, i + 1))
        if not 2 <= len(text) <= 60 or re.search("[。；：:|>]", text):
            break
    return []


def _of_document(text: str) -> bool:
    """Whether a line above the main text is a notice's: to whom, a sentence, a number, a date."""
    ends = len(text) > 5 and re.search("[。：:]$", text) and not is_label_line(text)
    return bool(ends or _NUMBER.fullmatch(text) or _DAY.fullmatch(text))


def _text(block: Block) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else ""


def _prose(block: Block) -> int:
    if isinstance(block, Grid):
        return 0 if is_box(block.rows) else sum(len(cell or "") for row in block.rows for cell in row)
    text = block.text if isinstance(block, Paragraph) and not is_label_line(block.text) else ""
    return len(text) if re.search("[。；：！？，]", text) or NUMBERED.match(text) else 0


def _texts(block: Block) -> list[str]:
    if isinstance(block, Grid):
        return [" ".join(cell for cell in row if cell) for row in block.rows if any(row)]
    return [block.text] if isinstance(block, Paragraph) else []
