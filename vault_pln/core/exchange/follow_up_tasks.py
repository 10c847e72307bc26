"""Follow-ups as tasks of a calendar (RFC 5545, VTODO): one for each person who is due, known by it for ever."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_pln.core.exchange.content_lines import escaped, folded
from vault_pln.core.exchange.event_file import OUR_UIDS

_PRODUCT = "-//vault-pln//follow-ups//EN"


class DuePerson(NamedTuple):
    """Somebody who is due: the id of the round, what to do, and why."""

    id: str
    day: date
    summary: str
    reason: str
    categories: tuple[str, ...] = ()


def write_tasks(due: Iterable[DuePerson], name: str) -> str:
    """A calendar of tasks, by day: the same rounds give the same bytes, so its time stamps are those of the days."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", f"X-WR-CALNAME:{escaped(name)}"]
    for one in sorted(due, key=lambda person: (person.day, person.id)):
        lines += [
            "BEGIN:VTODO",
            f"UID:{one.id}{OUR_UIDS}",
            f"DTSTAMP:{one.day:%Y%m%d}T000000Z",
            f"DUE;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{escaped(one.summary)}",
            f"DESCRIPTION:{escaped(one.reason)}",
            *([f"CATEGORIES:{','.join(map(escaped, one.categories))}"] if one.categories else []),
            "STATUS:NEEDS-ACTION",
            "END:VTODO",
        ]
    return folded([*lines, "END:VCALENDAR"])
