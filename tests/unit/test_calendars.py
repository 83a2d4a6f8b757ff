"""Calendar files: byte for byte what icalendar writes, as RFC 5545 asks; text that is an attack stays text."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medplan.facts.commitments import Commitment
from medplan.library.summary import PlanSummary
from medplan.publish.calendars import named, write_calendar
from medplan.publish.content_lines import text_line

from .library import head_of, library

BODY = """
body:
  - num: 一、
    heading: 任务
    body:
      - {num: 1., heading: 甲。, text: 健全机制。, lead: 市医保局, schedule: 2023年6月完成}
      - {num: 2., heading: 乙。, text: 定期通报。, lead: 市医保局, schedule: 每年6月底前}
      - {num: 3., heading: 丙。, text: 每年考核。, lead: 市医保局, schedule: 每年底前}
      - 力争在2025年前纳入全区统筹。
"""
PUBLISHED = head_of("320500", published='"2021-10-08"')
ATTACK = "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:pwned\nATTACH:https://evil.example/;X=1,2\\n"


def entries(head: str = PUBLISHED, body: str = BODY) -> list[tuple[PlanSummary, Commitment]]:
    return library((head, body)).commitments


def events(raw: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def test_each_commitment_is_an_event_of_one_whole_day() -> None:
    first, yearly, december, text = events(write_calendar("库", entries(), "https://plans.example/lib"))
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2023, 6, 30), date(2023, 7, 1))
    assert str(first["summary"]) == "苏州市：甲。健全机制。"
    assert str(first["url"]) == "https://plans.example/lib/plans/320500-place-0/#para_1__point_1"
    assert (yearly.decoded("dtstart"), december.decoded("dtstart")) == (date(2021, 6, 30), date(2021, 12, 31))
    assert dict(yearly["rrule"]) == {"FREQ": ["YEARLY"], "BYMONTH": [6], "UNTIL": [date(2025, 12, 31)]}
    assert dict(december["rrule"]) == {"FREQ": ["YEARLY"], "UNTIL": [date(2025, 12, 31)]}
    assert text.decoded("dtstart") == date(2025, 12, 31)
    assert "2025年前" in str(text["description"])
    assert "可能指年初以前" in str(text["description"])
    assert not any("rrule" in event for event in (first, text))


def test_a_file_is_what_rfc_5545_asks() -> None:
    raw = write_calendar("库", entries(), "https://plans.example")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert not calendar.errors
    for event in events(raw):
        assert not event.errors
        assert all(event.get(name) is not None for name in ("uid", "dtstamp", "dtstart", "summary"))
        assert event.decoded("dtend") > event.decoded("dtstart")


def written_by_icalendar(name: str, raw: bytes) -> bytes:
    """Return a calendar of the same events as the library for such files writes it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//medplan//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", icalendar.vText(name))
    for event in events(raw):
        own = icalendar.Event()
        own.add("dtstamp", datetime(2000, 1, 1, tzinfo=UTC))
        for key in ("uid", "summary", "description", "url", "transp"):
            own.add(key, str(event[key]))
        for key in ("dtstart", "dtend"):
            own.add(key, event.decoded(key))
        if "rrule" in event:
            own.add("rrule", dict(event["rrule"]))
        calendar.add_component(own)
    return bytes(calendar.to_ical())


def test_a_file_is_what_the_library_for_such_files_writes() -> None:
    raw = write_calendar(ATTACK, entries(), "https://plans.example/库")
    assert len(events(raw)) == 4
    assert raw == written_by_icalendar(ATTACK, raw)


# Of a backslash before a capital N the library makes a line's end, against the standard: not asked of it.
HOSTILE = st.text(st.sampled_from('医保,;:^\\"\r\n\t n😀é'), min_size=1, max_size=30)


@given(HOSTILE)
def test_any_text_is_a_line_as_the_library_writes_it(text: str) -> None:
    text *= 9  # long enough to be folded, each time elsewhere
    line = text_line("SUMMARY", text)
    event = icalendar.Event()
    event.add("summary", text)
    assert line in bytes(event.to_ical())
    assert max(map(len, line.split(b"\r\n"))) <= 75


def test_a_backslash_before_a_capital_n_stays_one() -> None:
    assert text_line("SUMMARY", "\\N") == b"SUMMARY:\\\\N\r\n"


def test_a_calendar_of_nothing_is_a_calendar() -> None:
    assert events(write_calendar("库", [], "")) == []


def test_names_of_events_are_unique_and_stay_when_others_come() -> None:
    other = (head_of("110000", published='"2021-01-01"'), BODY)
    index = library((PUBLISHED, BODY), other)
    alone = [str(e["uid"]) for e in events(write_calendar("一", library((PUBLISHED, BODY)).commitments, ""))]
    both = [str(e["uid"]) for e in events(write_calendar("二", reversed(index.commitments), ""))]
    assert len(set(both)) == len(both) == 8
    assert set(alone) < set(both)


def test_the_same_words_in_two_provisions_are_two_events() -> None:
    body = "\nbody:\n  - 到2023年建成平台。\n  - 到2023年建成平台。\n"
    assert len(events(write_calendar("库", entries(body=body), ""))) == 2


def test_without_a_sites_address_no_event_has_a_url() -> None:
    assert not any("url" in event for event in events(write_calendar("库", entries(), "")))


@pytest.mark.parametrize(
    ("change", "said"),
    [({"stage": "consultation"}, "苏州市（征求意见稿）："), ({"kind": "press-conference"}, "苏州市（第二手资料）：")],
)
def test_a_draft_and_a_press_conference_say_so(change: dict[str, str], said: str) -> None:
    head = head_of("320500", published='"2021-10-08"', **change)
    made = events(write_calendar("库", entries(head), ""))
    assert made
    assert all(str(event["summary"]).startswith(said) for event in made)


def test_a_calendar_says_that_a_period_is_over_and_since_when() -> None:
    [(plan, commitment), *_] = library((PUBLISHED, BODY), day=date(2026, 1, 1)).commitments
    [event] = events(write_calendar(named(plan.title, plan), [(plan, commitment)], ""))
    assert str(event["summary"]).startswith("苏州市（规划期已满）：")
    title, sentence, *_ = str(event["description"]).split("\n")
    assert (title, sentence) == ("苏州市样本规划（规划期已满）", "已印发，规划期已满（自2026年1月1日）。")


def test_what_gives_no_year_is_left_out() -> None:
    head = head_of("320500", period="null")
    assert [e.decoded("dtstart") for e in events(write_calendar("库", entries(head), ""))] == [
        date(2023, 6, 30),
        date(2025, 12, 31),
    ]


def test_a_plan_published_after_its_period_recurs_once() -> None:
    made = events(write_calendar("库", entries(head_of("320500", published='"2026-03-01"')), ""))
    assert [dict(e["rrule"])["UNTIL"] for e in made if "rrule" in e] == [[date(2026, 12, 31)]] * 2


def test_text_breaks_out_of_no_line() -> None:
    [(plan, commitment), *_] = entries()
    place = dataclasses.replace(plan.place, name=ATTACK)
    attacked = dataclasses.replace(plan, title=ATTACK, place=place)
    said = dataclasses.replace(commitment, text=ATTACK, path=ATTACK)
    raw = write_calendar(ATTACK, [(attacked, said)], "")
    [event] = events(raw)
    assert set(event) == {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "TRANSP"}
    assert raw.count(b"\r\nBEGIN:VEVENT") == 1
    assert b"\r\nATTACH" not in raw
    assert str(icalendar.Calendar.from_ical(raw)["x-wr-calname"]).startswith("甲")
