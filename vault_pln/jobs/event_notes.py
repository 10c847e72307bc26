"""Event notes: one for each event whose line the user ticked."""

from collections.abc import Iterable

from vault_pln.core.digest.event_notes import (
    Wanted,
    made_entry,
    may_be_wanted,
    note_properties,
    note_title,
    wanted_notes,
)
from vault_pln.core.kinds.create import home_of
from vault_pln.core.kinds.kind import DATED_TYPES, is_in, is_template, type_words
from vault_pln.core.outputs.view import View
from vault_pln.edge import clock
from vault_pln.jobs.calendars import stored_events
from vault_pln.jobs.create import Notes
from vault_pln.jobs.making import Made, make_once
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.edit import Edit

FOLDER = "Events"
"""Where event notes go in a vault that has none yet."""


def make_event_notes(vault: Vault, *, write: bool = True) -> Made:
    """Make the notes that ticked lines of events ask for."""
    if not _may_be_wanted(vault):
        return Made()
    view = view_of(vault)
    wanted = wanted_notes(view.answers, stored_events(vault), vault.entries, vault.index.notes)
    notes, folder = Notes(vault), folder_of_events(vault) if wanted else ""
    each = ((None if one.there else _edit(vault, view, notes, folder, one), one) for one in wanted)
    return make_once(vault, ((edit, made_entry(one.event, clock.now())) for edit, one in each), write=write)


def _may_be_wanted(vault: Vault) -> bool:
    own = vault.index.ours().values()
    return may_be_wanted(vault.entries, own, vault.conventions.done_marks, vault.settings.keep_tag, vault.today)


def _edit(vault: Vault, view: View, notes: Notes, folder: str, one: Wanted) -> Edit:
    names = vault.settings.property_names
    properties = note_properties(one.event, vault.index, view.network, names)
    title = note_title(one.event, view.say("untitled"))
    return notes.new("event", folder, title, properties, "you ticked the event")


def folder_of_events(vault: Vault) -> str:
    """The folder in which most notes of meetings and events live."""
    return home_of(_dated(vault), FOLDER)


def _dated(vault: Vault) -> Iterable[str]:
    settings, conventions = vault.settings, vault.conventions
    for path, note in vault.index.notes.items():
        dated = bool(note.properties) and not DATED_TYPES.isdisjoint(type_words(note))
        if dated and not (is_in(path, settings.folder) or is_template(note, settings, conventions)):
            yield path
