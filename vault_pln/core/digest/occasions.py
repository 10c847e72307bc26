"""Birthdays, and the days on which people were met: said once, on the day, of people who are followed up.

Their line is a bullet that names the person without a link: nothing to tick, nothing that stays open, and no tool takes
it for a contact. They take places of the follow-ups of their day.
"""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from vault_pln.core.digest.due import is_quiet, is_snoozed
from vault_pln.core.digest.ledger import Memory, name_digest
from vault_pln.core.kinds.values import birthday
from vault_pln.core.markdown.ids import short_id
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.model.digest import Occasion
from vault_pln.model.kinds import Person
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings

WHAT = "occasion"
"""What the ledger calls the lines of occasions."""

_LATE = 3
"""Days for which an occasion that nobody could be told of is still worth a word."""


def choose_occasions(network: Network, memory: Memory, settings: Settings) -> tuple[Occasion, ...]:
    """What today is the day of, or was within three days, and was not said; as many as there are places.

    None on a quiet day, nor of people who are snoozed.
    """
    if is_quiet(network.today, settings):
        return ()
    places = settings.daily_follow_ups - sum(memory.delivered_on(network.today, what) for what in (WHAT, "follow-up"))
    found = [
        one
        for person in network.people.values()
        if (person.birthday or person.met) and cadence_of(person, settings) and not is_snoozed(person, network.today)
        for one in _occasions(person, network.today)
        if not any(memory.has(_id(digest, one)) for digest in memory.names(person.name))
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.person, one.what)))[: max(places, 0)]


def _occasions(person: Person, today: date) -> Iterator[Occasion]:
    born = birthday(person.birthday)
    if born is not None:
        yield from _of(person, "birthday", *born, today)
    if person.met is not None:
        yield from _of(person, "met", person.met.year, person.met.month, person.met.day, today)


def _of(person: Person, what: str, year: int, month: int, day: int, today: date) -> Iterator[Occasion]:
    """The latest return of a day, if it was just now."""
    for days in range(_LATE + 1):
        then = today - timedelta(days=days)
        if _returns(month, day, then) and (not year or then.year > year):
            one = Occasion("", person.path, what, then, then.year - year if year else None)
            yield one._replace(id=_id(name_digest(person.name), one))


def _returns(month: int, day: int, then: date) -> bool:
    """Whether this is the day of the year; in a year without a 29 February the day before stands for it."""
    if (month, day) == (2, 29) and not isleap(then.year):
        day = 28
    return (then.month, then.day) == (month, day)


def _id(digest: str, one: Occasion) -> str:
    return short_id(WHAT, digest, one.what, one.day.isoformat())
