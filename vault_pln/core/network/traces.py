"""What one note says of others: whom it links, and which of its lines are traces of contact.

Never a trace: open tasks, quotes, code, comments, embeds, our own lines until they are ticked, lines that stand in
the daily template or still hold a placeholder, lines marked as a mention, properties other than those that name people;
nor anything in a map of content or in a note that says ``ignore-journal``.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.index.names import folded
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.kinds.kind import DATED_TYPES, in_template_folder, is_template, type_words
from vault_pln.core.kinds.values import Properties
from vault_pln.core.markdown.tasks import read_fields
from vault_pln.core.network.marks import LINE, MEETING, LineMarks, Marks, channel_of_note, has_placeholder, tags_of
from vault_pln.model.network import Direction
from vault_pln.model.note import Link, Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_PEOPLE_KEYS = ("people", "attendees", "participants", "with")
_HUB_WORDS = ("moc", "hub", "index", "map of content")
_HUB = re.compile(r"(?<![^\W_])(?:moc|map of content)(?![^\W_])", re.IGNORECASE)
_CALLED = "\0"


class Trace(NamedTuple):
    """A line that speaks of contact with ``target``, if that is a person: a path, or a name as ``called`` makes it.

    ``tick`` is the id of a line of ours: then the day on which its tick was first seen goes before ``day``. A note
    without a date that names people in a property, such as a project, leaves one without a day: no contact, but a tie.
    ``done`` tells a completed task from a mere line. Direction, channel, minutes and weight are those of ``Marks``.
    """

    target: str
    day: date | None
    line: int
    text: str
    direction: Direction
    tick: str = ""
    done: bool = False
    channel: str = ""
    minutes: int = 0
    weight: float = LINE


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
        self._mention_tag = settings.mention_tag.lower()
        self._marks = LineMarks(settings)

    def traces(self, note: Note, *, person: bool) -> Traces:
        """What this note says; mentions only of a person's note."""
        own = self._index.is_own(note.path)
        day = None if own else self._evidence_day(note)
        meant = [(link, self._index.target(link, note.path)) for link in note.links]
        others = [(link, target) for link, target in meant if target is not None and target != note.path]
        boxes = _boxes(note, self._conventions.done_marks)
        telling = day or any(box.done for box in boxes.values()) or self._names_people(note)
        contacts = tuple(self._contacts(note, meant, boxes, day)) if telling else ()
        if own:
            answered = {line.line for line in note.own_lines}
            return Traces(None, 0, 0, (), tuple(trace for trace in contacts if trace.line in answered), ())
        mentions = tuple(self._mentions(note, others, boxes)) if person else ()
        missing = sum(target is None for _, target in meant)
        return Traces(day, len(meant), missing, tuple(target for _, target in others), contacts, mentions)

    def _evidence_day(self, note: Note) -> date | None:
        """The day of a dated note that tells of contacts."""
        day = day_of(note, self._settings, self._conventions)
        if day is None or (note.properties and self._opts_out(note)):
            return None
        return None if in_template_folder(note.path, self._settings, self._conventions) else day

    def _opts_out(self, note: Note) -> bool:
        return is_hub(note, self._conventions) or Properties(note, self._settings.property_names).flag("ignore-journal")

    def _contacts(
        self, note: Note, meant: list[tuple[Link, str | None]], boxes: Mapping[int, _Box], day: date | None
    ) -> Iterator[Trace]:
        named = ((link, target or called(link.target)) for link, target in meant if target != note.path)
        channel = channel_of_note(Properties(note, self._settings.property_names)) if note.properties else ""
        for link, target in named:
            found = self._contact(note, link, target, boxes.get(link.line), day)
            if found is not None and found.text not in self._routine:
                yield found if found.channel else found._replace(channel=channel)
        for key, name in self._plain_names(note):
            line = note.property_lines.get(key, 1)
            yield Trace(called(name), day, line, key.lower(), "both", channel=channel, weight=MEETING)

    def _plain_names(self, note: Note) -> Iterator[tuple[str, str]]:
        """The people whom the properties name without a link."""
        for key, value in note.properties.items():
            if key.lower() in self._people_keys:
                words = value if isinstance(value, list) else [value]
                yield from ((key, word) for word in words if isinstance(word, str) and word and "[" not in word)

    def _contact(self, note: Note, link: Link, target: str, box: _Box | None, day: date | None) -> Trace | None:
        if link.kind == "property":
            key = (link.key or "").partition(".")[0].lower()
            return Trace(target, day, link.line, key, "both", weight=MEETING) if key in self._people_keys else None
        text = note.lines.get(link.line, "")
        if not self._may_count(link, text):
            return None
        marks = self.marks(text, link)._asdict()
        if box is None:
            return Trace(target, day, link.line, text, **marks) if day else None
        done = read_fields(box.text).done if box.done else None
        if not box.done or not (done or box.id or day):
            return None
        return Trace(target, done or day, link.line, text, tick="" if done else box.id, done=True, **marks)

    def _names_people(self, note: Note) -> bool:
        return any(key.lower() in self._people_keys for key in note.properties)

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
        return self._mention_tag not in tags_of(text) and not has_placeholder(text)

    def marks(self, text: str, link: Link) -> Marks:
        """What the marks of the line say of the one it links."""
        return self._marks.read(text, link.target)


def called(name: str) -> str:
    """What stands for a name that no file has: it may be somebody's other name."""
    return _CALLED + folded(name.partition("#")[0].strip())


def is_called(target: str) -> bool:
    """Whether a trace is of a name, and not of a file."""
    return target.startswith(_CALLED)


def is_hub(note: Note, conventions: Conventions) -> bool:
    """Whether a note is a map of content, by its type, its tags, or a whole word of its name.

    A daily note has the name that the user's format gives it.
    """
    words = {*type_words(note), *(tag.name.lower() for tag in note.tags if tag.line < note.body_line)}
    if not words.isdisjoint(_HUB_WORDS):
        return True
    return daily_day(note.path, conventions.daily) is None and _HUB.search(name_of(note.path)) is not None


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
