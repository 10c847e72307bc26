"""What a calendar announces."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Moment = date | datetime
"""A local date where it is about whole days, else an aware moment in UTC."""


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence of an event, text already plain. Nothing here is trusted.

    ``uid`` and ``recurrence`` (empty for an event that does not repeat) tell it from all others, whatever becomes of
    its time and place. ``start`` and ``end`` are aware UTC, or local dates for whole days, the end being the first
    day after it. ``link`` is http(s) or empty, ``people`` are mail addresses in lower case. ``source`` is the path
    of the note that lists the calendar.
    """

    uid: str
    recurrence: str
    start: Moment
    end: Moment | None = None
    summary: str = ""
    about: str = ""
    place: str = ""
    link: str = ""
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    sequence: int = 0
    source: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as read: its events around a day, by time. ``problem`` says why nothing could be read.

    ``hint`` is the shortest time until the next visit the calendar asks for, in seconds (0: none).
    ``flaws`` are about single events, which were left out or read as well as could be.
    """

    title: str = ""
    hint: int = 0
    events: tuple[Event, ...] = ()
    flaws: tuple[str, ...] = ()
    problem: str = ""
