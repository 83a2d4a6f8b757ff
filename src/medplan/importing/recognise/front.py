"""Read what stands before a plan's text: its notice, title, subtitle, number, issuer and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.read.marks import NUMBERED, TITLE
from medplan.importing.recognise.punctuate import punctuate
from medplan.importing.recognise.tables import read_table

_SUBTITLE = re.compile(r"[（(].{2,40}[)）]")
_NUMBER = re.compile(r"[㐀-鿿]{1,14}\s*[〔\[（(﹝【][12]\d{3}[〕\])）﹞】]\s*\d{1,4}\s*号")
_DATE = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ISO = re.compile(r"发[布文](?:日期|时间)\s*[:：]\s*(20\d\d)[-年./](\d{1,2})[-月./](\d{1,2})")
_FROM = re.compile(r"(?:信息)?来源\s*[:：]\s*([㐀-鿿]{4,30}(?:局|厅|委员会|人民政府|办公室|办公厅|委))(?=\s|$)")
_BODY = re.compile(r"[㐀-鿿]{4,30}(局|厅|委员会|人民政府|办公室|办公厅)")
_PRINTED = re.compile(r"([㐀-鿿]{4,30}(?:局|厅|委员会|人民政府|办公室|办公厅))\s*20\d\d")
_PERIOD = re.compile(r"(20\d\d)\s*[-—–－~～至]+\s*(20\d\d)\s*年?")
_FIVE_YEARS = {"十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_FAR = 40
Blocks = Sequence[Paragraph | Grid]


@dataclass(slots=True)
class Front:
    """What was read; `rest` are the blocks of the text itself. What was not found is None, and said in `doubts`."""

    title: str = ""
    subtitle: str | None = None
    notice: list[Any] = field(default_factory=list)
    number: str | None = None
    issuer: str | None = None
    published: str | None = None
    rest: Blocks = ()


def read_front(blocks: Blocks, excluded: Sequence[str], *, spoken: bool) -> Front:
    """Return the front of a document; what a site says of date and source (`excluded`) fills what is not printed."""
    front = Front(rest=blocks)
    first = blocks[0] if blocks else None
    headed = isinstance(first, Paragraph) and first.level in (0, 1) and not NUMBERED.match(first.text.strip())
    if not spoken or _title_at(blocks[:1]) is not None:
        _split(front, blocks)
    if not front.title and headed and isinstance(first, Paragraph) and len(first.text) <= 60:
        front.title = punctuate(first.text)
        front.rest = blocks[1:]
    texts_of = [b.text if isinstance(b, Paragraph) else "" for b in blocks]
    before, last = texts_of[: len(blocks) - len(front.rest)], texts_of[-6:]
    front.number = next((punctuate(t) for t in before if _NUMBER.fullmatch(t.strip())), None)
    if front.number and len(front.number) > 60:
        front.number = None
    for texts in (before, last):
        for i, text in enumerate(texts):
            dated = _DATE.search(text) if len(text) < 60 else None
            if dated and not front.published and (_DATE.fullmatch(text.strip()) or "印发" in text):
                front.published = _iso(dated)
                signed = texts[i - 1].strip() if i else ""
                front.issuer = front.issuer or (re.sub(r"\s", "", signed) if _BODY.fullmatch(signed) else None)
            if "印发" in text and not front.issuer and (office := _PRINTED.match(text.strip())):
                front.issuer = office[1]
    for text in excluded:
        if not front.published and (dated := _ISO.search(text)):
            front.published = _iso(dated)
        if not front.issuer and (source := _FROM.search(text)):
            front.issuer = source[1]
    return front


def _iso(dated: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in dated.groups())
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 28 + (month != 2) * 2 else None


def _title_at(blocks: Blocks) -> tuple[int, int] | None:
    """Return where the title stands and over how many lines: the last before the first numbered unit, no notice's."""
    texts: list[str] = []
    below: list[bool] = []
    for block in blocks[:_FAR]:
        text = block.text.strip() if isinstance(block, Paragraph) else ""
        if NUMBERED.match(text):
            break
        texts.append(text)
        below.append(isinstance(block, Paragraph) and not block.starts)
    found: list[tuple[int, int]] = []
    for i, text in enumerate(texts):
        if TITLE.fullmatch(text):
            # A line right above, without a mark, that names no office is the title's first.
            above = texts[i - 1] if i and below[i] else ""
            first = 0 < len(above) <= 30 and not re.search("[。，：；）)]|日$", above) and not _BODY.fullmatch(above)
            found.append((i - 1, 2) if first and not TITLE.fullmatch(above) else (i, 1))
        elif i + 1 < len(texts) and 0 < len(text) <= 30 and 0 < len(texts[i + 1]) <= 30:
            both = text + texts[i + 1]
            if TITLE.fullmatch(both) and not TITLE.fullmatch(texts[i + 1]) and not _SUBTITLE.fullmatch(texts[i + 1]):
                found.append((i, 2))
    own = [f for f in found if not "".join(texts[f[0] : f[0] + f[1]]).endswith("通知")]
    return own[-1] if own else found[0] if found else None


def _split(front: Front, blocks: Blocks) -> None:
    place = _title_at(blocks)
    if place is None:
        return
    at, lines = place
    for block in blocks[:at]:
        if isinstance(block, Paragraph):
            front.notice.append(punctuate(block.text))
        else:
            table = read_table(block)
            front.notice += [*table.before, *([table.item] if table.item else [])]
    front.title = punctuate("".join(b.text.strip() for b in blocks[at : at + lines] if isinstance(b, Paragraph)))
    front.rest = blocks[at + lines :]
    below = front.rest[0] if front.rest else None
    if isinstance(below, Paragraph) and _SUBTITLE.fullmatch(below.text.strip()):
        front.subtitle, front.rest = punctuate(below.text), front.rest[1:]


def read_period(title: str) -> dict[str, int] | None:
    """Return the years that a title names (2021—2025年, 十四五), None when it names none."""
    if found := _PERIOD.search(title):
        start, end = int(found[1]), int(found[2])
        return {"start": start, "end": end} if 1949 <= start <= end <= 2100 else None
    start_of = next((year for name, year in _FIVE_YEARS.items() if name in title), None)
    return {"start": start_of, "end": start_of + 4} if start_of else None


def read_kind(title: str, *, spoken: bool) -> str:
    """Return the kind of document that its title says it is."""
    if spoken:
        return "press-conference"
    return (
        "plan"
        if "规划" in title or "纲要" in title
        else "scheme"
        if re.search("方案|意见|办法|计划", title)
        else "plan"
    )
