"""Calendar files (RFC 5545) of dated commitments: commitments in, the bytes of an .ics file out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from medplan.commitments import Commitment, last_day

# A fixed stamp: the same data gives the same file.
_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def write_calendar(name: str, entries: Iterable[tuple[str, Commitment]], site: str) -> bytes:
    """Return a calendar of (plan's title, commitment); each is a whole day, the last on which it is due.

    What returns every year begins in the plan's own first year. `site` is the site's address, "" when unknown.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//medplan//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for number, (title, commitment) in enumerate(entries):
        event = Event()
        event.add("uid", f"{commitment.plan_id}-{commitment.eid}-{number}@medplan")
        event.add("dtstamp", _STAMP)
        event.add("summary", f"{title}：{commitment.text[:60]}")
        event.add("description", f"{commitment.path}\n{commitment.text}")
        event.add("url", f"{site}/plans/{commitment.plan_id}/#{commitment.eid}")
        day = last_day(commitment.due) if commitment.due else _first_recurrence(commitment)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if commitment.recurring:
            event.add("rrule", _rule(commitment.recurring))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _first_recurrence(commitment: Commitment) -> date:
    rule = _rule(commitment.recurring or "")
    return last_day(f"{commitment.since}-{int(rule.get('bymonth', '12')):02d}")


def _rule(recurring: str) -> dict[str, str]:
    parts = dict(part.split("=", 1) for part in recurring.split(";") if "=" in part)
    return {key.lower(): value for key, value in parts.items()}
