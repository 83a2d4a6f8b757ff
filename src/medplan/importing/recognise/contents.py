"""Find a document's table of contents: its blocks in, the places of the contents' lines out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.recognise.closing import squeeze

_TITLE = re.compile(r"[【\[]?目\s*[录次][】\]]?")
_TITLE_RUN_IN = re.compile(r"目\s*[录次]\s*(?=\S)")
_LEADER_PAGE = re.compile(r"(?:\d{1,4}|[（(]\d{1,4}[)）])$")
_LEADERS = " \t　\xa0.．…·"
_PAGE_TAIL = re.compile(r"(?<![\s.．…·—-])[\s.．…·—-]*+(?:\d{1,4}|[（(]\d{1,4}[)）])?$")
_NUMBER = re.compile(
    r"(第[〇零一二三四五六七八九十百\d]{1,5}[编篇章节条部]|[〇零一二三四五六七八九十百]{1,4}[、．.]"
    r"|[（(][〇零一二三四五六七八九十百\d]{1,4}[)）]|\d{1,2}(?:[.．]\d{1,2}){1,3}|\d{1,2}[.．、]?|专栏\d{0,2}|附件?\d{0,2})"
)
_HEADS = re.compile("第[〇零一二三四五六七八九十百]{1,5}[编篇章节]")
_LONGEST = 80
_MOST = 400


def find_contents(blocks: Sequence[Paragraph | Grid]) -> list[int]:
    """Return the places of a table of contents, its title included, [] without one.

    It runs from 目录 to where its first entry comes again, be it worded otherwise; or it is three lines on end with
    leaders and page numbers.
    """
    for i, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Paragraph) else ""
        if _TITLE.fullmatch(text) or (len(text) <= _LONGEST and _TITLE_RUN_IN.match(text) and i < 40):
            return [i, *_entries(blocks, i + 1, "" if _TITLE.fullmatch(text) else _TITLE_RUN_IN.sub("", text, count=1))]
    return _led(blocks)


def _is_led(text: str) -> bool:
    """Whether an entry's name, leaders (dots, a tab, spaces) and a page's number make a line."""
    page = _LEADER_PAGE.search(text, max(0, len(text) - 6))
    if page is None:
        return False
    name = text[: page.start()].rstrip(_LEADERS)
    leaders = text[len(name) : page.start()]
    return 0 < len(name) <= 120 and ("\t" in leaders or len(leaders) > 2 or (len(leaders) == 2 and leaders.isspace()))


def _led(blocks: Sequence[Paragraph | Grid]) -> list[int]:
    run: list[int] = []
    for i, block in enumerate(blocks[:_MOST]):
        if isinstance(block, Paragraph) and re.search(r"[.．…·]{3,}|\t", block.text) and _is_led(block.text.strip()):
            run.append(i)
        elif len(run) >= 3:
            break
        else:
            run = []
    return run if len(run) >= 3 else []


def _entries(blocks: Sequence[Paragraph | Grid], start: int, run_in: str) -> list[int]:
    lines: list[str] = []
    for block in blocks[start : start + _MOST]:
        if isinstance(block, Grid) or block.level is not None or len(block.text.strip()) > 2 * _LONGEST:
            break
        if re.search("[。；！？]", block.text):
            break
        lines.append(block.text.strip())
    first = _bare(run_in or (lines[0] if lines else ""))
    if not first:
        return []
    whole = Counter(_bare(b.text) for b in blocks[start:] if isinstance(b, Paragraph))
    end = _again(lines, first, 0 if run_in else 1)
    taken = lines[: end if end is not None else len(lines)]
    # Below the contents there may stand the title again, or a heading without a number: neither is listed.
    while taken and not _is_entry(taken[-1], whole):
        taken.pop()
    listed = sum(1 for text in taken if _is_led(text) or whole[_bare(text)] > 1 or len(_HEADS.findall(text)) > 1)
    if end is None and 2 * listed < len(taken):
        # Nothing comes again: the title's entries were set aside before, and this is the text.
        return []
    return [start + n for n in range(len(taken))]


def _is_entry(text: str, whole: Counter[str]) -> bool:
    bare = _bare(text)
    if _is_led(text) or whole[bare] > 1:
        return True
    return bool(_NUMBER.match(bare))


def _again(lines: Sequence[str], first: str, start: int) -> int | None:
    """Return where the contents' first entry comes again as a heading: in its words, else by its number."""
    exact = next((i for i in range(start, len(lines)) if _bare(lines[i]) == first), None)
    if exact is not None:
        return exact
    number = _NUMBER.match(first)
    if number is None:
        return None
    for i in range(start, len(lines)):
        found = _NUMBER.match(_bare(lines[i]))
        again = found and found[1] == number[1] and not _is_led(lines[i])
        if again and (re.search("[编篇章部、]$", number[1]) or _alike(_bare(lines[i]), first)):
            return i
    return None


def _alike(one: str, other: str) -> bool:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared >= max(len(one), len(other)) or one.startswith(other) or other.startswith(one)


def _bare(text: str) -> str:
    text = text.strip()
    return squeeze(text[:-_LONGEST] + _PAGE_TAIL.sub("", text[-_LONGEST:]))
