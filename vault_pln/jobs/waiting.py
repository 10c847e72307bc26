"""The items that the store knows, under the notes that their sources have now."""

from collections.abc import Mapping
from dataclasses import replace

from vault_pln.edge.store import Store
from vault_pln.jobs.due import live_sources
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.news import Item


def known_items(vault: Vault, since: str = "") -> list[Item]:
    """All items that the store knows, or those first seen on this day (``YYYY-MM-DD``) or later, newest first."""
    with Store(vault.places.state) as store:
        return under_notes(vault, store.items(since))


def under_notes(vault: Vault, items: list[Item]) -> list[Item]:
    """Items of a source whose note was renamed follow it: the feed says whose they are."""
    if all(item.source in vault.index.notes for item in items):
        return items
    paths = {source.feed: source.path for source in live_sources(view_of(vault).network)}
    return [_at_note(item, paths) if item.source not in vault.index.notes else item for item in items]


def _at_note(item: Item, paths: Mapping[str, str]) -> Item:
    return replace(item, source=paths.get(item.feed, item.source))
