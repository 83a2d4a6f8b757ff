"""Read a document's head: its blocks and what was set aside in; title, notice, issuer, number, date, period out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from medplan.importing.read.blocks import Grid, Meta, Paragraph
from medplan.importing.read.marks import NUMBERED
from medplan.importing.recognise.front.dates import date_line
from medplan.importing.recognise.front.evidence import Evidence, settle
from medplan.importing.recognise.front.issued import main_title
from medplan.importing.recognise.front.number import number_at
from medplan.importing.recognise.front.period import period_in_text, read_period, read_stage
from medplan.importing.recognise.front.printed import (
    is_law_line,
    is_masthead,
    printed_dates,
    printed_issuers,
    printed_numbers,
    printed_printers,
)
from medplan.importing.recognise.front.title import Title, lines_of
from medplan.importing.recognise.front.told import page_of, told_repealed, told_titles, told_values
from medplan.importing.recognise.punctuate import punctuate
from medplan.importing.recognise.tables import read_table
from medplan.language.fidelity_fold import fold_print

Blocks = Sequence[Paragraph | Grid]
Aside = Sequence[tuple[int, str, str]]
_BRACKETED = re.compile(r"[（(〔【\[].{2,150}[)）〕】\]]")
_DASHED = re.compile(r"[—－-]{1,3}\s*\S.{3,80}")
LONGEST_OFFICE = 100
MASTHEAD, NUMBER_LINE = "版头（发文机关标志、文号等）", "文号（已记入文号一栏）"


@dataclass(slots=True)
class Front:
    """What was read; `rest` are the blocks of the text itself. What was not found is None.

    `aside` are lines that the plan keeps in a field and not as text; `evidence` tells where each value was read.
    """

    title: str = ""
    title_by_editor: bool = False
    subtitle: str | None = None
    notice: list[Any] = field(default_factory=list)
    number: str | None = None
    issuer: str | None = None
    published_on: str | None = None
    printed_by: str | None = None
    published: str | None = None
    period: dict[str, int] | None = None
    stage: str = "issued"
    url: str | None = None
    origin: str | None = None
    rest: Blocks = ()
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def read_front(blocks: Blocks, aside: Aside = (), meta: Sequence[Meta] = (), *, spoken: bool = False) -> Front:
    """Return the head of a document; what a site says around it (`aside`, `meta`) fills what is not printed."""
    front = Front(rest=blocks)
    hints = told_titles(meta, aside)
    title, notice = _take_title(front, blocks, hints, spoken=spoken)
    start, end = (title.at, title.end) if title else (0, 0)
    _split(front, blocks, start, end)
    lines = lines_of(blocks)
    if title is not None and notice is None and not title.sure and start and _may_be_title(lines, start - 1):
        words = f"文件标题上一行“{lines[start - 1]}”没有当作标题的一部分，是的，请并入标题"
        front.doubts.append((blocks[start].line, words))
    told, posted = told_values(meta, aside)
    above = list(range(start))
    head_end = len(blocks) - len(front.rest)
    found = [
        *printed_numbers(blocks, lines, above, end),
        *printed_issuers(blocks, lines, title, notice, head_end),
        *printed_printers(blocks, lines),
        *printed_dates(blocks, lines, start, end, head_end),
        *told,
    ]
    front.number = _settle(front, [e for e in found if e.field == "document_number"])
    front.issuer = _settle(front, [e for e in found if e.field == "issuer"])
    front.published = _settle(front, [e for e in found if e.field == "published"])
    for name in ("published_on", "printed_by"):
        first = next((e for e in found if e.field == name and len(e.value) <= LONGEST_OFFICE), None)
        front.evidence += [first] if first else []
        setattr(front, name, first.value if first else None)
    _check_days(front, posted)
    if front.issuer and len(front.issuer) > LONGEST_OFFICE:
        front.doubts.append((0, f"发布机关太长，只记前几个：{front.issuer}"))
        front.issuer = front.issuer[:LONGEST_OFFICE].rpartition(" ")[0] or front.issuer[:LONGEST_OFFICE]
    _read_force(front, title, notice, lines, told_repealed(aside))
    _read_times(front, title, lines)
    front.url, front.origin = page_of(meta)
    for name, value in (("url", front.url), ("origin", front.origin)):
        front.evidence += [Evidence(field=name, value=value, place="保存的网页", own=False)] if value else []
    return front


def _take_title(
    front: Front, blocks: Blocks, hints: list[Evidence], *, spoken: bool
) -> tuple[Title | None, Title | None]:
    names = [hint.value for hint in hints]
    title, notice, doubt = main_title(blocks, names)
    first = blocks[0] if blocks else None
    if spoken and title is not None and title.at > 0 and not title.sure:
        title, notice, doubt = None, None, ""
    if title is None and isinstance(first, Paragraph) and not NUMBERED.match(first.text.strip()):
        headed = first.level in (0, 1) and len(first.text) <= 60
        if headed and not re.search("[。；：]$", first.text.strip()):
            title = Title(at=0, lines=1, text=punctuate(first.text))
            doubt = "文件标题取自文首的标题样式，词尾不像公文的标题，请核对"
    if title is None:
        told = next((hint for hint in hints), None)
        if told is not None:
            front.title, front.title_by_editor = told.value[:200], True
            front.doubts.append(
                (1, f"正文里没有找到标题，用了{told.place}的；原文印有标题的，改正，并去掉“标题由编者拟定”")
            )
            front.evidence.append(told)
        return None, None
    line = blocks[title.at].line
    front.title = title.text
    front.doubts += [(line, doubt)] if doubt else []
    if title.joined and not title.sure:
        front.doubts.append((line, f"文件标题由 {title.lines} 行连成：“{title.text}”，请核对"))
    place = "标题样式" if getattr(blocks[title.at], "level", None) in (0, 1) else "文首标题行"
    front.evidence.append(Evidence(field="title", value=title.text, place=place, line=line))
    own = {fold_print(t.text) for t in (title, notice) if t}
    for hint in hints:
        folded = fold_print(hint.value)
        if not hint.weak and not any(folded in key or key in folded for key in own):
            front.doubts.append(
                (line, f"文件标题两处不同：文中作“{title.text}”，{hint.place}作“{hint.value}”；取了文中的")
            )
            break
    return title, notice


def _split(front: Front, blocks: Blocks, start: int, end: int) -> None:
    """Set the lines before and right under the title where they belong."""
    lines = lines_of(blocks)
    before = [i for i in range(start) if lines[i] or isinstance(blocks[i], Grid)]
    mast = [i for i in before if is_masthead(lines, i)]
    if len(mast) == len(before):
        front.aside += [(blocks[i].line, lines[i], MASTHEAD) for i in mast]
    else:
        for i in before:
            block = blocks[i]
            if isinstance(block, Paragraph):
                front.notice.append(punctuate(block.text))
            else:
                table = read_table(block)
                front.notice += [*table.before, *([table.item] if table.item else [])]
    at = end
    under: list[str] = []
    while start < end <= at < min(end + 8, len(blocks)):
        number = number_at(lines, at)
        text = lines[at]
        if number and not NUMBERED.match(text):
            front.aside += [(blocks[i].line, lines[i], NUMBER_LINE) for i in range(at, at + number[1])]
            at += number[1]
        elif text and (
            _BRACKETED.fullmatch(text) or _DASHED.fullmatch(text) or is_law_line(text) or _is_loose_date(lines, at)
        ):
            if len("".join(under)) + len(text) > 190 or NUMBERED.match(text):
                break
            under.append(_law_words(text) if is_law_line(text) else punctuate(text))
            at += 1
        else:
            break
    front.subtitle = " ".join(under) if under else None
    front.rest = blocks[at:] if end else blocks


def _law_words(text: str) -> str:
    """Return a law's heading, with a space where one parts what was done on several days."""
    return " ".join(punctuate(part) for part in re.split(r"(?<=[过布订正准行会])[\s　]+(?=[12根自一二])", text))


def _may_be_title(lines: list[str], at: int) -> bool:
    """Whether a line right above a title may be its beginning: short, without a mark, nothing else of the head."""
    text = lines[at]
    return 2 <= len(text) <= 40 and not re.search("[。；：:！？/]", text) and not is_masthead(lines, at)


def _is_loose_date(lines: list[str], at: int) -> bool:
    return date_line(lines[at]) is not None


def _settle(front: Front, found: list[Evidence]) -> str | None:
    same = is_one_office if found and found[0].field == "issuer" else None
    taken, doubts = settle(found, same) if same else settle(found)
    front.evidence += found
    front.doubts += doubts
    return taken.value if taken else None


def is_one_office(one: str, other: str) -> bool:
    """Whether two ways of writing who issued a document may mean the same: 市医保局 and 市医疗保障局, 甲 and 甲 乙."""
    plain = (fold_print(text).replace("医疗保障", "医保") for text in (one, other))
    a, b = (text.removeprefix("中华人民共和国") for text in plain)
    return a == b or a.startswith(b + "等") or b.startswith(a + "等")


def _check_days(front: Front, posted: list[str]) -> None:
    """Tell of a site's own day where the document has none, and of a number whose year is another."""
    if front.published is None and posted:
        front.doubts.append(
            (0, f"日期没有找到；网页的发布日期是 {posted[0]}，不是文件的成文或印发日期，没有采用，核对原件后填写")
        )
    year = re.search(r"〔([12]\d{3})〕", front.number or "")
    if year and front.published and abs(int(year[1]) - int(front.published[:4])) > 1:
        front.doubts.append((0, f"文号的年份与日期不合：{front.number}，{front.published}，请核对是不是同一份文件的"))


def _read_force(
    front: Front, title: Title | None, notice: Title | None, lines: list[str], repealed: str | None
) -> None:
    line = front.evidence[0].line if title and front.evidence else 0
    if repealed:
        front.stage = "repealed"
        front.evidence.append(Evidence(field="stage", value=repealed, place="网页信息表", own=False))
        words = f"效力阶段取自网页上的“{repealed}”，记作已废止；知道据哪份文件废止的，补上 repealed_by"
        front.doubts.append((0, words))
        return
    about = front.title + (front.subtitle or "") or "".join(lines[:2])
    front.stage = read_stage(about + (notice.text if notice else ""))
    front.evidence.append(Evidence(field="stage", value=front.stage, place="标题和副题", line=line))


def _read_times(front: Front, title: Title | None, lines: list[str]) -> None:
    about = front.title + (front.subtitle or "") or "".join(lines[:2])
    line = front.evidence[0].line if title and front.evidence else 0
    front.period = read_period(about)
    place = "标题"
    if front.period is None:
        first = [block.text for block in front.rest[:30] if isinstance(block, Paragraph)]
        front.period = next((years for text in first if (years := period_in_text(text))), None)
        place = "正文"
    if front.period:
        span = f"{front.period['start']}—{front.period['end']}"
        front.evidence.append(Evidence(field="period", value=span, place=place, line=line if place == "标题" else 0))
        if place == "正文":
            front.doubts.append((0, f"规划期取自正文的“规划期……{span}”，请核对"))
