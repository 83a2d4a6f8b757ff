"""What a plan says will be done by when: schedules of measures and dates in running text, as dated commitments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from medplan.language.dates import LOST_YEAR, is_date
from medplan.language.digits import with_ascii_digits
from medplan.language.schedule import read_schedule
from medplan.plan.address import Eid
from medplan.plan.model import Node, Plan, reading_text
from medplan.plan.printed import path_of

_DATE = re.compile(
    r"(?<![0-9—\-])(?P<year>20[0-9][0-9])年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?(?P<end>年?底|年?末)?(?P<before>以?前)?"
)
_PERIOD_END = re.compile(r"[“\"]?(?P<number>十[三四五六七])五?[”\"]?(?:规划)?(?:末期?|期末|期间完成)")
_FIVE_YEARS = {"十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
# What follows or precedes a year that is no time of completion.
_NOT_A_TIME = re.compile(r"度|第[0-9]|一?季度|平均|以来|期间|国家|[一二三四]季|至今|起")
_SINCE = ("截至", "截止", "自", "从", "比", "较", "以")
_NEAR = 40  # characters before a date in which what leads up to it stands
_CLAUSE_BEGINS = re.compile("[，、：]")
_CLAUSE_ENDS = re.compile("[，：]|$")
_DONE = re.compile(r"已[经于在]?|印发了?|出台了|挂牌|成立于|率先")
_TITLE = re.compile(r"《[^》]{0,300}》|（[^（）]{0,300}〔[^）]{0,300}）")
_LOOKING_BACK = re.compile(r"发展基础|发展回顾|编制背景|面临|形势|发展机遇|挑战|基础和")
_AIMS = re.compile(r"目标|指标|任务|措施|安排")
_EVERY_YEAR = re.compile(
    r"每年(?!度).{0,2}(?:开展|进行|组织|举办|召开|发布|公布|保持|至少|不少于|不低于|完成|实施|安排)"
)
# What holds for all of the plan's years holds from its first, not from the year it was published.
_ALL_PERIOD = re.compile(r"[“\"]?十[三四五六七]五?[”\"]?(?:时期|期间)|规划期")
_AHEAD = re.compile(r"计划|力争|将(?!.{0,12}比)|拟|确保|到$")
_TIME = re.compile("年|十[三四五六七]")  # one of these stands in every time that is read
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_LONGEST = 140
_YEAR_LOST = "……（下一项的年份原文脱漏）"
_TEXT_KINDS = frozenset(
    {"p", "para", "subpara", "point", "cl", "subcl", "lvl", "subpoint", "item", "unit", "task_row", "note"}
)
_NOT_OURS = frozenset({"question", "notice", "colophon"})  # what a reporter, or the issue of the document, says


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One thing with a date. `due` is an ISO year, month or date; `before` marks a doubtful “2023年前”.

    `recurring` is an RFC 5545 rule for what returns every year, from the year `since` to the plan's last, `until` (None
    where the plan gives no period); then `due` is None. `lead` is who is in charge of the provision, as read.
    """

    plan_id: str
    eid: Eid
    path: str
    text: str
    due: str | None
    recurring: str | None = None
    before: bool = False
    ongoing: bool = False
    lead: str
    since: int
    until: int | None = None
    themes: tuple[str, ...] = ()


def commitments(plan: Plan) -> Iterator[Commitment]:
    """Yield the plan's dated commitments in printed order: of each provision its schedule first."""
    start = int((plan.published or str(plan.period[0] if plan.period else 0))[:4])
    for node, above in plan.walk():
        path = path_of(above[:-1], above[-1]) if above else ""
        schedule = read_schedule(node.reading("schedule"))
        text = reading_text(node.fields.get("heading", ())) + reading_text(node.fields.get("text", ()))
        if schedule and (schedule.due or schedule.recurring):
            yield Commitment(
                plan_id=plan.id,
                eid=node.eid,
                path=path,
                text=shorten(text),
                due=schedule.due,
                recurring=schedule.recurring,
                before=schedule.before,
                ongoing=schedule.ongoing,
                lead=_lead(node),
                since=start,
                until=plan.period[1] if plan.period else None,
                themes=_themes(node, above),
            )
        said = not any(n.kind in _NOT_OURS for n in above)
        if text and said and node.kind in _TEXT_KINDS:
            yield from _in_text(plan, node, above, path, text, start, schedule.due if schedule else None)


def _in_text(
    plan: Plan, node: Node, above: tuple[Node, ...], path: str, text: str, start: int, scheduled: str | None
) -> Iterator[Commitment]:
    if "年" not in text and "十" not in text:
        return
    hidden = _TITLE.sub(lambda m: "　" * len(m.group()), with_ascii_digits(text))
    if not _TIME.search(hidden):
        return
    back = _looks_back(above)
    for sentence in _SENTENCE.finditer(hidden):
        words = sentence.group()
        if not _TIME.search(words):
            continue
        dates = dict.fromkeys(_dates(words, start))
        yearly = not back and _EVERY_YEAR.search(words)
        if not dates and not yearly:
            continue
        said = Commitment(
            plan_id=plan.id,
            eid=node.eid,
            path=path,
            text=shorten(text[sentence.start() : sentence.end()].strip()),
            due=None,
            lead=_lead(node),
            since=start,
            until=plan.period[1] if plan.period else None,
            themes=_themes(node, above),
        )
        lost = _lost_year(words)
        told = said.text if lost is None else shorten(text[sentence.start() :][:lost].strip()) + _YEAR_LOST
        for due, before, ahead in dates:
            if due != scheduled and (ahead or not back):
                yield replace(said, due=due, before=before, text=told)
        if yearly:
            begins = plan.period[0] if plan.period and _ALL_PERIOD.search(words) else start
            yield replace(said, recurring="FREQ=YEARLY", since=min(begins, start))


def _lost_year(sentence: str) -> int | None:
    """Return where a second time of completion begins whose year is gone (2021年底完成……并上线年底建成……), or None.

    What follows has no date that could be told, and the first one is not its date.
    """
    lost = LOST_YEAR.search(sentence)
    if lost is None or _DATE.search(sentence, lost.start()):
        return None
    return lost.start()


def _looks_back(above: tuple[Node, ...]) -> bool:
    """Return whether a provision tells what was: of the headings above it the nearest that says so decides."""
    for node in reversed(above):
        heading = node.reading("heading")
        if _AIMS.search(heading):
            return False
        if _LOOKING_BACK.search(heading):
            return True
    return False


def _lead(node: Node) -> str:
    return node.reading("lead").replace("\n", "、")


def _themes(node: Node, above: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(theme for n in (*above, node) for theme in n.themes))


class _Done:
    """Where a sentence says that something is done already, and where its clauses begin and end: each read once."""

    def __init__(self, sentence: str) -> None:
        self.begins = [0, *(found.end() for found in _CLAUSE_BEGINS.finditer(sentence))]
        self.ends = [found.start() for found in _CLAUSE_ENDS.finditer(sentence)]
        self.done = [found.start() for found in _DONE.finditer(sentence)]

    def in_clause(self, start: int, end: int) -> bool:
        """Return whether the clause of the date from `start` to `end` says so."""
        clause = self.begins[bisect_right(self.begins, start) - 1]
        after = bisect_left(self.done, clause)
        return after < len(self.done) and self.done[after] < self.ends[bisect_left(self.ends, end)]


def _dates(sentence: str, start: int) -> Iterator[tuple[str, bool, bool]]:
    """Yield (due, before, whether it looks ahead) for each time of completion in a sentence."""
    told: _Done | None = None
    for found in _DATE.finditer(sentence):
        year = int(found["year"])
        lead, tail = sentence[max(0, found.start() - _NEAR) : found.start()], sentence[found.end() : found.end() + 6]
        if year < start or _NOT_A_TIME.match(sentence, found.end()) or lead.rstrip("，").endswith(_SINCE):
            continue
        told = told or _Done(sentence)
        if told.in_clause(found.start(), found.end()):
            continue
        month = found["month"] or ("12" if found["end"] else None)
        due = found["year"] + (f"-{int(month):02d}" if month else "")
        if found["day"]:
            due += f"-{int(found['day']):02d}"
        if not is_date(due):
            continue
        doubtful = bool(found["before"]) and not month
        yield due, doubtful, bool(_AHEAD.search(lead[-12:]) or _AHEAD.search(tail))
    for found in _PERIOD_END.finditer(sentence) if "十" in sentence else ():
        year = _FIVE_YEARS[found["number"]]
        lead = sentence[max(0, found.start() - _NEAR) : found.start()].rstrip("，")
        if year >= start and not lead.endswith(_SINCE):
            yield f"{year}-12", False, True


def shorten(text: str, longest: int = _LONGEST) -> str:
    """Return a text cut after `longest` characters at a mark of punctuation, with …… where it was cut."""
    if len(text) <= longest:
        return text
    cut = max(text.rfind(mark, 0, longest) for mark in "，。；、")
    return text[: cut if cut > longest // 2 else longest] + "……"
