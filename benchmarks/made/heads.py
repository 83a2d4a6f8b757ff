"""The head and the end of a made document: a place in; title, issuer, number, date and how they are printed out."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.made.words import Words, wordings
from medplan.catalogue.catalogues import Jurisdiction

DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True, kw_only=True)
class Head:
    """What is printed above and below a body, and the four values that a careful editor enters; None: not printed."""

    kind: str
    title: str
    issuer: str | None
    number: str | None
    published: str | None
    numbering: str
    place: Jurisdiction
    above: list[tuple[str, str]] = field(default_factory=list)  # (kind of piece, text), the title among them
    addressed: str | None = None
    closing: list[str] = field(default_factory=list)
    record: list[str] = field(default_factory=list)  # copies to, printed by


def make_head(words: Words, place: Jurisdiction) -> Head:
    """Return a document's head and end."""
    kinds = wordings()["kinds"]
    kind = kinds[words.seed // 2 % len(kinds)]
    by = kind["issued_by"] if kind["issued_by"] != "any" else "government" if words.often(0.5) else "office"
    offices, short = _offices(words, place, by)
    issuer = " ".join(offices)
    title = words.pick(kind["titles"]).format(place=place.name, issuer=issuer, subject=words.any_of("subjects"))
    year, month, day = words.count(2016, 2025), words.count(1, 12), words.count(1, 28)
    head = Head(
        kind=kind["kind"],
        title=title,
        issuer=issuer,
        number=f"{short}{words.pick('numbers').format(year)}{words.count(1, 120)}号",
        published=f"{year}-{month:02}-{day:02}",
        numbering=words.pick(kind["numbering"]),
        place=place,
    )
    printed = _printed_day(words, year, month, day)
    if by == "congress":
        _law(head, words, printed)
    elif by == "government" and kind["carried"] and len(offices) == 1 and words.often(0.25):
        _ordered(head, words, printed)
    elif kind["carried"] and words.often(0.6):
        _carried(head, words, offices, printed)
    else:
        _straight(head, words, offices, printed, in_title=title.startswith(issuer))
    return head


def _offices(words: Words, place: Jurisdiction, by: str) -> tuple[list[str], str]:
    chosen = words.pick(wordings()["offices"][by])
    names = {"place": place.name, "first": place.name[0], "hall": "厅" if place.level == "province" else "室"}
    return [name.format_map(names) for name in chosen["names"]], chosen["number"].format_map(names)


def _printed_day(words: Words, year: int, month: int, day: int) -> str:
    if words.often(0.25):
        return f"{''.join(DIGITS[int(c)] for c in str(year))}年{_han(month)}月{_han(day)}日"
    printed: str = words.pick("days").format(year, month, day)
    return printed


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def _carried(head: Head, words: Words, offices: list[str], day: str) -> None:
    """A notice issues the document: its title, number, text, signature and date, then the document's own title."""
    notice = ("title", f"{head.issuer}关于印发《{head.title}》的通知")
    number = ("text", head.number or "")
    above = [notice, number] if words.often(0.5) else [number, notice]
    above.append(("text", words.pick("addressed")))
    above.append(("text", f"《{head.title}》已经研究同意，{words.pick('gives')}"))
    above += [("text", line) for line in (*offices, day)]
    above += [("text", words.pick("remarks"))] if words.often(0.4) else []
    head.above = [*above, ("title", head.title)]
    if words.often(0.15):
        head.above.append(("centre", "（征求意见稿）"))


def _ordered(head: Head, words: Words, day: str) -> None:
    """An order of a government puts the document into force: its heading, its serial number, its text, who signs."""
    office, serial = f"{head.place.name}人民政府", words.count(100, 400)
    head.issuer, head.number = office, f"{office}令第{serial}号"
    leader = {"省": "省长", "市": "市长", "县": "县长", "区": "区长"}.get(head.place.name[-1], "主席")
    passed = f"《{head.title}》已经本级人民政府第{words.count(3, 90)}次常务会议审议通过，现予公布，自发布之日起施行。"
    head.above = [
        ("centre", f"{office}令"),
        ("centre", words.pick([f"第{serial}号", f"第 {serial} 号", f"（第{serial}号）"])),
        ("text", passed),
        ("text", f"{leader}　　甲某某"),
        ("text", day),
        ("title", head.title),
    ]


def _straight(head: Head, words: Words, offices: list[str], day: str, *, in_title: bool) -> None:
    """The document stands alone: number above or below its title or none; signed at its end or dated."""
    masthead = [("centre", f"{head.issuer}文件")] if len(offices) == 1 and words.often(0.25) else []
    where = words.pick(["above", "below", "none"]) if words.often(0.8) else "below"
    number = [("centre" if where == "below" else "text", head.number or "")]
    head.above = [*masthead, *(number if where == "above" else []), ("title", head.title)]
    head.above += number if where == "below" else []
    head.number = None if where == "none" else head.number
    if in_title and head.kind in ("意见", "决定") and words.often(0.5):
        head.above.append(("centre", f"（{day}）"))
    elif in_title or words.often(0.6):
        head.closing = [*offices, day, *([words.pick("remarks")] if words.often(0.3) else [])]
    else:
        head.issuer = head.issuer if masthead else None
        head.published = None
    if in_title:
        head.addressed = words.pick("addressed")
    if head.closing and words.often(0.2):
        head.record = ["抄送：市委办公室，市人大常委会办公室。", f"{offices[0]}办公室　　{day}印发"]


def _law(head: Head, words: Words, day: str) -> None:
    """A regulation: passed by a congress, the sentence in brackets below its title; no number, no signature."""
    head.number = None
    passed = f"第{words.pick(['十二', '十三', '十四'])}届人民代表大会常务委员会第三次会议通过"
    head.above = [("title", head.title), ("centre", f"（{day}{head.place.name}{passed}）")]
