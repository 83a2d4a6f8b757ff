"""Read what a document prints of itself: its lines and where its title stands in; number, issuer and date out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.marks import NUMBERED
from medplan.importing.recognise.closing import squeeze
from medplan.importing.recognise.front.dates import acts_in, date_line, dates_in, squeeze_widths
from medplan.importing.recognise.front.evidence import Evidence
from medplan.importing.recognise.front.issuer import (
    office_before,
    office_heading,
    office_of_law,
    offices_in,
    signed_above,
    words_before,
)
from medplan.importing.recognise.front.number import number_at, order_in
from medplan.importing.recognise.front.title import Title

Blocks = Sequence[Paragraph | Grid]
_UNDER = 8
_SIGNED = 8  # lines that a signature may take
_ANNEX = re.compile(r"附\s*+[件表录]\s*+(?:[\d一二三四五六七八九十]{1,3}\s*+)?[.．:：]?")
_MASTHEAD = re.compile(
    r"[A-Z]?\d{0,3}[—-]?\d{4,9}|(?:绝密|机密|秘密|特急|加急|急件|特提|平急|内部).{0,10}|签发人[:：].{0,20}|[（(][^（）()]{1,40}[)）]|[第〔\[（(]?.{0,10}期[)）]?"
    r"|(?:公开方式|公开属性|主动公开|依申请公开)[:：]?.{0,10}|文\s*件|.{2,20}政府公报|ICS.{0,30}|备案号.{0,20}|.{2,20}规范性文件.{0,20}|[A-Z]{2,8}[—-]\d{4}[—-]\d{1,8}"
)
_PRINTED = re.compile(r"(?P<who>[㐀-鿿]{3,40}?)(?=[\d二])[\d二].{2,14}日印发?")
_MEETING = re.compile(r"在.{4,50}(?:会议|大会)上")


def is_masthead(lines: Sequence[str], i: int) -> bool:
    """Whether a line above a title is of the first page's head: who issues, the number, secrecy, who signed."""
    text = lines[i].strip()
    if not text or number_at(list(lines), i) or (i and (above := number_at(list(lines), i - 1)) and above[1] == 2):
        return True
    return bool(office_heading(text) or _MASTHEAD.fullmatch(text) or (len(text) < 60 and offices_in(text)))


def is_law_line(text: str) -> bool:
    """Whether a line tells when and by whom a law was passed, issued or amended."""
    bare = squeeze_widths(text)
    return (
        len(bare) <= 150
        and bool(dates_in(bare))
        and bool(acts_in(text))
        and not re.search("[。；][^）)]", bare)
        and bool(re.match(r"[(\[〔【]?(?:根据|[12一二]|.{0,60}?[12]\d{3}年)", bare))
    )


def printed_numbers(blocks: Blocks, lines: list[str], above: Sequence[int], end: int) -> list[Evidence]:
    """Return the numbers that stand as lines above the title or right under it."""
    places = [(i, "标题上方") for i in above] + [(i, "标题下") for i in range(end, min(end + _UNDER, len(lines)))]
    found: list[Evidence] = []
    taken = -1
    for i, place in places:
        if NUMBERED.match(lines[i]) or i <= taken:
            if place == "标题下" and NUMBERED.match(lines[i]):
                break
            continue
        if number := number_at(lines, i):
            taken = i + number[1] - 1
            found.append(Evidence(field="document_number", value=number[0], place=place, line=blocks[i].line))
        elif is_law_line(lines[i]) and (order := order_in(lines[i])):
            found.append(Evidence(field="document_number", value=order, place="题注", line=blocks[i].line, weak=True))
    return found


def printed_issuers(
    blocks: Blocks, lines: list[str], title: Title | None, notice: Title | None, head_end: int
) -> list[Evidence]:
    """Return who issued the document by its signature, the beginning of its title, its heading, a law's heading."""
    found: list[Evidence] = []
    start, end = (title.at, title.end) if title else (0, 0)
    at, signed = _signature(lines, start, end)
    named: list[str] = []
    for part in (notice, title):
        if part is None or named:
            continue
        named, others = office_before(part.text)
        if named and not (others and signed):
            where = "印发通知的标题" if part is notice else "标题"
            found.append(Evidence(field="issuer", value=" ".join(named), place=where, line=blocks[part.at].line))
    if signed:
        several = len(signed) > 1
        # The line of the first name, above the date; on it where both share a line.
        above = (i for i in range(at, max(at - _SIGNED, -1), -1) if squeeze(signed[0]) in squeeze(lines[i]))
        line = blocks[next(above, at)].line
        reading = Evidence(field="issuer", value=" ".join(signed), place="落款", line=line)
        # A signature of several names them all; a title may name the first only.
        found = [reading, *found] if several or not found else [*found, reading]
    for i in range(start):
        if heading := office_heading(lines[i]):
            value = " ".join(heading)
            found.append(Evidence(field="issuer", value=value, place="版头", line=blocks[i].line, weak=bool(found)))
    for i in range(end, head_end):
        if is_law_line(lines[i]) and (body := office_of_law(lines[i])):
            found.append(Evidence(field="issuer", value=body, place="题注", line=blocks[i].line, weak=bool(found)))
    if not found:
        for part in (notice, title):
            if part is not None and (who := words_before(part.text)):
                line = blocks[part.at].line
                found.append(Evidence(field="issuer", value=who, place="标题开头", line=line, weak=True))
    return found


def printed_printers(blocks: Blocks, lines: list[str]) -> list[Evidence]:
    """Return who printed the document and sent it out, by the colophon: not who issued it."""
    found = []
    for i in range(max(0, len(lines) - 8), len(lines)):
        bare = squeeze_widths(lines[i])
        printed = _PRINTED.fullmatch(bare) if len(bare) < 80 else None
        if printed and offices_in(printed["who"]):
            line = blocks[i].line
            found.append(Evidence(field="printed_by", value=printed["who"], place="版记的印发机关", line=line))
    return found


def printed_dates(blocks: Blocks, lines: list[str], start: int, end: int, head_end: int) -> list[Evidence]:
    """Return the days of the document: of its signature, under its title, of a law's heading, of its printing."""
    found: list[Evidence] = []

    def add(value: str, place: str, i: int, *, weak: bool = False) -> None:
        found.append(Evidence(field="published", value=value, place=place, line=blocks[i].line, weak=weak))

    for i in range(end, head_end):
        bracketed = lines[i][:1] in "（(〔【["
        if day := date_line(lines[i]):
            add(day, "标题下", i, weak=not bracketed)
        elif is_law_line(lines[i]):
            _of_law(lines[i], i, add)
        elif _MEETING.search(lines[i]) and (days := dates_in(squeeze_widths(lines[i]))):
            add(days[0][0], "副题", i)
    at, signed = _signature(lines, start, end)
    if 0 <= at < start:
        # The notice's day is the day of issue; that on which the document was passed is another thing.
        found = [e for e in found if e.place != "题注"]
    if at >= 0:
        add(_last_date(lines[at]), "落款" if signed else "印发通知的日期" if at < start else "文末的日期", at)
    else:
        tail = len(lines) - 8
        for i in range(max(head_end, tail), len(lines)):
            bare = squeeze_widths(lines[i])
            if len(bare) < 90 and (days := dates_in(bare)) and re.match("印发?$", bare[days[-1][2] :]):
                add(days[-1][0], "版记的印发日期", i, weak=bool(found))
    return found


def _last_date(line: str) -> str:
    return date_line(line) or dates_in(squeeze_widths(line))[-1][0]


def _of_law(text: str, i: int, add: object) -> None:
    acts = acts_in(text)
    assert callable(add)
    for wanted in (("公布", "发布", "颁布"), ("通过", "批准"), ("修订", "修正", "修改")):
        days = [day for act, day in acts if act in wanted]
        if days:
            amended = sorted({day for act, day in acts if act in ("修订", "修正", "修改")})
            add(days[-1] if len(set(days)) > 1 else days[0], "题注", i, weak=bool(amended) or len(set(days)) > 1)
            return


def _signature(lines: list[str], start: int, end: int) -> tuple[int, list[str]]:
    """Return the line of the date that is signed, -1 for none, and the offices signed with it.

    A notice's own, before the title, goes before one in the text; in the text the first with an office, else the last
    line before annexes that is a date.
    """
    for first, last in ((0, start), (end, len(lines))):
        dated = [i for i in range(first, last) if _is_signed_date(lines, i)]
        for i in dated:
            if signed := signed_above(lines, i):
                return i, signed
        if first == 0 and start:
            alone = [i for i in dated if date_line(lines[i])]
            if alone:
                return alone[-1], []
    annex = next((i for i in range(end, len(lines)) if len(lines[i]) < 30 and _ANNEX.fullmatch(lines[i])), len(lines))
    alone = [i for i in range(max(end + 3, annex - 6), annex) if date_line(lines[i])]
    return (alone[-1], []) if alone else (-1, [])


def _is_signed_date(lines: list[str], i: int) -> bool:
    text = lines[i]
    if not text or len(text) > 160:
        return False
    if date_line(text):
        return text[:1] not in "（("
    bare = squeeze_widths(text)
    days = dates_in(bare) if len(bare) < 90 and not re.search("[。；：，]", bare) else []
    return bool(days) and days[-1][2] == len(bare) and days[-1][1] > 0
