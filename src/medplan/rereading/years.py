"""Years against the plan's time and one another: what a plan prints in; years that come too early or too late out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.rereading.candidate import Candidate
from medplan.rereading.dates import date_doubt
from medplan.rereading.said import Fields, Said

_YEAR = re.compile("20[0-9]{2}(?<![0-9]20[0-9]{2})(?=年(?!度))")
_UP_TO_NOW = "截至"
_UNTIL = ("到", "力争在", "计划到", "计划于", "力争")
_AGAINST = tuple("比较于在与按－—–-～~")
_ENDED = re.compile("[。；！？]")
_SPAN = re.compile("(20[0-9]{2})年(?:[0-9]{1,2}月)?(?:起|开始)?[至到](20[0-9]{2})年")
_PAST = re.compile("基础|成效|现状|回顾|成就|形势|背景|成绩|环境")  # in the heading of what was, or is
_GOALS = re.compile("目标")
_AHEAD = re.compile("[到将至]|计划|力争|规划|目标|—")
_LATER = 3  # years after its publication of which a plan without a period seldom speaks


def years(plan: Plan, said: Fields) -> Iterator[Candidate]:
    """Yield deadlines before the plan's time, ends of what is past in its future, and years that run backwards."""
    begin = plan.period[0] if plan.period else None
    published = int(plan.published[:4]) if plan.published else begin
    if published is None:
        return
    time = _Time(
        start=published if begin is None else begin, period=plan.period, published=published, day=bool(plan.published)
    )
    headings: dict[Eid, str] = {}
    last: tuple[Said, int, int] | None = None
    for found in said.find(_YEAR):
        one, start, end, match = found
        if one.field in ("num", "label") or one.node.indicator is not None:
            continue
        headings = headings or _headings(plan)
        year, before = int(match.group()), one.text[max(0, start - 3) : start]
        if words := time.odd(year, before, one.text[end + 1 : end + 2], headings[one.node.eid]):
            yield date_doubt(found, words)
        same = last is not None and last[0] is one and not _ENDED.search(one.text, last[1], start)
        if last is not None and same and year < last[2] and not before.endswith(_AGAINST):
            yield date_doubt(found, f"这一句前面是 {last[2]} 年，此处倒回 {year} 年")
        last = one, end, year
    for found in said.find(_SPAN):
        if int(found.match.group(1)) >= int(found.match.group(2)):
            yield date_doubt(found, "起止年份颠倒")


class _Time(NamedTuple):
    """The time a plan speaks of, and the year it was published in, or began; whether the day of that is known."""

    start: int
    period: tuple[int, int] | None
    published: int
    day: bool

    def odd(self, year: int, before: str, behind: str, heading: str) -> str:
        """Return what is odd of a year, from what stands about it, "" where nothing is."""
        later, published = year > self.published, self.published
        if before.endswith(_UNTIL) and year < self.start:
            return f"以 {year} 年为期限，早于本规划的 {self.start} 年"
        if before.endswith(_UP_TO_NOW):
            if not self.start - 1 <= year <= published:
                return f"“截至”的年份不是规划期的前一年，也不到印发的 {published} 年"
            if self.day and year == published and behind in ("底", "末", "年"):
                return f"印发的 {published} 年那时还没有到年底"
        if later and before.endswith(("比", "较")):
            return f"拿来相比的 {year} 年晚于印发的 {published} 年"
        if later and self._no_end(year) and _PAST.search(heading) and not _AHEAD.search(before):
            return f"所在的一节说的是以往，{year} 年晚于印发的 {published} 年"
        if self.period and self._no_end(year) and _GOALS.search(heading) and before.endswith("到"):
            return "目标的年份不是规划期的末年"
        if self.period is None and year > published + _LATER and self._no_end(year) and not before.endswith(_AGAINST):
            return f"{year} 年比印发的 {published} 年晚得多，不是一个五年规划的末年"
        return ""

    def _no_end(self, year: int) -> bool:
        return year % 5 != 0 and (self.period is None or year != self.period[1])


def _headings(plan: Plan) -> dict[Eid, str]:
    """Return the headings that each provision stands under, one after another."""
    return {node.eid: "\n".join(one.reading("heading") for one in (*above, node)) for node, above in plan.walk()}
