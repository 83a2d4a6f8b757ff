"""Read a plain text: bytes in, its text and one paragraph a line out."""

from __future__ import annotations

import re

from medplan.importing.read.blocks import Block, Furniture, Paragraph
from medplan.importing.read.limits import Refused

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")
_FURNITURE = re.compile(r"〔(.*)〕")


def decode_text(raw: bytes) -> str:
    """Return the text of bytes in UTF-8, with or without BOM, else GB18030; raise Refused for anything else."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("文件是 UTF-16 编码", "用编辑器另存为 UTF-8 编码")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            words = f"第 {error.start + 1} 字节起既不是 UTF-8 也不是 GB18030 编码的文字"
            raise Refused(words, "用编辑器打开核对，另存为 UTF-8 编码") from None
    if "\0" in text:
        raise Refused("文件里有空字符，不是文本", "核对是不是选错了文件；Word、PDF 文件须保留扩展名")
    return text


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
