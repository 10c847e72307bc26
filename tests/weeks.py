"""Small vaults as the material of a review."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.view import view_at
from vault_pln.core.review.material import Material
from vault_pln.core.review.week import Week
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

WEEK = Week(2026, 47)


def material(
    notes: Mapping[str, str], items: Sequence[Item] = (), entries: Sequence[Entry] = (), language: str = "en"
) -> Material:
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    settings, conventions = replace(Settings(), language=language), Conventions()
    view = view_at(index, Survey(index, settings, conventions), settings, conventions, entries, WEEK.sunday)
    return Material(view, conventions, WEEK, tuple(items), {})
