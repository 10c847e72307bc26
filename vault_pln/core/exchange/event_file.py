"""The events of a calendar file, each once and whenever it takes place; those that repeat are for a calendar source."""

import re
from collections.abc import Iterator
from datetime import date, tzinfo
from typing import NamedTuple

from vault_pln.core.sources.calendar import read_calendar
from vault_pln.model.events import Event
from vault_pln.model.problem import Problem

MOST = 100
"""So many events become notes; a file of more is a calendar, and no handful of appointments."""

OUR_UIDS = "@vault-pln"
"""How the identities end of the follow-ups that vault-pln wrote as tasks."""

_AGAIN = "Export the calendar again."
_VISIT = "Add its address as a source, or put the file into the vault and import it there: it becomes a calendar."
_MARK = re.compile(r"(BEGIN|END):([\w-]+)\s*\Z", re.IGNORECASE)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID|EXRULE)[;:]", re.MULTILINE | re.IGNORECASE)
_START = re.compile(r"^DTSTART(?:;[^:\n]*)?:(\d{8})", re.MULTILINE | re.IGNORECASE)
_UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_PARTS = frozenset({"VEVENT", "VTODO", "VTIMEZONE"})


class _Part(NamedTuple):
    """A component of the file as text, and the line it begins in."""

    kind: str
    line: int
    text: str


def read_events(text: str, zone: tzinfo) -> tuple[list[Event], list[Problem]]:
    """The events of a file that take place once, in its order, and what becomes of none; never raises."""
    found = list(_parts(text))
    problems = [one for one in found if isinstance(one, Problem)]
    parts = [one for one in found if isinstance(one, _Part)]
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        return [], [Problem("", 1, "this is no calendar: it has no BEGIN:VCALENDAR", _AGAIN)]
    zones = "".join(part.text for part in parts if part.kind == "VTIMEZONE")[:_LONGEST_ZONES]
    single = [part for part in parts if part.kind == "VEVENT" and not _REPEATS.search(part.text)]
    problems += _left_out(parts, len(single), complete=not problems)
    if len(single) > MOST:
        said = f"the file has {len(single)} events, more than {MOST} to make notes of"
        return [], [Problem("", single[MOST].line, said, _VISIT), *problems]
    events: list[Event] = []
    for part in single:
        event = _event(part, zones, zone)
        (problems if isinstance(event, Problem) else events).append(event)  # type: ignore[arg-type]
    return events, sorted(problems, key=lambda problem: problem.line or 0)


_LONGEST_ZONES = 200_000
_LONGEST_EVENT = 100_000


def _parts(text: str) -> Iterator[_Part | Problem]:
    """The components that are read, alarms and the like inside them included; those that do not end are problems."""
    kind, start, rows = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.match(line)
        opens = mark is not None and mark[1].upper() == "BEGIN" and mark[2].upper() in _PARTS
        if opens and kind:
            yield _endless(start)
        if opens and mark is not None:
            kind, start, rows = mark[2].upper(), number, []
        if kind:
            rows.append(line)
        if kind and mark is not None and mark[1].upper() == "END" and mark[2].upper() == kind:
            yield _Part(kind, start, "\n".join(rows) + "\n")
            kind = ""
    if kind:
        yield _endless(start)


def _endless(line: int) -> Problem:
    return Problem("", line, "what begins here has no end; it is left out", _AGAIN)


def _left_out(parts: list[_Part], single: int, *, complete: bool) -> Iterator[Problem]:
    """What is no event of one day: said once for all of a sort, at the first."""
    repeated = [part for part in parts if part.kind == "VEVENT" and _REPEATS.search(part.text)]
    tasks = [part for part in parts if part.kind == "VTODO" and not is_ours(part.text)]
    if repeated:
        yield Problem("", repeated[0].line, f"what repeats is left out ({len(repeated)})", _VISIT)
    if tasks:
        yield Problem("", tasks[0].line, f"what is a task is left out ({len(tasks)})", "Keep tasks in your notes.")
    if complete and not (single or repeated or tasks or any(part.kind == "VTODO" for part in parts)):
        yield Problem("", 1, "this calendar has no events", "Export one that has some.")


def is_ours(text: str) -> bool:
    """Whether a task is a follow-up that vault-pln wrote."""
    uid = _UID.search(text)
    return uid is not None and uid[1].strip().endswith(OUR_UIDS)


def _event(part: _Part, zones: str, zone: tzinfo) -> Event | Problem:
    start = _START.search(part.text)
    if len(part.text) > _LONGEST_EVENT:
        return Problem("", part.line, "the event is too long; it is left out", _AGAIN)
    try:
        day = date.fromisoformat(start[1]) if start else None
    except ValueError:
        day = None
    if day is None:
        said = f"'{start[1]}' is no day; its event is left out" if start else "an event without a date is left out"
        return Problem("", part.line, said, "Give it a date in the calendar, and export it again.")
    document = f"BEGIN:VCALENDAR\nVERSION:2.0\n{zones}{part.text}END:VCALENDAR\n"
    try:
        calendar = read_calendar(document.encode("utf-8", "replace"), zone=zone, today=day)
    except OverflowError:
        return Problem("", part.line, "an event of an impossible day is left out", _AGAIN)
    if not calendar.events:
        why = "; ".join(calendar.flaws) or calendar.problem or "the event cannot be read"
        return Problem("", part.line, why, _AGAIN)
    return calendar.events[0]
