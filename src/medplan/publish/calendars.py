"""Calendar files (RFC 5545) of dated commitments: commitments in, the bytes of an .ics file out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType

from medplan.facts.commitments import Commitment, shorten
from medplan.language.dates import last_day
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address
from medplan.publish.content_lines import plain_line, text_line

# A fixed stamp: the same data gives the same file.
_STAMP = plain_line("DTSTAMP:20000101T000000Z")
_SUMMARY = 60
_BEGIN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//medplan//zh-CN\r\n"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCalendar:
    """The calendar of one plan's dated commitments: its events, and the lines around them."""

    plan_id: str
    head: bytes
    events: bytes


class CalendarWriter:
    """Writes calendars into a folder: of each plan that is added, in order, and one of all; a context manager."""

    def __init__(self, folder: Path) -> None:
        (folder / "calendar").mkdir(parents=True)
        self._folder = folder
        self._all = (folder / "calendar.ics").open("wb")
        self._all.write(_head("医保规划库"))

    def __enter__(self) -> CalendarWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.write(_END)
        self._all.close()

    def add(self, plan: PlanCalendar) -> None:
        """Write one plan's calendar, and its events into that of all."""
        (self._folder / "calendar" / f"{plan.plan_id}.ics").write_bytes(plan.head + plan.events + _END)
        self._all.write(plan.events)


def prepare_calendar(plan: PlanSummary, found: Iterable[Commitment], site: str) -> PlanCalendar:
    """Return the calendar of a plan's commitments; `site` as for `write_events`."""
    events = write_events([(plan, commitment) for commitment in found], site)
    return PlanCalendar(plan_id=plan.id, head=_head(named(plan.title, plan)), events=events)


def write_calendar(name: str, entries: Iterable[tuple[PlanSummary, Commitment]], site: str) -> bytes:
    """Return a calendar of commitments."""
    return _head(name) + write_events(entries, site) + _END


def _head(name: str) -> bytes:
    return _BEGIN + text_line("X-WR-CALNAME", name)


def write_events(entries: Iterable[tuple[PlanSummary, Commitment]], site: str) -> bytes:
    """Return the events of commitments; each is a whole day, the last on which it is due.

    What returns every year begins in the plan's own first year and ends with its period. What gives no year at all
    has no place in a calendar. `site` is the site's address, "" when unknown: then no entry has a URL.
    """
    events: dict[str, bytes] = {}
    for plan, commitment in entries:
        day = last_day(commitment.due) if commitment.due else _first_recurrence(commitment)
        uid = _uid(commitment)
        if day is None or uid in events:
            continue
        events[uid] = b"".join(_event(plan, commitment, uid, day, site))
    return b"".join(events.values())


def _event(plan: PlanSummary, commitment: Commitment, uid: str, day: date, site: str) -> Iterator[bytes]:
    yield b"BEGIN:VEVENT\r\n"
    yield text_line("SUMMARY", f"{named(plan.place.name, plan)}：{shorten(commitment.text, _SUMMARY)}")
    yield plain_line(f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
    yield plain_line(f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}")
    yield _STAMP
    yield text_line("UID", uid)
    if commitment.recurring:
        yield plain_line(f"RRULE:{_rule(commitment)}")
    yield text_line("DESCRIPTION", "\n".join(_description(plan, commitment)))
    yield b"TRANSP:TRANSPARENT\r\n"
    if site:
        yield plain_line(f"URL:{Address.of_plan(commitment.plan_id, commitment.eid).href(f'{site}/')}")
    yield b"END:VEVENT\r\n"


def _uid(commitment: Commitment) -> str:
    """Return a name that stays when other entries come and go: plan, provision, date, and a digest of the words."""
    digest = hashlib.sha256(commitment.text.encode()).hexdigest()[:8]
    return f"{commitment.plan_id}-{commitment.eid}-{commitment.due or 'yearly'}-{digest}@medplan"


def named(name: str, plan: PlanSummary) -> str:
    """Return a plan's name with what must stand beside it: 苏州市（规划期已满）."""
    return f"{name}（{plan.status.mark}）" if plan.status.mark else name


def _description(plan: PlanSummary, commitment: Commitment) -> Iterable[str]:
    yield named(plan.title, plan)
    if not plan.status.plain:
        yield plan.status.sentence
    yield from filter(None, [commitment.path])
    yield commitment.text
    if commitment.before:
        yield f"原文作“{commitment.due}年前”，可能指年初以前，也可能指年底以前；这里记在年底。"


def _first_recurrence(commitment: Commitment) -> date | None:
    if not commitment.since:
        return None
    month = int(_parts(commitment).get("BYMONTH", "12"))
    return last_day(f"{commitment.since}-{month:02d}")


def _rule(commitment: Commitment) -> str:
    parts = _parts(commitment)
    last = max(commitment.until, commitment.since) if commitment.until else None
    until = {"UNTIL": f"{last}1231"} if last else {}
    return ";".join(f"{name}={value}" for name, value in ({"FREQ": parts.pop("FREQ")} | until | parts).items())


def _parts(commitment: Commitment) -> dict[str, str]:
    return dict(part.split("=", 1) for part in (commitment.recurring or "").split(";") if "=" in part)
