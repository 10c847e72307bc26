"""Who knows about a topic, by what their notes say and by the lines about them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_pln.core.index.titles import name_of
from vault_pln.core.suggest.ground import Ground, line_of
from vault_pln.core.suggest.wording import all_words
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact
from vault_pln.model.note import Note
from vault_pln.model.suggestion import Evidence, Knower

_SAID = {"expertise": 3.0, "offers": 2.0, "goals": 2.0, "topics": 1.5, "tags": 1.0, "pursues": 0.5}
"""What a property tells: what they say they know counts most, that they want to learn it least."""

_LINE, _MEETING, _OWN = 1.0, 0.5, 1.0
_MOST_LINES = 5
"""So many lines about somebody count, the newest; a hundred do not make an expert."""


class _Sign(NamedTuple):
    """One thing that says somebody knows about a topic."""

    worth: float
    evidence: Evidence


class Topic:
    """A topic as words; what it means as a goal counts too."""

    def __init__(self, text: str, ground: Ground) -> None:
        self.words = all_words(text)
        meant = ground.meant(text.removeprefix("[[").removesuffix("]]"), "")
        self.goals = frozenset(
            path
            for path, goal in ground.network.goals.items()
            if path == meant or any(self.is_in(one) for one in (goal.name, *goal.keywords))
        )

    def is_in(self, text: str) -> bool:
        """Whether a text has all words of the topic."""
        return bool(self.words) and self._may_be_in(text) and self.words <= all_words(text)

    def _may_be_in(self, text: str) -> bool:
        """A quick look that spares most lines a slow one."""
        folded = text.casefold()
        # a stem may end otherwise than its word, and other letters may be the same in another form
        return not folded.isascii() or all(word[: max(len(word) - 2, 1)] in folded for word in self.words)


def who(text: str, ground: Ground) -> list[Knower]:
    """Everybody of whom anything says that they know about a topic, best first."""
    topic, people = Topic(text, ground), ground.network.people
    own = ground.index.notes.some(path for path in people if path in ground.index.notes)
    meetings, written = _meetings(ground, topic), _written(ground, topic)
    found = []
    for path, person in people.items():
        signs = [*_said(ground, topic, person), *written.get(path, ()), *_told(ground, topic, path, meetings)]
        signs += _own_lines(topic, own[path]) if path in own else []
        if signs:
            signs.sort(key=lambda sign: -sign.worth)
            found.append(Knower(path, round(sum(sign.worth for sign in signs), 3), _once(signs)))
    return sorted(found, key=lambda one: (-one.score, people[one.person].name.casefold(), one.person))


def _once(signs: Iterable[_Sign]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(sign.evidence for sign in signs))


def _said(ground: Ground, topic: Topic, person: Person) -> Iterator[_Sign]:
    """What the properties of somebody's note say."""
    for key, given in (("expertise", person.expertise), ("offers", person.offers), ("pursues", person.pursues)):
        for text in given:
            if topic.is_in(text) or (key == "pursues" and ground.meant(text, person.path) in topic.goals):
                yield _Sign(_SAID[key], ground.property(person.path, key, text))
    for goal in ground.network.goals_of.get(person.path, ()):
        if goal in topic.goals:
            yield _Sign(_SAID["goals"], ground.property(person.path, "goals", name_of(goal)))
    for tag in person.tags:
        if topic.is_in(tag.replace("-", " ").replace("/", " ")):
            yield _Sign(_SAID["tags"], ground.property(person.path, "tags", tag))


def _written(ground: Ground, topic: Topic) -> dict[str, list[_Sign]]:
    """The sources on the topic that somebody writes, by who does."""
    found: dict[str, list[_Sign]] = {}
    for source in ground.network.sources.values():
        if not source.person and any(topic.is_in(text) for text in (source.name, *source.topics)):
            for author in source.author:
                sign = _Sign(_SAID["topics"], ground.property(source.path, "author", author))
                found.setdefault(ground.meant(author, source.path), []).append(sign)
    return found


def _told(ground: Ground, topic: Topic, path: str, meetings: frozenset[str]) -> Iterator[_Sign]:
    """The newest lines about somebody that name the topic, and the meetings on it they were at."""
    rows = [row for row in ground.rows(path) if row.path != path]
    found = [row for row in reversed(rows) if row.path in meetings or topic.is_in(_without_key(row))]
    for row in found[:_MOST_LINES]:
        if row.path in meetings:
            yield _Sign(_MEETING, Evidence(row.path, row.line or None, name_of(row.path)))
        else:
            yield _Sign(_LINE, line_of(row))


def _without_key(row: Contact) -> str:
    """The line of a contact; the name of a property is none."""
    return row.text if " " in row.text else ""


def _meetings(ground: Ground, topic: Topic) -> frozenset[str]:
    """The meetings and projects that are about the topic by their name."""
    return frozenset(path for path in ground.network.groups if topic.is_in(name_of(path)))


def _own_lines(topic: Topic, note: Note) -> list[_Sign]:
    """The lines in somebody's own note that link something on the topic."""
    lines = ((number, text) for number, text in sorted(note.lines.items()) if number >= note.body_line)
    found = (_Sign(_OWN, Evidence(note.path, number, text.strip())) for number, text in lines if topic.is_in(text))
    return list(found)[:_MOST_LINES]
