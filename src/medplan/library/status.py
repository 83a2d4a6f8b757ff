"""What a plan's kind, stage, period and successors mean on a day: a plan and a day in; key, word, sentence, date out.

The one home of status. Every place that names a plan (page, list, search, calendar, download, script) says what is
told here; what a browser says of a later day was told here too, as phases that begin on their days.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol, cast

from medplan.language.dates import chinese_date, first_day

Key = Literal["repealed", "replaced", "secondary", "consultation", "ended", "upcoming", "in-period", "issued"]
How = Literal["repealed", "replaced", "finalised"]

# In order of weight: where several hold, the first one leads. `issued` has no period, so it has no end to tell of.
WORDS: dict[Key, str] = {
    "repealed": "已废止",
    "replaced": "已被取代",
    "secondary": "第二手资料",
    "consultation": "征求意见稿",
    "ended": "规划期已满",
    "upcoming": "规划期未到",
    "in-period": "规划期内",
    "issued": "已印发",
}
PLAIN: frozenset[Key] = frozenset({"in-period", "issued"})  # a name without a mark says this
_DRAFT = "这是公开征求意见的草案，与正式印发的文本可能不同"
_NATURES: dict[Key, str] = {
    "secondary": "第二手资料：这是关于规划的发布会实录，不是规划本身",
    "consultation": f"征求意见稿，尚未定稿：{_DRAFT}",
    "issued": "已印发",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedDocument:
    """A document before or after a plan: title, number, ISO date, and its id where the library has it.

    `how` tells whether the later one of the two repealed the earlier, only replaced it, or is the issued text of it.
    """

    how: How
    title: str
    number: str | None = None
    date: str | None = None
    plan: str | None = None

    @property
    def said(self) -> str:
        """Return the document as a sentence names it: 《…》（苏府发〔2026〕5号，2026年3月1日）."""
        more = "，".join(filter(None, (self.number, chinese_date(self.date))))
        return f"《{self.title}》" + (f"（{more}）" if more else "")


class Dated(Protocol):
    """What a status is made of besides successors: a plan's head has it, and so have a Plan and a PlanSummary."""

    @property
    def kind(self) -> str:
        """Return plan, scheme or press-conference."""

    @property
    def stage(self) -> str:
        """Return consultation, issued or repealed."""

    @property
    def period(self) -> tuple[int, int] | None:
        """Return the first and the last year, None for a plan without a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a plan is from the day `since` on (None: from the first), until its next phase.

    `key` is what weighs most, `word` short for a mark, `sentence` whole. `date` is the ISO date that the key speaks of:
    the first day of or after the period, or that of `by`, the document that ended the plan; None where it speaks of
    none.
    """

    key: Key
    word: str
    sentence: str
    date: str | None
    by: RelatedDocument | None = None
    since: datetime.date | None = None

    @property
    def plain(self) -> bool:
        """Return whether there is nothing to warn of: issued, and its period, if it has one, under way."""
        return self.key in PLAIN

    @property
    def mark(self) -> str:
        """Return the word that must stand wherever the plan is named, "" where none need."""
        return "" if self.plain else self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A plan's phases in order, seen from a day; `day` is the first of the phase that it lies in."""

    day: datetime.date
    phases: tuple[Status, ...]

    @property
    def now(self) -> Status:
        """Return the status on the day."""
        return [phase for phase in self.phases if phase.since is None or phase.since <= self.day][-1]

    @property
    def later(self) -> tuple[Status, ...]:
        """Return the phases that begin after the day, if nothing else happens."""
        return tuple(phase for phase in self.phases if phase.since and phase.since > self.day)

    @property
    def ahead(self) -> tuple[Status, ...]:
        """Return the status on the day and the later phases."""
        return (self.now, *self.later)

    def told(self, *, whole: bool = False) -> str:
        """Return what a browser needs, phases parted by `;`, each a day, a key and a word: ` in-period ;2026-01-01 …`.

        The first is today's, without a day. The word is the mark, or with `whole` the word of plain phases too.
        """
        told = [f" {self.now.key} {self.now.word if whole else self.now.mark}"]
        for phase in self.later:
            said = f" {phase.key} {phase.word if whole else phase.mark}"
            if not told[-1].endswith(said):  # a draft's period may end: its sentence tells, its mark does not
                told.append(f"{phase.since}{said}")
        return ";".join(told)


def lasting(key: str) -> int:
    """Return a number by which what stands comes before what stands no more, or never did."""
    return 0 if key in PLAIN else len(WORDS) - [*WORDS].index(cast(Key, key))


def build_day() -> datetime.date:
    """Return the day of a build or a script: today (UTC), or that of SOURCE_DATE_EPOCH, so that it can be repeated."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.datetime.fromtimestamp(int(given), datetime.UTC) if given else datetime.datetime.now(datetime.UTC)
    return moment.date()


def standing_of(plan: Dated, ended_by: Iterable[RelatedDocument], day: datetime.date) -> Standing:
    """Return a plan's phases: what it is after each day on which its status may change."""
    ends = sorted(ended_by, key=lambda end: (_since(end) or datetime.date.min, end.how, end.title))
    days = {since for end in ends if (since := _since(end))}
    if plan.period:
        days |= {datetime.date(plan.period[0], 1, 1), datetime.date(plan.period[1] + 1, 1, 1)}
    phases: list[Status] = []
    for since in (None, *sorted(days)):
        phase = _status(plan, ends, since)
        if not phases or replace(phases[-1], since=since) != phase:
            phases.append(phase)
    begun = [phase.since for phase in phases if phase.since and phase.since <= day]
    return Standing(day=max(begun, default=datetime.date.min), phases=tuple(phases))


def _since(end: RelatedDocument) -> datetime.date | None:
    return first_day(end.date) if end.date else None


def _status(plan: Dated, ends: list[RelatedDocument], since: datetime.date | None) -> Status:
    """Return what a plan is from a day on, None for the first."""
    nature: Key = "issued"
    if plan.kind == "press-conference":
        nature = "secondary"
    elif plan.stage == "consultation":
        nature = "consultation"
    force, said, date, by = next(_forces(plan, ends, since or datetime.date.min))
    if force in ("repealed", "replaced"):
        word, sentence = WORDS[force], f"{said}。"
        if nature != "issued":
            word, sentence = f"{WORDS[nature]} · {word}", f"{sentence}{_NATURES[nature]}。"
            if by and by.how == "finalised":
                word, sentence = f"{WORDS[nature]} · 已定稿", f"{said}。{_DRAFT}。"
    elif nature == "issued":
        word, sentence = WORDS[force], f"{_NATURES[nature]}，{said}。"
    else:
        # What a draft or a secondary source is outweighs its period: a mark says the first, the sentence both.
        more = f"；{said}" if force in ("ended", "upcoming") else ""
        force, word, sentence, date = nature, WORDS[nature], f"{_NATURES[nature]}{more}。", None
    return Status(key=force, word=word, sentence=sentence, date=date, by=by, since=since)


def _forces(
    plan: Dated, ends: list[RelatedDocument], day: datetime.date
) -> Iterator[tuple[Key, str, str | None, RelatedDocument | None]]:
    """Yield what holds of a plan on a day, in order of weight: what is said of it, the date and the document."""
    begun = [end for end in ends if (_since(end) or datetime.date.min) <= day]
    for end in begun:
        if end.how == "repealed":
            yield "repealed", f"已废止（据{end.said}）", end.date, end
    if plan.stage == "repealed" and not any(end.how == "repealed" for end in ends):
        yield "repealed", "已废止（据哪份文件，本库没有记载）", None, None
    for end in begun:
        if end.how != "repealed":
            said = f"已由{end.said}取代" if end.how == "replaced" else f"已定稿，印发的是{end.said}"
            yield "replaced", said, end.date, end
    if plan.period is None:
        yield "issued", "没有写明规划期", None, None
        return
    first, after = datetime.date(plan.period[0], 1, 1), datetime.date(plan.period[1] + 1, 1, 1)
    if day >= after:
        yield "ended", f"规划期已满（自{chinese_date(after.isoformat())}）", after.isoformat(), None
    elif day < first:
        yield "upcoming", f"规划期未到（自{chinese_date(first.isoformat())}起）", first.isoformat(), None
    else:
        yield "in-period", f"规划期内（{plan.period[0]}—{plan.period[1]}年）", first.isoformat(), None
