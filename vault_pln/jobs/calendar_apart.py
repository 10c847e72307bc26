"""Reads a calendar in a process of its own: asked on standard input, answers on standard output."""

import json
import sys
from datetime import date

from vault_pln.core.sources.calendar import read_calendar
from vault_pln.core.sources.events import calendar_of_plain, calendar_to_plain
from vault_pln.edge import clock
from vault_pln.edge.apart import limit, run_apart
from vault_pln.model.events import Calendar

_CPU, _SECONDS = 10, 60.0
"""Seconds of work, many times those of a calendar within the bounds, and of waiting for them on a busy machine."""


def read_apart(body: bytes, zone: str, today: date) -> Calendar:
    """The events of a calendar around a day; ``zone`` is the name of the vault's zone, empty for the machine's."""
    head = json.dumps({"zone": zone, "today": today.isoformat()}).encode()
    found = run_apart(__name__, head + b"\n" + body, cpu=_CPU, seconds=_SECONDS)
    if found is None:
        return Calendar(problem="the calendar cannot be read: it took too long or too much memory")
    return calendar_of_plain(json.loads(found))


def _main() -> None:
    limit(int(sys.argv[1]))
    asked = json.loads(sys.stdin.buffer.readline())
    zone, today = clock.zone_of(asked["zone"]), date.fromisoformat(asked["today"])
    calendar = read_calendar(sys.stdin.buffer.read(), zone=zone, today=today)
    sys.stdout.buffer.write(json.dumps(calendar_to_plain(calendar)).encode())


if __name__ == "__main__":
    _main()
