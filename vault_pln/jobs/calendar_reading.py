"""Bytes of a server → a calendar, in a process of its own: one that hangs its reader costs one visit.

As a module (``python -m``) it is the other end.
"""

import json
from datetime import date

from vault_pln.core.sources.calendar import read_calendar
from vault_pln.core.sources.events import calendar_of_plain, calendar_to_plain
from vault_pln.edge import clock
from vault_pln.edge.sandbox import Sandbox, serve
from vault_pln.model.events import Calendar

_MODULE = "vault_pln.jobs.calendar_reading"


class CalendarReader(Sandbox):
    """Reads calendars one after the other; without a calendar there is no process. For one thread."""

    def __init__(self) -> None:
        super().__init__(_MODULE)

    def read(self, body: bytes, zone: str, today: date) -> Calendar:
        """The events of a calendar around a day; ``zone`` is the name of the vault's zone, empty for the machine's."""
        head = json.dumps({"zone": zone, "today": today.isoformat()}).encode()
        found = self.ask(head + b"\n" + body)
        if found.problem:
            return Calendar(problem=f"the calendar cannot be read: {found.problem}")
        return calendar_of_plain(json.loads(found.data))


def _work(question: bytes) -> bytes:
    head, _, body = question.partition(b"\n")
    asked = json.loads(head)
    calendar = read_calendar(body, zone=clock.zone_of(asked["zone"]), today=date.fromisoformat(asked["today"]))
    return json.dumps(calendar_to_plain(calendar)).encode()


_SMALL = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20261123T100000
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
END:VCALENDAR
"""

if __name__ == "__main__":
    # loads what is loaded late, before memory is counted
    read_calendar(_SMALL, zone=clock.zone_of("UTC"), today=date(2026, 11, 23))
    serve(_work)
