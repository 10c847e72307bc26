"""What goes into a day, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vault_pln.model.events import Event
from vault_pln.model.news import Item


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Somebody to write to. ``person`` is the path of their note; ``reason`` and ``opener`` are plain text.

    ``due`` is the day of the round, which may be long past; ``until`` the date the line asks for.
    """

    id: str
    person: str
    reason: str
    opener: str
    due: date
    until: date
    urgency: float


@dataclass(frozen=True, slots=True)
class Reading:
    """An item chosen for the day: the goal it is for (empty: none), its score, and the slot it fills.

    ``reason`` is what a special slot says of it: the view it brings, the day it was kept, the interest it is for.
    """

    item: Item
    goal: str
    score: float
    slot: str
    reason: str = ""


class Upcoming(NamedTuple):
    """An event to announce, or what became of one that was announced; the goal it is for (empty: none)."""

    id: str
    event: Event
    what: Literal["new", "changed", "cancelled"]
    goal: str = ""


class Occasion(NamedTuple):
    """A day that returns: ``what`` is ``birthday`` or ``met``, ``years`` how many it is (None: nobody knows)."""

    id: str
    person: str
    what: str
    day: date
    years: int | None


class TakingPart(NamedTuple):
    """A post to say something to. ``person`` is who wrote it (a path), '' where it is a question in a forum.

    ``key`` is what the user can say it with: their ``expertise``, ``offers``, or a ``note``; ``gift`` its words, and
    ``owner`` the note that says so.
    """

    item: Item
    person: str
    key: Literal["expertise", "offers", "note"]
    gift: str
    owner: str
    score: float


@dataclass(frozen=True, slots=True)
class Day:
    """All that is written for one day."""

    day: date
    follow_ups: tuple[FollowUp, ...] = ()
    readings: tuple[Reading, ...] = ()
    events: tuple[Upcoming, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    taking_part: tuple[TakingPart, ...] = ()
