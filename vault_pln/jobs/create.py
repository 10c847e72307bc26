"""New notes: from the vault's own templates, else from those that come with the program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from vault_pln.core.kinds.create import Value, fill_template, free_path, name_of_file
from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.kinds.kind import DATED_TYPES, recognise, type_words
from vault_pln.core.markdown.template import render_template
from vault_pln.edge import assets, clock, disk
from vault_pln.jobs.vault import Vault
from vault_pln.model.edit import Edit
from vault_pln.model.kinds import Kind

Sort = Kind | Literal["event", "item"]
"""What a new note is about."""


class Notes:
    """Makes new notes of one vault, each under a name that no file of it has."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        listing = vault.listing
        self._taken = {name_of_file(path) for path in (*listing.notes, *listing.others, *listing.odd)}
        self._now = datetime.combine(vault.today, clock.local_now(vault.settings.timezone).time())

    def new(
        self, kind: Sort, folder: str, title: str, properties: Mapping[str, Value], why: str, text: str = ""
    ) -> Edit:
        """The edit that makes a note of this kind; ``text`` is what stands in it, Markdown that is safe already."""
        path = free_path(folder, title, self._taken)
        if daily_day(path, self._vault.conventions.daily) is not None:
            # a source named like a day must not become that day's note
            path = free_path(folder, f"{title} {kind}", self._taken)
        self._taken.add(name_of_file(path))
        names = self._vault.settings.property_names
        given = {names.get(key, key): value for key, value in properties.items()}
        made = self._filled(kind, given, title, text)
        if not self._is(kind, path, made):
            made = self._filled(kind, {"type": kind, **given}, title, text)
        return Edit(path, None, made.encode("utf-8"), why)

    def _filled(self, kind: Sort, properties: Mapping[str, Value], title: str, text: str) -> str:
        return fill_template(template_for(self._vault, kind), properties, title, self._render, text)

    def _render(self, text: str, title: str) -> str:
        formats = self._vault.conventions
        return render_template(
            text,
            title=title,
            now=self._now,
            day=self._vault.today,
            date_format=formats.template_date_format,
            time_format=formats.template_time_format,
        )

    def _is(self, kind: Sort, path: str, text: str) -> bool:
        """Whether the note will be taken for what it is meant to be; the user's template may have no ``type``."""
        from vault_pln.core.markdown.note import read_note

        note = read_note(path, text.encode("utf-8"))
        if kind == "event":
            return not DATED_TYPES.isdisjoint(type_words(note))
        if kind == "item":
            return "item" in type_words(note)
        found = recognise(note, self._vault.settings, self._vault.conventions)
        return found is not None and found.kind == kind


def template_for(vault: Vault, kind: Sort) -> str:
    """The template of a kind of note."""
    name = f"PLN {kind}.md"
    path = f"{vault.settings.folder}/Templates/{name}"
    if path in vault.listing.notes:
        return disk.read_note(vault.places.root, path).decode("utf-8", "replace")
    return assets.templates()[name]
