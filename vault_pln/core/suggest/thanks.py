"""Thanks due: what the user noted as received, with no sign since that anything went back."""

from collections.abc import Sequence
from datetime import timedelta

from vault_pln.core.digest.terms import words
from vault_pln.core.suggest.ground import Ground, line_of
from vault_pln.core.suggest.wording import shown
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact
from vault_pln.model.suggestion import Suggestion

_WITHIN = timedelta(days=90)
"""Thanks that come later than this are odd."""

_THANKS = frozenset({"thank", "thanks", "thanked", "danke", "dank", "dankte", "bedankt"})


def thanks_due(ground: Ground) -> list[Suggestion]:
    """Those to whom the user owes a word, the largest debt first."""
    people = (person for path, person in ground.network.people.items() if ground.rows(path))
    found = [_suggestion(ground, one, due) for one in people if (due := _unanswered(ground, one))]
    return sorted(found, key=lambda one: (-one.score, one.notes["person"]))


def _unanswered(ground: Ground, person: Person) -> Sequence[Contact]:
    """What was received lately, after anything that went back."""
    if ground.is_left_alone(person):
        return ()
    found: list[Contact] = []
    for row in ground.rows(person.path):
        if row.direction in ("gave", "both") or not _THANKS.isdisjoint(words(row.text)):
            found.clear()
        elif row.direction == "got":
            found.append(row)
    return [row for row in found if row.day >= ground.network.today - _WITHIN]


def _suggestion(ground: Ground, person: Person, due: Sequence[Contact]) -> Suggestion:
    last = due[-1]
    days = (ground.network.today - last.day).days
    return Suggestion(
        "thanks",
        "thanks-for",
        {"person": person.name, "day": last.day.isoformat(), "text": shown(last.text)},
        {"person": person.path},
        round(len(due) / (1 + days / _WITHIN.days), 4),
        tuple(map(line_of, reversed(due))),
        {"received": len(due), "days": days},
    )
