"""Years and days that can't be, or lack a part: what a plan prints in; doubtful dates out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medplan.language.dates import LOST_YEAR
from medplan.language.schedule import read_schedule
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate, around
from medplan.rereading.said import Fields, Found

_YEAR = re.compile(r"([0-9](?<![0-9.][0-9])[0-9]{3})(?=[年—])")
_DAY = re.compile(r"([0-9](?<![0-9][0-9])[0-9]?)月(?:份|([0-9]{1,2})日)?")
_LONG = re.compile(r"2(?<![0-9.]2)0[0-9]{3,6}(?![0-9]*[.%％万亿元人个家项年])")
_SHORT = re.compile(r"[12](?<![0-9.][12])[0-9]{2}(?=年(?!以|多|来|前|间))")
_UP_TO_NOW = re.compile("截至(20[0-9]{2})年")
_SPAN = re.compile("((?:19|20)[0-9]{2})年?[—–～~-]+((?:19|20)[0-9]{2})年")
_DEADLINE = re.compile(r"(20[0-9]{2})年(?:[0-9]{1,2}月)?(?=[底末前])")
_UNTIL = re.compile("[底末前]")
_AGO = 12
_BEFORE, _AFTER = 45, 20  # years about the period of which a plan may speak


def dates(plan: Plan, said: Fields) -> Iterator[Candidate]:
    """Yield years far from the plan's, days of no calendar, dates with a part lost, deadlines before the plan."""
    period = plan.period or (None, None)
    published = int(plan.published[:4]) if plan.published else None
    middle = next((year for year in (period[0], published) if year), None)
    for found in _in_text(said.find_figures(_YEAR)):
        year, text = int(found.match.group(1)), found.one.text
        if middle and not middle - _BEFORE <= year <= middle + _AFTER:
            yield date_doubt(found, f"{year} 年离本规划的年份太远")
        elif period[1] and year > period[1] and year % 5:
            yield date_doubt(found, f"{year} 年在规划期之后，不是一个五年规划的末年")
        elif period[0] and year < period[0] - _AGO and _UNTIL.search(text, found.end, found.end + 3):
            yield date_doubt(found, f"以 {year} 年末为期，比规划期早得多")
    for found in _in_text(said.find_figures(_SHORT)):
        yield date_doubt(found, "年份疑脱一位")
    for found in _in_text(said.find(_UP_TO_NOW)):
        if published and int(found.match.group(1)) > published:
            yield date_doubt(found, f"“截至”的年份晚于印发的 {published} 年")
    for found in _in_text(said.find(_SPAN)):
        years = int(found.match.group(1)), int(found.match.group(2))
        if years[0] >= years[1]:
            yield date_doubt(found, "起止年份颠倒")
        elif "规划期" in found.one.text[max(0, found.start - 6) : found.start] and years != period:
            yield date_doubt(found, "规划期与本规划的起止年份不同")
    for found in _in_text(said.find_figures(_DAY)):
        if not 1 <= int(found.match.group(1)) <= 12 or not 1 <= int(found.match.group(2) or 1) <= 31:
            yield date_doubt(found, "没有这一天")
    for found in _in_text(said.find(_LONG)):
        yield date_doubt(found, "年月日疑有脱字")
    for found in _in_text(said.find(LOST_YEAR)):
        yield date_doubt(found, "“年”之前疑脱年份")
    yield from _schedules(plan)


def _in_text(places: Iterator[Found]) -> Iterator[Found]:
    return (found for found in places if found.one.field not in ("num", "label"))


def date_doubt(found: Found, words: str) -> Candidate:
    """Return a candidate for what is odd of a date, with what stands about it."""
    one, start, end, _ = found
    return Candidate(
        kind="date", eid=one.node.eid, place=one.node.place, quote=one.text[max(0, start - 3) : end + 3], words=words,
        here=around(one.text, start, end),
    )  # fmt: skip


def _schedules(plan: Plan) -> Iterator[Candidate]:
    """Yield schedules that end before the plan was published, or name another year than their text."""
    for node, _ in plan.walk():
        printed = node.reading("schedule")
        if not printed:
            continue
        try:
            schedule = read_schedule(printed)
        except ValueError:
            continue
        day = (plan.published or "")[:7]
        due = schedule.due if schedule else None
        if due and len(day) == 7 and due[: len(day)] < day[: len(due)]:
            yield Candidate(
                kind="date", eid=node.eid, place=node.place, quote=printed, words="完成时间早于印发日期",
                here=printed, there=plan.published or "",
            )  # fmt: skip
        text = (
            node.reading("heading")
            + node.reading("text")
            + "".join(node.reading(name) for name in node.fields if name == "task")
        )
        for found in _DEADLINE.finditer(text):
            if found.group(1) not in printed:
                yield Candidate(
                    kind="date", eid=node.eid, place=node.place, quote=found.group(),
                    words="正文的期限与进度要求不同", here=around(text, *found.span()), there=printed,
                )  # fmt: skip
