"""What kind of note a note is, and why."""

import re
from typing import NamedTuple

from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.kinds.values import texts
from vault_pln.model.kinds import Kind
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

KIND_WORDS: dict[str, Kind] = {
    "person": "person", "people": "person", "persons": "person", "contact": "person", "contacts": "person",
    "source": "source", "sources": "source", "goal": "goal", "goals": "goal", "me": "me",
}  # fmt: skip
TYPE_KEYS = frozenset({"type", "categories", "category", "class"})
DATED_TYPES = frozenset({"meeting", "meetings", "event", "events", "call", "calls"})


class Recognised(NamedTuple):
    """A kind, and what in the note or its place says so."""

    kind: Kind
    because: str


def recognise(note: Note, settings: Settings, conventions: Conventions) -> Recognised | None:
    """The kind of a note: by property, else by tag in the front matter, else by folder.

    Templates, daily notes, vault-pln's own notes and those the user excluded in Obsidian are of no kind.
    """
    found = _by_itself(note, settings)
    if found is None or is_in(note.path, settings.folder) or "/Templates/PLN " in f"/{note.path}":
        return None
    if is_excluded(note.path, conventions.excluded):
        return None
    if daily_day(note.path, conventions.daily) or is_template(note, settings, conventions):
        return None
    return found


def _by_itself(note: Note, settings: Settings) -> Recognised | None:
    words = type_words(note) if note.properties else []
    named = next((Recognised(KIND_WORDS[w], f"its properties say '{w}'") for w in words if w in KIND_WORDS), None)
    # a note that says it is something else is believed
    if named or (words and any(key.lower() == "type" for key in note.properties)):
        return named
    return _by_tag(note, settings) or _by_folder(note, settings)


def is_template(note: Note, settings: Settings, conventions: Conventions) -> bool:
    """Whether the note is a template: by folder, as the daily template, or by placeholders in its properties."""
    if in_template_folder(note.path, settings, conventions):
        return True
    if note.path.removesuffix(".md") == conventions.daily.template.removesuffix(".md"):
        return True
    return any("{{" in str(value) or "<%" in str(value) for value in note.properties.values())


def in_template_folder(path: str, settings: Settings, conventions: Conventions) -> bool:
    """Whether a path lies among the templates of the user, of another program, or of ours."""
    folders = (*conventions.template_folders, *settings.template_folders, f"{settings.folder}/Templates")
    return any(is_in(path, folder) for folder in folders)


def is_excluded(path: str, filters: tuple[str, ...]) -> bool:
    """Whether Obsidian's "Excluded files" names this path: by its beginning, or ``/…/`` by a regular expression."""
    return any(_matches(path, one) for one in filters)


def _matches(path: str, excluded: str) -> bool:
    if len(excluded) > 2 and excluded.startswith("/") and excluded.endswith("/"):
        try:
            return re.search(excluded[1:-1], path) is not None
        except re.error:
            return False
    return path.startswith(excluded)


def is_in(path: str, folder: str) -> bool:
    """Whether a path lies in a folder of the vault."""
    return bool(folder) and path.startswith(folder.strip("/") + "/")


def type_words(note: Note) -> list[str]:
    """What the note says it is, in lower case; a link counts by its last part."""
    found = []
    for key, value in note.properties.items():
        if key.lower() in TYPE_KEYS:
            found += [text.partition("#")[0].rpartition("/")[2].strip().lower() for text in texts(value)]
    return found


def _by_tag(note: Note, settings: Settings) -> Recognised | None:
    if not note.tags:
        return None
    tags = {tag.name.lower() for tag in note.tags if tag.line < note.body_line}
    for kind, marks in _marks(settings, "tags"):
        for mark in marks:
            low = mark.lower().removeprefix("#")
            if any(tag == low or tag.startswith(low + "/") for tag in tags):
                return Recognised(kind, f"it has the tag '{mark}'")
    return None


def _by_folder(note: Note, settings: Settings) -> Recognised | None:
    for kind, folders in _marks(settings, "folders"):
        for folder in folders:
            if is_in(note.path, folder):
                return Recognised(kind, f"it lies in '{folder}'")
    return None


def _marks(settings: Settings, what: str) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    if what == "tags":
        return ("person", settings.person_tags), ("source", settings.source_tags), ("goal", settings.goal_tags)
    return ("person", settings.person_folders), ("source", settings.source_folders), ("goal", settings.goal_folders)
