"""How often somebody wants to be in touch, and when they are next due."""

from collections.abc import Container
from datetime import date, timedelta
from hashlib import blake2b

from vault_pln.model.kinds import Person
from vault_pln.model.network import Due
from vault_pln.model.settings import Settings


def cadence_of(person: Person, settings: Settings) -> int | None:
    """Days between contacts: the person's own, else the shortest of their relations and tags; None: not followed."""
    if person.cadence is not None:
        return person.cadence or None
    if not person.relation and not person.tags:
        return None
    given = (settings.cadences.get(word) for word in (*person.relation, *person.tags))
    return min((days for days in given if days), default=None)


def last_contact(person: Person, evidence: date | None) -> date | None:
    """The later of what the notes show and what the person's note says."""
    return max((day for day in (evidence, person.last_contact) if day is not None), default=None)


def next_due(
    person: Person, cadence: int, evidence: date | None, known_since: date | None, skipped: Container[date]
) -> Due | None:
    """When the person is due: the last contact plus the cadence, rounds that were skipped left out.

    Without any contact it is counted from the day they were met, else from the day vault-pln first knew of them;
    that first date is spread over half a cadence by a stable hash, so that an import does not bring all at once.
    """
    since = last_contact(person, evidence)
    if since is not None:
        day = since + timedelta(days=cadence)
    elif (known := person.met or known_since) is not None:
        day = known + timedelta(days=round(cadence * (0.75 + 0.5 * _spread(person.name))))
    else:
        return None
    while day in skipped:
        day += timedelta(days=cadence)
    return Due(day, since, cadence)


def _spread(name: str) -> float:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") / 2**32


def urgency(due: Due, today: date) -> float:
    """How late, in rounds: ``max(now - last - period, 0) / period``."""
    return max((today - due.day).days, 0) / due.cadence
