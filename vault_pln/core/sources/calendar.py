"""Bytes of a calendar → its events around a day: iCalendar (RFC 5545).

body → text → one text for each event, bounded → icalendar → recurring-ical-events → plain values

One broken event costs only itself. Libraries see nothing that was not counted before, and still should run in a
process of its own that can be killed.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.occurrences import LONGEST_SUMMARY, Around, Series
from vault_pln.core.sources.recurrence import MOST_OCCURRENCES, Bound
from vault_pln.model.events import Calendar, Event
from vault_pln.model.kinds import Source

BEFORE, AFTER = timedelta(days=30), timedelta(days=90)
"""How far back events are kept, for what the user answers late, and how far ahead they are looked for."""

_MOST_EVENTS = 1_000
_MOST_FLAWS = 10

_FOLD = re.compile(rb"\r?\n[ \t]|\r(?=\n)")
_EVENT = re.compile(
    r"^BEGIN:VEVENT\s*\n(.*?)(?:^END:VEVENT\s*$|(?=^BEGIN:VEVENT)|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\s*\n.*?^END:VTIMEZONE\s*$\n?", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_INNER = re.compile(r"^BEGIN:([\w-]+)\s*\n.*?^END:\1\s*$\n?", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_HINT = re.compile(
    r"^(?:REFRESH-INTERVAL|X-PUBLISHED-TTL)(?:;[^:\n]*)?:P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?",
    re.MULTILINE | re.IGNORECASE,
)
_CANCELS = re.compile(r"^METHOD:CANCEL\s*$", re.MULTILINE | re.IGNORECASE)
_START = re.compile(r"^DTSTART(?:;[^:\n]*)?:(\d{8})", re.MULTILINE | re.IGNORECASE)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_SHOWN = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)


def is_calendar(source: Source) -> bool:
    """Whether what a source publishes is a calendar."""
    return source.medium == "calendar" or source.feed.lower().startswith("webcal:")


def is_calendar_text(body: bytes) -> bool:
    """Whether a body is a calendar, whatever its server calls it."""
    return body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read_calendar(body: bytes, *, zone: tzinfo, today: date) -> Calendar:
    """The events of a calendar from a month before ``today`` to three months after; never raises.

    Times without a zone are those of ``zone``. Days without a time stay the days they are.
    """
    # lines are folded by bytes, also within a character
    text = _FOLD.sub(b"", body).decode("utf-8", "replace").removeprefix("\ufeff").replace("\r", "\n")
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        return Calendar(problem=_no_calendar(text))
    name = _NAME.search(text)
    around = Around(zone, today - BEFORE, today + AFTER)
    flaws: list[str] = []
    events = _events(text, around, flaws)
    if _CANCELS.search(text):
        events = [_cancelled(event) for event in events]
    events.sort(key=lambda event: (event.start.isoformat(), event.uid, event.recurrence))
    title = plain(_unescaped(name[1]), LONGEST_SUMMARY) if name else ""
    return Calendar(title, _hint(text), tuple(events), _few(flaws))


def _hint(text: str) -> int:
    """How long the calendar says it stays as it is, in seconds (RFC 7986, and what came before it)."""
    spans = (zip(found.groups(), (604_800, 86_400, 3600, 60), strict=True) for found in _HINT.finditer(text))
    return max((sum(int(count or 0) * unit for count, unit in span) for span in spans), default=0)


def _no_calendar(text: str) -> str:
    start = text.lstrip()[:500].lower()
    if not start:
        return "the answer was empty"
    if "<html" in start or start.startswith("<!doctype html"):
        return "the address gives a web page, not a calendar"
    return "the answer is no calendar"


def _few(flaws: list[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(flaws))
    more = len(found) - _MOST_FLAWS
    return (*found[:_MOST_FLAWS], f"and {more} more of that sort") if more > 0 else found


def _events(text: str, around: Around, flaws: list[str]) -> list[Event]:
    zones = "".join(_ZONE.findall(text))
    parts = list(_parts(text, around, flaws))
    try:
        return list(_expanded(zones, parts, around, flaws))
    except Exception:  # noqa: BLE001 -- the libraries say in many ways that an event is broken
        return [event for series in _by_uid(parts).values() for event in _tried(zones, series, around, flaws)]


def _tried(zones: str, series: list[str], around: Around, flaws: list[str]) -> list[Event]:
    """The occurrences of one event; one that is broken costs only itself."""
    try:
        return list(_expanded(zones, series, around, flaws))
    except Exception:  # noqa: BLE001 -- likewise
        flaws.append(f"{_called(series[0])} cannot be read: a time or rule in it is none")
        return []


def _parts(text: str, around: Around, flaws: list[str]) -> Iterator[str]:
    """The text of each event that may take place around the day, without alarms and the like inside it."""
    bound, count = Bound((around.last - around.first).days), 0
    for match in _EVENT.finditer(text):
        part = _INNER.sub("", match[1])
        start = _written_day(part)
        if start is not None and not _REPEATS.search(part) and not _near(start, around):
            continue
        count += 1
        if count > _MOST_EVENTS:
            flaws.append(f"the calendar has more than {_MOST_EVENTS} events; the rest is left out")
            return
        why = bound.refusal(part, start, around.last)
        if why:
            flaws.append(f"{_called(part)} {why}; it is left out")
        else:
            yield part


def _written_day(part: str) -> date | None:
    found = _START.search(part)
    with suppress(ValueError):
        return date.fromisoformat(found[1]) if found else None
    return None


def _near(day: date, around: Around) -> bool:
    # a zone may make it the day before or after
    return around.first - timedelta(days=2) <= day <= around.last + timedelta(days=2)


def _called(part: str) -> str:
    found = _SHOWN.search(part)
    name = plain(_unescaped(found[1]), 60) if found else ""
    return f"the event '{name}'" if name else "an event without a name"


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: " " if found[1] in "nN" else found[1], text)


def _by_uid(parts: list[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, part in enumerate(parts):
        uid = re.search(r"^UID(?:;[^:\n]*)?:(.*)$", part, re.MULTILINE | re.IGNORECASE)
        found.setdefault(uid[1].strip() if uid else f"\0{number}", []).append(part)
    return found


def _expanded(zones: str, parts: list[str], around: Around, flaws: list[str]) -> Iterator[Event]:
    from icalendar import Calendar as Document
    from recurring_ical_events import CalendarQuery

    inner = "".join(f"BEGIN:VEVENT\n{part.rstrip()}\nEND:VEVENT\n" for part in parts)
    document = Document.from_ical(f"BEGIN:VCALENDAR\nVERSION:2.0\n{zones}{inner}END:VCALENDAR\n")
    if not isinstance(document, Document):
        raise TypeError("more than one calendar")
    series = Series(document, around, flaws)
    document.subcomponents = [*(one for one in document.subcomponents if one.name == "VTIMEZONE"), *series.sound]
    first, last = around.first - timedelta(days=1), around.last + timedelta(days=1)
    found = CalendarQuery(document).between(first, last)
    if len(found) > MOST_OCCURRENCES:
        flaws.append(f"the calendar has more than {MOST_OCCURRENCES} dates; the rest is left out")
    yield from series.events(found[:MOST_OCCURRENCES])


def _cancelled(event: Event) -> Event:
    return replace(event, status="cancelled")
