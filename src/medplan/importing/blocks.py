"""Cut a text document into blocks and set aside its frame: text in, blocks and excluded passages out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TITLE = re.compile(r"[^\s。，,]{4,60}(规划|方案|意见|纲要|办法|计划)[^\s。，,]{0,6}$")
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_CONTENTS_LINE = re.compile(r".+\t\s*\d+$")
_FRAME = re.compile(
    r"^(网站地图|主办单位|访问手机版|微信公众号|.{0,12}ICP备|您当前所在位置|欢迎访问|来源[:：]|联系我们)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of the source that stand together; `line` is the first one's number from 1."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the block as one line."""
        return "".join(self.lines)


@dataclass(slots=True)
class Cut:
    """What a document falls into: its blocks, and what was set aside with the reason."""

    blocks: list[Block] = field(default_factory=list)
    excluded: list[tuple[str, str]] = field(default_factory=list)


def cut_blocks(text: str) -> Cut:
    """Return the blocks of a text; bookmarks, tables of contents and a web page's frame are set aside."""
    cut = Cut()
    waiting: list[str] = []
    first = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    contents = False
    for number, raw in enumerate([*lines, ""], start=1):
        for mark in _BOOKMARK.findall(raw):
            cut.excluded.append((mark, "Word 书签"))
        line = _BOOKMARK.sub("", raw)
        squeezed = re.sub(r"\s", "", line)
        if squeezed == "目录":
            contents = True
        if contents and (squeezed == "目录" or _CONTENTS_LINE.match(line)):
            cut.excluded.append((squeezed, "目录"))
            line = ""
        elif squeezed:
            contents = False
        if not line.strip():
            if waiting:
                cut.blocks.append(Block(line=first, lines=tuple(waiting)))
            waiting = []
            continue
        if not waiting:
            first = number
        waiting.append(line.strip())
    _split_running_lines(cut)
    _set_frame_aside(cut)
    return cut


def _split_running_lines(cut: Cut) -> None:
    """A text without blank lines has one paragraph a line."""
    if len(cut.blocks) > 8:
        return
    cut.blocks = [
        Block(line=block.line + i, lines=(line,)) for block in cut.blocks for i, line in enumerate(block.lines)
    ]


def _set_frame_aside(cut: Cut) -> None:
    head = cut.blocks[:12]
    titles = [
        i
        for i, b in enumerate(head)
        if TITLE.fullmatch(b.lines[0]) or (len(b.lines) > 1 and TITLE.fullmatch(b.lines[-1]))
    ]
    start = 0
    if titles and (repeated := [i for i in titles[1:] if cut.blocks[i].lines[-1] in cut.blocks[titles[0]].lines]):
        start = repeated[-1]
    frame_head = [line for block in cut.blocks[:start] for line in block.lines]
    end = len(cut.blocks)
    while end > start and any(_FRAME.match(line) for line in cut.blocks[end - 1].lines):
        end -= 1
    frame_tail = [line for block in cut.blocks[end:] for line in block.lines]
    cut.excluded[:0] = [(line, "网页导航") for line in frame_head]
    cut.excluded += [(line, "网页页脚") for line in frame_tail]
    cut.blocks = cut.blocks[start:end]
