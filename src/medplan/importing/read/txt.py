"""Read a plain text: its text in, one paragraph a line out."""

from __future__ import annotations

import re

from medplan.importing.read.blocks import Block, Furniture, Paragraph

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")
_FURNITURE = re.compile(r"〔(.*)〕")


def read_txt(text: str) -> list[Block]:
    """Return one paragraph for each line that is not blank; it starts one when a blank line goes before.

    Word's bookmarks (`[bookmark: _Toc1]`) are furniture, and so are whole lines in 〔〕, as `lay_out` writes them.
    """
    blocks: list[Block] = []
    blank = True
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        blocks += [Furniture(text=mark, why="Word 书签", line=number) for mark in _BOOKMARK.findall(raw)]
        line = _BOOKMARK.sub("", raw).strip("\r\f\v")
        if not line:
            blank = True
        elif found := _FURNITURE.fullmatch(line.strip()):
            blocks.append(Furniture(text=found[1], why="页眉、页脚、页码", line=number))
        elif line.strip() or "\t" in line:
            # A line of nothing but a tab is an empty cell of a table.
            blocks.append(Paragraph(text=line, line=number, starts=blank))
            blank = False
        else:
            blank = True
    return blocks
