"""When everybody who is followed up is due."""

from datetime import date

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.ledger import Memory, follow_up_id
from vault_pln.core.digest.rounds import moved_to, open_rounds
from vault_pln.core.network.rhythm import adapted, cadence_of, next_due
from vault_pln.model.kinds import Person
from vault_pln.model.network import Due, Network
from vault_pln.model.settings import Settings

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def due_dates(network: Network, memory: Memory, answers: Answers, settings: Settings) -> dict[str, Due]:
    """When everybody who is followed up is due.

    Rounds that were answered or deleted are left out; a line moved to another day makes that the day.
    """
    opened = open_rounds(answers)
    found = {}
    for path, person in network.people.items():
        cadence = cadence_of(person, settings)
        if cadence:
            rows = network.contacts[path]
            if settings.cadence_style == "adaptive":
                cadence = adapted(cadence, (row.day for row in rows))
            known, skipped = memory.known_since(person.name), _Skipped(person.name, memory, answers)
            due = next_due(person, cadence, rows[-1].day if rows else None, known, skipped)
            moved = moved_to(opened, memory.names(person.name), memory)
            if due is not None:
                found[path] = due if moved is None else due._replace(day=moved)
    return found


def next_prompt(person: Person, due: Due) -> date:
    """The day on which somebody is brought up: when they are due, but not before the snooze in their note ends."""
    return max(due.day, person.snooze_until or due.day)


def is_snoozed(person: Person, today: date) -> bool:
    """Whether the person's note asks to leave them alone for now."""
    return person.snooze_until is not None and person.snooze_until > today


def is_quiet(today: date, settings: Settings) -> bool:
    """Whether this is a weekday on which nobody is brought up."""
    return _WEEKDAYS[today.weekday()] in settings.quiet_days


class _Skipped:
    """The rounds of a person that were delivered and stand open nowhere: answered, deleted or closed."""

    def __init__(self, name: str, memory: Memory, answers: Answers) -> None:
        self._names, self._memory, self._answers = memory.names(name), memory, answers

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        rounds = [follow_up_id(digest, day) for digest in self._names]
        return any(self._memory.has(line) and not is_open(line, self._answers) for line in rounds)


def is_open(line: str, answers: Answers) -> bool:
    """Whether this line stands somewhere and still asks for an answer."""
    answer = answers.get(line)
    return answer is not None and answer.is_open
