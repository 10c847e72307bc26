"""The rounds of following somebody up: open, or moved to another day by the user."""

from collections.abc import Container, Iterable, Mapping
from datetime import date

from vault_pln.core.digest.answers import Answer, Answers
from vault_pln.core.digest.ledger import Memory, follow_up_id

Open = Mapping[str, list[Answer]]
"""The follow-ups that stand open in the vault, by the digest of the person's name."""


def open_rounds(answers: Answers) -> Open:
    """Every open follow-up of ours, wherever it stands now."""
    found: dict[str, list[Answer]] = {}
    for answer in answers.values():
        if answer.sort == "follow-up" and answer.is_open:
            found.setdefault(answer.of, []).append(answer)
    return found


def is_waiting(opened: Open, names: Iterable[str]) -> bool:
    """Whether a line about somebody waits for an answer: open, and not moved to another day."""
    return any(answer.said != "snoozed" for name in names for answer in opened.get(name, ()))


def moved_to(opened: Open, names: Iterable[str], memory: Memory) -> date | None:
    """The day to which the user moved an open line about somebody, until a new line came on that day."""
    known = list(names)
    days = (answer.day for name in known for answer in opened.get(name, ()) if answer.said == "snoozed")
    latest = max((day for day in days if day is not None), default=None)
    if latest is None or any(memory.has(follow_up_id(name, latest)) for name in known):
        return None
    return latest


def snoozes_since(answers: Answers, names: Container[str], since: date | None) -> int:
    """How many rounds of somebody the user moved to another day since they were last in contact."""
    return sum(
        answer.said == "snoozed"
        and answer.of in names
        and (since is None or answer.given is None or answer.given > since)
        for answer in answers.values()
        if answer.sort == "follow-up"
    )
