"""Find the titles in the lines before a document's text: lines in; where each stands, over how many lines, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.marks import NUMBERED, is_title
from medplan.importing.recognise.front.dates import date_line
from medplan.importing.recognise.front.issuer import office_heading, offices_in
from medplan.importing.recognise.front.number import number_at
from medplan.importing.recognise.punctuate import punctuate
from medplan.language.fidelity_fold import fold_print

_FAR = 60
_MOST_LINES = 6
_LONGEST_LINE = 80
_VERB = re.compile("关于|印发|转发|批转|发布|公布|颁布")
# （2021—2025年） on a line of its own is still of the name.
_YEARS = r"[（(]\s?(?:19|20)\d\d\s?年?(?:\s?[-—－–~～至到]{1,2}\s?(?:19|20)?\d\d\s?年?)?[版度]?\s?[)）]"
# 和 begins the names of counties too.
_NEVER_FIRST = re.compile("[的与及]|和(?![㐀-鿿]{0,5}[省市县区州盟旗])")
_GOES_ON = re.compile(rf"{_NEVER_FIRST.pattern}|、|{_YEARS}|第[一二三四五六七八九十]{{1,3}}个五年|[”》）)]")
_BEGINS = re.compile(
    r"[㐀-鿿]{1,11}?(?:省|市|县|区|州|盟|旗|兵团|街道|镇|乡)|全国|国家|中华人民共和国|国务院|中共|[12]\d{3}\s?(?:年|[-—－~至])|[“\"《]|“?[一二三四五六七八九十]{1,3}五”?"
)
_APART = re.compile(
    rf"(?!{_YEARS}$)[（(【〔\[].*[)）】〕\]]|附\s*件.*|[—－].*|.*政府公报|(?:[12]\d{{3}}\s?年)?\s?第?\s?\d{{1,4}}\s?期.*"
)
_OF_NOTICE = "的?(?:通知|公告|函|通告|决定|批复|令)(?:[（(][^（）()]{1,20}[)）])?$"
_MARK = re.compile("[。；：:！？]")
_OPEN_END = re.compile(r"(?:的|和|与|及|关于|印发|转发|推进|加强|进一步|、|[“《（(])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title of `lines` lines from block `at`; `sure` when another place says the same; `joined` by looks alone."""

    at: int
    lines: int
    text: str
    sure: bool = False
    joined: bool = False

    @property
    def end(self) -> int:
        """The block after the title's last."""
        return self.at + self.lines

    @property
    def key(self) -> str:
        """The title as it is compared with others."""
        return fold_print(self.text)


def join_title(parts: Iterable[str]) -> str:
    """Return the lines of a title as one; a space stays only between two of the offices that issued the document."""
    words = [word for part in parts for word in re.split(r"[ \t　\xa0]+", part.strip()) if word]
    text = words[0] if words else ""
    offices = bool(offices_in(text)) and len(text) > 2
    for word in words[1:]:
        both = f"{text.rpartition(' ')[2]}" if offices else ""
        latin = text[-1:].isascii() and text[-1:].isalnum() and word[:1].isascii() and word[:1].isalpha()
        if offices and both and len(word) > 2 and not _VERB.match(word) and _is_office_first(word):
            text += f" {word}"
            offices = bool(offices_in(word))
        else:
            text += f" {word}" if latin else word
            offices = offices and bool(offices_in(text.rpartition(" ")[2]))
    return " ".join(punctuate(part) for part in text.split(" ")) if text else ""


def _is_office_first(word: str) -> bool:
    head = _VERB.split(word, maxsplit=1)[0]
    return bool(offices_in(head)) or bool(re.match(r"[㐀-鿿]{2,40}等[\d一二三四五六七八九十]", word))


def lines_of(blocks: Sequence[Paragraph | Grid]) -> list[str]:
    """Return each paragraph's text, "" for a table."""
    return [block.text.strip() if isinstance(block, Paragraph) else "" for block in blocks]


def find_titles(blocks: Sequence[Paragraph | Grid], hints: Sequence[str] = ()) -> list[Title]:
    """Return the titles in a document's head, which ends at the first numbered unit; `hints` were told elsewhere."""
    head = list(blocks[:_FAR])
    numbered = next((i for i, line in enumerate(lines_of(head)) if NUMBERED.match(line)), len(head))
    return titles_in(head[:numbered], hints)


def titles_in(blocks: Sequence[Paragraph | Grid], hints: Sequence[str] = ()) -> list[Title]:
    """Return all titles that stand in these blocks, none over another."""
    lines = lines_of(blocks)
    wanted = {fold_print(hint) for hint in hints if len(fold_print(hint)) >= 5}
    titles: list[Title] = []
    i = 0
    while i < len(lines):
        title = _told(lines, i, wanted) or _looks(blocks, lines, i)
        if title is not None:
            titles.append(title)
            i = title.end
        else:
            i += 1
    return titles


def _told(lines: Sequence[str], at: int, wanted: set[str]) -> Title | None:
    """Return the title that begins here and is one of those told elsewhere."""
    folded = ""
    for n in range(1, _MOST_LINES + 1):
        if at + n > len(lines) or not lines[at + n - 1]:
            return None
        folded += fold_print(lines[at + n - 1])
        if folded in wanted:
            # A line in brackets under a title is its subtitle, wherever the name is told with it.
            n -= n > 1 and _APART.fullmatch(lines[at + n - 1]) is not None
            return Title(at=at, lines=n, text=join_title(lines[at : at + n]), sure=True)
        if not any(hint.startswith(folded) for hint in wanted):
            return None
    return None


def _looks(blocks: Sequence[Paragraph | Grid], lines: Sequence[str], at: int) -> Title | None:
    """Return the longest title that begins here and looks like one."""
    if not _may_begin(lines, at):
        return None
    best: Title | None = None
    by_looks = False
    for n in range(1, _MOST_LINES + 1):
        end = at + n
        if n > 1:
            link = _link(blocks, lines, at, end - 1) if end <= len(lines) else ""
            if not link:
                break
            by_looks = by_looks or link == "looks"
        text = join_title(lines[at:end])
        whole = text.count("《") == text.count("》") and text.count("“") == text.count("”")
        if whole and is_title(text) and (n > 1 or not offices_in(lines[at])):
            best = Title(at=at, lines=n, text=text, joined=by_looks)
    return best


def _may_begin(lines: Sequence[str], at: int) -> bool:
    text = lines[at]
    return (
        2 <= len(text) <= _LONGEST_LINE + 70
        and not re.search("[。；！？]", re.sub("《[^》]{0,150}》", "", text))
        and not re.search("[:：]$", text)
        and not _APART.fullmatch(text)
        and not _NEVER_FIRST.match(text)
        and not date_line(text)
        and not office_heading(text)
        and number_at(list(lines[at : at + 2]), 0) is None
    )


def _link(blocks: Sequence[Paragraph | Grid], lines: Sequence[str], at: int, i: int) -> str:
    """Return how line i goes on with the title begun in line `at`: "words", "marked", "looks"; "" if not."""
    here, block, last = lines[i], blocks[i], blocks[i - 1]
    before = "".join(lines[at:i])
    if not here or len(here) > _LONGEST_LINE or not _fits(lines, i):
        return ""
    if not isinstance(block, Paragraph) or not isinstance(last, Paragraph):
        return ""
    opened = before.count("《") > before.count("》") or before.count("“") > before.count("”")
    if opened or here.startswith("的") or _OPEN_END.search(before):
        return "words"
    if _notice_goes_on(before, lines[i : i + 3]):
        return "words"
    if is_title(before) and not (is_title(before + here) and _GOES_ON.match(here)):
        return ""
    offices = all(offices_in(line) for line in lines[at:i])
    if _VERB.search(before) or _GOES_ON.match(here) or (offices and (_VERB.match(here) or _is_office_first(here))):
        return "words"
    if offices:
        return ""
    if block.level is not None and block.level == last.level and block.level <= 2:
        return "marked"
    return "looks" if _BEGINS.match(before) and len(before) >= 4 and len(before) <= 40 else ""


def _notice_goes_on(before: str, below: Sequence[str]) -> bool:
    """Whether a notice's title that seems whole (关于印发某市制度) ends only below (实施细则的通知)."""
    if not re.search("印发|转发|批转|发布|公布", before) or re.search(_OF_NOTICE, before):
        return False
    ends = next((n for n, line in enumerate(below) if re.search(_OF_NOTICE, line)), None)
    return ends is not None and all(0 < len(line) <= 40 and _MARK.search(line) is None for line in below[: ends + 1])


def _fits(lines: Sequence[str], i: int) -> bool:
    """Whether line i can be a part of a title at all."""
    text = lines[i]
    return (
        not re.search("[。；：:！？]", re.sub("《[^》]{0,150}》", "", text))
        and not date_line(text)
        and not NUMBERED.match(text)
        and not _APART.fullmatch(text)
        and number_at(list(lines[i : i + 2]), 0) is None
    )


def is_alike(one: str, other: str) -> bool:
    """Whether two titles may be one document's: one holds the other, or nearly all of its words in order."""
    a, b = fold_print(one), fold_print(other)
    short, long = sorted((a, b), key=len)
    if len(short) < 4:
        return False
    if short in long:
        return True
    at = 0
    for char in long:
        at += at < len(short) and char == short[at]
    return at >= 0.9 * len(short) and len(short) >= 0.6 * len(long)
