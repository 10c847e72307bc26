"""Calendars: each saved one has a twin with the events that must be read from it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile_text import HOSTILE, assert_harmless
from vault_pln.core.digest.coming_up import event_digest, event_id, event_parts, shown_time
from vault_pln.core.digest.event_notes import note_title
from vault_pln.core.kinds.create import yaml_value
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.sources.calendar import is_calendar, read_calendar
from vault_pln.core.sources.events import calendar_of_plain, calendar_to_plain
from vault_pln.model.digest import Upcoming
from vault_pln.model.events import Calendar, Event
from vault_pln.model.kinds import Source

DATA = Path(__file__).parent.parent / "data/calendars"
TODAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


def read(body: bytes | str, today: date = TODAY) -> Calendar:
    return read_calendar(body.encode() if isinstance(body, str) else body, zone=BERLIN, today=today)


def ics(*lines: str, summary: str = "Talk") -> str:
    """A calendar with one event of these lines."""
    inner = "\n".join(("UID:a@x.example", f"SUMMARY:{summary}", *lines))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n{inner}\nEND:VEVENT\nEND:VCALENDAR\n"


def brief(value: Any) -> Any:
    """What a calendar says, without what it does not say."""
    if isinstance(value, dict):
        return {key: brief(one) for key, one in value.items() if one not in ("", None, [], (), 0)}
    return [brief(one) for one in value] if isinstance(value, (list, tuple)) else value


SAVED = sorted(DATA.glob("*.ics"))


@pytest.mark.parametrize("body", SAVED, ids=lambda path: path.stem)
def test_a_saved_calendar_reads_as_its_twin_says(body: Path) -> None:
    twin = json.loads(body.with_suffix(".json").read_text("utf-8"))
    assert brief(calendar_to_plain(read(body.read_bytes()))) == twin


@pytest.mark.parametrize("body", SAVED, ids=lambda path: path.stem)
def test_a_calendar_written_down_is_the_same_calendar(body: Path) -> None:
    calendar = read(body.read_bytes())
    assert calendar_of_plain(json.loads(json.dumps(calendar_to_plain(calendar)))) == calendar


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the answer was empty"),
        (b" \r\n", "the answer was empty"),
        (b"<!DOCTYPE html><html>", "a web page, not a calendar"),
        (b"<rss version='2.0'/>", "the answer is no calendar"),
        (b"\x00\xff\xfe", "the answer is no calendar"),
    ],
)
def test_what_is_no_calendar_says_so(body: bytes, problem: str) -> None:
    found = read(body)
    assert problem in found.problem
    assert found.events == ()


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n") == Calendar()


def test_a_calendar_that_breaks_off_gives_what_it_has() -> None:
    whole = (DATA / "zones.ics").read_bytes()
    found = read(whole[: whole.index(b"UID:utc")])
    assert [one.uid for one in found.events if one.start > datetime(2026, 11, 20, tzinfo=UTC)][:2] == [
        "floating@x.example",
        "harbour@x.example",
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def test_a_day_stays_the_day_it_is_in_every_zone(zone: str) -> None:
    body = (DATA / "days.ics").read_bytes()
    days = [one for one in read(body).events if not isinstance(one.start, datetime)]
    there = read_calendar(body, zone=ZoneInfo(zone), today=TODAY)
    assert [one for one in there.events if not isinstance(one.start, datetime)] == days


def test_the_same_series_gives_the_same_ids_on_another_day() -> None:
    body = (DATA / "repeating.ics").read_bytes()
    one, other = (
        {(event.uid, event.recurrence): event_id(event) for event in read(body, day).events}
        for day in (TODAY, date(2026, 12, 5))
    )
    both = one.keys() & other.keys()
    assert len(both) > 5
    assert {key: one[key] for key in both} == {key: other[key] for key in both}


def test_an_event_keeps_its_digest_and_gets_another_id_where_time_or_place_change() -> None:
    (event,) = read(ics("DTSTART:20261128T100000Z", "LOCATION:Room 1")).events
    same = [
        replace(event, summary="Other words", about="x", sequence=4, link="https://x.example/"),
        replace(event, place="ROOM  1"),
    ]
    other = [
        replace(event, place="Room 2"),
        replace(event, start=date(2026, 11, 28)),
        replace(event, status="cancelled"),
    ]
    assert {event_id(one) for one in same} == {event_id(event)}
    assert len({event_id(one) for one in (event, *other)}) == 4
    assert {event_digest(one) for one in (event, *same, *other)} == {event_digest(event)}


# --- bombs


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000000",
        "freq=secondly;interval=1000000",
        "COUNT=3",
        "FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1",
        "FREQ=DAILY\nRRULE:FREQ=SECONDLY",
    ],
)
def test_a_rule_that_fires_beyond_reason_is_left_out_and_named(rule: str) -> None:
    found = read(ics("DTSTART:20261123T100000Z", f"RRULE:{rule}"))
    assert found.events == ()
    assert "'Talk'" in found.flaws[0]
    assert "left out" in found.flaws[0]


@pytest.mark.parametrize("count", ["1000000000", "3"])
def test_a_count_beyond_reason_is_not_counted_to_its_end(count: str) -> None:
    found = read(ics("DTSTART:20261124T100000Z", f"RRULE:FREQ=DAILY;COUNT={count}"))
    assert len(found.events) == (3 if count == "3" else 90)


def test_all_rules_of_a_calendar_share_one_bound() -> None:
    daily = "\n".join(
        f"BEGIN:VEVENT\nUID:{n}\nDTSTART:20261123T100000Z\nRRULE:FREQ=HOURLY\nSUMMARY:Talk {n}\nEND:VEVENT"
        for n in range(9)
    )
    found = read(f"BEGIN:VCALENDAR\n{daily}\nEND:VCALENDAR\n")
    assert 0 < len(found.events) <= 10_000
    assert any("repeats too often" in flaw for flaw in found.flaws)


def test_events_far_away_cost_nothing_and_too_many_near_ones_are_cut() -> None:
    far = "".join(f"BEGIN:VEVENT\nUID:far{n}\nDTSTART:20200101T100000Z\nEND:VEVENT\n" for n in range(3000))
    near = "".join(f"BEGIN:VEVENT\nUID:{n}\nDTSTART:20261124T100000Z\nEND:VEVENT\n" for n in range(1100))
    found = read(f"BEGIN:VCALENDAR\n{far}{near}END:VCALENDAR\n")
    assert len(found.events) == 1000
    assert found.flaws == ("the calendar has more than 1000 events; the rest is left out",)


_LINES = st.sampled_from(
    (
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:VALARM", "END:VALARM",
        "UID:a", "UID:", "DTSTART:20261124T100000Z", "DTSTART;VALUE=DATE:20261124", "DTSTART;TZID=Z:20261124T100000", "DTSTART:x",
        "DTSTART:99991231T235959Z", "DTSTART:00010101", "DTEND:20261124T090000Z", "DURATION:-P1D", "DURATION:P99999999D", "DTEND;VALUE=DATE:20261124",
        "RRULE:FREQ=DAILY;COUNT=3", "RRULE:", "RRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=DAILY;UNTIL=20261201",
        "RRULE:FREQ=WEEKLY;INTERVAL=-1", "EXDATE:20261125T100000Z", "EXDATE:", "RDATE;VALUE=PERIOD:20261126T100000Z/PT1H", "RDATE:x", "RECURRENCE-ID:20261125T100000Z",
        "RECURRENCE-ID;VALUE=DATE:20261125", "RECURRENCE-ID:x", "SEQUENCE:-1", "SEQUENCE:x", "STATUS:CANCELLED", "SUMMARY:a", "SUMMARY;LANGUAGE=en:b",
        " folded", "\tfolded", "", ":", ";", "x", "ATTENDEE:mailto:a@b.example", 'ATTENDEE;CN="', "CATEGORIES:a\\,b,", "TZID:Z", "TZOFFSETTO:+0100",
        "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETFROM:+9999", "METHOD:CANCEL", "URL:javascript:x", "\x00", "é",
    )
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(_LINES, max_size=25))
def test_no_calendar_makes_the_reader_raise(lines: list[str]) -> None:
    found = read("\n".join(["BEGIN:VCALENDAR", *lines]))
    for event in found.events:
        assert event.uid
        assert isinstance(event.start, date)
        assert event.end is None or event.end > event.start


@pytest.mark.parametrize(
    ("source", "calendar"),
    [
        (Source("a.md", "a", medium="calendar", feed="Feeds/a.ics"), True),
        (Source("a.md", "a", feed="webcal://x.example/a"), True),
        (Source("a.md", "a", medium="blog", feed="https://x.example/a"), False),
    ],
)
def test_a_calendar_is_known_by_its_medium_or_its_address(source: Source, calendar: bool) -> None:
    assert is_calendar(source) is calendar


# --- what a line says


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (datetime(2026, 11, 28, 10, tzinfo=BERLIN), None, "2026-11-28 10:00"),
        (
            datetime(2026, 11, 28, 10, tzinfo=BERLIN),
            datetime(2026, 11, 28, 16, 30, tzinfo=BERLIN),
            "2026-11-28 10:00–16:30",
        ),
        (
            datetime(2026, 11, 28, 22, tzinfo=BERLIN),
            datetime(2026, 11, 29, 2, tzinfo=BERLIN),
            "2026-11-28 22:00 – 2026-11-29 02:00",
        ),
        (date(2026, 11, 28), None, "2026-11-28"),
        (date(2026, 11, 28), date(2026, 11, 29), "2026-11-28"),
        (date(2026, 12, 4), date(2026, 12, 7), "2026-12-04 – 2026-12-06"),
    ],
)
def test_the_time_of_an_event_in_a_line(start: Any, end: Any, shown: str) -> None:
    assert shown_time(Event("a", "", start, end)) == shown


def _written(text: str) -> str:
    """A text as a calendar holds it: what would end the line is escaped, as RFC 5545 wants it."""
    kept = "".join(sign for sign in text if sign not in "\r\x00")
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


EVENT = Event("a", "", datetime(2026, 11, 28, 10, tzinfo=BERLIN), summary="Talk", link="https://example.org/pin")


def in_summary(text: str) -> str:
    return line_of(replace(EVENT, summary=text))


def in_changed(text: str) -> str:
    return line_of(replace(EVENT, summary=text), "changed")


def in_place(text: str) -> str:
    return line_of(replace(EVENT, place=text))


def line_of(event: Event, what: Literal["new", "changed"] = "new") -> str:
    parts = event_parts(Upcoming("a" * 16, event, what), Phrases("en"))
    return f"- [ ] {' · '.join(parts)} · [[Source]] ^pln-{'a' * 16}"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_summaries_and_places_are_text_and_one_link(text: str) -> None:
    written = _written(text)
    body = ics("DTSTART:20261128T100000Z", f"LOCATION:{written}", "URL:https://example.org/pin", summary=written)
    (event,) = read(body.encode("utf-8", "replace")).events
    assert_harmless(event.summary, (in_summary, in_changed))
    assert_harmless(event.place, (in_place,))
    title = note_title(event, "untitled")
    assert not set(title) & set("[]{}<>%#|`\n")
    assert "\n" not in yaml_value(title)
