"""What one note says of others: whom it links, and which of its lines are traces of contact.

Never a trace: open tasks, quotes, code, comments, embeds, our own lines until they are ticked, lines that stand in
the daily template, lines marked as a mention, properties other than those that name people.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.kinds.kind import DATED_TYPES, is_template, type_words
from vault_pln.core.kinds.values import Properties
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.model.network import Direction
from vault_pln.model.note import Link, Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_PEOPLE_KEYS = ("people", "attendees", "participants", "with")
_TAG = re.compile(r"(?:^|\s)#([^\s#,.;:!?()\[\]]+)")
_VIA = re.compile(r"\bvia \[\[([^\[\]|]+)", re.IGNORECASE)
_GOT_WORDS = re.compile(r"\blearned-from::|\bgot::", re.IGNORECASE)
_GAVE_WORDS = re.compile(r"\bgave::", re.IGNORECASE)


class Trace(NamedTuple):
    """A line that speaks of contact with ``target``, if that is a person.

    ``tick`` is the id of a line of ours: then the day on which its tick was first seen goes before ``day``. A note
    without a date that names people in a property, such as a project, leaves one without a day: no contact, but a tie.
    """

    target: str
    day: date | None
    line: int
    text: str
    direction: Direction
    tick: str = ""


class Mention(NamedTuple):
    """A link in plain text to another note, in a person's own note."""

    target: str
    link: Link
    text: str


class Traces(NamedTuple):
    """All that a note says of others: how many links it has and how many of them mean nothing.

    ``targets`` are the files its links mean, itself left out; one of our notes has none.
    ``mentions`` are links to other notes in plain text: in a person's own note one to a dated note is contact.
    """

    day: date | None
    links: int
    missing: int
    targets: tuple[str, ...]
    contacts: tuple[Trace, ...]
    mentions: tuple[Mention, ...]


class _Box(NamedTuple):
    """The box of a line: whether it is ticked, what follows it, and the id if the line is ours."""

    done: bool
    text: str
    id: str = ""


class Reader:
    """Reads traces under one set of settings and conventions."""

    def __init__(self, index: Index, settings: Settings, conventions: Conventions) -> None:
        self._index, self._settings, self._conventions = index, settings, conventions
        self._routine = _template_lines(index, conventions)
        self._people_keys = people_keys(settings)

    def traces(self, note: Note, *, person: bool) -> Traces:
        """What this note says; mentions only of a person's note."""
        own = self._index.is_own(note.path)
        day = None if own else day_of(note, self._settings, self._conventions)
        meant = [(link, self._index.target(link, note.path)) for link in note.links]
        others = [(link, target) for link, target in meant if target is not None and target != note.path]
        boxes = _boxes(note, self._conventions.done_marks)
        telling = day or any(box.done for box in boxes.values()) or any(self._names_people(link) for link, _ in others)
        contacts = tuple(self._contacts(note, others, boxes, day)) if others and telling else ()
        if own:
            answered = {line.line for line in note.own_lines}
            return Traces(None, 0, 0, (), tuple(trace for trace in contacts if trace.line in answered), ())
        mentions = tuple(self._mentions(note, others, boxes)) if person else ()
        missing = sum(target is None for _, target in meant)
        return Traces(day, len(meant), missing, tuple(target for _, target in others), contacts, mentions)

    def _contacts(
        self, note: Note, meant: list[tuple[Link, str]], boxes: Mapping[int, _Box], day: date | None
    ) -> Iterator[Trace]:
        for link, target in meant:
            found = self._contact(note, link, target, boxes.get(link.line), day)
            if found is not None and found.text not in self._routine:
                yield found

    def _contact(self, note: Note, link: Link, target: str, box: _Box | None, day: date | None) -> Trace | None:
        if link.kind == "property":
            return Trace(target, day, link.line, _key(link), "both") if self._names_people(link) else None
        text = note.lines.get(link.line, "")
        if not self._may_count(link, text):
            return None
        direction = self.direction(text, link)
        if box is None:
            return Trace(target, day, link.line, text, direction) if day else None
        done = read_fields(box.text).done if box.done else None
        if not box.done or not (done or box.id or day):
            return None
        return Trace(target, done or day, link.line, text, direction, "" if done else box.id)

    def _names_people(self, link: Link) -> bool:
        return link.kind == "property" and _key(link) in self._people_keys

    def is_of_group(self, trace: Trace) -> bool:
        """Whether it comes from a property that names the people of a note."""
        return trace.direction == "both" and trace.text in self._people_keys

    def _mentions(self, note: Note, meant: list[tuple[Link, str]], boxes: Mapping[int, _Box]) -> Iterator[Mention]:
        for link, target in meant:
            text, box = note.lines.get(link.line, ""), boxes.get(link.line)
            if link.kind != "property" and self._may_count(link, text) and (box is None or box.done):
                yield Mention(target, link, text)

    def _may_count(self, link: Link, text: str) -> bool:
        if link.kind == "embed" or link.place in ("comment", "quote"):
            return False
        return not _has_tag(text, self._settings.mention_tag)

    def direction(self, text: str, link: Link) -> Direction:
        """What the marks of the line say; ``via [[X]]`` is said of X alone."""
        via = any(found[1].strip() == link.target for found in _VIA.finditer(text))
        gave = _has_tag(text, self._settings.gave_tag) or _GAVE_WORDS.search(text) is not None
        got = via or _has_tag(text, self._settings.got_tag) or _GOT_WORDS.search(text) is not None
        if gave and got:
            return "both"
        return "gave" if gave else "got" if got else "unknown"


def _key(link: Link) -> str:
    return (link.key or "").partition(".")[0].lower()


def people_keys(settings: Settings) -> frozenset[str]:
    """The properties of a meeting that name its people, the user's own name for them included."""
    renamed = settings.property_names
    return frozenset(key for name in _PEOPLE_KEYS for key in (name, renamed.get(name, name).lower()))


def day_of(note: Note, settings: Settings, conventions: Conventions) -> date | None:
    """The day of a dated note: a daily note, or a meeting, event or call with a date."""
    day = daily_day(note.path, conventions.daily)
    if day is not None:
        return day
    if not note.properties or DATED_TYPES.isdisjoint(type_words(note)):
        return None
    if is_template(note, settings, conventions):
        return None
    return Properties(note, settings.property_names).day("date", "start")


def _template_lines(index: Index, conventions: Conventions) -> frozenset[str]:
    wanted = conventions.daily.template.removesuffix(".md")
    note = index.notes.get(f"{wanted}.md") if wanted else None
    return frozenset(note.lines.values()) if note is not None else frozenset()


def _boxes(note: Note, done: frozenset[str]) -> dict[int, _Box]:
    """The boxes of a note by line: its tasks, and those of our lines that count."""
    boxes = {task.line: _Box(task.status in done, task.text) for task in note.tasks}
    for line in note.own_lines:
        if line.status is not None:
            boxes[line.line] = _Box(line.status in done, line.text, line.id)
    return boxes


def _has_tag(text: str, tag: str) -> bool:
    return "#" in text and tag.lower() in (found.lower() for found in _TAG.findall(text))
