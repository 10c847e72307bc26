"""Item notes: one for each item that the user marked as worth keeping."""

from collections.abc import Iterable

from vault_pln.core.digest.answers import marks_of
from vault_pln.core.digest.item_notes import (
    KEY,
    Wanted,
    kept_lately,
    made_entry,
    may_be_kept,
    note_properties,
    note_text,
    wanted_notes,
)
from vault_pln.core.kinds.create import home_of
from vault_pln.core.outputs.view import View
from vault_pln.edge import clock
from vault_pln.edge.store import Store
from vault_pln.jobs.create import Notes
from vault_pln.jobs.making import Made, make_once
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.jobs.waiting import under_notes
from vault_pln.model.edit import Edit
from vault_pln.model.news import Item

FOLDER = "Kept"
"""Where the notes of items go in a vault that has none yet."""


def make_item_notes(vault: Vault, *, write: bool = True) -> Made:
    """Make the notes that kept reading lines ask for."""
    marks = marks_of(vault.settings, vault.conventions)
    if not may_be_kept(vault.entries, vault.index.ours().values(), marks, vault.today):
        return Made()
    view = view_of(vault)
    kept = kept_lately(view.answers, vault.entries, vault.today)
    wanted = wanted_notes(kept, _items(vault, kept), vault.index.notes) if kept else []
    notes, folder = Notes(vault), home_of(_kept(vault), FOLDER) if wanted else ""
    each = ((None if one.there else _edit(view, notes, folder, one), one) for one in wanted)
    return make_once(vault, ((edit, made_entry(one, clock.now())) for edit, one in each), write=write)


def _items(vault: Vault, ids: Iterable[str]) -> list[Item]:
    with Store(vault.places.state) as store:
        return under_notes(vault, store.some(ids))


def _kept(vault: Vault) -> Iterable[str]:
    return (path for path, note in vault.index.notes.items() if KEY in note.properties)


def _edit(view: View, notes: Notes, folder: str, one: Wanted) -> Edit:
    goals = view.network.goals_of.get(one.item.source, ())
    properties = note_properties(one, view.index, view.network, goals)
    title = one.item.title or view.say("untitled")
    return notes.new("item", folder, title, properties, "you kept the item", note_text(one.item))
