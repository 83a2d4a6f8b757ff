"""Rejoin paragraphs that a page or a fixed width broke: the plan's blocks in, the same with whole paragraphs out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from medplan.importing.read.blocks import Grid, Paragraph, join_lines

_OPENS = re.compile(
    r"\s*(第[〇零一二三四五六七八九十百\d]{1,4}[编篇章节条]|[〇零一二三四五六七八九十百]{1,4}[、．]|[（(]?[〇零一二三四五六七八九十百\d]{1,4}[)）]"
    r"|[（(]?%\d|\d{1,2}\s?[.．、](?!\d)|\d{1,2}[.．](?=(?:19|20)\d\d年)|\d{1,2}(?:[.．]\d{1,2}){1,3}[\s　]"
    r"|[①-⑳㈠-㈩⒈-⒛⑴-⒇]|——|专栏|附\s*[件录表]|附\s*[:：]|抄送|注[:：]"
    r"|(?:责任|牵头|配合|负责)(?:单位|部门)[:：]|(?:完成|办结)(?:时限|时间|期限)[:：])"
)
# A chapter's or an article's number opens a line of its own, whatever stands above it.
_HEADS = re.compile(
    r"\s*第[〇零一二三四五六七八九十百\d]{1,5}(?:[编篇章节](?![的里、，至和与及规])"
    r"|条(?:之[一二三四五六七八九十]{1,2})?[\s　])[^。；：！？]{0,50}"
)
_ENDS = frozenset("。！？；：!?;:”’」》)）】")
_OPEN_WORDS = frozenset("的和与及或在对为以将把被从由向、，,（(《“")
_CLOSED_WORDS = frozenset("的了着过们等和及与，。；：、,;:）)”》")
_NEVER_FIRST = tuple("，。；：、,;:）)”》")
_LEAST = 15
_FULL = 0.85
_INDENTS = ("　", "  ", "\t")


def rejoin(blocks: Sequence[Paragraph | Grid]) -> tuple[list[Paragraph | Grid], list[tuple[int, str]]]:
    """Return the blocks with broken paragraphs made whole, and doubts where a break may or may not be one.

    A paragraph that ends without a mark goes on in the next when it ends in a word that can't end a sentence, when the
    next begins with one that can't begin one, or when the break leaves a scrap of a word that stands whole elsewhere.
    """
    widths = _fixed_widths(blocks)
    pairs = _pairs(blocks)
    out: list[Paragraph | Grid] = []
    doubts: list[tuple[int, str]] = []
    above = ""  # the line as printed, which what was joined ends in
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _parted_bracket(last, block):
            out[-1] = replace(last, text=join_lines([last.text, block.text]))
            above = block.text
            continue
        full = _is_full(above, widths)
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _may_go_on(last, block, full=full):
            if widths:
                goes_on = full and not block.text.startswith(_INDENTS)
                goes_on = goes_on and not block.starts and not _opens_item(last.text, block.text)
            else:
                goes_on = _goes_on(last.text.rstrip(), block.text.lstrip(), pairs)
            if goes_on:
                out[-1] = replace(last, text=join_lines([last.text, block.text]))
                above = block.text
                continue
            if not widths and len(last.text) > 2 * _LEAST and not _has_ended(last.text):
                doubts.append((last.line, f"段末没有标点，与下一段是否相连不能确定：…{last.text.strip()[-12:]}"))
        out.append(block)
        above = block.text if isinstance(block, Paragraph) else ""
    return out, doubts


def _parted_bracket(last: Paragraph, block: Paragraph) -> bool:
    """Whether the line above is but a bracket that this line ends: （ over 三）标题, （2001年某省 over 会议通过）."""
    above, text = last.text.strip(), block.text.strip()
    if above in ("（", "("):
        return bool(re.match(r"[一二三四五六七八九十\d]{1,3}[)）]", text))
    opened = above[:1] in ("（", "(") and not re.search("[)）]", above) and len(above) <= 80
    return opened and len(text) <= 80 and bool(re.fullmatch("[^（）()]*[)）]", text)) and not _OPENS.match(text)


def _opens_item(before: str, text: str) -> bool:
    """Whether a line begins with a number, and not in the midst of 〔2021〕14号 or 第三、四条."""
    opened = sum(before.count(mark) for mark in "（(〔[") > sum(before.count(mark) for mark in "）)〕]")
    return (
        bool(_OPENS.match(text)) and not opened and before.rstrip()[-1:] not in tuple("第、的和与及或至，,0123456789")
    )


def _may_go_on(last: Paragraph, block: Paragraph, *, full: bool) -> bool:
    """Whether a line may go on in the next; `full` when it is as long as lines of a fixed width are."""
    plain = last.level is None and block.level is None and not last.note and not block.note
    together = last.frame == block.frame and "\t" not in last.text.strip() + block.text.strip()
    if not plain or not together or len(last.text.strip()) < _LEAST or _HEADS.fullmatch(block.text):
        return False
    if not full and _HEADS.fullmatch(last.text) and not re.match(r"\s*第[^章节编篇条]{1,5}条", last.text):
        return False
    # A short line with a number and no full stop is a heading, whole as it stands, unless its line is full.
    opened = _OPENS.match(last.text) and len(last.text.strip()) <= 40 and not re.search("[。；]", last.text)
    if opened and not (full or block.text.strip()[:1] in _NEVER_FIRST):
        return False
    return not (_OPENS.match(block.text) and (block.starts or _has_ended(last.text)))


def _has_ended(text: str) -> bool:
    """Whether a line ends as a sentence, a quotation or a bracket does."""
    return text.rstrip()[-1:] in _ENDS


def _goes_on(before: str, after: str, pairs: Counter[str]) -> bool:
    if _has_ended(before) or not after:
        return False
    if before[-1] in _OPEN_WORDS or after[0] in _CLOSED_WORDS:
        return True
    clause = re.split("[。！？；：，、,;:]", before[-3:])[-1]  # of a paragraph that grows line by line, its end alone
    return len(clause) <= 2 and pairs[before[-1] + after[0]] > 0


def _pairs(blocks: Sequence[Paragraph | Grid]) -> Counter[str]:
    """Return how often two characters stand together within a paragraph or cell."""
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    texts += [cell for b in blocks if isinstance(b, Grid) for row in b.rows for cell in row if cell]
    return Counter(text[i : i + 2] for text in texts for i in range(len(text) - 1))


def _fixed_widths(blocks: Sequence[Paragraph | Grid]) -> tuple[float, ...]:
    """Return the widths at which a text's lines were broken, in characters and in columns; () for lines that are whole.

    A few longer lines, such as a title's, were never broken.
    """
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    if indented := _indented_widths(texts):
        return indented
    inside = sum(1 for b in blocks if isinstance(b, Paragraph) and not b.starts)
    if inside < 0.4 * len(texts):
        return ()
    widths: list[float] = []
    for lengths in zip(*(_lengths(text) for text in texts), strict=True):
        ordered = sorted(lengths, reverse=True)
        longest = ordered[min(len(ordered) - 1, max(2, len(ordered) * 3 // 100))]
        full = [i for i, n in enumerate(lengths) if _FULL * longest <= n <= longest + 2]
        broken = [i for i in full if not _has_ended(texts[i])]
        if not 15 <= longest <= 90 or len(full) < max(6, 0.4 * len(lengths)) or 2 * len(broken) < len(full):
            return ()
        widths.append(longest)
    return tuple(widths)


def _indented_widths(texts: Sequence[str]) -> tuple[float, ...]:
    """Return the widths of a text whose paragraphs begin with spaces, its other lines below ones of one length."""
    indented = [text.startswith(_INDENTS) for text in texts]
    above = [texts[i - 1] for i in range(1, len(texts)) if not indented[i]]
    if len(above) < 3 or sum(indented) < 0.4 * len(texts):
        return ()
    widths: list[float] = []
    for of_above, of_all in zip(
        zip(*map(_lengths, above), strict=True), zip(*map(_lengths, texts), strict=True), strict=True
    ):
        middle = sorted(of_above)[len(of_above) // 2]
        near = [n for n in of_above if 0.9 * middle <= n <= 1.1 * middle]
        longer = sum(1 for n in of_all if n > 1.1 * middle)
        if len(near) < max(3, 0.7 * len(of_above)) or middle < 20 or longer > max(2, 0.05 * len(of_all)):
            return ()
        widths.append(max(near))
    return tuple(widths)


def _lengths(text: str) -> tuple[float, float]:
    """Return how long a line is, in characters and in the columns of a character as wide as it is high."""
    bare = text.strip()
    return len(bare), sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in bare)


def _is_full(text: str, widths: tuple[float, ...]) -> bool:
    pairs = zip(_lengths(text), widths, strict=False)
    return any(_FULL * width <= length <= width + 2 for length, width in pairs)
