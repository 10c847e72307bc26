"""The rounds of following somebody up: open, answered, or moved to another day by the user."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from vault_pln.core.digest.ledger import Memory, Placed, follow_up_id
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.model.ledger import Entry

TIME_TO_WRITE = timedelta(days=2)
"""What a line of today asks for: the time the user has before a task counts as late."""

Open = Mapping[str, list[tuple[Placed, Entry]]]
"""The follow-ups that stand open in the vault, by the digest of the person's name."""


def open_rounds(memory: Memory) -> Open:
    """Every open follow-up of ours, wherever it stands now."""
    found: dict[str, list[tuple[Placed, Entry]]] = {}
    for line_id, entries in memory.wrote.items():
        if entries[-1].what == "follow-up":
            rows = [(place, entries[-1]) for place in memory.placed.get(line_id, ()) if place.line.status == " "]
            found.setdefault(entries[-1].of, []).extend(rows)
    return found


def is_waiting(opened: Open, names: Iterable[str]) -> bool:
    """Whether a line about somebody waits for an answer: open, and not moved to another day."""
    return any(_moved_to(*row) is None for name in names for row in opened.get(name, ()))


def moved_to(opened: Open, names: Iterable[str], memory: Memory) -> date | None:
    """The day to which the user moved an open line about somebody, until a new line came on that day."""
    known = list(names)
    days = (_moved_to(*row) for name in known for row in opened.get(name, ()))
    latest = max((day for day in days if day is not None), default=None)
    if latest is None or any(memory.has(follow_up_id(name, latest)) for name in known):
        return None
    return latest


def _moved_to(place: Placed, entry: Entry) -> date | None:
    due = read_fields(place.line.text).due
    return due if due is not None and due != entry.day + TIME_TO_WRITE else None
