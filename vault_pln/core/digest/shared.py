"""What the user and somebody have in common: what they spoke of, and what the user wrote since on their topics."""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nlargest
from typing import NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import name_of
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact, Network
from vault_pln.model.note import Note

_NEWEST = 100
"""So many dated notes since the last contact are looked at, the newest."""
_TOPIC_KEYS = frozenset({"topics", "goals"})
_MARKS = frozenset({"person", "people"})


class SharedNote(NamedTuple):
    """A dated note of the user's that is about a topic of somebody's."""

    path: str
    day: date
    topic: str


def topics_of(index: Index, network: Network, rows: Iterable[Contact]) -> tuple[str, ...]:
    """The notes that the lines of contact link beside people and days: what it was about, in the order given."""
    found: dict[str, None] = {}
    for row in rows:
        note = index.notes.get(row.path)
        if note is not None:
            found.update(dict.fromkeys(_topics(index, network, note, row)))
    return tuple(found)


def _topics(index: Index, network: Network, note: Note, row: Contact) -> Iterator[str]:
    for link in note.links:
        key = (link.key or "").partition(".")[0].lower()
        if link.line == row.line if link.kind != "property" else key in _TOPIC_KEYS:
            target = index.target(link, note.path)
            if target is not None and target != note.path and _is_topic(index, network, target):
                yield target


def _is_topic(index: Index, network: Network, path: str) -> bool:
    """Whether a note is something to speak of: none of ours, no person and no day."""
    return path in index.notes and not index.is_own(path) and path not in network.people and path not in network.days


def notes_since(index: Index, network: Network, path: str, since: date) -> tuple[SharedNote, ...]:
    """The user's dated notes after a day that link a goal or topic of somebody's or have a tag of theirs, newest first.

    A person's topics are the goals they help with, what they pursue and know (as notes or as words), and their tags.
    """
    person = network.people[path]
    paths, words = _interests(index, network, person)
    if not paths and not words:
        return ()
    later = ((day, note) for note, day in network.days.items() if since < day <= network.today)
    newest = nlargest(_NEWEST, later)
    notes = index.notes.some(note for _, note in newest if note in index.notes)
    found = ((day, note, _topic(index, notes[note], paths, words)) for day, note in newest if note in notes)
    return tuple(SharedNote(note, day, topic) for day, note, topic in found if topic)


def _interests(index: Index, network: Network, person: Person) -> tuple[frozenset[str], frozenset[str]]:
    named = (index.resolve(name, person.path).path for name in (*person.pursues, *person.expertise))
    paths = frozenset((*network.goals_of[person.path], *(path for path in named if path is not None)))
    tags = (tag for tag in person.tags if tag not in _MARKS and tag not in person.relation)
    return paths, frozenset(word.casefold().replace(" ", "-") for word in (*person.expertise, *tags))


def _topic(index: Index, note: Note, paths: frozenset[str], words: frozenset[str]) -> str:
    linked = (index.target(link, note.path) for link in note.links)
    path = next((target for target in linked if target in paths), None)
    if path is not None:
        return name_of(path)
    return next((tag.name for tag in note.tags if tag.name.casefold() in words), "")
