"""How often somebody wants to be in touch, how often they are, and when they are next due."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from hashlib import blake2b
from itertools import pairwise

from vault_pln.model.kinds import Person
from vault_pln.model.network import Due
from vault_pln.model.settings import Settings

_KEPT = 0.7
_SNOOZES = 3
_LEAST_GAPS, _MOST_GAPS, _LEAST_DAYS = 3, 30, 21


def cadence_of(person: Person, settings: Settings) -> int | None:
    """Days between contacts: the person's own, else the shortest of their relations and tags; None: not followed."""
    if person.cadence is not None:
        return person.cadence or None
    if not person.relation and not person.tags:
        return None
    given = (settings.cadences.get(word) for word in (*person.relation, *person.tags))
    return min((days for days in given if days), default=None)


def adapted(base: int, days: Iterable[date]) -> int:
    """A cadence that follows what happens: ``clamp(0.7 period + 0.3 gap, base / 2, 2 base)`` after each contact.

    ``days`` are those of contact, in any order; a day counts once. Only contact moves it: a round that was skipped,
    snoozed or left alone does not. The user's own cadence stays its anchor.
    """
    period = float(base)
    for one, other in pairwise(sorted(set(days))):
        period = min(max(_KEPT * period + (1 - _KEPT) * (other - one).days, base / 2), 2.0 * base)
    return max(round(period), 1)


def stretched(cadence: int, snoozes: int) -> int | None:
    """The longer cadence to propose after three snoozes in a row, None where nothing speaks for one."""
    return round(1.5 * cadence) if snoozes >= _SNOOZES else None


def own_rhythm(days: Iterable[date]) -> float | None:
    """The median gap in days between contacts with somebody, None where there is no rhythm yet.

    Of the last 30 gaps at most, three at least, that together make 21 days: Personal CRM's drift signal.
    """
    known = sorted(set(days))[-_MOST_GAPS - 1 :]
    gaps = sorted((other - one).days for one, other in pairwise(known))
    if len(gaps) < _LEAST_GAPS:
        return None
    usual = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2
    return usual if usual * len(gaps) >= _LEAST_DAYS else None


def is_drifting(rhythm: float, silence: int) -> bool:
    """Whether somebody has been silent for longer than is usual with them, and not for so long that it is over.

    ``max(2 g, g + 14) < silence <= max(12 g, g + 90)``, in days: Personal CRM's drift signal.
    """
    return max(2 * rhythm, rhythm + 14) < silence <= max(12 * rhythm, rhythm + 90)


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
