"""One dormant tie a week: an old contact who knows what, or whom, nobody in reach does.

Dormant ties give more useful and more novel advice than current ones (Levin, Walter and Murnighan 2011), and people who
may choose take the comfortable ones instead of the novel (Walter, Levin and Murnighan 2015).
"""

import math
from typing import NamedTuple

from vault_pln.core.suggest.ground import Ground, line_of
from vault_pln.core.suggest.wording import telling
from vault_pln.model.kinds import Person
from vault_pln.model.suggestion import Evidence, Suggestion

DORMANT = 365
"""Days without contact after which a tie is dormant."""

_IN_TOUCH = 180
"""Days within which somebody counts as in reach."""

_TURN = 8
"""So many of the most novel take turns, a week each."""


class _Novelty(NamedTuple):
    """What somebody brings: topics that nobody in reach has, and how many people whom nobody in reach knows."""

    topics: tuple[str, ...]
    people: int
    share: float


def dormant_tie(ground: Ground) -> list[Suggestion]:
    """The dormant tie of this week, if there is one; the same on every day from Monday to Sunday."""
    asleep, awake = [], []
    for person in ground.network.people.values():
        last = ground.last_contact(person) or person.met
        silence = (ground.network.today - last).days if last is not None else None
        if silence is not None and silence >= DORMANT and not ground.is_left_alone(person):
            asleep.append(person)
        elif silence is not None and silence <= _IN_TOUCH:
            awake.append(person)
    if not asleep:
        return []
    known = frozenset(word for person in awake for text in person.expertise for word in telling(text))
    near = frozenset(path for person in awake for path in (person.path, *ground.ties.get(person.path, ())))
    ranked = sorted((_suggestion(ground, one, known, near) for one in asleep), key=_order)[:_TURN]
    return [ranked[ground.network.today.isocalendar().week % len(ranked)]]


def _order(one: Suggestion) -> tuple[float, str]:
    return -one.score, one.notes["person"]


def _novelty(ground: Ground, person: Person, known: frozenset[str], near: frozenset[str]) -> _Novelty:
    topics = tuple(text for text in person.expertise if not telling(text) <= known)
    others = ground.ties.get(person.path, {}).keys()
    new = len(others - near)
    parts = [len(part) / whole for part, whole in ((topics, len(person.expertise)), (range(new), len(others))) if whole]
    return _Novelty(topics, new, sum(parts) / len(parts) if parts else 0.0)


def _suggestion(ground: Ground, person: Person, known: frozenset[str], near: frozenset[str]) -> Suggestion:
    new, rows = _novelty(ground, person, known, near), ground.rows(person.path)
    times = len({row.day for row in rows})
    last = ground.last_contact(person) or person.met
    assert last is not None, "only who was met once is dormant"
    phrase = "dormant-topic" if new.topics else "dormant-people" if new.people else "dormant-only"
    seen = line_of(rows[-1]) if rows else _said(ground, person)
    topic = [ground.property(person.path, "expertise", new.topics[0])] if new.topics else []
    return Suggestion(
        "dormant",
        phrase,
        {"person": person.name, "day": last.isoformat(), "topic": ", ".join(new.topics[:2]), "count": new.people},
        {"person": person.path},
        round((0.1 + new.share) * (1 + math.log1p(times)), 4),
        (seen, *topic),
        {"days": (ground.network.today - last).days, "novelty": round(new.share, 3), "contacts": times},
    )


def _said(ground: Ground, person: Person) -> Evidence:
    """What the person's note says itself of when they were last in touch."""
    key = "last-contact" if person.last_contact is not None else "met"
    return ground.property(person.path, key, str(person.last_contact or person.met))
