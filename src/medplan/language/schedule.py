"""Read a schedule (2023年6月完成、持续推进): printed text in, due date, recurrence and continuation out."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})\s*年"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("yearly", re.compile(r"每年\s*(?P<month>[0-9]{1,2})\s*月(?:底|末)?(?:前|之前|完成)?")),
    ("yearly", re.compile(r"每年(?:底|末)?(?:前|之前)?(?:完成)?")),
    ("date", re.compile(_YEAR + r"\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日")),
    ("month", re.compile(_YEAR + r"\s*(?P<month>[0-9]{1,2})\s*月(?:底|末)?(?P<before>前)?")),
    ("month", re.compile(_YEAR + r"\s*(?P<december>年?底|年?末)前?")),
    ("year", re.compile(_YEAR + r"(?P<before>以?前|之前)?")),
)
_ONGOING = re.compile(r"持续推进|长期坚持|长期|持续|常态化")
_WORDS = re.compile(r"完成|落实|并|前|底|全面|基本|按|实施|启动|建成|[、，,；;。\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule as read. `due` is an ISO year, month or date; `recurring` an RFC 5545 rule such as FREQ=YEARLY.

    `before` tells a schedule that prints “2023年前”, which may mean before the year begins or before it ends.
    `unread` holds words that give no date (按省安排时间落实).
    """

    printed: str
    due: str | None
    recurring: str | None
    ongoing: bool
    before: bool
    unread: str | None


def read_schedule(printed: str | None) -> Schedule | None:
    """Return the schedule as read, None where none is printed; raise ValueError for a month that is none."""
    if printed is None or not printed.strip():
        return None
    rest = printed.strip()
    due = recurring = None
    before = False
    for form, pattern in _FORMS:
        found = pattern.search(rest)
        if not found or due or (recurring and form == "yearly"):
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else None
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"“{printed}”里没有 {month} 月")
        if form == "yearly":
            recurring = "FREQ=YEARLY" + (f";BYMONTH={month}" if month else "")
        elif form == "date":
            day = int(parts["day"])
            if not 1 <= day <= monthrange(int(parts["year"]), month or 1)[1]:
                raise ValueError(f"“{printed}”里没有 {day} 日")
            due = f"{parts['year']}-{month:02d}-{day:02d}"
        elif form == "month":
            due = f"{parts['year']}-{month or 12:02d}"
        else:
            due = parts["year"]
        # “2023年6月前” says no more than June; “2023年前” is the doubtful one.
        before = before or (form == "year" and bool(parts.get("before")))
        rest = rest[: found.start()] + rest[found.end() :]
    ongoing = bool(_ONGOING.search(rest))
    rest = _WORDS.sub("", _ONGOING.sub("", rest))
    unread = printed.strip() if due is None and recurring is None and not ongoing else None
    if unread is None and len(rest) > 12:
        unread = rest
    return Schedule(
        printed=printed,
        due=due,
        recurring=recurring,
        ongoing=ongoing,
        before=before,
        unread=unread,
    )
