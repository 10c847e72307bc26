"""Items of sources whose notes have other names by now."""

from collections.abc import Mapping
from dataclasses import replace

from vault_pln.jobs.due import live_sources
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.news import Item


def under_notes(vault: Vault, items: list[Item]) -> list[Item]:
    """Items of a source whose note was renamed follow it: the feed says whose they are."""
    if all(item.source in vault.index.notes for item in items):
        return items
    paths = {source.feed: source.path for source in live_sources(view_of(vault).network)}
    return [_at_note(item, paths) if item.source not in vault.index.notes else item for item in items]


def _at_note(item: Item, paths: Mapping[str, str]) -> Item:
    return replace(item, source=paths.get(item.feed, item.source))
